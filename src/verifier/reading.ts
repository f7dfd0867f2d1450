/**
 * From bytes to a document: JSON, read strictly.
 *
 * What two readers of JSON may understand differently is refused: duplicate names, numbers beyond IEEE 754 doubles,
 * lone surrogates, any encoding but UTF-8 (I-JSON, RFC 7493).  So is what would cost a verifier too much.
 */

import {EncodingError} from './errors.ts';
import {type Document, isObject, type Json} from './json.ts';
import {first, lengthOf} from './python.ts';

/** Largest credential that is read, in bytes. */
export const MAX_BYTES = 1 << 20;

/** Deepest nesting of objects and arrays. */
export const MAX_DEPTH = 64;

/** How deep the reader itself goes, before it gives up looking for mistakes further on. */
const DEEPEST = 980;

const LONE_SURROGATE = /[\ud800-\udfff]/u;

/**
 * The JSON object in `source`.
 *
 * @throws {EncodingError} it is not strict JSON, not an object, larger than `maxBytes` or deeper than `MAX_DEPTH`
 */
export function readDocument(source: Uint8Array | string, maxBytes: number = MAX_BYTES): Document {
  const size = typeof source === 'string' ? lengthOf(source) : source.length;
  if (size > maxBytes) {
    throw new EncodingError(`it is too large: got "${size}" bytes, expected at most "${maxBytes}"`);
  }
  const value = new Reader(typeof source === 'string' ? source : decodeUtf8(source)).all();
  checkDepthAndText(value);
  if (!isObject(value)) {
    throw new EncodingError('it is JSON, but not an object');
  }
  return value;
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

class Reader {
  readonly #text: string;
  #place = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  all(): Json {
    if (this.#text.startsWith('\ufeff')) {
      throw this.#wrong(0);
    }
    this.#space();
    const value = this.#value();
    this.#space();
    if (this.#place !== this.#text.length) {
      throw this.#wrong(this.#place);
    }
    return value;
  }

  #wrong(place: number): EncodingError {
    const before = this.#text.slice(0, place);
    const line = before.split('\n').length;
    const column = lengthOf(before.slice(before.lastIndexOf('\n') + 1)) + 1;
    return new EncodingError(`it is not JSON: something is wrong at line ${line}, column ${column}`);
  }

  #space(): void {
    while (' \t\n\r'.includes(this.#text[this.#place] ?? '!')) {
      this.#place++;
    }
  }

  #value(): Json {
    const start = this.#place;
    switch (this.#text[start]) {
      case '"':
        return this.#string();
      case '{':
      case '[': {
        if (++this.#depth > DEEPEST) {
          throw new EncodingError(tooDeep());
        }
        const value = this.#text[start] === '{' ? this.#object() : this.#array();
        this.#depth--;
        return value;
      }
      default:
        break;
    }
    for (const [word, value] of [['null', null], ['true', true], ['false', false]] as const) {
      if (this.#text.startsWith(word, start)) {
        this.#place += word.length;
        return value;
      }
    }
    for (const word of ['NaN', 'Infinity', '-Infinity']) {
      if (this.#text.startsWith(word, start)) {
        throw new EncodingError(`"${word}" is no JSON number`);
      }
    }
    return this.#number();
  }

  #number(): number {
    const match = /-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?/y;
    match.lastIndex = this.#place;
    const found = match.exec(this.#text);
    if (found === null) {
      throw this.#wrong(this.#place);
    }
    const digits = found[0];
    const number = Number(digits);
    const whole = found[1] === undefined && found[2] === undefined;
    if (whole ? digits.length > 17 || !Number.isSafeInteger(number) : !Number.isFinite(number)) {
      throw new EncodingError(`the number "${digits.slice(0, 40)}" is too large to be read alike everywhere`);
    }
    this.#place += digits.length;
    return whole ? number + 0 : number;
  }

  #array(): Json[] {
    const found: Json[] = [];
    this.#place++;
    this.#space();
    if (this.#text[this.#place] === ']') {
      this.#place++;
      return found;
    }
    for (;;) {
      found.push(this.#value());
      this.#space();
      const next = this.#text[this.#place];
      if (next === ']') {
        this.#place++;
        return found;
      }
      if (next !== ',') {
        throw this.#wrong(this.#place);
      }
      this.#place++;
      this.#space();
    }
  }

  #object(): Document {
    const found: Document = Object.create(null);
    const names: string[] = [];
    const twice = new Set<string>();
    this.#place++;
    this.#space();
    if (this.#text[this.#place] === '}') {
      this.#place++;
      return found;
    }
    for (;;) {
      if (this.#text[this.#place] !== '"') {
        throw this.#wrong(this.#place);
      }
      const name = this.#string();
      this.#space();
      if (this.#text[this.#place] !== ':') {
        throw this.#wrong(this.#place);
      }
      this.#place++;
      this.#space();
      const value = this.#value();
      if (name in found) {
        twice.add(name);
      } else {
        names.push(name);
      }
      found[name] = value;
      this.#space();
      const next = this.#text[this.#place];
      if (next === '}') {
        this.#place++;
        break;
      }
      if (next !== ',') {
        throw this.#wrong(this.#place);
      }
      this.#place++;
      this.#space();
    }
    const name = names.find(each => twice.has(each));
    if (name !== undefined) {
      throw new EncodingError(`the name ${asciiJson(first(name, 80))} stands twice in one object`);
    }
    return found;
  }

  #string(): string {
    const begin = this.#place;
    const text = this.#text;
    let found = '';
    let end = begin + 1;
    for (;;) {
      let next = end;
      while (next < text.length && text[next] !== '"' && text[next] !== '\\') {
        if (text.charCodeAt(next) <= 0x1f) {
          throw this.#wrong(next);
        }
        next++;
      }
      if (next >= text.length) {
        throw this.#wrong(begin);
      }
      found += text.slice(end, next);
      if (text[next] === '"') {
        this.#place = next + 1;
        return found;
      }
      const escape = text[next + 1];
      if (escape === undefined) {
        throw this.#wrong(begin);
      }
      if (escape === 'u') {
        const digits = text.slice(next + 2, next + 6);
        if (next + 6 >= text.length || !/^[0-9a-fA-F]{4}$/.test(digits)) {
          throw this.#wrong(next + 1);
        }
        found += String.fromCharCode(parseInt(digits, 16));
        end = next + 6;
      } else {
        const known = {'"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t'}[escape];
        if (known === undefined) {
          throw this.#wrong(next);
        }
        found += known;
        end = next + 2;
      }
    }
  }
}

function checkDepthAndText(value: Json): void {
  const waiting: [number, Iterator<Json>][] = [[0, [value].values()]];
  while (waiting.length) {
    const [depth, values] = waiting.pop()!;
    for (let step = values.next(); !step.done; step = values.next()) {
      const item = step.value;
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
