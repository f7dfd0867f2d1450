/** What a credential's page says, as its scripts need it. */

/** A day as the page has it for programs, YYYY-MM-DD: no clock and no timezone of the reader's has a part in it. */
export type Day = string;

/** What can be shared of a credential; nothing of it says whose it is. */
export interface Awarded {
  readonly id: string;
  readonly page: string;
  readonly document: string;
  readonly badge: string;
  readonly issuer: string;
  /** The issuer's number at LinkedIn, or empty. */
  readonly linkedIn: string;
  readonly issued: Day;
  readonly until: Day | null;
  /** The address of the badge's picture, and of the one of 1200 by 627 pixels that goes with links. */
  readonly picture: string;
  readonly card: string;
  /** Whether there is a certificate beside the page. */
  readonly certificate: boolean;
}

/** What this page says; `signed` is the address of the signed document. */
export function awarded(signed: string): Awarded {
  const page = new URL('.', signed).href;
  const picture = new URL(one('.cf-hero img', HTMLImageElement).getAttribute('src') ?? '', page).href;
  return {
    id: page.split('/').at(-2) ?? '',
    page,
    document: signed,
    badge: words('h1'),
    issuer: words('.cf-hero p a'),
    linkedIn: one('button[name=share]', HTMLButtonElement).value,
    issued: day(one('.cf-facts time', HTMLTimeElement)),
    until: document.querySelector('.cf-state b time') ? day(one('.cf-state b time', HTMLTimeElement)) : null,
    picture,
    card: new URL('../card.png', picture).href,
    certificate: document.querySelector('a[href="certificate.pdf"]') !== null
  };
}

function day(element: HTMLTimeElement): Day {
  return element.dateTime.slice(0, 10);
}

function words(selector: string): string {
  return one(selector, HTMLElement).textContent.trim();
}

function one<Kind extends Element>(selector: string, kind: new () => Kind): Kind {
  const found = document.querySelector(selector);
  if (!(found instanceof kind)) {
    throw new TypeError(`the page has no ${selector} of the kind that belongs there`);
  }
  return found;
}
