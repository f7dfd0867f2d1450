/** Base58btc and Multikey: how Controlled Identifiers 1.0 (section 2.2.2) writes keys as text. */

import type {Bytes} from './bytes.ts';
import {EncodingError} from './errors.ts';
import {lengthOf, repr} from './python.ts';

const ALPHABET = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const MAXIMUM_CHARACTERS = 2_000;

/** The kinds of public keys that are read from Multikey text. */
export type PublicKind = 'Ed25519' | 'P-256' | 'P-384';

// The multicodecs 0xed, 0x1200 and 0x1201 as varints; points are compressed.
const PUBLIC: readonly (readonly [PublicKind, number, number, number])[] = [
  ['Ed25519', 0xed, 0x01, 32],
  ['P-256', 0x80, 0x24, 33],
  ['P-384', 0x81, 0x24, 49]
];

/** The bytes that `text` (without the multibase prefix) stands for.  @throws {EncodingError} */
export function decodeBase58btc(text: string): Bytes {
  const length = lengthOf(text);
  if (length > MAXIMUM_CHARACTERS) {
    throw new EncodingError(`got ${length} base58btc characters, expected at most ${MAXIMUM_CHARACTERS}`);
  }
  let number = 0n;
  let position = 0;
  for (const character of text) {
    position++;
    const value = ALPHABET.indexOf(character);
    if (value < 0) {
      throw new EncodingError(`got ${repr(character)} at position ${position}, expected a base58btc character`);
    }
    number = number * 58n + BigInt(value);
  }
  const zeros = /^1*/.exec(text)![0].length;
  const digits = number ? number.toString(16) : '';
  const bytes = (digits.length % 2 ? `0${digits}` : digits).match(/../g) ?? [];
  return Uint8Array.from([...Array<number>(zeros).fill(0), ...bytes.map(pair => parseInt(pair, 16))]);
}

/**
 * The kind and the bytes of a public key written as Multikey; a point may still lie off its curve.
 *
 * @throws {EncodingError} whose message never repeats the text: it may be a secret key
 */
export function publicBytesFromMultibase(text: string): [PublicKind, Bytes] {
  const problem = new EncodingError(
    'expected a public key as Multikey: Ed25519 (z6Mk…), P-256 (zDn…) or P-384 (z82L…), got something else'
  );
  if (!text.startsWith('z') || lengthOf(text) > 100) {
    throw problem;
  }
  let data: Bytes;
  try {
    data = decodeBase58btc(text.slice(1));
  } catch {
    throw problem;
  }
  for (const [kind, one, two, size] of PUBLIC) {
    if (data[0] === one && data[1] === two && data.length === 2 + size) {
      return [kind, data.slice(2)];
    }
  }
  throw problem;
}
