/** What a document may hold before any JSON-LD processor sees it. */

import {type Part, partUnder} from './embedded-documents.ts';
import {CanonicalizationError, UndefinedTermError} from './errors.ts';
import {type Document, isObject} from './json.ts';
import {repr, reprNumber} from './python.ts';

/**
 * Where a value stands: in which place, and under which key there; null is the top.
 *
 * Only messages write places out.  A document may hold one long key and many values under it.
 */
export type Place = readonly [Place, string | number] | null;

/**
 * How large a document may be, and how much work its canonical form may take.
 *
 * `depth` counts nested objects and lists, `values` all objects, lists and scalars, `characters` all text and keys,
 * `comparisons` the pairs of values of one member of one object, `effort` what expansion takes, `statements` the
 * characters of all N-Quads, `blankNodes` the objects without id, `work` the steps of telling alike blank nodes apart.
 */
export interface Limits {
  readonly depth: number;
  readonly values: number;
  readonly characters: number;
  readonly comparisons: number;
  readonly effort: number;
  readonly statements: number;
  readonly blankNodes: number;
  readonly work: number;
}

/** Generous for a credential: a few kilobytes are usual, a status list has some hundred kilobytes. */
export const DEFAULT_LIMITS: Limits = {
  depth: 40,
  values: 25_000,
  characters: 6_000_000,
  comparisons: 1_000_000,
  effort: 60_000,
  statements: 16_000_000,
  blankNodes: 5_000,
  work: 20_000
};

// Each of these makes a processor read a context: a whole one, or the small one of a type or of a term.
const EFFORT = new Map([
  ['@context', 80],
  ['@type', 20],
  ['type', 20],
  ['cnf', 20],
  ['credentialSchema', 20],
  ['proofPurpose', 20],
  ['refreshService', 20],
  ['statusMessage', 20]
]);
const SLASHES = 16;
const MOST_CONTEXTS = 20;
const KEYWORDS = new Set(['@context', '@id', '@type', '@value', '@language']);
// Processors escape these differently in N-Quads, or cannot write them as UTF-8 at all (surrogates).
const UNSAFE_CHARACTER = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]/u;

/** What the canonical forms of several documents may take together: a record of a hundred credentials takes 96,000. */
export const MOST_EFFORT = 120_000;

/** Comparisons that take as long as a step of effort, where each is made twice. */
export const COMPARISONS = 80;

/**
 * What canonical forms may take together: one verification makes many, of documents inside documents.
 *
 * Effort and work are counted as in `Limits`, and so are comparisons; RFC 8785 takes 1 for each value and for each
 * 1,000 bytes.  `begin` counts anew.
 */
export class Effort {
  readonly #most: number;
  #left = 0;

  constructor(most: number = MOST_EFFORT) {
    this.#most = most;
    this.begin();
  }

  /** Whether anything was refused. */
  get isSpent(): boolean {
    return this.#left < 0;
  }

  /** Count from here. */
  begin(): void {
    this.#left = this.#most;
  }

  /** Count `steps`.  @throws {CanonicalizationError} there are not so many left */
  take(steps: number): void {
    this.#left -= steps;
    if (this.#left < 0) {
      throw new CanonicalizationError('all documents together would take too long to make canonical');
    }
  }
}

/**
 * Refuse what JSON-LD would drop without a word, what has no one reading, and what is too large.
 *
 * Gives the effort of what is left, comparisons included.
 */
export function checkDocument(document: unknown, limits: Limits): number {
  if (!isObject(document)) {
    throw new CanonicalizationError(`got ${kind(document)}, expected an object`);
  }
  let values = 0;
  let characters = 0;
  let comparisons = 0;
  let effort = 0;
  for (const [value, place, depth, part] of walk(document, limits.depth)) {
    values++;
    effort++;
    if (typeof value === 'string') {
      characters += value.length;
      effort += Math.floor((value.split('/').length - 1) / SLASHES);
    }
    if (isObject(value)) {
      characters += Object.keys(value).reduce((sum, key) => sum + key.length, 0);
      checkKeys(value, place, depth, part);
      for (const [key, inner] of Object.entries(value)) {
        comparisons += Array.isArray(inner) ? leaves(inner) ** 2 : 0;
        effort += (EFFORT.get(key) ?? 0) * items(inner);
      }
    }
    if (values > limits.values) {
      throw new CanonicalizationError(`the document has more than ${limits.values} values`);
    }
    if (characters > limits.characters) {
      throw new CanonicalizationError(`the document has more than ${limits.characters} characters of text`);
    }
    checkValue(value, place);
  }
  // Before anything is expanded, since expansion already compares the values of a list each with each.
  if (comparisons > limits.comparisons) {
    throw new CanonicalizationError('the document has too many values in one list');
  }
  if (effort > limits.effort) {
    throw new CanonicalizationError('the document would take too long to expand', {
      hint: 'Its types and contexts count most.'
    });
  }
  return effort + Math.floor(comparisons / COMPARISONS);
}

/** The JSON Pointer (RFC 6901) of `place`. */
export function pointer(place: Place): string {
  let written = '';
  for (let left = place; left !== null; left = left[0]) {
    written = `/${String(left[1]).replaceAll('~', '~0').replaceAll('/', '~1')}${written}`;
  }
  return written;
}

/** `pointer`, or a word for the top. */
export function at(place: Place): string {
  return pointer(place) || 'the top';
}

