/** Telling a web page from a credential: the two are often taken for each other. */

const HEAD = 4096; // bytes or characters in which a page shows that it is one
// Nothing in it can be matched in two ways, however many comments a stranger puts in a row.
const PAGE = /^\ufeff?(?:[\t\n\f\r ]|<!--(?:(?!-->)[^])*-->|<\?(?:(?!\?>)[^])*\?>)*<(?:!doctype[\t\n\f\r ]+html|html)\b/i;

/** What is wrong with a page that is handed in as a credential. */
export const IS_A_PAGE = 'it is a web page; give the file that it offers, or the page’s address';

/** Whether bytes or a text begin like a web page, after white space, comments and the like. */
export function looksLikePage(source: unknown): boolean {
  if (source instanceof Uint8Array) {
    return PAGE.test(new TextDecoder('utf-8', {ignoreBOM: true}).decode(source.subarray(0, HEAD)));
  }
  return typeof source === 'string' && PAGE.test(source.slice(0, HEAD));
}
