/** The did:key method: the identifier is the key, and the document follows from it. */

import {DIDError} from './errors.ts';
import type {Document} from './json.ts';
import {publicKeyFromMultibase} from './public-keys.ts';
import {first, repr} from './python.ts';

export const PREFIX = 'did:key:';

/** The document that `did` spells out, with one verification method whose name is the key.  @throws {DIDError} */
export async function controlledDocument(did: string): Promise<Document> {
  if (!did.startsWith(PREFIX)) {
    throw new DIDError(`got DID ${repr(first(did, 100))}, expected one that starts with ${repr(PREFIX)}`);
  }
  const multibase = did.slice(PREFIX.length);
  try {
    await publicKeyFromMultibase(multibase);
  } catch (error) {
    throw new DIDError(`the DID holds no key: ${(error as Error).message}`);
  }
  const method = `${did}#${multibase}`;
  return {
    '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1'],
    id: did,
    verificationMethod: [{id: method, type: 'Multikey', controller: did, publicKeyMultibase: multibase}],
    authentication: [method],
    assertionMethod: [method]
  };
}
