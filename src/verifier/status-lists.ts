/** The status lists that credentials name: fetched, verified and kept for a while. */

import * as bitstring from './bitstring.ts';
import {issuerOf, layoutProblem, typesOf} from './claims.ts';
import {EncodingError, StatusListError} from './errors.ts';
import {failed, unknown} from './findings.ts';
import {Failure, type IssuerKeys} from './issuer.ts';
import {type Document, get, has, isObject, type Json} from './json.ts';
import {type Clock, Keeper, monotonic} from './keeping.ts';
import {seldom} from './loading.ts';
import {type Presented, readPresented} from './presented.ts';
import type {Resolver} from './resolving.ts';
import type {RevocationList} from './revocation-list.ts';
import {checkSignature} from './signature.ts';
import {BITSTRING, STATUS_LIST_2021, wholeNumber} from './status-entries.ts';
import {fetchList, MAX_LIST_BYTES} from './status-fetching.ts';
import {type Instant, instantOf} from './timestamps.ts';
import {statedWindowOf, type Window} from './validity.ts';

/** Decoded lists kept at a time: a list of a million takes 128 KiB. */
const MOST_LISTS = 64;

/** Bytes that kept lists take together, give or take a list. */
const MOST_KEPT_BYTES = 64 << 20;

/** Milliseconds for which a list is kept that does not say how long, and what is known instead of a list. */
const DEFAULT_TTL = 300_000;

/** Milliseconds in a week.  A list that wants to be kept for longer is kept for `DEFAULT_TTL`. */
const LONGEST_TTL = 604_800_000;

/** The types of a status list, and how its bits are written. */
interface Form {
  readonly credential: string;
  readonly subject: string;
  decode(encoded: string): Promise<Uint8Array>;
}

/** The form of the list that an entry of each type points into. */
export const FORMS: ReadonlyMap<string, Form> = new Map([
  [
    BITSTRING,
    {credential: 'BitstringStatusListCredential', subject: 'BitstringStatusList', decode: text => bitstring.decode(text)}
  ],
  [
    STATUS_LIST_2021,
    {credential: 'StatusList2021Credential', subject: 'StatusList2021', decode: text => bitstring.decode2021(text)}
  ]
] as [string, Form][]);

/**
 * A status list whose signature holds.  Valid from `begin` until `end`; null leaves that side open.
 *
 * `size` is the bits of an entry, or null where the list does not say; `ttl` are the milliseconds after which it should
 * be fetched again.
 */
export interface StatusList extends Window {
  readonly url: string;
  readonly purposes: readonly string[];
  readonly size: number | null;
  readonly bits: Uint8Array;
  readonly ttl: number;
}

/**
 * The status lists that credentials name, verified at the instant `at` and kept for as long as they say.
 *
 * `now` is the present, by default the real one, whatever instant is asked about.  `spent` tells whether a verification
 * has used up what it may fetch: what it then failed to get may be there for the next.
 */
export class StatusLists {
  readonly now: Instant;
  readonly #resolver: Resolver;
  readonly #keys: IssuerKeys;
  readonly #at: Instant;
  readonly #spent: () => boolean;
  readonly #lists: Keeper<StatusList | Failure>;
  readonly #revocations: Keeper<RevocationList | Failure>;

  constructor(
    resolver: Resolver,
    keys: IssuerKeys,
    at: Instant,
    {
      now = instantOf(new Date()),
      spent = () => false,
      clock = monotonic
    }: {now?: Instant; spent?: () => boolean; clock?: Clock} = {}
  ) {
    this.now = now;
    this.#resolver = resolver;
    this.#keys = keys;
    this.#at = at;
    this.#spent = spent;
    this.#lists = new Keeper(MOST_LISTS, MOST_KEPT_BYTES, clock);
    this.#revocations = new Keeper(MOST_LISTS, MOST_KEPT_BYTES, clock);
  }

