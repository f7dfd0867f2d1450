/** A credential on other pages: pieces of HTML and Markdown that load nothing but a picture, and run nothing. */

import type {Awarded} from './awarded.ts';
import {texts} from './texts.ts';

/** The badge's picture as a link. */
export function asHtml(awarded: Awarded): string {
  const picture = `<img src="${escaped(awarded.picture)}" alt="${escaped(alt(awarded))}" width="160" height="160">`;
  return `<a href="${escaped(awarded.page)}">${picture}</a>`;
}

/** The same for a README. */
export function asMarkdown(awarded: Awarded): string {
  const words = alt(awarded).replace(/[\\`*_{}[\]<>()#!|~&]/g, '\\$&');
  return `[![${words}](<${plain(awarded.picture)}>)](<${plain(awarded.page)}>)`;
}

/** A picture that mail programs show, which a drawing is not, and the name as a link. */
export function asSignature(awarded: Awarded): string {
  const [page, name] = [escaped(awarded.page), escaped(awarded.badge)];
  const picture = `<img src="${escaped(awarded.card)}" alt="" width="240" height="125" border="0">`;
  return `<a href="${page}">${picture}</a><br>\n<a href="${page}">${name}</a>, ${escaped(awarded.issuer)}`;
}

function alt({badge, issuer}: Awarded): string {
  return texts.picture(badge, issuer);
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, letter => `&#${letter.charCodeAt(0)};`);
}

/** An address in angle brackets, which may hold none. */
function plain(address: string): string {
  return address.replace(/[<>\\\s]/g, encodeURIComponent);
}
