/**
 * Reads XML 1.0 with namespaces, without document types: what is well-formed, and where its elements stand.
 *
 * Baked images must be judged alike in every browser and outside of browsers, down to the places in the file.
 */

/** The text is not well-formed. */
export class XmlError extends Error {}

/** What is told while the text is read; each may throw to end it. */
export interface Handler {
  /** The XML declaration, and the encoding that it names. */
  declaration(encoding: string | null): void;
  documentType(): void;
  /** A namespace declaration of the element that begins next; null takes a meaning away. */
  namespace(prefix: string | null, uri: string | null): void;
  start(element: Element): void;
  /** The element ends; its end tag, or the end of its only tag, is before `end`. */
  end(end: number): void;
  characters(text: string): void;
}

/** An element that begins: its name, its attributes without namespace, and where its start tag stands. */
export interface Element {
  readonly namespace: string;
  readonly local: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly begin: number;
  readonly end: number;
}

const XML = 'http://www.w3.org/XML/1998/namespace';
const XMLNS = 'http://www.w3.org/2000/xmlns/';
const NAME_START =
  'A-Z_a-z\\xc0-\\xd6\\xd8-\\xf6\\xf8-\\u02ff\\u0370-\\u037d\\u037f-\\u1fff\\u200c\\u200d\\u2070-\\u218f\\u2c00-\\u2fef' +
  '\\u3001-\\ud7ff\\uf900-\\ufdcf\\ufdf0-\\ufffd';
