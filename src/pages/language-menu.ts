/** What a page offers whoever would rather read it in another language. */

import {element} from './elements.ts';
import type * as readers from './reader.ts';

type Reader = typeof readers;

/** The interface in any of the `offered` languages, or the same page in another. */
export function offer(offered: readonly string[], reader: Reader): void {
  offerLanguages(offered, reader);
  offerTranslation(reader);
}

/** A menu in the header of a page whose interface can be in any of `offered`. */
function offerLanguages(offered: readonly string[], {keep, leaveAddress}: Reader): void {
  const header = document.querySelector('.cf-alone header');
  if (!header || offered.length < 2) {
    return;
  }
  const current = document.documentElement.lang;
  const options = offered.map(code => element('option', {value: code, lang: code}, nameOf(code)));
  const menu = element('select', {class: 'cf-language', 'aria-label': nameOf(current)}, ...options);
  menu.value = current;
  menu.addEventListener('change', () => {
    keep(menu.value);
    leaveAddress();
    location.reload();
  });
  header.append(menu);
}

/** Where the same page is there in a language that its reader likes better, say so; what is chosen by a link is kept. */
function offerTranslation({keep, preferred}: Reader): void {
  const links = [...document.querySelectorAll<HTMLAnchorElement>('.cf-languages a[hreflang]')];
  for (const link of links) {
    link.addEventListener('click', () => keep(link.hreflang));
  }
  const better = preferred(links.map(link => link.hreflang));
  const link = links.find(one => one.hreflang === better && !one.ariaCurrent);
  if (link) {
    const {href, hreflang, lang, dir} = link;
    const offer = element('a', {href, hreflang, lang, dir}, link.dataset.offer ?? link.text);
    offer.addEventListener('click', () => keep(hreflang));
    link.closest('header')?.after(element('aside', {class: 'cf cf-offer', 'aria-label': offer.text, lang}, offer));
  }
}

function nameOf(code: string): string {
  const name = new Intl.DisplayNames(code, {type: 'language'}).of(code) ?? code;
  return name.charAt(0).toLocaleUpperCase(code) + name.slice(1);
}
