/**
 * Revocations as Open Badges 3.0 kept them at first: the ids of revoked credentials, in a list without signature.
 *
 * The 1EdTech Revocation List Status Method 1.0 is deprecated; it is here for reading what was issued with it.  The
 * list is believed because the signed credential names its https address, and for nobody but the issuer that it names
 * itself.
 */

import {issuerOf, textAt} from './claims.ts';
import {EncodingError, StatusListError} from './errors.ts';
import {failed, passed, unknown} from './findings.ts';
import {Failure} from './issuer.ts';
import {type Document, get, has, isObject, type Json} from './json.ts';
import {readDocument} from './reading.ts';
import type {Check} from './report.ts';
import type {Resolver} from './resolving.ts';
import {fetchList, MAX_LIST_BYTES, MOST_VALUES} from './status-fetching.ts';

const MOST_REVOKED = 100_000;
// The specification has the first name; some issuers write the second.
const MEMBERS = ['revokedCredential', 'revokedCredentials'];

/**
 * The list at `url`: the reason for each revoked credential, by its id; null where there is none.
 *
 * `size` are about the bytes of memory that it takes.
 */
export interface RevocationList {
  readonly url: string;
  readonly issuer: string;
  readonly revoked: ReadonlyMap<string, string | null>;
  readonly size: number;
}

/** The list at `url`; else the check that says what is wrong. */
export async function fetchRevocationList(url: string, resolver: Resolver): Promise<RevocationList | Failure> {
  if (!url.startsWith('https://')) {
    const problem = 'an unsigned list can be believed only from an https address';
    return new Failure(unknown('status.unreachable', {url, problem}));
  }
  const data = await fetchList(url, resolver);
  if (data instanceof Failure) {
    return data;
  }
  try {
    return read(readDocument(data, MAX_LIST_BYTES, 2 * MOST_VALUES), url);
  } catch (error) {
    if (error instanceof EncodingError) {
      return new Failure(failed('status.unreadable', 'untrusted', {url, problem: error.message}));
    }
    if (error instanceof StatusListError) {
      return new Failure(failed('status.bad_list', 'untrusted', {url, problem: error.message, error: error.code}));
    }
    throw error;
  }
}

/** Look up the id of `document` in its revocation list. */
export function checkRevocationList(document: Document, found: RevocationList): Check {
  const {url} = found;
  const [issuer, name] = [issuerOf(document), textAt(document, 'id')];
  if (found.issuer !== issuer) {
    return unknown('status.other_issuer', {url, owner: found.issuer, issuer});
  }
  if (name === null) {
    return unknown('status.no_id', {url});
  }
  const reason = found.revoked.get(name);
  if (reason === undefined) {
    return passed('status.passed', {url, purpose: 'revocation'});
  }
  return reason === null
    ? failed('status.revoked', 'revoked', {url, purpose: 'revocation'})
    : failed('status.revoked_because', 'revoked', {url, purpose: 'revocation', reason});
}

function read(document: Document, url: string): RevocationList {
  const issuer = issuerOf(document);
  if (issuer === null) {
    throw unfit('it names no issuer');
  }
  if (has(document, 'id') && document['id'] !== url) {
    throw unfit('it gives itself another address');
  }
  // A list of nobody may be left out, says the specification; that it is a list at all then shows in its id.
  if (!MEMBERS.some(name => has(document, name)) && !has(document, 'id')) {
    throw unfit('it lists no credentials');
  }
  const entries = MEMBERS.flatMap(name => listed(has(document, name) ? document[name]! : []));
  if (entries.length > MOST_REVOKED) {
    throw unfit(`it names more than ${MOST_REVOKED} credentials`);
  }
  const revoked = new Map<string, string | null>();
  for (const entry of entries) {
    const name = textAt(entry, 'id');
    if (name === null || !isObject(entry)) {
      throw unfit('it holds an entry without id');
    }
    // Anything but a clear no is a yes.
    if (get(entry, 'revoked') !== false) {
      revoked.set(name, revoked.get(name) || textAt(entry, 'revocationReason') || null);
    }
  }
  let size = 0;
  revoked.forEach((reason, name) => (size += 200 + name.length + (reason ?? '').length));
  return {url, issuer, revoked, size};
}

function listed(value: Json): Json[] {
  if (isObject(value)) {
    return [value];
  }
  if (!Array.isArray(value)) {
    throw unfit('it lists no credentials');
  }
  return value;
}

function unfit(problem: string): StatusListError {
  return new StatusListError(problem, 'MALFORMED_VALUE_ERROR');
}
