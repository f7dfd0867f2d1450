/**
 * Credentials in SVG images: an element of its own, directly after the start of the root (Open Badges 3.0, 5.3.2).
 *
 * Baking edits the text of the file at the start of its root: what is not the credential stays character for character.
 */

import {type Bytes, utf8} from '../bytes.ts';
import {EncodingError} from '../errors.ts';
import {lengthOf, strip} from '../python.ts';
import {type Baked, checked, checkImageSize, isCompactJws, type Kind, textToBake} from './carried.ts';
import {type Element, type Handler, parseXml, XmlError} from './xml.ts';

const SVG_NAMESPACE = 'http://www.w3.org/2000/svg';
const NAMESPACE = 'https://purl.imsglobal.org/ob/v3p0';
/** Namespace and name of the elements that carry a credential. */
const ELEMENTS: ReadonlyMap<string, Kind> = new Map([
  [`${NAMESPACE} credential`, 'ob3'],
  ['http://openbadges.org assertion', 'ob2'],
  ['https://purl.imsglobal.org/clr/v2p0 credential', 'clr']
]);

/** Most levels of elements; browsers stop at the same number. */
export const MAX_DEPTH = 256;

/** Most elements of an image. */
export const MAX_ELEMENTS = 100_000;

/** Most attributes of an image, together. */
export const MAX_ATTRIBUTES = 200_000;

/** Most characters of a namespace. */
export const MAX_NAMESPACE = 1_000;

const PREFIX = 'openbadges';
const WHAT = 'the credential in the SVG';

/** The image with the credential `text` in it, in place of any that it held; all else stays as it is. */
export function bake(svg: Uint8Array, text: string): Bytes {
  const content = textToBake(text);
  const found = /[\ufffe\uffff]/.exec(content);
  if (found) {
    const code = found[0].charCodeAt(0).toString(16).toUpperCase();
    throw new EncodingError(`the credential holds U+${code}, which cannot stand in an SVG`);
  }
  const reading = read(svg);
  const {text: written, bound} = reading;
  const {begin, end} = reading.root!;
  const name = /^<[^\s/>]+/.exec(written.slice(begin, end))![0];
  // The root's own meaning of the prefix may be needed elsewhere in the file.
  const declaration = bound === null ? ` xmlns:${PREFIX}="${NAMESPACE}"` : '';
  let head = written.slice(begin, end);
  let tail = '';
  if (head.endsWith('/>')) {
    head = `${head.slice(0, -2)}>`;
    tail = `</${name.slice(1)}>`;
  }
  const declared = bound === null || bound === NAMESPACE;
  let baked = written.slice(0, begin) + name + declaration + head.slice(name.length) + element(content, declared) + tail;
  let place = end;
  for (const carrier of reading.carriers) {
    baked += written.slice(place, carrier.start);
    place = carrier.end;
  }
  const bytes = utf8(baked + written.slice(place));
  checkSize(bytes, baked + written.slice(place));
  return bytes;
}

/** The credential in an image, or null if it holds none; it may stand anywhere.  @throws {EncodingError} */
export function unbake(svg: Uint8Array): Baked | null {
  const {carriers} = read(svg);
  if (carriers.length > 1) {
    throw new EncodingError(`got ${carriers.length} credentials in the SVG, expected one`);
  }
  return carriers.length ? bakedIn(carriers[0]!) : null;
}

function element(content: string, declared: boolean): string {
  const namespace = declared ? '' : ` xmlns:${PREFIX}="${NAMESPACE}"`;
  if (isCompactJws(content)) {
    return `<${PREFIX}:credential${namespace} verify="${content}"></${PREFIX}:credential>`;
  }
  // XML ends CDATA at the first "]]>", and turns carriage returns into line feeds unless they are references.
  const body = content.replaceAll(']]>', ']]]]><![CDATA[>').replaceAll('\r', ']]>&#13;<![CDATA[');
  return `<${PREFIX}:credential${namespace}><![CDATA[${body}]]></${PREFIX}:credential>`;
}

