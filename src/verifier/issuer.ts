/**
 * Check `issuer_key`: the signing key is one that the issuer itself publishes for signing.
 *
 * An issuer is named by a DID or an https address, and the document that this name stands for lists its keys.  The
 * document of a did:web or an https issuer is always fetched: a key that a credential carries, or that a key's name
 * spells out, proves nothing, since whoever forges a credential writes that, too.  A did:key or did:jwk is its own
 * document: it names a key and nobody behind it, and the report says so.
 */

import {instantOf} from './claims.ts';
import * as controlledIdentifiers from './controlled-identifiers.ts';
import {DIDError, EncodingError} from './errors.ts';
import {failed, passed, unknown} from './findings.ts';
import {type Document, get, has, isObject, type Json} from './json.ts';
import {seldom} from './loading.ts';
import {documentPlace, liesBelow, sameHost} from './places.ts';
import {type PublicKey, publicKeyFromJwk} from './public-keys.ts';
import {readDocument} from './reading.ts';
import type {Check} from './report.ts';
import {FetchError, fetchOwn, isPreview, NotFoundError, type Resolver} from './resolving.ts';
import type {Effort} from './safe-document.ts';
import type {Instant} from './timestamps.ts';
import type {Code} from './words.ts';

/** Documents with keys that are kept at a time. */
const MOST_ISSUERS = 256;

/** Keys of a set at one address that are looked at. */
export const MOST_KEYS = 100;

/** Members that name keys. */
const LISTING = ['assertionMethod', 'verificationMethod', 'jwks_uri', 'publicKey'];

/**
 * The check, and the key for as far as there is one.
 *
 * A key that was revoked or has expired comes with its failed check: the signature can still be looked at.
 */
export type Found = readonly [Check, PublicKey | null];

const SELF_NAMED = [
  ['did:key:', 'documentOfKey'],
  ['did:jwk:', 'documentOfJwk']
] as const;

/**
 * The documents that list the keys of issuers, each fetched once.  Answers hold for the instant `at`.
 *
 * `spent` tells whether a verification has used up what it may fetch; what it could not have is not kept.  `effort` is
 * what the canonical forms may take that are looked at with these keys.
 */
export class IssuerKeys {
  readonly #resolver: Resolver;
  readonly #at: Instant;
  readonly #spent: () => boolean;
  readonly #found = new Map<string, Document | Failure>();

  readonly effort: Effort | undefined;

  constructor(resolver: Resolver, at: Instant, spent: () => boolean = () => false, effort?: Effort) {
    this.effort = effort;
    this.#resolver = resolver;
    this.#at = at;
    this.#spent = spent;
  }

  /** The key that a proof names as its `verificationMethod`, if it is one of `issuer`. */
  async keyFor(method: Json, issuer: string | null): Promise<Found> {
    if (issuer === null) {
      return [failed('issuer_key.no_issuer', 'untrusted'), null];
    }
    if (typeof method !== 'string') {
      return [failed('issuer_key.not_a_key', 'untrusted'), null];
    }
    if (!method.includes('#')) {
      return method.startsWith('https://')
        ? this.#atAddress(method, issuer)
        : [failed('issuer_key.not_a_key', 'untrusted'), null];
    }
    const owner = method.split('#', 1)[0]!;
    if (owner !== issuer) {
      return [somebodyElses(owner, issuer), null];
    }
    const document = await this.#document(issuer);
    if (document instanceof Failure) {
      return [document.check, null];
    }
    return this.#listed(document, method, issuer);
  }

  async #listed(document: Document, method: string, issuer: string): Promise<Found> {
    try {
      const found = await (method.includes('#')
        ? controlledIdentifiers.assertionMethod(document, method)
        : controlledIdentifiers.methodAt(document, method, issuer));
      return [this.#usable(found, issuer), found.key];
    } catch (error) {
      if (!(error instanceof DIDError)) {
        throw error;
      }
      const since = revokedSince(document, method);
      if (since !== null && since <= this.#at) {
        return [failed('issuer_key.revoked', 'untrusted', {date: since, key: method}), null];
      }
      return [failed('issuer_key.not_listed', 'untrusted', {problem: error.message, key: method}), null];
    }
  }

