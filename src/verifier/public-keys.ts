/**
 * Public keys, however they are written, and the signatures that they verify.
 *
 * A key is looked at once, when it is read: a point that is not on its curve, a modulus that is too short and a key
 * that would accept signatures nobody made are refused.  No message repeats what was read, since somebody may have
 * written a secret key in the place of a public one.
 */

import {type Bytes, decodeBase64url, encodeBase64url, encodeHex} from './bytes.ts';
import {EncodingError} from './errors.ts';
import {type Document, get, has, type Json} from './json.ts';
import {publicBytesFromMultibase} from './multikey.ts';
import {first, lengthOf, repr} from './python.ts';

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

const MINIMUM_RSA_BITS = 2_048;
const MAXIMUM_RSA_BITS = 8_192;
const MAXIMUM_EXPONENT = 2n ** 32n - 1n;
const MAXIMUM_MEMBER_CHARACTERS = 1_500; // a modulus of 8,192 bits has 1,366
const PRIVATE_MEMBERS = ['d', 'dp', 'dq', 'k', 'oth', 'p', 'q', 'qi'];

const PRIME = 2n ** 255n - 19n;
const D = 0x52036cee2b6ffe738cc740797779e89800700a4d4141d8ab75eb4dca135978a3n;
// The second coordinates of the eight points of edwards25519 that the cofactor takes to the neutral one.
const EIGHTH = 0x05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826n;
const SMALL_ORDER = [0n, 1n, PRIME - 1n, EIGHTH, PRIME - EIGHTH];

/** The curve y² = x³ - 3x + b over a prime field. */
interface Curve {
  readonly size: number;
  readonly prime: bigint;
  readonly b: bigint;
}

const CURVES: Readonly<Record<'P-256' | 'P-384', Curve>> = {
  'P-256': {
    size: 32,
    prime: 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n,
    b: 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn
  },
  'P-384': {
    size: 48,
    prime: 2n ** 384n - 2n ** 128n - 2n ** 96n + 2n ** 32n - 1n,
    b: 0xb3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aefn
  }
};

/** The Ed25519, P-256 or P-384 key that is written as Multikey.  @throws {EncodingError} */
export function publicKeyFromMultibase(text: string): PublicKey {
  const [kind, data] = publicBytesFromMultibase(text);
  if (kind === 'Ed25519') {
    return ed25519(data);
  }
  const curve = CURVES[kind];
  const x = number(data.slice(1));
  const y = root(curve, x);
  if (y === null || (data[0] !== 2 && data[0] !== 3)) {
    throw offCurve(kind);
  }
  return point(kind, x, (y & 1n) === BigInt(data[0] & 1) ? y : curve.prime - y);
}

/** The Ed25519, P-256, P-384 or RSA key that a JSON Web Key holds.  @throws {EncodingError} for private members, too */
export function publicKeyFromJwk(jwk: Document): PublicKey {
  const secret = PRIVATE_MEMBERS.find(name => has(jwk, name));
  if (secret !== undefined) {
    throw new EncodingError(`got a JSON Web Key with the private member ${repr(secret)}, expected a public key`);
  }
  const [kty, crv] = [get(jwk, 'kty'), get(jwk, 'crv')];
  let key: PublicKey;
  if (kty === 'OKP' && crv === 'Ed25519') {
    key = ed25519(bytesOf(jwk, 'x', 32));
  } else if (kty === 'EC' && (crv === 'P-256' || crv === 'P-384')) {
    const {size} = CURVES[crv];
    key = point(crv, number(bytesOf(jwk, 'x', size)), number(bytesOf(jwk, 'y', size)));
  } else if (kty === 'RSA') {
    key = rsa(numberOf(jwk, 'n'), numberOf(jwk, 'e'));
  } else {
    throw new EncodingError(
      `got a JSON Web Key of type ${shown(kty)} and curve ${shown(crv)}, ` +
        "expected 'OKP' with 'Ed25519', 'EC' with 'P-256' or 'P-384', or 'RSA'"
    );
  }
  checkPurpose(jwk, key.kind);
  return key;
}

/**
 * Whether `signature` over `data` was made with the secret half of `key`.
 *
 * The algorithm is the key's: Ed25519 (RFC 8032), ECDSA on P-256 with SHA-256 or on P-384 with SHA-384 (r and s one
 * after the other), or RSASSA-PKCS1-v1_5 with SHA-256.
 */
