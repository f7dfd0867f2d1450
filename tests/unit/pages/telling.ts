/* What the page makes of the verifier's sentences in a language, without a browser. */

import type {Messages} from '../../../src/pages/language.ts';

/** An element as far as it is needed here: its text, and what says the language of it. */
class Place {
  lang = '';
  #text = '';

  setAttribute(name: string, value: string): void {
    if (name === 'lang') {
      this.lang = value;
    }
  }

  append(...parts: unknown[]): void {
    this.#text += parts.join('');
  }

  toString(): string {
    return this.lang ? `[${this.lang}: ${this.#text}]` : this.#text;
  }
}

/** The sentences as a page in `language` says them, with that language's file of messages. */
export async function told(language: string, messages: Messages, sentences: readonly string[]): Promise<string[]> {
  const page = {
    documentElement: {lang: language, dataset: {}},
    createElement: () => new Place(),
    querySelector: () => null,
    querySelectorAll: () => []
  };
  const browser = {
    document: page,
    location: {search: ''},
    navigator: {languages: []},
    fetch: async () => ({ok: true, json: async () => messages})
  };
  for (const [name, value] of Object.entries(browser)) {
    Object.defineProperty(globalThis, name, {value, configurable: true});
  }
  const {tell} = await import('../../../src/pages/telling.ts');
  return sentences.map(sentence => tell(sentence).join(''));
}