/** Every value inside `value`, itself first, with its place and its depth, and what it is if it is an object. */
export function* walk(value: unknown, depth: number): Generator<[unknown, Place, number, Part]> {
  const pending: [unknown, Place, number, Part][] = [[value, null, 1, 'top']];
  while (pending.length) {
    const [item, place, level, part] = pending.pop()!;
    yield [item, place, level, part];
    if (typeof item !== 'object' || item === null) {
      continue;
    }
    if (level > depth) {
      throw new CanonicalizationError(`the document is nested deeper than ${depth} levels`);
    }
    if (Array.isArray(item)) {
      item.forEach((inner: unknown, number) =>
        pending.push([inner, [place, number], level + 1, Array.isArray(inner) ? 'other' : part])
      );
    } else {
      for (const [key, inner] of Object.entries(item)) {
        pending.push([inner, [place, key], level + 1, partUnder(part, key)]);
      }
    }
  }
}

function items(value: unknown): number {
  return Array.isArray(value) ? value.length : 1;
}

/** How many values `values` holds; lists inside count as their values, because JSON-LD dissolves them. */
function leaves(values: readonly unknown[]): number {
  let count = 0;
  const pending = [values];
  while (pending.length) {
    for (const inner of pending.pop()!) {
      if (Array.isArray(inner)) {
        pending.push(inner);
      } else {
        count++;
      }
    }
  }
  return count;
}

function checkKeys(value: Document, place: Place, depth: number, part: Part): void {
  for (const key of Object.keys(value)) {
    checkKey(key, place);
    if (key.startsWith('@') && !KEYWORDS.has(key)) {
      throw new UndefinedTermError(`${repr(key)} would go unsigned: it is no term, and no keyword that is used here`, {
        where: pointer([place, key])
      });
    }
    if (key.includes(':')) {
      throw new CanonicalizationError(`got member ${repr(key)} at ${at(place)}, expected a term and no IRI`, {
        hint:
          'Written as an IRI, a term means the same to the signature and nothing to most readers: a status or an ' +
          'expiry could be hidden so.'
      });
    }
  }
  if (Object.hasOwn(value, '@context')) {
    if (part === 'other') {
      throw new CanonicalizationError(
        `got a nested '@context' at ${at(place)}, expected it at the top or in an embedded credential`
      );
    }
    checkContext(value['@context'], place);
  } else if (depth === 1) {
    throw new CanonicalizationError("got a document without '@context', expected one with it");
  }
}

function checkContext(context: unknown, place: Place): void {
  if (items(context) > MOST_CONTEXTS) {
    throw new CanonicalizationError(
      `got ${items(context)} contexts at ${at(place)}, expected at most ${MOST_CONTEXTS}`
    );
  }
  for (const item of Array.isArray(context) ? context : [context]) {
    if (typeof item !== 'string') {
      throw new CanonicalizationError(`got ${kind(item)} in '@context' at ${at(place)}, expected URLs only`, {
        hint: 'A context written into the document could give its terms any meaning.'
      });
    }
  }
}

function checkKey(key: string, place: Place): void {
  if (UNSAFE_CHARACTER.test(key)) {
    throw new CanonicalizationError(`got key ${repr(key)} at ${at(place)} with a control character`);
  }
}

function checkValue(value: unknown, place: Place): void {
  if (value === null) {
    throw new CanonicalizationError(`got null at ${at(place)}, which would go unsigned`, {hint: 'Leave it out.'});
  }
  if (typeof value === 'object' && Object.keys(value).length === 0) {
    const name = Array.isArray(value) ? 'list' : 'object';
    throw new CanonicalizationError(`got an empty ${name} at ${at(place)}, which would go unsigned`, {
      hint: 'Leave it out.'
    });
  }
  if (typeof value === 'string') {
    const match = UNSAFE_CHARACTER.exec(value);
    if (match) {
      const code = match[0].codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0');
      throw new CanonicalizationError(
        `got character U+${code} in the text at ${at(place)}, expected no control character but tab and line ends`
      );
    }
  } else if (typeof value === 'number') {
    checkNumber(value, place);
  }
}

function checkNumber(value: number, place: Place): void {
  const shown = `got number ${reprNumber(value)} at ${at(place)}`;
  if (!Number.isFinite(value)) {
    throw new CanonicalizationError(`${shown}, expected a finite one`);
  }
  if (Math.abs(value) > Number.MAX_SAFE_INTEGER) {
    throw new CanonicalizationError(`${shown}, expected at most 2**53 - 1`);
  }
  // Canonical doubles have 16 significant digits.  Where the 17th and last is a 5, C rounds to even and ECMAScript
  // rounds up.
  const digits = exactDigits(value);
  if (digits.length === 17 && digits.endsWith('5')) {
    throw new CanonicalizationError(`${shown}, which processors round differently`);
  }
  // JavaScript's processors sign 1e-7 as "0", and some know a negative zero.
  if ((Math.abs(value) > 0 && Math.abs(value) < 1e-6) || Object.is(value, -0)) {
    throw new CanonicalizationError(`${shown}, which processors write differently`);
  }
}

/** The digits of the decimal fraction that a double is exactly. */
function exactDigits(value: number): string {
  let numerator = Math.abs(value);
  let power = 0;
  while (!Number.isInteger(numerator)) {
    numerator *= 2;
    power++;
  }
  return String(BigInt(numerator) * 5n ** BigInt(power));
}

function kind(value: unknown): string {
  if (value === null) {
    return 'null';
  }
  switch (typeof value) {
    case 'string':
      return 'text';
    case 'boolean':
      return 'a boolean';
    case 'number':
      return `a value of type '${Number.isSafeInteger(value) && !Object.is(value, -0) ? 'int' : 'float'}'`;
    default:
      return Array.isArray(value) ? 'a list' : 'an object';
  }
}