export async function verifySignature(key: PublicKey, signature: Bytes, data: Bytes): Promise<boolean> {
  switch (key.kind) {
    case 'Ed25519':
      return verifyEd25519(decodeBase64url(key.jwk.x!), signature, data);
    case 'P-256':
      return verifyWith({name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256'}, key, signature, data);
    case 'P-384':
      return verifyWith({name: 'ECDSA', namedCurve: 'P-384', hash: 'SHA-384'}, key, signature, data);
    case 'RSA':
      return verifyWith({name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256'}, key, signature, data);
  }
}

async function verifyWith(
  algorithm: RsaHashedImportParams | (EcKeyImportParams & EcdsaParams),
  key: PublicKey,
  signature: Bytes,
  data: Bytes
): Promise<boolean> {
  const imported = await crypto.subtle.importKey('jwk', key.jwk, algorithm, false, ['verify']);
  return crypto.subtle.verify(algorithm, imported, signature, data);
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
    return (await import('./ed25519.ts')).verify(key, signature, data);
  }
  return crypto.subtle.verify({name: 'Ed25519'}, imported, signature, data);
}

function ed25519(data: Bytes): PublicKey {
  if (!isPoint(data) || hasSmallOrder(data)) {
    throw new EncodingError('got an Ed25519 key that is no point of the curve, or one that any signature fits');
  }
  return {kind: 'Ed25519', jwk: {kty: 'OKP', crv: 'Ed25519', x: encodeBase64url(data)}};
}

function point(kind: 'P-256' | 'P-384', x: bigint, y: bigint): PublicKey {
  const curve = CURVES[kind];
  if (x >= curve.prime || y >= curve.prime || (y * y) % curve.prime !== squareAt(curve, x)) {
    throw offCurve(kind);
  }
  const [written, other] = [x, y].map(value => encodeBase64url(bytesFrom(value, curve.size))) as [string, string];
  return {kind, jwk: {kty: 'EC', crv: kind, x: written, y: other}};
}

function offCurve(kind: Kind): EncodingError {
  return new EncodingError(`got a ${kind} key that is no point of the curve`);
}

function squareAt({prime, b}: Curve, x: bigint): bigint {
  return (((x * x * x - 3n * x + b) % prime) + prime) % prime;
}

/** One of the two y of the curve at `x`; the primes are 3 modulo 4, which makes the root a power. */
function root(curve: Curve, x: bigint): bigint | null {
  const {prime} = curve;
  if (x >= prime) {
    return null;
  }
  const square = squareAt(curve, x);
  const found = power(square, (prime + 1n) / 4n, prime);
  return (found * found) % prime === square ? found : null;
}

function rsa(modulus: Bytes, exponent: Bytes): PublicKey {
  const bits = number(modulus).toString(2).length;
  if (bits < MINIMUM_RSA_BITS || bits > MAXIMUM_RSA_BITS) {
    throw new EncodingError(`got an RSA key of ${bits} bits, expected ${MINIMUM_RSA_BITS} to ${MAXIMUM_RSA_BITS}`);
  }
  if (!(modulus.at(-1)! & 1)) {
    throw new EncodingError('got an RSA key with an even modulus, expected an odd one');
  }
  const publicExponent = number(exponent);
  if (!(publicExponent & 1n) || publicExponent < 3n || publicExponent > MAXIMUM_EXPONENT) {
    throw new EncodingError('got an RSA key with another exponent, expected an odd one from 3 to 2**32 - 1');
  }
  return {kind: 'RSA', jwk: {kty: 'RSA', n: encodeBase64url(modulus), e: encodeBase64url(exponent)}};
}

function checkPurpose(jwk: Document, kind: Kind): void {
  if (has(jwk, 'use') && jwk['use'] !== 'sig') {
    throw new EncodingError(`got a JSON Web Key with use ${shown(jwk['use']!)}, expected 'sig'`);
  }
  const operations = has(jwk, 'key_ops') ? jwk['key_ops'] : ['verify'];
  if (!Array.isArray(operations) || !operations.includes('verify')) {
    throw new EncodingError("got a JSON Web Key whose 'key_ops' do not list 'verify'");
  }
  const algorithms = [...ALGORITHMS].filter(([, needed]) => needed === kind).map(([name]) => name);
  if (has(jwk, 'alg') && !algorithms.includes(jwk['alg'] as string)) {
    const known = algorithms.map(repr).join(' or ');
    throw new EncodingError(`got a JSON Web Key with algorithm ${shown(jwk['alg']!)}, expected ${known}`);
  }
}

function bytesOf(jwk: Document, name: string, size: number): Bytes {
  const data = member(jwk, name);
  if (data.length !== size) {
    throw new EncodingError(`got ${data.length} bytes as ${repr(name)} of the JSON Web Key, expected ${size}`);
  }
  return data;
}

/** A number as RFC 7518, section 2, writes it: with no byte more than it needs. */
function numberOf(jwk: Document, name: string): Bytes {
  const data = member(jwk, name);
  if (!data[0]) {
    throw new EncodingError(`got zeros before ${repr(name)} of the JSON Web Key, expected a number without them`);
  }
  return data;
}

function member(jwk: Document, name: string): Bytes {
  const text = get(jwk, name);
  if (typeof text !== 'string' || lengthOf(text) > MAXIMUM_MEMBER_CHARACTERS) {
    throw new EncodingError(`${repr(name)} of the JSON Web Key is missing, or no text of a key`);
  }
  try {
    return decodeBase64url(text);
  } catch (error) {
    throw new EncodingError(`${repr(name)} of the JSON Web Key: ${(error as Error).message}`);
  }
}

/** RFC 8032, section 5.1.3: whether the curve has a point with this second coordinate. */
function isPoint(encoded: Bytes): boolean {
  const y = coordinate(encoded);
  const [above, below] = [y * y - 1n, D * y * y + 1n];
  // above / below is a square exactly where above * below is one; below is never zero.
  return y < PRIME && power((above * below) % PRIME, (PRIME - 1n) / 2n, PRIME) <= 1n;
}

/** `base` to the power of `exponent`, modulo `prime`. */
function power(base: bigint, exponent: bigint, prime: bigint): bigint {
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

function number(data: Uint8Array): bigint {
  return BigInt(`0x0${encodeHex(data)}`);
}

function bytesFrom(value: bigint, size: number): Bytes {
  const digits = value.toString(16).padStart(2 * size, '0');
  return Uint8Array.from({length: size}, (_, place) => parseInt(digits.slice(2 * place, 2 * place + 2), 16));
}

function shown(value: Json): string {
  return value === null || typeof value === 'string' ? first(repr(value), 40) : 'of no text';
}
