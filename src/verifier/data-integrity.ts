/**
 * Data Integrity proofs: Verifiable Credential Data Integrity 1.0, Data Integrity EdDSA 1.0 and ECDSA 1.0.
 *
 * Every suite signs two hashes: that of the proof without its value, then that of the document.  The suites differ in
 * the canonical form that is hashed (RDFC-1.0 of the statements, or RFC 8785 of the JSON) and in the keys.
 */

import {type Digest} from './blank-nodes.ts';
import {type Bytes, concat, sha256, sha384} from './bytes.ts';
import {canonicalize} from './canonical.ts';
import {canonicalJson, canonicalText} from './canonical-json.ts';
import {EncodingError, ProofError} from './errors.ts';
import {type Document, extended, get, has, isObject, type Json, without} from './json.ts';
import {decodeBase58btc} from './multikey.ts';
import {type Kind, type PublicKey, verifySignature} from './public-keys.ts';
import {equal, first, repr} from './python.ts';
import {checkDocument, DEFAULT_LIMITS, type Effort} from './safe-document.ts';
import {parseTimestamp} from './timestamps.ts';

/** The proof type that came before cryptosuites (Data Integrity EdDSA 1.0, appendix A). */
export const LEGACY = 'Ed25519Signature2020';

const PURPOSE = 'assertionMethod';
const TYPE = 'DataIntegrityProof';
const MAXIMUM_CONFIG_BYTES = 20_000;
const SIGNATURE_BYTES: Readonly<Partial<Record<Kind, number>>> = {Ed25519: 64, 'P-256': 64, 'P-384': 96};

/** How a document is secured: the cryptosuite or the type of a proof without one, its keys, and its canonical form. */
export interface Suite {
  readonly name: string;
  readonly kinds: readonly Kind[];
  readonly jcs: boolean;
}

/** The suites that proofs are checked with, by the name they have in `cryptosuite`. */
export const SUITES: ReadonlyMap<string, Suite> = new Map(
  [
    {name: 'eddsa-rdfc-2022', kinds: ['Ed25519'], jcs: false} as const,
    {name: 'eddsa-jcs-2022', kinds: ['Ed25519'], jcs: true} as const,
    {name: 'ecdsa-rdfc-2019', kinds: ['P-256', 'P-384'], jcs: false} as const,
    {name: 'ecdsa-jcs-2019', kinds: ['P-256', 'P-384'], jcs: true} as const
  ].map(suite => [suite.name, suite])
);

const LEGACY_SUITE: Suite = {name: LEGACY, kinds: ['Ed25519'], jcs: false};

/** The proofs of a document, which holds one object, or a list of them, or none.  @throws {ProofError} */
export function proofsOf(document: Document): Document[] {
  const found = has(document, 'proof') ? document['proof']! : [];
  const proofs = Array.isArray(found) ? found : [found];
  if (!proofs.every(isObject)) {
    throw new ProofError('got a proof that is no object');
  }
  return proofs as Document[];
}

/** What a proof is about: the document without its `proof`. */
export function withoutProof(document: Document): Document {
  return without(document, 'proof');
}

/** The suite that a proof says it was made with, or null where it is not one that is known here. */
export function suiteOf(proof: Document): Suite | null {
  const [kind, name] = [get(proof, 'type'), get(proof, 'cryptosuite')];
  if (kind === LEGACY && name === null) {
    return LEGACY_SUITE;
  }
  return (kind === TYPE && typeof name === 'string' ? SUITES.get(name) : null) ?? null;
}

/**
 * Those of `proofs`, all proofs of a document, that `proof` names in `previousProof`, in their order there.
 *
 * That they hold is for the caller to see: a proof counts only if the proofs before it do, too.
 *
 * @throws {ProofError} an id is that of no proof or of several, here or further back, or a proof comes before itself
 */
export function previousProofs(proof: Document, proofs: readonly Document[]): Document[] {
  const named = previousIds(proof);
  const chain = new Map<string, readonly string[]>();
  const waiting = [...named];
  while (waiting.length) {
    const name = waiting.pop()!;
    if (!chain.has(name)) {
      const found = proofs.filter(each => get(each, 'id') === name);
      if (found.length !== 1) {
        throw new ProofError(`got ${found.length || 'no'} proofs with id ${repr(first(name, 100))}, expected one`);
      }
      const before = previousIds(found[0]!);
      chain.set(name, before);
      waiting.push(...before);
    }
  }
  if (goesRound(chain)) {
    throw new ProofError('got proofs that come before themselves, expected a chain with a beginning');
  }
  return proofs.filter(each => (named as Json[]).includes(get(each, 'id')));
}

