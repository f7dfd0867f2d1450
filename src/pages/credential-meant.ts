/** Which credential somebody means who typed its id, or gave its address. */

/** A credential of this site; the address of one on the site where the registry was; or that it is neither. */
export type Meant = {readonly id: string} | {readonly address: string} | {readonly foreign: string} | null;

/* Crockford's alphabet has no i, l, o and u: who reads one of the first three has seen a 1 or a 0. */
const ID = /^[0-7][0-9a-hjkmnp-tv-z]{25}$/;
const MISREAD: Readonly<Record<string, string>> = {i: '1', l: '1', o: '0'};

/**
 * `bases` are the addresses under which this site is known, `formers` those of sites where the registry was before.
 * None has a slash at its end.  Null says that the text is neither an id nor an address.
 */
export function credentialMeant(text: string, bases: readonly string[], formers: readonly string[]): Meant {
  const given = text.trim().replace(/^[<"'(]+|[>"').,]+$/g, '');
  const id = idOf(given);
  if (id) {
    return {id};
  }
  if (!/^https?:\/\/|\//i.test(given)) {
    return null;
  }
  const own = insideOf(given, bases);
  if (own) {
    return {id: own};
  }
  for (const former of formers) {
    const there = insideOf(given, [former]);
    if (there) {
      return {address: `${former}/credentials/${there}/`};
    }
  }
  return /^https?:\/\/\S+$/i.test(given) ? {foreign: given} : null;
}

/** The id that a text is, read as it was meant: in any case, with o, i and l for 0 and 1, with spaces and hyphens. */
function idOf(text: string): string | null {
  const id = text
    .replace(/[\s-]/g, '')
    .toLowerCase()
    .replace(/[ilo]/g, letter => MISREAD[letter]!);
  return ID.test(id) ? id : null;
}

/** The id of the credential whose page, or file, an address below one of the bases is. */
function insideOf(address: string, bases: readonly string[]): string | null {
  const bare = withoutScheme(address);
  for (const base of bases.map(withoutScheme)) {
    if (bare.toLowerCase().startsWith(`${base.toLowerCase()}/credentials/`)) {
      const [, rest] = bare.slice(base.length).split('/credentials/');
      return idOf(rest!.split(/[/?#]/)[0]!);
    }
  }
  return null;
}

function withoutScheme(address: string): string {
  return address.replace(/^https?:\/\//i, '');
}
