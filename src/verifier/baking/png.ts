/**
 * Credentials in PNG images: a chunk of text (Open Badges 3.0, section 5.3.1; PNG, third edition, section 11.3.3.4).
 *
 * The chunk goes directly after the header, IHDR, where every decoder takes it.
 */

import {type Bytes, concat, utf8} from '../bytes.ts';
import {EncodingError} from '../errors.ts';
import {crc32, UnpackingError, unzlib} from '../inflate.ts';
import {type Baked, checked, checkImageSize, type Kind, MAX_TEXT_BYTES, textToBake, tooLarge} from './carried.ts';

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** The keywords of chunks that carry a credential. */
const KEYWORDS: ReadonlyMap<string, Kind> = new Map([
  ['openbadgecredential', 'ob3'],
  ['openbadges', 'ob2'],
  ['clrcredential', 'clr']
]);

/** Most chunks of an image: at the 8 KiB that encoders commonly write, sixteen times what the largest image needs. */
export const MAX_CHUNKS = 20_000;

const HEADER_BYTES = 13;
const WHAT = 'the credential in the PNG';

/** One chunk: its type, its data, and where the whole of it stands in the file. */
interface Chunk {
  readonly kind: string;
  readonly data: Uint8Array;
  readonly start: number;
  readonly end: number;
}

/** The image with the credential `text` in it, in place of any that it held; all else stays byte for byte. */
export function bake(png: Uint8Array, text: string): Bytes {
  const content = utf8(textToBake(text));
  const [header, ...others] = [...chunks(png)] as [Chunk, ...Chunk[]];
  // Compression flag and method, language and translated keyword: 0, 0, empty, empty.
  const added = chunk('iTXt', concat(utf8('openbadgecredential\0\0\0\0\0'), content));
  const kept = others.filter(each => !carriesCredential(each)).map(({start, end}) => png.subarray(start, end));
  const baked = concat(png.subarray(0, header.end), added, ...kept, png.subarray(others.at(-1)!.end));
  checkImageSize(baked);
  return baked;
}

/** The credential in an image, or null if it holds none.  @throws {EncodingError} */
export function unbake(png: Uint8Array): Baked | null {
  // Counted before any is unpacked: each may be a thousand times as large as its chunk.
  const found = [...chunks(png)].filter(isRead);
  if (found.length > 1) {
    throw new EncodingError(`got ${found.length} credentials in the PNG, expected one`);
  }
  return found.length ? carried(found[0]!) : null;
}

/** The chunks of a PNG, each whole and with the right checksum; the header is first, IEND last. */
function* chunks(png: Uint8Array): Generator<Chunk> {
  checkImageSize(png);
  if (!SIGNATURE.every((byte, place) => png[place] === byte)) {
    throw new EncodingError('the file is not a PNG');
  }
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  let position = SIGNATURE.length;
  let number = 0;
  let kind = '';
  while (kind !== 'IEND') {
    const whole = position + 8 <= png.length;
    const length = whole ? view.getUint32(position) : 0;
    kind = whole ? latin1(png.subarray(position + 4, position + 8)) : '';
    const end = position + 12 + length;
    if (!whole || end > png.length) {
      throw damaged('it ends too early');
    }
    if (crc32(png.subarray(position + 4, end - 4)) !== view.getUint32(end - 4)) {
      throw damaged(`the checksum of its part ${kind.replace(/[\x80-\xff]/g, '\ufffd')} is wrong`);
    }
    if (number === 0 && (kind !== 'IHDR' || length !== HEADER_BYTES)) {
      throw damaged('it does not begin with a header');
    }
    number++;
    if (number > MAX_CHUNKS) {
      throw new EncodingError(`the PNG has more than ${MAX_CHUNKS} parts`);
    }
    yield {kind, data: png.subarray(position + 8, end - 4), start: position, end};
    position = end;
  }
}

function carriesCredential(each: Chunk): boolean {
  return ['iTXt', 'tEXt', 'zTXt'].includes(each.kind) && KEYWORDS.has(keywordOf(each));
}

function chunk(kind: string, data: Uint8Array): Bytes {
  const whole = new Uint8Array(data.length + 12);
  whole.set(utf8(kind), 4);
  whole.set(data, 8);
  const view = new DataView(whole.buffer);
  view.setUint32(0, data.length);
  view.setUint32(data.length + 8, crc32(whole.subarray(4, data.length + 8)));
  return whole;
}

/** The keyword of a text chunk, which has at most 79 characters of Latin-1. */
function keywordOf({data}: Chunk): string {
  return latin1(cut(data.subarray(0, 80))[0]);
}

function isRead(each: Chunk): boolean {
  // Before there was a specification, the assertion's address was baked as plain text.
  return (
    (each.kind === 'iTXt' && KEYWORDS.has(keywordOf(each))) ||
    (each.kind === 'tEXt' && keywordOf(each) === 'openbadges')
  );
}

function carried(each: Chunk): Baked {
  return each.kind === 'iTXt'
    ? {kind: KEYWORDS.get(keywordOf(each))!, text: internationalText(each.data)}
    : {kind: 'ob2', text: checked(latin1(cut(each.data)[1] ?? new Uint8Array()), WHAT)};
}

/** The text of an iTXt chunk: keyword, compression flag and method, language, translated keyword, text. */
function internationalText(data: Uint8Array): string {
  const flagsAndRest = cut(data)[1] ?? new Uint8Array();
  const rest = cut(flagsAndRest.subarray(2))[1];
  const text = rest && cut(rest)[1];
  if (!text) {
    throw damaged('its credential ends too early');
  }
  const [compressed, method] = flagsAndRest as unknown as [number, number];
  if (compressed > 1 || (compressed && method)) {
    throw new EncodingError(`${WHAT} is compressed in a way that PNG does not know`);
  }
  const content = compressed ? inflated(text) : text;
  let decoded: string;
  try {
    decoded = new TextDecoder('utf-8', {fatal: true, ignoreBOM: true}).decode(content);
  } catch {
    throw new EncodingError(`${WHAT} is not UTF-8`);
  }
  return checked(decoded, WHAT);
}

function inflated(data: Uint8Array): Bytes {
  try {
    return unzlib(data, MAX_TEXT_BYTES);
  } catch (error) {
    throw error instanceof UnpackingError && error.trouble === 'too large'
      ? tooLarge(WHAT)
      : damaged('its credential cannot be unpacked');
  }
}

/** What stands before the first zero, and what after it, if there is one. */
function cut(data: Uint8Array): [Uint8Array, Uint8Array | null] {
  const zero = data.indexOf(0);
  return zero < 0 ? [data, null] : [data.subarray(0, zero), data.subarray(zero + 1)];
}

function latin1(data: Uint8Array): string {
  let text = '';
  for (const byte of data) {
    text += String.fromCharCode(byte);
  }
  return text;
}

function damaged(why: string): EncodingError {
  return new EncodingError(`the PNG is damaged: ${why}`);
}