const NC_NAME = `[${NAME_START}][${NAME_START}.0-9\\xb7\\u0300-\\u036f\\u203f\\u2040-]*`;
const TARGET = new RegExp(NC_NAME, 'y');
const Q_NAME = new RegExp(`(?:(${NC_NAME}):)?(${NC_NAME})`, 'y');
const SPACE = /[ \t\r\n]*/y;
const REFERENCE = /&(?:#([0-9]+)|#x([0-9a-fA-F]+)|([^;&<\s]*));/y;
const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['apos', "'"],
  ['quot', '"']
]);
const MARKUP = /["'&<]/g;
const NO_CHARACTER = /[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;
const DECLARATION =
  /^<\?xml[ \t\r\n]+version[ \t\r\n]*=[ \t\r\n]*(?:"[A-Za-z0-9._:-]+"|'[A-Za-z0-9._:-]+')(?:[ \t\r\n]+encoding[ \t\r\n]*=[ \t\r\n]*(?:"([A-Za-z][A-Za-z0-9._-]*)"|'([A-Za-z][A-Za-z0-9._-]*)'))?(?:[ \t\r\n]+standalone[ \t\r\n]*=[ \t\r\n]*(?:"(?:yes|no)"|'(?:yes|no)'))?[ \t\r\n]*\?>/;

interface Open {
  readonly name: string;
  readonly bindings: ReadonlyMap<string, string | null>;
}

/** Read `text`; a byte order mark may come first.  @throws {XmlError} and whatever `handler` throws */
export function parseXml(text: string, handler: Handler): void {
  new Parser(text, handler).all();
}

class Parser {
  readonly #text: string;
  readonly #handler: Handler;
  readonly #open: Open[] = [];
  #place = 0;
  #rooted = false;

  constructor(text: string, handler: Handler) {
    this.#text = text;
    this.#handler = handler;
  }

  all(): void {
    const start = this.#text.startsWith('\ufeff') ? 1 : 0;
    this.#place = start;
    if (/^<\?xml[ \t\r\n]/.test(this.#text.slice(start, start + 6))) {
      const match = DECLARATION.exec(this.#text.slice(start, start + 1000));
      if (match === null) {
        throw new XmlError();
      }
      this.#place += match[0].length;
      this.#handler.declaration(match[1] ?? match[2] ?? null);
    }
    while (this.#place < this.#text.length) {
      this.#next();
    }
    if (!this.#rooted || this.#open.length) {
      throw new XmlError();
    }
  }

  #next(): void {
    const text = this.#text;
    const place = this.#place;
    if (text[place] !== '<') {
      this.#content();
    } else if (text.startsWith('<!--', place)) {
      const end = this.#find('--', place + 4);
      this.#check(place + 4, end);
      if (text[end + 2] !== '>') {
        throw new XmlError();
      }
      this.#place = end + 3;
    } else if (text.startsWith('<?', place)) {
      this.#instruction();
    } else if (text.startsWith('<![CDATA[', place) && this.#open.length) {
      const end = this.#find(']]>', place + 9);
      this.#check(place + 9, end);
      this.#handler.characters(lines(text.slice(place + 9, end)));
      this.#place = end + 3;
    } else if (/^<!DOCTYPE[ \t\r\n]/.test(text.slice(place, place + 10)) && !this.#rooted) {
      this.#handler.documentType();
      throw new XmlError();
    } else if (text.startsWith('</', place)) {
      this.#endTag();
    } else {
      this.#startTag();
    }
  }

  #content(): void {
    const text = this.#text;
    const begin = this.#place;
    const end = text.indexOf('<', begin) < 0 ? text.length : text.indexOf('<', begin);
    if (!this.#open.length) {
      if (/[^ \t\r\n]/.test(text.slice(begin, end))) {
        throw new XmlError();
      }
      this.#place = end;
      return;
    }
    while (this.#place < end) {
      const next = text.indexOf('&', this.#place);
      const stop = next < 0 || next > end ? end : next;
      this.#check(this.#place, stop);
      const plain = text.slice(this.#place, stop);
      if (plain.includes(']]>')) {
        throw new XmlError();
      }
      if (plain) {
        this.#handler.characters(lines(plain));
      }
      this.#place = stop;
      if (stop < end) {
        this.#handler.characters(this.#reference());
      }
    }
  }

  #reference(): string {
    const match = this.#match(REFERENCE);
    const [, decimal, hexadecimal, name] = match;
    if (name !== undefined) {
      const found = ENTITIES.get(name);
      if (found === undefined) {
        throw new XmlError();
      }
      return found;
    }
    const code = parseInt((decimal ?? hexadecimal)!, decimal === undefined ? 16 : 10);
    if (code > 0x10ffff || NO_CHARACTER.test(String.fromCodePoint(code))) {
      throw new XmlError();
    }
    return String.fromCodePoint(code);
  }

  #instruction(): void {
    this.#place += 2;
    const [target] = this.#match(TARGET);
    const end = this.#find('?>', this.#place);
    const separated = end === this.#place || ' \t\r\n'.includes(this.#text[this.#place]!);
    this.#check(this.#place, end);
    if (target.toLowerCase() === 'xml' || !separated) {
      throw new XmlError();
    }
    this.#place = end + 2;
  }

  #startTag(): void {
    const begin = this.#place;
    if (this.#rooted && !this.#open.length) {
      throw new XmlError();
    }
    this.#place++;
    const [name, prefix, local] = this.#match(Q_NAME);
    const attributes: [string | undefined, string, string][] = [];
    const names = new Set<string>();
    let empty = false;
    for (;;) {
      const spaced = this.#match(SPACE)[0] !== '';
      if (this.#text[this.#place] === '>') {
        this.#place++;
        break;
      }
      if (this.#text.startsWith('/>', this.#place)) {
        this.#place += 2;
        empty = true;
        break;
      }
      if (!spaced) {
        throw new XmlError();
      }
      const [written, before, after] = this.#match(Q_NAME);
      this.#match(SPACE);
      this.#expect('=');
      this.#match(SPACE);
      if (names.has(written)) {
        throw new XmlError();
      }
      names.add(written);
      attributes.push([before, after!, this.#value()]);
    }
    this.#rooted = true;
    const bindings = this.#bindings(attributes);
    this.#open.push({name, bindings});
    const plain = new Map<string, string>();
    const expanded = new Set<string>();
    for (const [before, after, value] of attributes) {
      if (before === undefined && after !== 'xmlns') {
        plain.set(after, value);
      } else if (before !== undefined && before !== 'xmlns') {
        const full = `${this.#namespace(before)} ${after}`;
        if (expanded.has(full)) {
          throw new XmlError();
        }
        expanded.add(full);
      }
    }
    const namespace = prefix === undefined ? (this.#bound('') ?? '') : this.#namespace(prefix);
    this.#handler.start({namespace, local: local!, attributes: plain, begin, end: this.#place});
    if (empty) {
      this.#handler.end(this.#place);
      this.#open.pop();
    }
  }

  #endTag(): void {
    this.#place += 2;
    const [name] = this.#match(Q_NAME);
    this.#match(SPACE);
    this.#expect('>');
    if (this.#open.at(-1)?.name !== name) {
      throw new XmlError();
    }
    this.#handler.end(this.#place);
    this.#open.pop();
  }

  /** The value of an attribute, in quotes, with white space as spaces. */
  #value(): string {
    const quote = this.#text[this.#place];
    if (quote !== '"' && quote !== "'") {
      throw new XmlError();
    }
    this.#place++;
    let value = '';
    for (;;) {
      MARKUP.lastIndex = this.#place;
      const stop = MARKUP.exec(this.#text)?.index;
      if (stop === undefined) {
        throw new XmlError();
      }
      this.#check(this.#place, stop);
      value += lines(this.#text.slice(this.#place, stop)).replace(/[\t\n]/g, ' ');
      this.#place = stop;
      const found = this.#text[stop]!;
      if (found === quote) {
        this.#place++;
        return value;
      }
      if (found === '<') {
        throw new XmlError();
      }
      if (found === '&') {
        value += this.#reference();
      } else {
        value += found;
        this.#place++;
      }
    }
  }

  #bindings(attributes: readonly [string | undefined, string, string][]): ReadonlyMap<string, string | null> {
    const bindings = new Map<string, string | null>();
    for (const [before, after, value] of attributes) {
      const prefix = before === 'xmlns' ? after : before === undefined && after === 'xmlns' ? '' : null;
      if (prefix === null) {
        continue;
      }
      const reserved = prefix === 'xmlns' || value === XMLNS || (prefix === 'xml') !== (value === XML);
      if (reserved || (prefix && !value) || value.includes(' ')) {
        throw new XmlError();
      }
      bindings.set(prefix, value || null);
      this.#handler.namespace(prefix || null, value || null);
    }
    return bindings;
  }

  #bound(prefix: string): string | null {
    for (let level = this.#open.length - 1; level >= 0; level--) {
      const found = this.#open[level]!.bindings.get(prefix);
      if (found !== undefined) {
        return found;
      }
    }
    return prefix === 'xml' ? XML : null;
  }

  #namespace(prefix: string): string {
    const found = this.#bound(prefix);
    if (found === null) {
      throw new XmlError();
    }
    return found;
  }

  #match(pattern: RegExp): RegExpExecArray {
    pattern.lastIndex = this.#place;
    const match = pattern.exec(this.#text);
    if (match === null) {
      throw new XmlError();
    }
    this.#place += match[0].length;
    return match;
  }

  #expect(character: string): void {
    if (this.#text[this.#place] !== character) {
      throw new XmlError();
    }
    this.#place++;
  }

  #find(text: string, from: number): number {
    const place = this.#text.indexOf(text, from);
    if (place < 0) {
      throw new XmlError();
    }
    return place;
  }

  #check(begin: number, end: number): void {
    if (NO_CHARACTER.test(this.#text.slice(begin, end))) {
      throw new XmlError();
    }
  }
}

/** Ends of lines as XML 1.0 (section 2.11) passes them on. */
function lines(text: string): string {
  return text.replace(/\r\n?/g, '\n');
}