  /** The list at `url` that entries of `entryType` point into, signed by `issuer`; else what is wrong. */
  get(url: string, issuer: string | null, entryType: string): Promise<StatusList | Failure> {
    return this.#lists.get(JSON.stringify([url, issuer, entryType]), async () => {
      const value = await this.#load(url, issuer, FORMS.get(entryType)!);
      return value instanceof Failure
        ? {value, seconds: this.#timeOfFailure(), size: 0}
        : {value, seconds: value.ttl / 1000, size: value.bits.length};
    });
  }

  /** The unsigned list of revoked credentials at `url`; else what is wrong. */
  revocationList(url: string): Promise<RevocationList | Failure> {
    return this.#revocations.get(url, async () => {
      const {fetchRevocationList} = await seldom();
      const value = await fetchRevocationList(url, this.#resolver);
      return value instanceof Failure
        ? {value, seconds: this.#timeOfFailure(), size: 0}
        : {value, seconds: DEFAULT_TTL / 1000, size: value.size};
    });
  }

  #timeOfFailure(): number {
    return this.#spent() ? 0 : DEFAULT_TTL / 1000;
  }

  async #load(url: string, issuer: string | null, form: Form): Promise<StatusList | Failure> {
    const data = await fetchList(url, this.#resolver);
    if (data instanceof Failure) {
      return data;
    }
    let presented: Presented;
    let window: Window;
    try {
      presented = await readPresented(data, MAX_LIST_BYTES);
      window = statedWindowOf(presented.document);
    } catch (error) {
      if (error instanceof EncodingError) {
        return new Failure(failed('status.unreadable', 'untrusted', {url, problem: error.message}));
      }
      throw error;
    }
    const {document} = presented;
    const owner = issuerOf(document);
    if (owner !== null && owner !== issuer) {
      return new Failure(failed('status.somebody_else', 'untrusted', {url, owner, issuer}));
    }
    const signature = await checkSignature(presented, this.#keys, this.#at);
    if (!signature.trusted) {
      const {sentence} = signature.trouble;
      return new Failure(
        signature.refused
          ? failed('status.bad_signature', 'untrusted', {url, sentence})
          : unknown('status.signature_unknown', {url, sentence})
      );
    }
    try {
      return await read(document, url, form, window);
    } catch (error) {
      if (error instanceof StatusListError) {
        return new Failure(failed('status.bad_list', 'untrusted', {url, problem: error.message, error: error.code}));
      }
      throw error;
    }
  }
}

/** The status list that `document` is, whose form must leave no doubt.  @throws {StatusListError} */
async function read(document: Document, url: string, form: Form, window: Window): Promise<StatusList> {
  let subject = get(document, 'credentialSubject');
  if (Array.isArray(subject) && subject.length === 1) {
    subject = subject[0]!;
  }
  if (!isObject(subject) || !typesOf(subject).includes(form.subject)) {
    throw unfit(`its subject is no ${form.subject}`);
  }
  if (!typesOf(document).includes(form.credential)) {
    throw unfit(`it is no ${form.credential}`);
  }
  if (has(document, 'id') && document['id'] !== url) {
    throw unfit('it gives itself another address');
  }
  const problem = layoutProblem(document);
  if (problem !== null) {
    throw unfit(problem);
  }
  const stated = get(subject, 'statusPurpose');
  const purposes = Array.isArray(stated) ? stated : [stated];
  if (!purposes.length || !purposes.every(purpose => typeof purpose === 'string')) {
    throw unfit('it does not say what it is kept for');
  }
  const size = wholeNumber(has(subject, 'statusSize') ? subject['statusSize']! : 1);
  if (size === null || size < 1) {
    throw unfit('the size of its entries is no positive number');
  }
  const encoded = get(subject, 'encodedList');
  if (typeof encoded !== 'string') {
    throw unfit('it has no encodedList');
  }
  return {
    url,
    purposes: purposes as string[],
    size: has(subject, 'statusSize') ? size : null,
    bits: await form.decode(encoded),
    ttl: ttlOf(get(subject, 'ttl')),
    ...window
  };
}

/** How long to keep the list, in milliseconds: as long as it says where that makes sense. */
function ttlOf(stated: Json): number {
  const ttl = wholeNumber(stated);
  return ttl !== null && ttl >= 1 && ttl <= LONGEST_TTL ? ttl : DEFAULT_TTL;
}

function unfit(problem: string): StatusListError {
  return new StatusListError(problem, 'STATUS_VERIFICATION_ERROR');
}
