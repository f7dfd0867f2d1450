/**
 * What a credential says, read from its JSON.
 *
 * JSON-LD lets one statement be written in many ways, and a signature covers the statement, not the writing.  Whoever
 * moves `credentialStatus` under its full address keeps the signature and hides the revocation.  `layoutProblem`
 * refuses such documents, so that what these functions read is what was signed.
 */

import {KNOWN} from './contexts.ts';
import {EncodingError} from './errors.ts';
import {type Document, get, has, isObject, type Json, without} from './json.ts';
import {equal} from './python.ts';
import {type Instant, parseTimestamp} from './timestamps.ts';
import {harmless} from './words.ts';

/** The text under the members `path`, or null if there is none. */
export function textAt(document: Json, ...path: readonly string[]): string | null {
  let value = document;
  for (const name of path) {
    value = isObject(value) ? get(value, name) : null;
  }
  return typeof value === 'string' ? value : null;
}

/** The issuer's id: VCDM 2.0, section 4.7, has it as text or as an object with an id. */
export function issuerOf(document: Document): string | null {
  return textAt(document, 'issuer') || textAt(document, 'issuer', 'id');
}

/** The types of an object, written as one text or as a list of texts. */
export function typesOf(document: Json): string[] {
  const found = isObject(document) ? get(document, 'type') : null;
  return (Array.isArray(found) ? found : [found]).filter(name => typeof name === 'string');
}

/** The items of `@context`. */
export function contextsOf(document: Document): Json[] {
  const found = has(document, '@context') ? document['@context']! : [];
  return Array.isArray(found) ? found : [found];
}

/** Whether it is written by version 1.1 of the data model, which has other names for the dates. */
export function isVersion1(document: Document): boolean {
  return contextsOf(document)[0] === 'https://www.w3.org/2018/credentials/v1';
}

/** The first context address that is not known, or null. */
export function unknownContext(document: Document): string | null {
  return contextsOf(document).find((item): item is string => typeof item === 'string' && !KNOWN.has(item)) ?? null;
}

/** The instant that the member `name` holds, or null if there is no such member.  @throws {EncodingError} */
export function instantOf(document: Document, name: string): Instant | null {
  if (!has(document, name)) {
    return null;
  }
  const value = document[name];
  if (typeof value !== 'string') {
    throw new EncodingError(`"${name}" is no timestamp`);
  }
  return parseTimestamp(value);
}

/**
 * What may make `document` seem to say something else than its signature covers, or null.
 *
 * Every name must be a plain term and every value something, because JSON-LD drops the rest; and no object inside may
 * claim the document's own id, because statements about the credential could hide there.
 */
export function layoutProblem(document: Document): string | null {
  const own = get(document, 'id');
  const top = without(document, '@context', 'proof');
  for (const place of objects(top)) {
    for (const [name, value] of Object.entries(place)) {
      if (name.includes('@') || name.includes(':')) {
        return `“${harmless(name, 80)}” stands where a plain word belongs`;
      }
      if (value === null || (typeof value === 'object' && Object.keys(value).length === 0)) {
        return `“${harmless(name, 80)}” holds nothing, which no signature can cover`;
      }
    }
    if (place !== top && own !== null && equal(get(place, 'id'), own)) {
      return 'an object in it claims the credential’s own id';
    }
  }
  return null;
}

function* objects(document: Document): Generator<Document> {
  const waiting: Json[] = [document];
  while (waiting.length) {
    const value = waiting.pop()!;
    if (isObject(value)) {
      yield value;
      Object.values(value).forEach(each => waiting.push(each));
    } else if (Array.isArray(value)) {
      value.forEach(each => waiting.push(each));
    }
  }
}
