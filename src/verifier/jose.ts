/**
 * JSON Web Signatures in compact form: RFC 7515, with the algorithms of RFC 7518 and RFC 8037 that are safe here.
 *
 * The key decides the algorithm and the header has to agree, so that no token can choose how it is looked at.
 */

import {type Bytes, decodeBase64url, utf8} from './bytes.ts';
import {EncodingError, ProofError} from './errors.ts';
import {type Document, get, has} from './json.ts';
import {ALGORITHMS, type PublicKey, verifySignature} from './public-keys.ts';
import {first, lengthOf, repr} from './python.ts';
import {readObject} from './strict-json.ts';

/** Longest token that is read. */
export const MAXIMUM_CHARACTERS = 1 << 20;

const MAXIMUM_HEADER_CHARACTERS = 16_384;

/** A token, read and not yet verified: its header, what it signs, and the signature over `signingInput`. */
export interface Jws {
  readonly header: Document;
  readonly algorithm: string;
  readonly payload: Bytes;
  readonly signingInput: Bytes;
  readonly signature: Bytes;
}

/**
 * The token in `text`: three parts in base64url, of which the first is a JSON object with `alg`.
 *
 * @throws {EncodingError} it is no such token
 * @throws {ProofError} it has no signature (`none`), or its header asks for something that changes what is signed
 */
export function readJws(text: string): Jws {
  const length = lengthOf(text);
  if (length > MAXIMUM_CHARACTERS) {
    throw new EncodingError(`got a token of ${length} characters, expected at most ${MAXIMUM_CHARACTERS}`);
  }
  const parts = text.split('.');
  if (parts.length !== 3) {
    throw new EncodingError(`got a token of ${parts.length} parts, expected header, payload and signature`);
  }
  const [one, two, three] = parts as [string, string, string];
  if (lengthOf(one) > MAXIMUM_HEADER_CHARACTERS) {
    throw new EncodingError(
      `got a header of ${lengthOf(one)} characters, expected at most ${MAXIMUM_HEADER_CHARACTERS}`
    );
  }
  const written = decoded(one, 'header');
  const payload = decoded(two, 'payload');
  const signature = decoded(three, 'signature');
  let header: Document;
  try {
    header = readObject(written);
  } catch (error) {
    throw new EncodingError(`header of the token: ${(error as Error).message}`);
  }
  return {header, algorithm: algorithmOf(header), payload, signingInput: utf8(`${one}.${two}`), signature};
}

/**
 * That the token was signed with the secret half of `key`, by the algorithm that it names.
 *
 * Where the key comes from and whether it may be used is for the caller to say.
 *
 * @throws {ProofError}
 */
export async function verifyJws(jws: Jws, key: PublicKey): Promise<void> {
  const kind = ALGORITHMS.get(jws.algorithm);
  if (kind === undefined) {
    const known = [...ALGORITHMS.keys()].map(repr).join(', ');
    throw new ProofError(`got algorithm ${repr(first(jws.algorithm, 100))}, expected one of ${known}`);
  }
  if (key.kind !== kind) {
    throw new ProofError(`got a key of kind ${key.kind} for algorithm ${repr(jws.algorithm)}, expected ${kind}`);
  }
  if (!(await verifySignature(key, jws.signature, jws.signingInput))) {
    throw new ProofError('the signature does not match the token and the key');
  }
}

function decoded(part: string, name: string): Bytes {
  try {
    return decodeBase64url(part);
  } catch (error) {
    throw new EncodingError(`${name} of the token: ${(error as Error).message}`);
  }
}

function algorithmOf(header: Document): string {
  const algorithm = get(header, 'alg');
  if (typeof algorithm !== 'string') {
    throw new EncodingError("header of the token: got no 'alg', expected the name of an algorithm");
  }
  if (algorithm.toLowerCase() === 'none') {
    throw new ProofError("got a token without a signature (algorithm 'none'), expected one with it");
  }
  for (const name of ['crit', 'b64', 'zip']) {
    if (has(header, name)) {
      throw new ProofError(`got a token with ${repr(name)} in its header, expected one without`);
    }
  }
  return algorithm;
}
