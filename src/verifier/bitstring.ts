/** Bitstring Status List 1.0: one or more bits per credential, compressed and written as text. */

import {type Bytes, decodeBase64url} from './bytes.ts';
import {StatusListError} from './errors.ts';
import {gunzip} from './gunzip.ts';
import type {Trouble, UnpackingError} from './inflate.ts';
import {loaded} from './loading.ts';
import {first, repr} from './python.ts';

/** Entries that a list must at least have, so that one entry hides among many (section 3.3). */
export const MINIMUM_LENGTH = 131_072;

/** Bytes that are unpacked at most. */
export const MAXIMUM_BYTES = 16_777_216;

/**
 * The bits of an `encodedList`, eight entries to the byte.
 *
 * Exactly one gzip member is read, with its checksum, and nothing may follow it; at most `maximumBytes` are unpacked.
 *
 * @throws {StatusListError} with `MALFORMED_VALUE_ERROR`, or with `STATUS_LIST_LENGTH_ERROR` for too few bits
 */
export async function decode(encoded: string, maximumBytes: number = MAXIMUM_BYTES): Promise<Bytes> {
  if (!encoded.startsWith('u')) {
    throw malformed(`got an encoded list that starts with ${repr(first(encoded, 1))}, expected 'u' (base64url)`);
  }
  const text = encoded.slice(1);
  if (!/^[A-Za-z0-9_-]*$/.test(text) || text.length % 4 === 1) {
    throw malformed('the encoded list is not base64url without padding');
  }
  return unpacked(fromBase64url(text, 'base64url'), maximumBytes);
}

/**
 * The bits of an `encodedList` of StatusList2021: base64 or base64url, without the `u`, of the same gzipped bits.
 *
 * @throws {StatusListError} as `decode` does
 */
export async function decode2021(encoded: string, maximumBytes: number = MAXIMUM_BYTES): Promise<Bytes> {
  const text = encoded.replace(/=+$/, '');
  const whole = text.length % 4 !== 1 && (text === encoded || encoded.length % 4 === 0);
  if (!EITHER_BASE64.test(encoded) || !whole) {
    throw malformed('the encoded list is not base64');
  }
  return unpacked(fromBase64url(text.replaceAll('+', '-').replaceAll('/', '_'), 'base64'), maximumBytes);
}

/**
 * The value, from 0 to 2**size - 1, of the entry at `index` of a list whose entries have `size` bits, at most 53.
 *
 * @throws {StatusListError} with `STATUS_LIST_LENGTH_ERROR` if the list has too few such entries, with `RANGE_ERROR`
 *   if `index` lies outside (section 3.2), and with `MALFORMED_VALUE_ERROR` for a size that is not positive
 */
export function statusAt(bits: Uint8Array, index: number, size = 1): number {
  if (size < 1) {
    throw malformed(`got status size ${size}, expected a positive number`);
  }
  const entries = Math.floor((bits.length * 8) / size);
  if (entries < MINIMUM_LENGTH) {
    throw new StatusListError(
      `got a status list of ${entries} entries, expected at least ${MINIMUM_LENGTH}`,
      'STATUS_LIST_LENGTH_ERROR'
    );
  }
  if (index < 0 || index >= entries) {
    throw new StatusListError(`got status index ${index}, expected one from 0 to ${entries - 1}`, 'RANGE_ERROR');
  }
  let value = 0;
  for (let bit = index * size; bit < (index + 1) * size; bit++) {
    value = 2 * value + ((bits[Math.floor(bit / 8)]! >> (7 - (bit % 8))) & 1);
  }
  return value;
}

const EITHER_BASE64 = /^(?:[A-Za-z0-9_-]*|[A-Za-z0-9+/]*)={0,2}$/;

const SENTENCES: Readonly<Record<Trouble, string>> = {
  damaged: 'the encoded list is not gzip, or is damaged',
  'too large': 'the encoded list unpacks to more than',
  'cut short': 'the encoded list is cut short',
  followed: 'something follows the end of the encoded list'
};

function fromBase64url(text: string, kind: string): Bytes {
  try {
    return decodeBase64url(text);
  } catch {
    throw malformed(`the encoded list is not ${kind} in its one canonical form`);
  }
}

async function unpacked(data: Bytes, maximumBytes: number): Promise<Bytes> {
  let bits = await gunzip(data, maximumBytes);
  if (bits === null) {
    const inflate = await loaded(import('./inflate.ts'));
    try {
      bits = inflate.gunzip(data, maximumBytes);
    } catch (error) {
      const {trouble} = error as UnpackingError;
      throw malformed(SENTENCES[trouble] + (trouble === 'too large' ? ` ${maximumBytes} bytes` : ''));
    }
  }
  if (bits.length * 8 < MINIMUM_LENGTH) {
    throw new StatusListError(
      `got a status list of ${bits.length * 8} bits, expected at least ${MINIMUM_LENGTH}`,
      'STATUS_LIST_LENGTH_ERROR'
    );
  }
  return bits;
}

function malformed(message: string): StatusListError {
  return new StatusListError(message, 'MALFORMED_VALUE_ERROR');
}
