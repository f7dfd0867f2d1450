/**
 * Public keys, however they are written, and the signatures that they verify.
 *
 * A key is looked at once, when it is read: a point that is not on its curve, a modulus that is too short and a key
 * that would accept signatures nobody made are refused.  No message repeats what was read, since somebody may have
 * written a secret key in the place of a public one.  All keys but Ed25519 as Multikey are read in `rare-keys.ts`, which
 * a page fetches when there is one.
 */

import {type Bytes, decodeBase64url, encodeBase64url, encodeHex} from './bytes.ts';
import {EncodingError} from './errors.ts';
import type {Document} from './json.ts';
import {loaded, seldom} from './loading.ts';
import {publicBytesFromMultibase} from './multikey.ts';

/** The kinds of keys that are understood. */
export type Kind = 'Ed25519' | 'P-256' | 'P-384' | 'RSA';

/** A public key, in the members that WebCrypto imports. */
export interface PublicKey {
  readonly kind: Kind;
  readonly jwk: Readonly<JsonWebKey>;
}

/** The kind of key of each signature algorithm, by its JOSE name (RFC 7518, RFC 8037, RFC 9864). */
export const ALGORITHMS: ReadonlyMap<string, Kind> = new Map([
  ['EdDSA', 'Ed25519'],
  ['Ed25519', 'Ed25519'],
  ['ES256', 'P-256'],
  ['ES384', 'P-384'],
  ['RS256', 'RSA']
]);

const PRIME = 2n ** 255n - 19n;
const D = 0x52036cee2b6ffe738cc740797779e89800700a4d4141d8ab75eb4dca135978a3n;
// The second coordinates of the eight points of edwards25519 that the cofactor takes to the neutral one.
const EIGHTH = 0x05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826n;
const SMALL_ORDER = [0n, 1n, PRIME - 1n, EIGHTH, PRIME - EIGHTH];

/** The Ed25519, P-256 or P-384 key that is written as Multikey.  @throws {EncodingError} */
export async function publicKeyFromMultibase(text: string): Promise<PublicKey> {
  const [kind, data] = publicBytesFromMultibase(text);
  return kind === 'Ed25519' ? ed25519(data) : (await seldom()).publicKeyFromPoint(kind, data);
}

/** The Ed25519, P-256, P-384 or RSA key that a JSON Web Key holds.  @throws {EncodingError} for private members, too */
export async function publicKeyFromJwk(jwk: Document): Promise<PublicKey> {
  return (await seldom()).publicKeyFromJwk(jwk);
}

/**
 * Whether `signature` over `data` was made with the secret half of `key`.
 *
 * The algorithm is the key's: Ed25519 (RFC 8032), ECDSA on P-256 with SHA-256 or on P-384 with SHA-384 (r and s one
 * after the other), or RSASSA-PKCS1-v1_5 with SHA-256.
 */
export async function verifySignature(key: PublicKey, signature: Bytes, data: Bytes): Promise<boolean> {
  return key.kind === 'Ed25519'
    ? verifyEd25519(decodeBase64url(key.jwk.x!), signature, data)
    : (await seldom()).verifyWith(key, signature, data);
}

async function verifyEd25519(key: Bytes, signature: Bytes, data: Bytes): Promise<boolean> {
  // Verifiers disagree about these keys and signatures, for which more than one message can hold.
  if (signature.length !== 64 || hasSmallOrder(key) || hasSmallOrder(signature.slice(0, 32))) {
    return false;
  }
  let imported: CryptoKey;
  try {
    imported = await crypto.subtle.importKey('raw', key, {name: 'Ed25519'}, false, ['verify']);
  } catch (error) {
    if ((error as DOMException).name !== 'NotSupportedError') {
      return false;
    }
    // Browsers older than 2025: Chrome 136, Firefox 128, Safari 16.
    return (await loaded(import('./ed25519.ts'))).verify(key, signature, data);
  }
  return crypto.subtle.verify({name: 'Ed25519'}, imported, signature, data);
}

/** The Ed25519 key of these bytes.  @throws {EncodingError} */
export function ed25519(data: Bytes): PublicKey {
  if (!isPoint(data) || hasSmallOrder(data)) {
    throw new EncodingError('got an Ed25519 key that is no point of the curve, or one that any signature fits');
  }
  return {kind: 'Ed25519', jwk: {kty: 'OKP', crv: 'Ed25519', x: encodeBase64url(data)}};
}

/** RFC 8032, section 5.1.3: whether the curve has a point with this second coordinate. */
function isPoint(encoded: Bytes): boolean {
  const y = coordinate(encoded);
  const [above, below] = [y * y - 1n, D * y * y + 1n];
  // above / below is a square exactly where above * below is one; below is never zero.
  return y < PRIME && power((above * below) % PRIME, (PRIME - 1n) / 2n, PRIME) <= 1n;
}

/** `base` to the power of `exponent`, modulo `prime`. */
export function power(base: bigint, exponent: bigint, prime: bigint): bigint {
  let [found, square] = [1n, ((base % prime) + prime) % prime];
  for (let left = exponent; left; left >>= 1n) {
    if (left & 1n) {
      found = (found * square) % prime;
    }
    square = (square * square) % prime;
  }
  return found;
}

function hasSmallOrder(encoded: Bytes): boolean {
  return SMALL_ORDER.includes(coordinate(encoded) % PRIME);
}

function coordinate(encoded: Bytes): bigint {
  return number(encoded.slice().reverse()) & (2n ** 255n - 1n);
}

/** The number that bytes stand for, the first one highest. */
export function number(data: Uint8Array): bigint {
  return BigInt(`0x0${encodeHex(data)}`);
}
