/**
 * From bytes to a document: JSON, read strictly.
 *
 * What two readers of JSON may understand differently is refused: duplicate names, numbers beyond IEEE 754 doubles,
 * lone surrogates, any encoding but UTF-8 (I-JSON, RFC 7493).  So is what would cost a verifier too much.
 */

import {EncodingError} from './errors.ts';
import {type Document, isObject, type Json} from './json.ts';
import {type Complaints, parseJson} from './json-syntax.ts';
import {first, lengthOf} from './python.ts';

/** Largest credential that is read, in bytes. */
export const MAX_BYTES = 1 << 20;

/** Deepest nesting of objects and arrays. */
export const MAX_DEPTH = 64;

/**
 * Most values, objects and arrays among them: a megabyte can hold ten times as many, and credentials have hundreds.
 */
export const MAX_VALUES = 50_000;

/** Half of a surrogate pair without the other. */
export const LONE_SURROGATE = /[\ud800-\udfff]/u;

const COMPLAINTS: Complaints = {
  syntax: (line, column) => new EncodingError(`it is not JSON: something is wrong at line ${line}, column ${column}`),
  twice: name => new EncodingError(`the name ${asciiJson(first(name, 80))} stands twice in one object`),
  constant: name => new EncodingError(`"${name}" is no JSON number`),
  large: digits => new EncodingError(`the number "${digits.slice(0, 40)}" is too large to be read alike everywhere`),
  deep: () => new EncodingError(tooDeep())
};

/**
 * The JSON object in `source`.
 *
 * @throws {EncodingError} it is not strict JSON, not an object, larger than `maxBytes`, deeper than `MAX_DEPTH`, or of
 * more than `maxValues` values
 */
export function readDocument(
  source: Uint8Array | string,
  maxBytes: number = MAX_BYTES,
  maxValues: number = MAX_VALUES
): Document {
  checkSize(typeof source === 'string' ? lengthOf(source) : source.length, maxBytes);
  const text = typeof source === 'string' ? source : decodeUtf8(source);
  checkBegin(text);
  const value = parseJson(text, COMPLAINTS);
  checkInside(value, maxValues);
  if (!isObject(value)) {
    throw new EncodingError('it is JSON, but not an object');
  }
  return value;
}

/** What people hand in by mistake is told in their words. */
function checkBegin(text: string): void {
  if (/^[ \t\r\n]*$/.test(text)) {
    throw new EncodingError('it is empty');
  }
  if (text.startsWith('\ufeff')) {
    throw new EncodingError('it begins with a byte order mark, which JSON must not have'); // RFC 8259, section 8.1
  }
}

/** That something of `size` bytes may be read.  @throws {EncodingError} */
export function checkSize(size: number, maxBytes: number): void {
  if (size > maxBytes) {
    throw new EncodingError(`it is too large: got "${size}" bytes, expected at most "${maxBytes}"`);
  }
}

/** The text of UTF-8 bytes; a byte order mark stays.  @throws {EncodingError} */
export function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', {fatal: true, ignoreBOM: true}).decode(bytes);
  } catch {
    throw new EncodingError(`it is not UTF-8: byte ${firstWrongByte(bytes)} cannot be decoded`);
  }
}

function firstWrongByte(bytes: Uint8Array): number {
  let place = 0;
  while (place < bytes.length) {
    const lead = bytes[place]!;
    const length = lead < 0x80 ? 1 : lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
    if (length === 0) {
      break;
    }
    for (let offset = 1; offset < length; offset++) {
      const byte = bytes[place + offset] ?? 0;
      const lowest = offset > 1 ? 0x80 : lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
      const highest = offset > 1 ? 0xbf : lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
      if (byte < lowest || byte > highest) {
        return place;
      }
    }
    place += length;
  }
  return place;
}

function checkInside(value: Json, maxValues: number): void {
  let count = 0;
  const waiting: [number, Iterator<Json>][] = [[0, [value].values()]];
  while (waiting.length) {
    const [depth, values] = waiting.pop()!;
    for (let step = values.next(); !step.done; step = values.next()) {
      const item = step.value;
      if (++count > maxValues) {
        throw new EncodingError(`it holds too much: expected at most "${maxValues}" values`);
      }
      if (typeof item === 'string') {
        checkText(item);
      } else if (typeof item === 'object' && item !== null) {
        if (depth >= MAX_DEPTH) {
          throw new EncodingError(tooDeep());
        }
        if (Array.isArray(item)) {
          waiting.push([depth + 1, item.values()]);
        } else {
          Object.keys(item).forEach(checkText);
          waiting.push([depth + 1, Object.values(item).values()]);
        }
      }
    }
  }
}

function checkText(text: string): void {
  if (LONE_SURROGATE.test(text)) {
    throw new EncodingError('a text in it holds half of a surrogate pair, which is no character');
  }
}

function tooDeep(): string {
  return `it is nested too deeply: expected at most "${MAX_DEPTH}" levels`;
}

/** Text as JSON in ASCII, as Python's `json.dumps` writes it. */
function asciiJson(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\uffff]/g,
    unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
  );
}
