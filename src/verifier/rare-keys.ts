/** Public keys that are not Ed25519 keys written as Multikey: P-256 and P-384, RSA, and JSON Web Keys of any kind. */

import {type Bytes, decodeBase64url, encodeBase64url} from './bytes.ts';
import {EncodingError} from './errors.ts';
import {type Document, get, has, type Json} from './json.ts';
import {ALGORITHMS, ed25519, type Kind, number, power, type PublicKey} from './public-keys.ts';
import {first, lengthOf, repr} from './python.ts';

const MINIMUM_RSA_BITS = 2_048;
const MAXIMUM_RSA_BITS = 8_192;
const MAXIMUM_EXPONENT = 2n ** 32n - 1n;
const MAXIMUM_MEMBER_CHARACTERS = 1_500; // a modulus of 8,192 bits has 1,366
const PRIVATE_MEMBERS = ['d', 'dp', 'dq', 'k', 'oth', 'p', 'q', 'qi'];

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

const WAYS: Readonly<Record<string, RsaHashedImportParams | (EcKeyImportParams & EcdsaParams)>> = {
  'P-256': {name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256'},
  'P-384': {name: 'ECDSA', namedCurve: 'P-384', hash: 'SHA-384'},
  RSA: {name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256'}
};

/** The key of a compressed point.  @throws {EncodingError} */
export function publicKeyFromPoint(kind: 'P-256' | 'P-384', data: Bytes): PublicKey {
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

/** Whether `signature` over `data` was made with the secret half of `key`, which is no Ed25519 key. */
export async function verifyWith(key: PublicKey, signature: Bytes, data: Bytes): Promise<boolean> {
  const way = WAYS[key.kind]!;
  const imported = await crypto.subtle.importKey('jwk', key.jwk, way, false, ['verify']);
  return crypto.subtle.verify(way, imported, signature, data);
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

function bytesFrom(value: bigint, size: number): Bytes {
  const digits = value.toString(16).padStart(2 * size, '0');
  return Uint8Array.from({length: size}, (_, place) => parseInt(digits.slice(2 * place, 2 * place + 2), 16));
}

function shown(value: Json): string {
  return value === null || typeof value === 'string' ? first(repr(value), 40) : 'of no text';
}
