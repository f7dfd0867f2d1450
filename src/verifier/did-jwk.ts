/** The did:jwk method: the identifier is a JSON Web Key, and the document follows from it. */

import {decodeBase64url} from './bytes.ts';
import {DIDError} from './errors.ts';
import type {Document} from './json.ts';
import {first, lengthOf, repr} from './python.ts';
import {publicKeyFromJwk} from './rare-keys.ts';
import {readObject} from './strict-json.ts';

export const PREFIX = 'did:jwk:';

/** Longest identifier that is read; an RSA key of 8,192 bits takes some 1,900. */
export const MAXIMUM_CHARACTERS = 2_000;

/**
 * The document that `did` spells out: one verification method, named `#0`.
 *
 * @throws {DIDError} whose message never repeats the key
 */
export function controlledDocument(did: string): Document {
  if (!did.startsWith(PREFIX)) {
    throw new DIDError(`got DID ${repr(first(did, 100))}, expected one that starts with ${repr(PREFIX)}`);
  }
  if (lengthOf(did) > MAXIMUM_CHARACTERS) {
    throw new DIDError(`got a DID of ${lengthOf(did)} characters, expected at most ${MAXIMUM_CHARACTERS}`);
  }
  let jwk: Document;
  try {
    jwk = readObject(decodeBase64url(did.slice(PREFIX.length)));
    publicKeyFromJwk(jwk);
  } catch (error) {
    throw new DIDError(`the DID holds no key: ${(error as Error).message}`);
  }
  const method = `${did}#0`;
  return {
    '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/jwk/v1'],
    id: did,
    verificationMethod: [{id: method, type: 'JsonWebKey', controller: did, publicKeyJwk: jwk}],
    authentication: [method],
    assertionMethod: [method]
  };
}
