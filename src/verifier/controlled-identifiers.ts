/** How a key is found in the document that lists somebody's keys: Controlled Identifiers 1.0, section 3.3. */

import {ConferralError, DIDError} from './errors.ts';
import {type Document, get, has, isObject, type Json} from './json.ts';
import {type PublicKey, publicKeyFromJwk, publicKeyFromMultibase} from './public-keys.ts';
import {first, lengthOf, repr} from './python.ts';
import {type Instant, parseTimestamp} from './timestamps.ts';

const MAXIMUM_CHARACTERS = 4_000; // did:jwk identifiers are long
const FRAGMENT = /^(?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})+$/;
// The member that holds the key of each type: section 2.2.2, section 2.2.3, and two names of older documents.
const MEMBERS = new Map([
  ['Multikey', 'publicKeyMultibase'],
  ['JsonWebKey', 'publicKeyJwk'],
  ['JsonWebKey2020', 'publicKeyJwk'],
  ['Ed25519VerificationKey2020', 'publicKeyMultibase']
]);
const PUBLIC_MEMBERS = ['publicKeyMultibase', 'publicKeyJwk', 'publicKeyBase58', 'publicKeyPem', 'publicKeyHex'];
const PRIVATE_MEMBERS = [
  'secretKeyMultibase',
  'secretKeyJwk',
  'privateKeyMultibase',
  'privateKeyJwk',
  'privateKeyBase58',
  'privateKeyPem',
  'privateKeyHex'
];

/** A verification method; from `revoked` or `expires` on, when given, nothing may be verified with it. */
export interface Method {
  readonly id: string;
  readonly controller: string;
  readonly key: PublicKey;
  readonly revoked: Instant | null;
  readonly expires: Instant | null;
}

/** That `document` is the one of `identifier`: a DID, or the https address that it was fetched from. */
export function checkDocument(document: Document, identifier: string): void {
  const found = get(document, 'id');
  if (found !== identifier) {
    throw new DIDError(`got a DID document with id ${shown(found)}, expected ${repr(identifier)}`);
  }
}

/**
 * The key that `methodId` names, allowed for `assertionMethod`.
 *
 * All rules of section 3.3 hold: the document's `id` is the identifier before `#`; exactly one method has that very
 * id; the method is controlled by the document; and `assertionMethod` lists it, as an id or embedded.  The fragment is
 * only ever a name: one that looks like a key is none.
 *
 * @throws {DIDError} with a message of its own for each rule
 */
export async function assertionMethod(document: Document, methodId: string): Promise<Method> {
  const cut = methodId.indexOf('#');
  const identifier = cut < 0 ? methodId : methodId.slice(0, cut);
  const named = identifier && cut >= 0 && FRAGMENT.test(methodId.slice(cut + 1));
  if (!named || lengthOf(methodId) > MAXIMUM_CHARACTERS) {
    throw new DIDError(`got verification method ${repr(first(methodId, 200))}, expected a DID, '#' and a name`);
  }
  checkDocument(document, identifier);
  return methodOf(listedMethod(document, methodId), identifier);
}

/**
 * The key in the document of `controller` whose id is an address of its own, `url`, allowed for `assertionMethod`.
 *
 * @throws {DIDError} as `assertionMethod` does
 */
export async function methodAt(document: Document, url: string, controller: string): Promise<Method> {
  checkDocument(document, controller);
  return methodOf(listedMethod(document, url), controller);
}

function listedMethod(document: Document, methodId: string): Document {
  const listed = list(document, 'assertionMethod');
  const candidates = [...list(document, 'verificationMethod'), ...listed].filter(
    (entry): entry is Document => isObject(entry) && get(entry, 'id') === methodId
  );
  const wrong = `verification method ${repr(methodId)}`;
  const [method] = candidates;
  if (method === undefined) {
    throw new DIDError(`${wrong} is not in the DID document`);
  }
  if (candidates.length > 1) {
    throw new DIDError(`${wrong} is in the DID document more than once`);
  }
  if (!listed.some(entry => entry === methodId || entry === method)) {
    throw new DIDError(`${wrong} is not listed in 'assertionMethod'`);
  }
  return method;
}

/**
 * The key in a document that is a verification method itself, fetched from `url`, which must be its id.
 *
 * Whether the controller stands by it such a document cannot show; that is for the caller to know.
 *
 * @throws {DIDError}
 */
export async function methodAlone(document: Document, url: string, controller: string): Promise<Method> {
  checkDocument(document, url);
  return methodOf(document, controller);
}

async function methodOf(method: Document, controller: string): Promise<Method> {
  const named = `verification method ${repr(method['id'])}`;
  const found = get(method, 'controller');
  if (found !== controller) {
    throw new DIDError(`${named} has controller ${shown(found)}, expected ${repr(controller)}`);
  }
  return {
    id: method['id'] as string,
    controller,
    key: await keyOf(method, named),
    revoked: time(method, 'revoked'),
    expires: time(method, 'expires')
  };
}

async function keyOf(method: Document, named: string): Promise<PublicKey> {
  const kind = get(method, 'type');
  const member = typeof kind === 'string' ? MEMBERS.get(kind) : undefined;
  if (member === undefined) {
    const known = [...MEMBERS.keys()].map(repr).join(', ');
    throw new DIDError(`${named} has type ${shown(kind)}, expected one of ${known}`);
  }
  const secret = PRIVATE_MEMBERS.find(name => has(method, name));
  if (secret !== undefined) {
    throw new DIDError(`${named} has ${repr(secret)}, expected no private key`);
  }
  if (!has(method, member)) {
    throw new DIDError(`${named} has no ${repr(member)}`);
  }
  if (PUBLIC_MEMBERS.filter(name => has(method, name)).length > 1) {
    throw new DIDError(`${named} has more than one public key, expected ${repr(member)} only`);
  }
  const key = await readKey(method[member]!, member, named);
  if (kind === 'Ed25519VerificationKey2020' && key.kind !== 'Ed25519') {
    throw new DIDError(`${named} has a key of kind ${key.kind}, expected Ed25519`);
  }
  return key;
}

async function readKey(value: Json, member: string, named: string): Promise<PublicKey> {
  try {
    if (member === 'publicKeyMultibase' && typeof value === 'string') {
      return await publicKeyFromMultibase(value);
    }
    if (member === 'publicKeyJwk' && isObject(value)) {
      return await publicKeyFromJwk(value);
    }
  } catch (error) {
    throw error instanceof ConferralError ? new DIDError(`${named}: ${error.message}`) : error;
  }
  throw new DIDError(`${named} has a ${repr(member)} that holds no key`);
}

function list(document: Document, name: string): Json[] {
  const value = has(document, name) ? document[name] : [];
  if (!Array.isArray(value)) {
    throw new DIDError(`${repr(name)} of the DID document is no list`);
  }
  return value;
}

function time(method: Document, name: string): Instant | null {
  if (!has(method, name)) {
    return null;
  }
  const value = method[name];
  const named = `${repr(name)} of verification method ${repr(method['id'])}`;
  if (typeof value !== 'string') {
    throw new DIDError(`${named} is no timestamp`);
  }
  try {
    return parseTimestamp(value);
  } catch (error) {
    throw error instanceof ConferralError ? new DIDError(`${named}: ${error.message}`) : error;
  }
}

function shown(value: Json): string {
  return first(repr(value), 200);
}
