/** The grammar of JSON, read to the letter, with mistakes found where Python's reader finds them. */

import type {Document, Json} from './json.ts';
import {lengthOf} from './python.ts';

/** The errors of one who reads JSON. */
export interface Complaints {
  /** Something is wrong at this place. */
  syntax(line: number, column: number): Error;
  /** A name stands twice in one object. */
  twice(name: string): Error;
  /** `NaN`, `Infinity` or `-Infinity`. */
  constant(name: string): Error;
  /** A number that is not read alike everywhere, an integer or not. */
  large(digits: string, integer: boolean): Error;
  /** More levels than anybody would look at. */
  deep(): Error;
}

/** How deep the reader goes, before it gives up looking for mistakes further on. */
const DEEPEST = 980;

/** The JSON value in `text`; objects have no prototype.  Throws what `complaints` makes. */
export function parseJson(text: string, complaints: Complaints): Json {
  return new Reader(text, complaints).all();
}

class Reader {
  readonly #text: string;
  readonly #complaints: Complaints;
  #place = 0;
  #depth = 0;

  constructor(text: string, complaints: Complaints) {
    this.#text = text;
    this.#complaints = complaints;
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

  #wrong(place: number): Error {
    const before = this.#text.slice(0, place);
    const line = before.split('\n').length;
    const column = lengthOf(before.slice(before.lastIndexOf('\n') + 1)) + 1;
    return this.#complaints.syntax(line, column);
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
          throw this.#complaints.deep();
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
        throw this.#complaints.constant(word);
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
      throw this.#complaints.large(digits, whole);
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
      throw this.#complaints.twice(name);
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
