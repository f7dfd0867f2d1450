/** Checks `proof` and `issuer_key`: unaltered, and signed by the issuer that it names. */

import type {Bytes} from './bytes.ts';
import {canonicalize} from './canonical.ts';
import {instantOf, issuerOf, unknownContext} from './claims.ts';
import {previousProofs, proofsOf, suiteOf, verifyProof, withoutProof} from './data-integrity.ts';
import {CanonicalizationError, EncodingError, ProofError, UndefinedTermError} from './errors.ts';
import {failed, passed, unknown} from './findings.ts';
import type {IssuerKeys} from './issuer.ts';
import type {Jws} from './jose.ts';
import {type Document, get, has} from './json.ts';
import {seldom} from './loading.ts';
import type {Presented} from './presented.ts';
import {ALGORITHMS, type PublicKey} from './public-keys.ts';
import type {Check} from './report.ts';
import type {Instant} from './timestamps.ts';

/** Proofs of one document that are looked at. */
export const MOST_PROOFS = 10;

const PURPOSE = 'assertionMethod';

/**
 * What was found about the signatures of a document.
 *
 * `claims` is the canonical form of what is signed, or null where there is no such form; `unclear` is why not.
 */
export class Signature {
  readonly proof: Check;
  readonly issuerKey: Check;
  readonly claims: string | null;
  readonly unclear: CanonicalizationError | null;

  constructor(
    proof: Check,
    issuerKey: Check,
    claims: string | null = null,
    unclear: CanonicalizationError | null = null
  ) {
    this.proof = proof;
    this.issuerKey = issuerKey;
    this.claims = claims;
    this.unclear = unclear;
  }

  /** Whether nothing was changed since somebody with this key signed it. */
  get holds(): boolean {
    return this.proof.outcome === 'passed';
  }

  /** Whether it holds, and the key is the issuer's and still good. */
  get trusted(): boolean {
    return this.holds && this.issuerKey.outcome === 'passed';
  }

  /** Whether one of the two failed. */
  get refused(): boolean {
    return this.proof.outcome === 'failed' || this.issuerKey.outcome === 'failed';
  }

  /** The check that keeps it from being trusted. */
  get trouble(): Check {
    const checks = [this.issuerKey, this.proof];
    return (
      checks.find(check => check.outcome === 'failed') ?? checks.find(check => check.outcome !== 'passed') ?? this.proof
    );
  }
}

/**
 * Look at the token, or at every proof of the document; one that is in order is enough (Open Badges 3.0, 9.1).
 *
 * Where none is, the report tells of the issuer's own proofs before those of others, and of a failure before what is
 * merely unknown.
 */
export async function checkSignature(presented: Presented, keys: IssuerKeys, at: Instant): Promise<Signature> {
  if (presented.token !== null) {
    return (await Signed.read(presented.document, [], keys, at)).checkToken(presented.token, presented.disagreement);
  }
  let proofs: Document[];
  try {
    proofs = proofsOf(presented.document);
  } catch (error) {
    if (error instanceof ProofError) {
      return unsigned(failed('proof.unusable', 'untrusted', {problem: error.message}));
    }
    throw error;
  }
  if (!proofs.length) {
    return unsigned(failed('proof.missing', 'untrusted'));
  }
  if (proofs.length > MOST_PROOFS) {
    return unsigned(failed('proof.too_many', 'untrusted', {count: proofs.length}));
  }
  return (await Signed.read(presented.document, proofs, keys, at)).checkProofs();
}

/** A document whose proofs are being looked at, with its canonical form, made once. */
class Signed {
  readonly #unsigned: Document;
  readonly #proofs: readonly Document[];
  readonly #keys: IssuerKeys;
  readonly #at: Instant;
  readonly #issuer: string | null;
  readonly #links = new Map<Document, Check>();
  readonly #jsonForms = new Map<string, Bytes>();
  #claims: string | null = null;
  #unclear: CanonicalizationError | null = null;

  private constructor(document: Document, proofs: readonly Document[], keys: IssuerKeys, at: Instant) {
    this.#unsigned = withoutProof(document);
    this.#proofs = proofs;
    this.#keys = keys;
    this.#at = at;
    this.#issuer = issuerOf(document);
  }

  static async read(document: Document, proofs: readonly Document[], keys: IssuerKeys, at: Instant): Promise<Signed> {
    const signed = new Signed(document, proofs, keys, at);
    if (unknownContext(signed.#unsigned) === null) {
      try {
        signed.#claims = await canonicalize(signed.#unsigned, {effort: keys.effort});
      } catch (error) {
        if (!(error instanceof CanonicalizationError)) {
          throw error;
        }
        signed.#unclear = error;
      }
    }
    return signed;
  }

  async checkToken(token: Jws, disagreement: string | null): Promise<Signature> {
    const [issuerKey, key] = await this.#keys.keyForToken(token.header, this.#issuer);
    return this.#found(await checkJws(token, key, disagreement), issuerKey);
  }

  async checkProofs(): Promise<Signature> {
    let found: Signature[] = [];
    for (const proof of this.#proofs) {
      found.push(await this.#checkOne(proof));
    }
    if (found.length > 1) {
      found = found.map((one, place) => numbered(one, place + 1, found.length));
    }
    const others = found.filter(one => one.issuerKey.details.code !== 'issuer_key.somebody_else');
    const own = others.length ? others : found;
    return found.find(one => one.trusted) ?? own.find(one => one.refused) ?? own[0]!;
  }

  async #checkOne(proof: Document): Promise<Signature> {
    const [issuerKey, key] = await this.#keys.keyFor(get(proof, 'verificationMethod'), this.#issuer);
    return this.#found(await this.#checkProof(proof, key), issuerKey);
  }

  #found(proof: Check, issuerKey: Check): Signature {
    return new Signature(proof, issuerKey, this.#claims, this.#unclear);
  }

  async #checkProof(proof: Document, key: PublicKey | null): Promise<Check> {
    const [suite, kind, purpose] = [suiteOf(proof), kindOf(proof), get(proof, 'proofPurpose')];
    if (suite === null && kind !== null) {
      return unknown('proof.unknown_kind', {kind});
    }
    if (typeof purpose === 'string' && purpose !== PURPOSE) {
      return failed('proof.other_purpose', 'untrusted', {purpose});
    }
    if (suite !== null && !suite.jcs && this.#claims === null) {
      return this.#unclear ? notCanonical(this.#unclear) : unknown('proof.unknown_words');
    }
    const previous = await this.#predecessors(proof);
    if (!Array.isArray(previous)) {
      return previous;
    }
    return key === null ? unknown('proof.no_key') : this.#verify(proof, key, previous);
  }

