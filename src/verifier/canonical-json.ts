/** RFC 8785 (JSON Canonicalization Scheme). */

import {type Bytes, utf8} from './bytes.ts';
import {CanonicalizationError} from './errors.ts';
import {reprNumber} from './python.ts';
import {at, DEFAULT_LIMITS, type Effort, type Place, walk} from './safe-document.ts';

const SURROGATE = /[\ud800-\udfff]/u;

/** Bytes that take as long as a step of effort. */
const BYTES = 1_000;

/**
 * The UTF-8 bytes of `value` by RFC 8785.  What it takes is taken off `effort`.
 *
 * @throws {CanonicalizationError} for what that cannot write
 */
export function canonicalJson(value: unknown, effort?: Effort): Bytes {
  for (const [item, place] of walk(value, DEFAULT_LIMITS.depth)) {
    effort?.take(1);
    if (typeof item === 'string') {
      checkCharacters(item, 'the text', place);
    } else if (typeof item === 'number') {
      if (!Number.isFinite(item)) {
        throw new CanonicalizationError(`got number ${reprNumber(item)} at ${at(place)}, expected a finite one`);
      }
    } else if (typeof item === 'object' && item !== null && !Array.isArray(item)) {
      Object.keys(item).forEach(key => checkCharacters(key, 'a key', place));
    }
  }
  const form = utf8(canonicalText(value));
  effort?.take(Math.floor(form.length / BYTES));
  return form;
}

function checkCharacters(text: string, what: string, place: Place): void {
  if (SURROGATE.test(text)) {
    throw new CanonicalizationError(`got half of a surrogate pair in ${what} at ${at(place)}, which is no character`);
  }
}

/** The one canonical text of a value made of objects, lists, text, finite numbers, booleans and null. */
export function canonicalText(value: unknown): string {
  if (Array.isArray(value)) {
    return `[${value.map(canonicalText).join(',')}]`;
  }
  if (typeof value === 'object' && value !== null) {
    // Section 3.2.3: keys are sorted as UTF-16 code units, which is how JavaScript compares.
    const members = value as Record<string, unknown>;
    const written = Object.keys(members).sort().map(key => `${JSON.stringify(key)}:${canonicalText(members[key])}`);
    return `{${written.join(',')}}`;
  }
  return JSON.stringify(value);
}