  /**
   * The key that the header of a JWT names (RFC 7515, section 4.1), if it is one of `issuer`.
   *
   * `kid` is a DID URL, the name of a key in the issuer's document, or the https address of a JWK or of a set of them.
   * A `jwk` in the header is never believed, unless the issuer is that very key.
   */
  async keyForToken(header: Document, issuer: string | null): Promise<Found> {
    const kid = get(header, 'kid');
    if (issuer !== null && isSelfNamed(issuer) && typeof kid !== 'string') {
      const document = await this.#document(issuer);
      if (document instanceof Failure) {
        return [document.check, null];
      }
      return this.keyFor((document['assertionMethod'] as Json[])[0]!, issuer);
    }
    if (typeof kid !== 'string') {
      const code = has(header, 'jwk') ? 'issuer_key.spelled_out' : 'issuer_key.not_a_key';
      return [failed(code, 'untrusted'), null];
    }
    if (issuer !== null && !kid.includes(':')) {
      return this.keyFor(`${issuer}#${kid.replace(/^#/, '')}`, issuer);
    }
    return this.keyFor(kid, issuer);
  }

  #usable(method: controlledIdentifiers.Method, issuer: string, code: Code = 'issuer_key.passed'): Check {
    // Controlled Identifiers 1.0, section 2.2: not at or after that time.
    if (method.revoked !== null && method.revoked <= this.#at) {
      return failed('issuer_key.revoked', 'untrusted', {date: method.revoked, key: method.id});
    }
    if (method.expires !== null && method.expires <= this.#at) {
      return failed('issuer_key.expired', 'untrusted', {date: method.expires, key: method.id});
    }
    return passed(isSelfNamed(issuer) ? 'issuer_key.self_named' : code, {issuer, key: method.id});
  }

  async #document(issuer: string): Promise<Document | Failure> {
    let found = this.#found.get(issuer);
    if (found === undefined) {
      found = await this.#load(issuer);
      if (found instanceof Failure && this.#spent()) {
        return found;
      }
      if (this.#found.size >= MOST_ISSUERS) {
        this.#found.clear();
      }
      this.#found.set(issuer, found);
    }
    return found;
  }

  async #load(issuer: string): Promise<Document | Failure> {
    let url: string;
    try {
      for (const [prefix, name] of SELF_NAMED) {
        if (issuer.startsWith(prefix)) {
          return await (await seldom())[name](issuer);
        }
      }
      if (!issuer.startsWith('did:web:') && !issuer.startsWith('https://')) {
        return new Failure(unknown('issuer_key.unknown_method', {issuer}));
      }
      url = documentPlace(issuer);
    } catch (error) {
      if (error instanceof DIDError) {
        return new Failure(badName(error));
      }
      throw error;
    }
    const document = await this.#fetch(url, issuer.startsWith('https://'));
    if (document instanceof Failure) {
      return document;
    }
    try {
      controlledIdentifiers.checkDocument(document, issuer);
    } catch (error) {
      if (error instanceof DIDError) {
        return new Failure(failed('issuer_key.no_keys', 'untrusted', {url, problem: error.message}));
      }
      throw error;
    }
    return document;
  }

  async #fetch(url: string, own: boolean): Promise<Document | Failure> {
    // An https address speaks for its host: where it redirects to another, strangers may have chosen which.
    try {
      return readDocument(await (own ? fetchOwn(this.#resolver, url) : this.#resolver.fetch(url)));
    } catch (error) {
      if (error instanceof FetchError) {
        return new Failure(
          isPreview(url) && !(error instanceof NotFoundError)
            ? failed('issuer_key.preview', 'untrusted')
            : unknown('issuer_key.unreachable', {url, problem: error.message})
        );
      }
      if (error instanceof EncodingError) {
        return new Failure(failed('issuer_key.no_keys', 'untrusted', {url, problem: error.message}));
      }
      throw error;
    }
  }

  /** A key with an https address of its own (Open Badges 3.0, section 8.2.4). */
  async #atAddress(url: string, issuer: string): Promise<Found> {
    if (!issuer.startsWith('https://')) {
      return [somebodyElses(url, issuer), null];
    }
    try {
      documentPlace(issuer);
    } catch (error) {
      if (error instanceof DIDError) {
        return [badName(error), null];
      }
      throw error;
    }
    if (!sameHost(url, issuer)) {
      return [somebodyElses(url, issuer), null];
    }
    if (url === issuer) {
      return this.#standingAt(url, issuer, 'issuer_key.passed');
    }
    return this.#vouchedFor(url, issuer);
  }

  /**
   * The key at `url`, on the host of `issuer`.
   *
   * Nothing there can say whose key it is, for anybody could publish that about anybody's name, and a host may belong
   * to many.  So the issuer's own document must name it; where that says nothing of any key, what lies below the
   * issuer's address is the issuer's.
   */
  async #vouchedFor(url: string, issuer: string): Promise<Found> {
    const document = await this.#document(issuer);
    const elsewhere = unknown('issuer_key.elsewhere', {url, issuer});
    if (document instanceof Failure) {
      // What is no document of the issuer, such as the front page of a host, tells nothing of its keys.
      return [document.check.details.code === 'issuer_key.no_keys' ? elsewhere : document.check, null];
    }
    if (!LISTING.some(member => has(document, member))) {
      return liesBelow(url, issuer) ? this.#standingAt(url, issuer, 'issuer_key.below') : [elsewhere, null];
    }
    if (refersTo(document, url)) {
      return this.#standingAt(url, issuer, 'issuer_key.passed');
    }
    return this.#listed(document, url, issuer);
  }

  async #standingAt(url: string, issuer: string, code: Code): Promise<Found> {
    const document = await this.#fetch(url, true);
    if (document instanceof Failure) {
      return [document.check, null];
    }
    try {
      if (has(document, 'kty') || has(document, 'keys')) {
        return [passed(code, {issuer, key: url}), await fromKeySet(document, url)];
      }
      const method = await controlledIdentifiers.methodAlone(document, url, issuer);
      return [this.#usable(method, issuer, code), method.key];
    } catch (error) {
      if (error instanceof DIDError || error instanceof EncodingError) {
        return [failed('issuer_key.no_keys', 'untrusted', {url, problem: error.message}), null];
      }
      throw error;
    }
  }
}