  /** The proofs that `proof` builds on, or what keeps them from holding (Data Integrity 1.0, section 2.1.2). */
  async #predecessors(proof: Document): Promise<Document[] | Check> {
    if (!has(proof, 'previousProof')) {
      return [];
    }
    let previous: Document[];
    try {
      previous = previousProofs(proof, this.#proofs);
    } catch (error) {
      if (error instanceof ProofError) {
        return failed('proof.broken_chain', 'untrusted', {problem: error.message});
      }
      throw error;
    }
    for (const each of previous) {
      const worse = await this.#link(each);
      if (worse.outcome === 'failed') {
        return failed('proof.broken_link', 'untrusted', {sentence: worse.sentence});
      }
      if (worse.outcome === 'unknown') {
        return unknown('proof.unknown_link', {sentence: worse.sentence});
      }
    }
    return previous;
  }

  /** What is found about a proof that others build on. */
  async #link(proof: Document): Promise<Check> {
    // In a chain of ten, the first may be named by each after it, and by way of each of these once more.
    const known = this.#links.get(proof);
    if (known !== undefined) {
      return known;
    }
    // Whoever signed before may be anybody; what counts here is that this very signature was theirs.
    const [check, key] = await this.#keys.keyFor(get(proof, 'verificationMethod'), ownerOf(proof));
    const found = await this.#checkProof(proof, key);
    const worse = found.outcome !== 'passed' ? found : check;
    this.#links.set(proof, worse);
    return worse;
  }

  async #verify(proof: Document, key: PublicKey, previous: readonly Document[]): Promise<Check> {
    let expires: Instant | null;
    try {
      const known = this.#claims === null ? {} : {documentNquads: this.#claims};
      const [effort, jsonForms] = [this.#keys.effort, this.#jsonForms];
      await verifyProof(this.#unsigned, proof, key, {...known, previous, effort, jsonForms});
      expires = instantOf(proof, 'expires');
    } catch (error) {
      if (error instanceof CanonicalizationError) {
        return notCanonical(error);
      }
      if (error instanceof ProofError || error instanceof EncodingError) {
        return failed('proof.broken', 'altered', {problem: error.message});
      }
      throw error;
    }
    if (expires !== null && expires <= this.#at) {
      return failed('proof.expired', 'untrusted', {date: expires});
    }
    return passed('proof.passed', {cryptosuite: kindOf(proof)});
  }
}

async function checkJws(token: Jws, key: PublicKey | null, disagreement: string | null): Promise<Check> {
  if (!ALGORITHMS.has(token.algorithm)) {
    return unknown('proof.unknown_kind', {kind: `JWT ${token.algorithm}`});
  }
  if (key === null) {
    return unknown('proof.no_key');
  }
  const {verifyJws} = await seldom();
  try {
    await verifyJws(token, key);
  } catch (error) {
    if (error instanceof ProofError) {
      return failed('proof.broken', 'altered', {problem: error.message});
    }
    throw error;
  }
  if (disagreement !== null) {
    return failed('proof.claims_differ', 'untrusted', {claim: disagreement});
  }
  return passed('proof.passed', {cryptosuite: `JWT ${token.algorithm}`});
}

/** The suite that a proof names, or its type where that says all; null where it says nothing readable. */
function kindOf(proof: Document): string | null {
  const kind = get(proof, get(proof, 'type') === 'DataIntegrityProof' ? 'cryptosuite' : 'type');
  return typeof kind === 'string' ? kind : null;
}

function ownerOf(proof: Document): string | null {
  const method = get(proof, 'verificationMethod');
  return typeof method === 'string' ? method.split('#', 1)[0]! : null;
}

function numbered(one: Signature, number: number, count: number): Signature {
  if (!one.holds) {
    return one;
  }
  const {cryptosuite} = one.proof.details;
  return new Signature(
    passed('proof.one_of_several', {number, count, cryptosuite}),
    one.issuerKey,
    one.claims,
    one.unclear
  );
}

function notCanonical(error: CanonicalizationError): Check {
  // What JSON-LD drops is unsigned for everybody; what only we refuse may be fine elsewhere.
  return error instanceof UndefinedTermError
    ? failed('proof.not_covered', 'untrusted', {problem: error.message})
    : unknown('proof.not_canonical', {problem: error.message});
}

function unsigned(proof: Check): Signature {
  return new Signature(proof, unknown('issuer_key.unsigned'));
}
