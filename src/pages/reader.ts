/** Which language whoever reads a page likes best: what they chose, or what their browser asks for. */

const KEPT = 'conferral-language';

/* The parameter of a page's address that asks for a language. */
const IN_ADDRESS = 'lang';

/** The first that is among `offered` of: what the address asks for, what was chosen before, what the browser asks for. */
export function preferred(offered: readonly string[]): string | undefined {
  for (const asked of [new URLSearchParams(location.search).get(IN_ADDRESS), kept(), ...navigator.languages]) {
    const found = [asked, asked?.split('-')[0]].find(code => code && offered.includes(code));
    if (found) {
      return found;
    }
  }
  return undefined;
}

/** Ask for no language in the page's address any more. */
export function leaveAddress(): void {
  const address = new URL(location.href);
  address.searchParams.delete(IN_ADDRESS);
  history.replaceState(null, '', address);
}

/** Remember what was chosen. */
export function keep(code: string): void {
  try {
    localStorage.setItem(KEPT, code);
  } catch {
    // A browser that keeps nothing asks again on the next page.
  }
}

function kept(): string | null {
  try {
    return localStorage.getItem(KEPT);
  } catch {
    return null;
  }
}
