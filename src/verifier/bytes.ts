/** Bytes as text and back, and their hashes. */

import {EncodingError} from './errors.ts';
import {lengthOf} from './python.ts';

/** Bytes that WebCrypto takes. */
export type Bytes = Uint8Array<ArrayBuffer>;

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** The UTF-8 bytes of a text. */
export function utf8(text: string): Bytes {
  return new TextEncoder().encode(text) as Bytes;
}

/** Several pieces as one. */
export function concat(...pieces: readonly Uint8Array[]): Bytes {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let place = 0;
  for (const piece of pieces) {
    whole.set(piece, place);
    place += piece.length;
  }
  return whole;
}

/** The SHA-256 of bytes, or of a text in UTF-8. */
export async function sha256(data: string | Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', typeof data === 'string' ? utf8(data) : data));
}

/** The SHA-384 of bytes, or of a text in UTF-8. */
export async function sha384(data: string | Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest('SHA-384', typeof data === 'string' ? utf8(data) : data));
}

/** Bytes as hexadecimal digits. */
export function encodeHex(data: Uint8Array): string {
  return Array.from(data, byte => byte.toString(16).padStart(2, '0')).join('');
}

/** Bytes as base64url without padding, as RFC 7515 (section 2) writes them. */
export function encodeBase64url(data: Uint8Array): string {
  let text = '';
  for (let place = 0; place < data.length; place += 3) {
    const group = (data[place]! << 16) | ((data[place + 1] ?? 0) << 8) | (data[place + 2] ?? 0);
    const count = Math.min(3, data.length - place) + 1;
    for (let digit = 0; digit < count; digit++) {
      text += ALPHABET[(group >> (18 - 6 * digit)) & 63];
    }
  }
  return text;
}

/**
 * The bytes that base64url without padding stands for; there is one text for the same bytes.
 *
 * @throws {EncodingError} whose message never repeats the text, which may be secret
 */
export function decodeBase64url(text: string): Bytes {
  if (!/^[A-Za-z0-9_-]*$/.test(text)) {
    throw new EncodingError('got another character, expected base64url without padding');
  }
  if (text.length % 4 === 1) {
    throw new EncodingError(`got ${lengthOf(text)} characters, which is no length of base64url`);
  }
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  const data = Uint8Array.from(binary, character => character.charCodeAt(0));
  const unused = {0: 0, 2: 15, 3: 3}[text.length % 4]!;
  if (unused & ALPHABET.indexOf(text.at(-1) ?? 'A')) {
    throw new EncodingError('got bits that are not used in the last character, expected base64url without them');
  }
  return data;
}
