/** What a document may hold before any JSON-LD processor sees it. */

import {CanonicalizationError, UndefinedTermError} from './errors.ts';
import {type Document, isObject} from './json.ts';
import {repr, reprNumber} from './python.ts';

/**
 * How large a document may be, and how much work its canonical form may take.
 *
 * `depth` counts nested objects and lists, `values` all objects, lists and scalars, `characters` all text and keys,
 * `comparisons` the pairs of values of one member of one object, `blankNodes` the objects without id, `work` the
 * steps of telling alike blank nodes apart.
 */
export interface Limits {
  readonly depth: number;
  readonly values: number;
  readonly characters: number;
  readonly comparisons: number;
  readonly blankNodes: number;
  readonly work: number;
}

/** Generous for a credential: a few kilobytes are usual, a status list has some hundred kilobytes. */
export const DEFAULT_LIMITS: Limits = {
  depth: 40,
  values: 25_000,
  characters: 8_000_000,
  comparisons: 1_000_000,
  blankNodes: 5_000,
  work: 20_000
};

const KEYWORDS = new Set(['@context', '@id', '@type', '@value', '@language']);
// Processors escape these differently in N-Quads, or cannot write them as UTF-8 at all (surrogates).
const UNSAFE_CHARACTER = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]/u;

/** Refuse what JSON-LD would drop without a word, what has no one reading, and what is too large. */
export function checkDocument(document: unknown, limits: Limits): asserts document is Document {
  if (!isObject(document)) {
    throw new CanonicalizationError(`got ${kind(document)}, expected an object`);
  }
  let values = 0;
  let characters = 0;
  let comparisons = 0;
  for (const [value, where, depth] of walk(document, limits.depth)) {
    values++;
    if (typeof value === 'string') {
      characters += value.length;
    }
    if (isObject(value)) {
      characters += Object.keys(value).reduce((sum, key) => sum + key.length, 0);
      checkKeys(value, where, depth);
      for (const inner of Object.values(value)) {
        if (Array.isArray(inner)) {
          comparisons += leaves(inner) ** 2;
        }
      }
    }
    if (values > limits.values) {
      throw new CanonicalizationError(`the document has more than ${limits.values} values`);
    }
    if (characters > limits.characters) {
      throw new CanonicalizationError(`the document has more than ${limits.characters} characters of text`);
    }
    checkValue(value, where);
  }
  // Before anything is expanded, since expansion already compares the values of a list each with each.
  if (comparisons > limits.comparisons) {
    throw new CanonicalizationError('the document has too many values in one list');
  }
}

/** `where` extended by one step, as a JSON Pointer (RFC 6901). */
export function pointer(where: string, key: string | number): string {
  return `${where}/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

/** Every value inside `value`, itself first, with its JSON Pointer and its depth. */
export function* walk(value: unknown, depth: number): Generator<[unknown, string, number]> {
  const pending: [unknown, string, number][] = [[value, '', 1]];
  while (pending.length) {
    const [item, where, level] = pending.pop()!;
    yield [item, where, level];
    const nested = typeof item === 'object' && item !== null;
    if (nested && level > depth) {
      throw new CanonicalizationError(`the document is nested deeper than ${depth} levels`);
    }
    if (nested) {
      for (const [key, inner] of Object.entries(item)) {
        pending.push([inner, pointer(where, key), level + 1]);
      }
    }
  }
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

function checkKeys(value: Document, where: string, depth: number): void {
  for (const key of Object.keys(value)) {
    checkKey(key, where);
    if (key.startsWith('@') && !KEYWORDS.has(key)) {
      throw new UndefinedTermError(`${repr(key)} would go unsigned: it is no term, and no keyword that is used here`, {
        where: pointer(where, key)
      });
    }
    if (key.includes(':')) {
      throw new CanonicalizationError(`got member ${repr(key)} at ${where || 'the top'}, expected a term and no IRI`, {
        hint:
          'Written as an IRI, a term means the same to the signature and nothing to most readers: a status or an ' +
          'expiry could be hidden so.'
      });
    }
  }
  if (Object.hasOwn(value, '@context')) {
    if (depth > 1 && !/^(\/verifiableCredential(\/[0-9]+)?)+$/.test(where)) {
      throw new CanonicalizationError(`got a nested '@context' at ${where}, expected it at the top only`);
    }
    checkContext(value['@context'], where);
  } else if (depth === 1) {
    throw new CanonicalizationError("got a document without '@context', expected one with it");
  }
}

function checkContext(context: unknown, where: string): void {
  for (const item of Array.isArray(context) ? context : [context]) {
    if (typeof item !== 'string') {
      throw new CanonicalizationError(`got ${kind(item)} in '@context' at ${where || 'the top'}, expected URLs only`, {
        hint: 'A context written into the document could give its terms any meaning.'
      });
    }
  }
}

function checkKey(key: string, where: string): void {
  if (UNSAFE_CHARACTER.test(key)) {
    throw new CanonicalizationError(`got key ${repr(key)} at ${where || 'the top'} with a control character`);
  }
}

function checkValue(value: unknown, where: string): void {
  const place = where || 'the top';
  if (value === null) {
    throw new CanonicalizationError(`got null at ${place}, which would go unsigned`, {hint: 'Leave it out.'});
  }
  if (typeof value === 'object' && Object.keys(value).length === 0) {
    const name = Array.isArray(value) ? 'list' : 'object';
    throw new CanonicalizationError(`got an empty ${name} at ${place}, which would go unsigned`, {
      hint: 'Leave it out.'
    });
  }
  if (typeof value === 'string') {
    const match = UNSAFE_CHARACTER.exec(value);
    if (match) {
      const code = match[0].codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0');
      throw new CanonicalizationError(
        `got character U+${code} in the text at ${place}, expected no control character but tab and line ends`
      );
    }
  } else if (typeof value === 'number') {
    checkNumber(value, place);
  }
}

function checkNumber(value: number, place: string): void {
  const shown = `got number ${reprNumber(value)} at ${place}`;
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
