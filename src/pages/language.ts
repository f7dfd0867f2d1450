/**
 * The language of a page: that of what stands on it or, where the page exists in one language alone, that of whoever
 * reads it.  Scripts that say something import this, and run when the texts are there.
 */

import type {Child} from './elements.ts';
import * as reader from './reader.ts';
import {Writing} from './writing.ts';

/** A file of assets/languages/: see conferral/site/indexes/messages_file.py. */
export interface Messages {
  readonly direction: string;
  readonly page?: Readonly<Record<string, string | Plural>>;
  readonly said: Readonly<Record<string, string | Forms>>;
}

/** The forms of a text about a number of things, by the names that Intl.PluralRules has for them. */
export type Forms = Readonly<Record<string, string>>;

/** The same of a text on a page, with the place of the number among its elements. */
export type Plural = Readonly<Record<string, string | number>> & {readonly number: number};

const OURS = 'en';
const page = document.documentElement;
export const {said, writing} = await inLanguage();

/** A text that only scripts say, in the language of the page; `values` stand in it as %(name)s. */
export function t(text: string, values: Readonly<Record<string, string>> = {}): string {
  const found = said[text];
  return filled(typeof found === 'string' ? found : text, values);
}

/** A text with elements in it. */
export function parts(text: string, values: Readonly<Record<string, Child>>): Child[] {
  return t(text)
    .split(/%\((\w+)\)s/)
    .map((part, at) => (at % 2 ? (values[part] ?? null) : part));
}

/** A text about a number of things, which stands in it as %(num)s, in the plural form that the language has for it. */
export function count(one: string, many: string, num: number, values: Readonly<Record<string, string>> = {}): string {
  const forms = said[one];
  const form = typeof forms === 'object' ? (forms[writing.form(num)] ?? forms['other']) : undefined;
  return filled(form ?? (num === 1 ? one : many), {num: writing.number(num), ...values});
}

/** An instant: 30 June 2026, 21:59 UTC. */
export function instantWords(at: Date): string {
  return t('%(day)s, %(time)s UTC', {day: writing.day(at), time: at.toISOString().slice(11, 16)});
}

function filled(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/%\((\w+)\)s/g, (place, name: string) => values[name] ?? place);
}

/** The texts of scripts; where the page is in one language alone, it is put into the reader's first. */
async function inLanguage(): Promise<{said: Messages['said']; writing: Writing}> {
  const offered = page.dataset.languages?.split(' ') ?? [];
  const code = reader.preferred(offered) ?? page.lang;
  try {
    const messages = code === OURS && code === page.lang ? null : await fetched(code);
    if (messages && code !== page.lang) {
      (await import('./translating.ts')).translate(messages, new Writing(code));
    }
    return {said: messages?.said ?? {}, writing: new Writing(page.lang)};
  } catch {
    // The page stays as it is, and what scripts add to it is in English.
    return {said: {}, writing: new Writing(page.lang)};
  } finally {
    void import('./language-menu.ts').then(menu => menu.offer(offered, reader));
  }
}

async function fetched(code: string): Promise<Messages> {
  const answer = await fetch(new URL(`../languages/${code}.json`, import.meta.url));
  if (!answer.ok) {
    throw new Error(`the server answers ${answer.status}`);
  }
  return (await answer.json()) as Messages;
}
