/** What the expanded form of a document must be, so that every value of the document is in it. */

import {prependBase} from 'jsonld/lib/url.js';
import {CanonicalizationError, UndefinedTermError} from './errors.ts';
import {type Document, isObject} from './json.ts';
import {compareTexts, repr} from './python.ts';
import {type Limits, type Place, pointer} from './safe-document.ts';

/** Undefined terms and types expand to this, followed by themselves. */
export const VOCABULARY = 'urn:x-conferral-undefined:';

/** Relative references resolve against this; whatever they do to host and path, the scheme stays. */
export const BASE = 'x-conferral-relative://base/';

const BASE_SCHEME = 'x-conferral-relative:';
// RFC 3987 excludes these characters, and an N-Quads parser would read a statement out of them.
const IRI = /^[A-Za-z][A-Za-z0-9+.-]*:[^\0-\x20<>"{}|\\^`\x7f-\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]*$/;
const LANGUAGE = /^[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*$/;
const LITERAL_KEYS = new Set(['@value', '@type', '@language']);

/**
 * Refuse an expansion that invented a name, lost a value, or holds what RDF would lose.
 *
 * `document` is what was expanded, for the JSON Pointers of messages.
 *
 * @throws {UndefinedTermError | CanonicalizationError}
 */
export function checkExpanded(document: Document, expanded: readonly Document[], limits: Limits): number {
  const check = new Check(document);
  const found = expanded.reduce((sum, node) => sum + check.item(node), 0);
  const expected = signedScalars(document);
  if (found !== expected) {
    throw new UndefinedTermError(
      `got ${found} values in the expanded document, expected ${expected}: some would go unsigned`,
      {hint: 'A context maps their terms to null, or JSON-LD takes no such value there.'}
    );
  }
  const comparisons = check.comparisons();
  if (comparisons > limits.comparisons) {
    throw new CanonicalizationError('the document has too many values in one list');
  }
  return comparisons;
}

/** One walk over an expansion, which counts how many values one member of one object holds, wherever it is repeated. */
class Check {
  readonly #document: Document;
  readonly #sizes = new Map<unknown, Map<string, number>>();

  constructor(document: Document) {
    this.#document = document;
  }

  comparisons(): number {
    let sum = 0;
    for (const sizes of this.#sizes.values()) {
      for (const size of sizes.values()) {
        sum += size * size;
      }
    }
    return sum;
  }

  /** Check an object, a literal or a list, and everything below; the number of scalars in it. */
  item(item: Document): number {
    if ('@value' in item) {
      return this.#literal(item);
    }
    const keys = Object.keys(item);
    if (keys.length === 1 && keys[0] === '@list') {
      return this.#values(item, '@list', item['@list']);
    }
    const identity = '@id' in item ? item['@id'] : item;
    let count = 0;
    for (const [key, value] of Object.entries(item)) {
      if (key === '@id') {
        this.#reference(value, 'id');
        count++;
      } else if (key === '@type') {
        const names = value as unknown[];
        names.forEach(name => this.#reference(name, 'type'));
        this.#count(identity, key, names.length);
        count += names.length;
      } else if (key === '@graph') {
        // RDF has no place in a graph for a text or an id by itself.
        count += this.#values(identity, key, (value as Document[]).filter(isStatement));
      } else if (key.startsWith('@')) {
        throw new CanonicalizationError(`got ${repr(key)}, which would go unsigned`);
      } else {
        this.#predicate(key);
        count += this.#values(identity, key, value);
      }
    }
    return count;
  }

  #count(identity: unknown, key: string, number: number): void {
    let sizes = this.#sizes.get(identity);
    if (sizes === undefined) {
      this.#sizes.set(identity, (sizes = new Map()));
    }
    sizes.set(key, (sizes.get(key) ?? 0) + number);
  }

  #values(identity: unknown, key: string, values: unknown): number {
    const items = values as Document[];
    this.#count(identity, key, items.length);
    return items.reduce((sum, inner) => sum + this.item(inner), 0);
  }

  #literal(item: Document): number {
    const others = Object.keys(item).filter(key => !LITERAL_KEYS.has(key)).sort(compareTexts);
    if (others.length) {
      throw new CanonicalizationError(`got a text with ${others.map(repr).join(', ')}, which would go unsigned`);
    }
    const language = item['@language'] ?? null;
    if (language !== null && (typeof language !== 'string' || !LANGUAGE.test(language))) {
      throw new CanonicalizationError(`got language ${repr(language)}, expected a language tag such as 'en'`);
    }
    const datatype = item['@type'] ?? null;
    if (datatype === '@json') {
      return scalars(item['@value']);
    }
    if (datatype !== null) {
      this.#reference(datatype, 'datatype');
    }
    return 1;
  }

  #predicate(name: string): void {
    if (name.startsWith(VOCABULARY)) {
      const term = name.slice(VOCABULARY.length);
      throw undefinedTerm(`term ${repr(term)}`, pointer(keyPlace(this.#document, term)));
    }
    if (!IRI.test(name) || name.startsWith(BASE_SCHEME)) {
      throw new UndefinedTermError(`term ${repr(name)} would go unsigned: it is no absolute IRI`);
    }
  }

  #reference(name: unknown, role: string): void {
    if (typeof name !== 'string') {
      throw new UndefinedTermError(`got ${role} ${repr(name)}, which would go unsigned, expected an absolute IRI`);
    }
    if (name.startsWith(VOCABULARY)) {
      const term = name.slice(VOCABULARY.length);
      const [where] = this.#find(value => value === term);
      throw undefinedTerm(`${role} ${repr(term)}`, where);
    }
    if (name.startsWith(BASE_SCHEME)) {
      const [where, written] = this.#find(value => prependBase(BASE, value) === name);
      // Other processors take whatever has a colon for absolute, though it is not.
      const problem = /^(?![?#]).*:/s.test(written)
        ? `got ${role} ${repr(written)}, expected an absolute IRI`
        : `${role} ${where ? repr(written) : repr(name)} is relative, expected an absolute IRI`;
      throw new UndefinedTermError(problem + at(where), {where});
    }
    if (!IRI.test(name)) {
      const [where] = this.#find(value => value === name);
      throw new UndefinedTermError(`got ${role} ${repr(name)}, expected an absolute IRI${at(where)}`, {where});
    }
  }

  /** The JSON Pointer of the first text of the document that `matches`, and the text. */
  #find(matches: (value: string) => boolean): [string, string] {
    for (const [place, value] of texts(this.#document)) {
      if (matches(value)) {
        return [pointer(place), value];
      }
    }
    return ['', ''];
  }
}

function undefinedTerm(what: string, where: string): UndefinedTermError {
  return new UndefinedTermError(`${what} would go unsigned: no context defines it${at(where)}`, {where});
}

function isStatement(node: Document): boolean {
  return !('@value' in node || '@list' in node || Object.keys(node).every(key => key === '@id'));
}

/** How many scalars a document has, without contexts, and without what only qualifies a text. */
function signedScalars(value: unknown): number {
  if (isObject(value)) {
    const skipped = '@value' in value ? ['@context', '@type', 'type', '@language'] : ['@context'];
    return Object.entries(value).reduce(
      (sum, [key, inner]) => (skipped.includes(key) ? sum : sum + signedScalars(inner)),
      0
    );
  }
  return Array.isArray(value) ? value.reduce((sum: number, inner) => sum + signedScalars(inner), 0) : 1;
}

function scalars(value: unknown): number {
  if (typeof value !== 'object' || value === null) {
    return 1;
  }
  return Object.values(value).reduce((sum: number, inner) => sum + scalars(inner), 0);
}

/** The place of the first member called `name`. */
function keyPlace(value: unknown, name: string, place: Place = null): Place {
  for (const [key, inner] of children(value)) {
    const found = key === name ? ([place, key] as const) : keyPlace(inner, name, [place, key]);
    if (found !== null) {
      return found;
    }
  }
  return null;
}

/** Every text outside of contexts, with its place. */
function* texts(value: unknown, place: Place = null): Generator<[Place, string]> {
  if (typeof value === 'string') {
    yield [place, value];
  }
  for (const [key, inner] of children(value)) {
    if (key !== '@context') {
      yield* texts(inner, [place, key]);
    }
  }
}

function children(value: unknown): [string | number, unknown][] {
  if (Array.isArray(value)) {
    return [...value.entries()];
  }
  return isObject(value) ? Object.entries(value) : [];
}

function at(where: string): string {
  return where ? ` (at ${where})` : '';
}