/** An element that carries a credential: what it holds, and where the whole of it stands in the file. */
interface Carrier {
  readonly kind: Kind;
  readonly start: number;
  readonly attribute: string;
  readonly depth: number;
  end: number;
  body: string;
  holdsElements: boolean;
}

function bakedIn({kind, attribute, body, holdsElements}: Carrier): Baked {
  if (holdsElements) {
    throw new EncodingError(`${WHAT} holds elements, expected text`);
  }
  if (kind !== 'ob2' && strip(body) && strip(attribute)) {
    throw new EncodingError(`${WHAT} has both a body and an attribute “verify”, expected one of them`);
  }
  // An assertion of Open Badges 2.0 that is not signed has its own address in the attribute, too.
  return {kind, text: checked(strip(body) ? body : strip(attribute), WHAT)};
}

/** What has been seen of an SVG while its elements pass by. */
class Reading implements Handler {
  readonly text: string;
  root: Element | null = null;
  bound: string | null = null;
  readonly carriers: Carrier[] = [];
  #depth = 0;
  #elements = 0;
  #open: Carrier | null = null;

  constructor(text: string) {
    this.text = text;
  }

  declaration(encoding: string | null): void {
    if (encoding !== null && encoding.toLowerCase() !== 'utf-8') {
      throw new EncodingError('the SVG is not UTF-8');
    }
  }

  documentType(): void {
    throw new EncodingError('the SVG holds a document type, which no drawing needs');
  }

  namespace(prefix: string | null, uri: string | null): void {
    if (uri !== null && lengthOf(uri) > MAX_NAMESPACE) {
      throw new EncodingError(`the SVG holds a namespace of more than ${MAX_NAMESPACE} characters`);
    }
    if (this.root === null && prefix === PREFIX) {
      this.bound = uri;
    }
  }

  start(found: Element): void {
    this.#depth++;
    this.#elements++;
    if (this.#depth > MAX_DEPTH || this.#elements > MAX_ELEMENTS) {
      throw new EncodingError(`the SVG holds more than ${MAX_ELEMENTS} elements or ${MAX_DEPTH} levels of them`);
    }
    if (this.root === null) {
      this.root = found;
      if (found.namespace !== SVG_NAMESPACE || found.local !== 'svg') {
        throw new EncodingError(`the file begins with <${found.local}> and not with <svg xmlns="${SVG_NAMESPACE}">`);
      }
    }
    if (this.#open !== null) {
      this.#open.holdsElements = true;
      return;
    }
    const kind = ELEMENTS.get(`${found.namespace} ${found.local}`);
    if (kind !== undefined) {
      this.#open = {
        kind,
        start: found.begin,
        attribute: found.attributes.get('verify') ?? '',
        depth: this.#depth,
        end: 0,
        body: '',
        holdsElements: false
      };
      this.carriers.push(this.#open);
    }
  }

  end(end: number): void {
    if (this.#open?.depth === this.#depth) {
      this.#open.end = end;
      this.#open = null;
    }
    this.#depth--;
  }

  characters(text: string): void {
    if (this.#open !== null) {
      this.#open.body += text;
    }
  }
}

function checkSize(svg: Uint8Array, text: string): void {
  checkImageSize(svg);
  // A few too many, as texts may look like attributes.
  let count = 0;
  for (const pattern = /=[ \t\n\r\f\v]*["']/g; pattern.test(text); count++) {
    if (count >= MAX_ATTRIBUTES) {
      throw new EncodingError(`the SVG holds more than ${MAX_ATTRIBUTES} attributes`);
    }
  }
}

function read(svg: Uint8Array): Reading {
  checkImageSize(svg);
  let text: string;
  let sound = true;
  try {
    text = new TextDecoder('utf-8', {fatal: true, ignoreBOM: true}).decode(svg);
  } catch {
    sound = false;
    text = new TextDecoder().decode(svg);
  }
  checkSize(svg, text);
  if (!sound) {
    throw new EncodingError('the SVG is not UTF-8');
  }
  const reading = new Reading(text);
  try {
    parseXml(text, reading);
  } catch (error) {
    throw error instanceof XmlError ? new EncodingError('the SVG is no XML') : error;
  }
  return reading;
}
