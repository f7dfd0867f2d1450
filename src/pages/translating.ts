/**
 * Puts the interface of a page that exists in one language into another.  Whatever has the attribute data-t holds one
 * message, whose values are elements: they are kept, and moved to where the other language has them.  All other text is
 * of people, and stays.
 */

import type {Messages, Plural} from './language.ts';
import type {Writing} from './writing.ts';

/** What is neither of the interface nor of people. */
const PLAIN = 'script,style,code,pre,time,data,select,[data-t-label]>svg';

/** Lists in what people wrote, whose marks stand at the side where their text begins. */
const LISTS = 'ol:not([class]), ul:not([class])';

export function translate({direction, page = {}}: Messages, writing: Writing): void {
  const root = document.documentElement;
  const before = root.lang;
  for (const place of root.querySelectorAll<HTMLTimeElement>('time[datetime]')) {
    const day = new Date(place.dateTime.slice(0, 'YYYY-MM-DD'.length));
    place.textContent = writing.day(day).replaceAll(' ', '\u00a0');
  }
  for (const place of root.querySelectorAll<HTMLElement>('[data-t]')) {
    const values = [...place.children] as HTMLElement[];
    const found = page[messageIn(place)];
    const text = typeof found === 'object' ? inNumber(found, values, writing) : found;
    if (text === undefined) {
      place.lang = before;
    } else {
      place.replaceChildren(...text.split(/\{(\d+)\}/).map((part, at) => (at % 2 ? values[Number(part)] ?? '' : part)));
    }
  }
  for (const place of root.querySelectorAll<HTMLElement>('[data-t-label]')) {
    for (const name of ['aria-label', 'alt']) {
      const text = page[place.getAttribute(name) ?? ''];
      if (typeof text === 'string') {
        place.setAttribute(name, text);
      }
    }
  }
  const told = (part: string) => (typeof page[part] === 'string' ? page[part] : part);
  document.title = document.title.split(/(: | – )/).map(told).join('');
  markOthers(before, direction !== (root.dir || 'ltr'));
  root.lang = writing.code;
  root.dir = direction;
}

/** The message that stands in an element, with {0} for the first element in it. */
function messageIn(place: HTMLElement): string {
  let number = 0;
  const parts = [...place.childNodes].map(node =>
    node instanceof Element ? `{${number++}}` : node instanceof Text ? node.data : ''
  );
  return parts.join('').replace(/[ \t\r\n]+/g, ' ').trim();
}

/** The form of a text that goes with the number among its elements, which is written anew. */
function inNumber(forms: Plural, values: readonly HTMLElement[], writing: Writing): string | undefined {
  const place = values[forms.number];
  if (!(place instanceof HTMLDataElement)) {
    return undefined;
  }
  const num = Number(place.value);
  place.textContent = writing.number(num);
  return String(forms[writing.form(num)] ?? forms['other']);
}

/** Say of everything that people wrote in which language it is and, where that may differ, which way it runs. */
function markOthers(language: string, isTurned: boolean): void {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const {data, parentElement: place} = texts.currentNode as Text;
    if (!place || !data.trim() || place.matches('[data-t]') || place.closest(PLAIN)) {
      continue;
    }
    if (!place.closest('body [lang]')) {
      place.lang = language;
    }
    if (isTurned) {
      const turned = place.closest<HTMLElement>(LISTS) ?? place;
      turned.dir ||= 'auto';
    }
  }
}