/** Whether something follows itself: what nothing is left before is taken away until nothing is left, or no more. */
function goesRound(chain: ReadonlyMap<string, readonly string[]>): boolean {
  const left = new Map(chain);
  for (let before = -1; left.size !== before; ) {
    before = left.size;
    for (const [name, previous] of left) {
      if (!previous.some(each => left.has(each))) {
        left.delete(name);
      }
    }
  }
  return left.size > 0;
}

/** What is signed: the hash of the canonical proof configuration, then that of the canonical document. */
async function hashData(documentForm: string | Bytes, configForm: string | Bytes, digest: Digest): Promise<Bytes> {
  const hash = digest === 'sha256' ? sha256 : sha384;
  return concat(await hash(configForm), await hash(documentForm));
}

/** What `verifyProof` is given beyond the document, the proof and the key. */
export interface ProofContext {
  /** The canonical form of the document, with SHA-256, where it is known. */
  readonly documentNquads?: string;
  /** The proofs that `previousProof` names, as `previousProofs` finds them: the proof is over them, too. */
  readonly previous?: readonly Document[];
  /** What canonical forms take is taken off this. */
  readonly effort?: Effort | undefined;
  /** Keeps forms of the document by RFC 8785 from one proof to the next, by the contexts that these name. */
  readonly jsonForms?: Map<string, Bytes>;
}

/**
 * That `proof` was made over `document`, which has none, with the secret half of `key`.
 *
 * Where the key comes from, whether it may be used, whether the previous proofs hold and whether `expires` of the
 * proof has passed is for the caller to say.
 *
 * @throws {ProofError}
 * @throws {CanonicalizationError} the document or the proof has unsigned parts
 */
export async function verifyProof(
  document: Document,
  proof: Document,
  key: PublicKey,
  context: ProofContext = {}
): Promise<void> {
  const suite = checkMembers(proof);
  if (!suite.kinds.includes(key.kind)) {
    throw new ProofError(`got a key of kind ${key.kind} for ${repr(suite.name)}, expected ${suite.kinds.join(' or ')}`);
  }
  const signature = signatureOf(proof, SIGNATURE_BYTES[key.kind]!);
  let config = without(proof, 'proofValue');
  let signed = document;
  if (suite.jcs) {
    signed = underItsContexts(document, config);
  } else {
    config = extended(config, {'@context': get(document, '@context')});
  }
  const data = await signedData(signed, config, suite, key.kind, context);
  if (!(await verifySignature(key, signature, data))) {
    throw new ProofError('the signature does not match the document and the key');
  }
}

/** The hashes that are signed, by section 3.2 or 3.3 of the suite's specification. */
async function signedData(
  document: Document,
  config: Document,
  suite: Suite,
  kind: Kind,
  {documentNquads, previous = [], effort, jsonForms}: ProofContext
): Promise<Bytes> {
  if (has(document, 'proof')) {
    throw new ProofError('got a document with a proof, expected one without');
  }
  checkPrevious(config, previous);
  // ECDSA 1.0, section 3: the key chooses the hash, that of RDFC-1.0 included.
  const digest: Digest = kind === 'P-384' ? 'sha384' : 'sha256';
  const whole = previous.length ? extended(document, {proof: [...previous]}) : document;
  if (suite.jcs) {
    const configForm = bounded(config, effort);
    const named = has(config, '@context') ? canonicalText(config['@context']) : '';
    let form = previous.length ? undefined : jsonForms?.get(named);
    if (form === undefined) {
      form = canonicalJson(whole, effort);
      if (!previous.length) {
        jsonForms?.set(named, form);
      }
    }
    return hashData(form, configForm, digest);
  }
  const form =
    documentNquads === undefined || previous.length || digest !== 'sha256'
      ? await canonicalize(whole, {digest, effort})
      : documentNquads;
  const written: Document = JSON.parse(new TextDecoder().decode(bounded(config)));
  effort?.take(checkDocument(config, DEFAULT_LIMITS));
  return hashData(form, await canonicalize(written, {digest}), digest);
}

/** The document as it was signed: others may have added contexts after those that the proof names. */
function underItsContexts(document: Document, config: Document): Document {
  if (!has(config, '@context')) {
    return document;
  }
  const found = listed(has(document, '@context') ? document['@context']! : []);
  const signed = listed(config['@context']!);
  if (!equal(found.slice(0, signed.length), signed)) {
    throw new ProofError("got a document whose '@context' does not start with that of the proof");
  }
  return extended(document, {'@context': config['@context']!});
}

