/** Small JSON objects that others wrote, such as keys and headers: what two readers might read differently is refused. */

import {EncodingError} from './errors.ts';
import {type Document, isObject, type Json} from './json.ts';
import {type Complaints, parseJson} from './json-syntax.ts';
import {LONE_SURROGATE} from './reading.ts';

/** How deep objects and lists may be nested. */
export const MAXIMUM_DEPTH = 16;

const COMPLAINTS: Complaints = {
  syntax: () => new EncodingError('got text that is not JSON, expected a JSON object'),
  twice: () => new EncodingError('got a name twice in one JSON object, expected each once'),
  constant: name => new EncodingError(`got ${name}, which is no JSON number`),
  large: (_, integer) =>
    new EncodingError(
      `got a number beyond ${integer ? '2**53 - 1' : 'IEEE 754 doubles'}, which is not read alike everywhere`
    ),
  deep: tooDeep
};

/** The JSON object in `data`.  @throws {EncodingError} whose message repeats nothing of it */
export function readObject(data: Uint8Array): Document {
  let text: string;
  try {
    text = new TextDecoder('utf-8', {fatal: true, ignoreBOM: true}).decode(data);
  } catch {
    throw new EncodingError('got bytes that are not UTF-8, expected a JSON object');
  }
  const value = parseJson(text, COMPLAINTS);
  check(value, 1);
  if (!isObject(value)) {
    throw new EncodingError('got JSON of another kind, expected a JSON object');
  }
  return value;
}

function check(value: Json, depth: number): void {
  if (typeof value === 'string') {
    if (LONE_SURROGATE.test(value)) {
      throw new EncodingError('got half of a surrogate pair, which is no character');
    }
  } else if (typeof value === 'object' && value !== null) {
    if (depth > MAXIMUM_DEPTH) {
      throw tooDeep();
    }
    const inner = Array.isArray(value) ? value : [...Object.keys(value), ...Object.values(value)];
    inner.forEach(each => check(each, depth + 1));
  }
}

function tooDeep(): EncodingError {
  return new EncodingError(`got JSON that is nested deeper than ${MAXIMUM_DEPTH} levels`);
}