/** A check that stands where a document was expected. */
export class Failure {
  readonly check: Check;

  constructor(check: Check) {
    this.check = check;
  }
}

/** The one key of a JWK, or of a JWK Set (RFC 7517, section 5), that `url` can mean.  @throws {EncodingError} */
async function fromKeySet(document: Document, url: string): Promise<PublicKey> {
  const keys = has(document, 'keys') ? document['keys'] : [document];
  if (!Array.isArray(keys) || keys.length > MOST_KEYS || !keys.every(isObject)) {
    throw new EncodingError('it is no list of keys');
  }
  const named = (keys as Document[]).filter(key => get(key, 'kid') === url);
  const meant = named.length ? named : (keys as Document[]);
  if (meant.length !== 1) {
    throw new EncodingError(`got ${meant.length} keys, expected one that this address can mean`);
  }
  return publicKeyFromJwk(meant[0]!);
}

function isSelfNamed(issuer: string): boolean {
  return SELF_NAMED.some(([prefix]) => issuer.startsWith(prefix));
}

/** Whether the key that stands at `url` is one of `document`, which does not hold it itself. */
function refersTo(document: Document, url: string): boolean {
  const [methods, listed] = ['verificationMethod', 'assertionMethod'].map(name => get(document, name));
  const entries = [methods, listed].flatMap(value => (Array.isArray(value) ? value : []));
  if (entries.some(entry => isObject(entry) && get(entry, 'id') === url)) {
    return false;
  }
  return get(document, 'jwks_uri') === url || (Array.isArray(listed) && listed.includes(url));
}

function badName(error: DIDError): Check {
  return failed('issuer_key.bad_name', 'untrusted', {problem: error.message});
}

function somebodyElses(owner: string, issuer: string): Check {
  return failed('issuer_key.somebody_else', 'untrusted', {owner, issuer});
}

function revokedSince(document: Document, method: string): Instant | null {
  // A revoked key usually has left assertionMethod too; that it was revoked is the better news to tell.
  const methods = get(document, 'verificationMethod');
  for (const entry of Array.isArray(methods) ? methods : []) {
    if (isObject(entry) && get(entry, 'id') === method) {
      try {
        return instantOf(entry, 'revoked');
      } catch (error) {
        if (error instanceof EncodingError) {
          return null;
        }
        throw error;
      }
    }
  }
  return null;
}