function listed(value: Json): Json[] {
  return Array.isArray(value) ? value : [value];
}

/** The members of a proof, by Data Integrity 1.0, section 2.1, as far as one can see without its key. */
function checkMembers(proof: Document): Suite {
  const legacy = get(proof, 'type') === LEGACY;
  for (const name of ['type', 'cryptosuite', 'verificationMethod', 'proofPurpose']) {
    if (typeof get(proof, name) !== 'string' && !(legacy && name === 'cryptosuite' && !has(proof, name))) {
      throw new ProofError(`got ${shown(get(proof, name))} as ${repr(name)} of the proof, expected text`);
    }
  }
  if (!legacy && proof['type'] !== TYPE) {
    throw new ProofError(`got proof type ${shown(proof['type'])}, expected ${repr(TYPE)} or ${repr(LEGACY)}`);
  }
  const suite = suiteOf(proof);
  if (suite === null) {
    const known = legacy ? 'none' : `one of ${[...SUITES.keys()].map(repr).join(', ')}`;
    throw new ProofError(`got cryptosuite ${shown(proof['cryptosuite'])}, expected ${known}`);
  }
  if (proof['proofPurpose'] !== PURPOSE) {
    throw new ProofError(`got proof purpose ${shown(proof['proofPurpose'])}, expected ${repr(PURPOSE)}`);
  }
  for (const name of ['created', 'expires']) {
    if (has(proof, name)) {
      checkTimestamp(proof[name]!, name);
    }
  }
  for (const name of ['id', 'challenge', 'nonce']) {
    if (has(proof, name) && typeof proof[name] !== 'string') {
      throw new ProofError(`got ${shown(proof[name])} as ${repr(name)} of the proof, expected text`);
    }
  }
  if (has(proof, '@context') && !suite.jcs) {
    throw new ProofError("got a proof with '@context', expected one without");
  }
  return suite;
}

function checkTimestamp(value: Json, name: string): void {
  if (typeof value !== 'string') {
    throw new ProofError(`got ${shown(value)} as ${repr(name)} of the proof, expected a timestamp`);
  }
  try {
    parseTimestamp(value);
  } catch (error) {
    throw error instanceof EncodingError ? new ProofError(`${repr(name)} of the proof: ${error.message}`) : error;
  }
}

function checkPrevious(config: Document, previous: readonly Document[]): void {
  const named = previousIds(config);
  const given = previous.map(each => get(each, 'id'));
  if (named.length !== given.length || named.some(name => !given.includes(name))) {
    throw new ProofError(`got the previous proofs ${shown(given)}, expected ${shown(named)}`);
  }
}

/** The ids in `previousProof`, which is text or a list of texts; none for a proof that stands alone. */
function previousIds(proof: Document): string[] {
  if (!has(proof, 'previousProof')) {
    return [];
  }
  const value = proof['previousProof']!;
  const ids = listed(value);
  if (!ids.length || !ids.every((each): each is string => typeof each === 'string')) {
    throw new ProofError(`got ${shown(value)} as 'previousProof' of the proof, expected an id or a list of ids`);
  }
  if (new Set(ids).size !== ids.length) {
    throw new ProofError("got an id twice in 'previousProof' of the proof, expected each once");
  }
  return ids;
}

function signatureOf(proof: Document, size: number): Bytes {
  const value = get(proof, 'proofValue');
  const wrong = `expected 'z' and ${size} bytes in base58btc as 'proofValue'`;
  if (typeof value !== 'string' || !value.startsWith('z')) {
    throw new ProofError(`got ${shown(value)}, ${wrong}`);
  }
  let signature: Bytes;
  try {
    signature = decodeBase58btc(value.slice(1));
  } catch (error) {
    throw new ProofError(`${(error as Error).message}; ${wrong}`);
  }
  if (signature.length !== size) {
    throw new ProofError(`got ${signature.length} bytes, ${wrong}`);
  }
  return signature;
}

function bounded(config: Document, effort?: Effort): Bytes {
  const text = canonicalJson(config, effort);
  if (text.length > MAXIMUM_CONFIG_BYTES) {
    throw new ProofError(`got a proof of ${text.length} bytes, expected at most ${MAXIMUM_CONFIG_BYTES}`);
  }
  return text;
}

function shown(value: unknown): string {
  return first(repr(value), 100);
}
