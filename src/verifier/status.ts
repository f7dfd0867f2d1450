/**
 * Check `status`: the issuer has neither revoked nor suspended it (Bitstring Status List 1.0, section 3.2).
 *
 * Its predecessors are read as well: StatusList2021 here, the 1EdTech Revocation List in `revocation-list.ts`.
 */

import {statusAt} from './bitstring.ts';
import {issuerOf, textAt, typesOf} from './claims.ts';
import {StatusListError} from './errors.ts';
import {failed, passed, unknown} from './findings.ts';
import {Failure} from './issuer.ts';
import {type Document, has, isObject, type Json} from './json.ts';
import {seldom} from './loading.ts';
import type {Check} from './report.ts';
import {MOST_BITS, readEntry, REVOCATION_LIST, type StatusEntry} from './status-entries.ts';
import {FORMS, type StatusList, type StatusLists} from './status-lists.ts';
import type {Instant} from './timestamps.ts';

/** Status entries of one credential that are looked at. */
export const MOST_ENTRIES = 10;

// What a set bit of each purpose means, and how an unset one is told.
const VERDICTS = new Map([
  ['revocation', 'revoked'],
  ['suspension', 'suspended']
] as const);
const UNSET = new Map([
  ['revocation', 'status.passed'],
  ['suspension', 'status.not_suspended']
] as const);
const HARMLESS = ['refresh', 'message'];
// What does no harm and is worth telling in any case, and what is not.
const NEWS = ['status.refresh', 'status.message'];
const NO_NEWS = 'status.informative';

/** Look up every status entry of `document`: the gravest finding counts, and what the issuer says is added. */
export async function checkStatus(document: Document, lists: StatusLists, at: Instant): Promise<Check> {
  const found = has(document, 'credentialStatus') ? document['credentialStatus']! : [];
  const entries = Array.isArray(found) ? found : [found];
  if (!entries.length) {
    return passed('status.none');
  }
  if (entries.length > MOST_ENTRIES) {
    return unknown('status.too_many', {count: entries.length});
  }
  const checks: Check[] = [];
  for (const entry of entries) {
    checks.push(await checkEntry(entry, document, lists, at));
  }
  let gravest = checks.reduce((worst, check) => (gravity(check) < gravity(worst) ? check : worst));
  const codes = checks.map(check => check.details.code);
  if ([...UNSET.values()].every(code => codes.includes(code)) && checks.every(check => check.outcome === 'passed')) {
    gravest = passed('status.neither', {entries: entries.length});
  }
  return withNews(gravest, checks);
}

/** Revoked before suspended before any other failure before the unknown before all well. */
function gravity(check: Check): number {
  const verdict = ['revoked', 'suspended'].indexOf(check.verdict);
  if (verdict >= 0) {
    return verdict;
  }
  const {code} = check.details;
  return 2 + ['failed', 'unknown', 'passed'].indexOf(check.outcome) + (NEWS.includes(code) ? 1 : code === NO_NEWS ? 2 : 0);
}

function withNews(gravest: Check, checks: readonly Check[]): Check {
  const news = new Map(
    checks.filter(check => NEWS.includes(check.details.code)).map(check => [check.sentence, check.details])
  );
  news.delete(gravest.sentence);
  if (!news.size) {
    return gravest;
  }
  return {
    ...gravest,
    sentence: [gravest.sentence, ...news.keys()].join(' '),
    details: {...gravest.details, also: [...news.values()]}
  };
}

async function checkEntry(entry: Json, document: Document, lists: StatusLists, at: Instant): Promise<Check> {
  if (!isObject(entry)) {
    return failed('status.malformed', 'untrusted', {problem: 'it is no object'});
  }
  const types = typesOf(entry);
  const kinds = [REVOCATION_LIST, ...FORMS.keys()].filter(name => types.includes(name));
  const [kind] = kinds;
  if (kind === undefined) {
    return unknown('status.unknown_type', {type: types.join(', ')});
  }
  if (kinds.length > 1) {
    return failed('status.malformed', 'untrusted', {problem: 'it is of several kinds'});
  }
  if (kind === REVOCATION_LIST) {
    return checkRevocation(entry, document, lists);
  }
  let place: StatusEntry;
  try {
    place = readEntry(entry, kind);
  } catch (error) {
    if (error instanceof StatusListError) {
      return failed('status.malformed', 'untrusted', {problem: error.message});
    }
    throw error;
  }
  const {url, purpose} = place;
  if (!isVerdict(purpose) && !HARMLESS.includes(purpose)) {
    return unknown('status.unknown_purpose', {purpose});
  }
  const check = checkPlace(place, await lists.get(url, issuerOf(document), kind), at, lists.now);
  return HARMLESS.includes(purpose) && check.outcome !== 'passed' ? passed(NO_NEWS, {url, purpose}) : check;
}

async function checkRevocation(entry: Document, document: Document, lists: StatusLists): Promise<Check> {
  const url = textAt(entry, 'id');
  if (url === null) {
    return failed('status.malformed', 'untrusted', {problem: 'it names no list'});
  }
  const found = await lists.revocationList(url);
  return found instanceof Failure ? found.check : (await seldom()).checkRevocationList(document, found);
}

function checkPlace(place: StatusEntry, found: StatusList | Failure, at: Instant, now: Instant): Check {
  if (found instanceof Failure) {
    return found.check;
  }
  const {url, purpose, index} = place;
  if (!found.purposes.includes(purpose)) {
    return failed('status.other_purpose', 'untrusted', {url, found: found.purposes.join(', '), purpose});
  }
  if (found.size !== null && found.size !== place.size) {
    return failed('status.other_size', 'untrusted', {url, found: found.size, size: place.size});
  }
  if (place.size > MOST_BITS) {
    return unknown('status.unknown_size', {size: place.size});
  }
  let value: number;
  try {
    value = statusAt(found.bits, index, place.size);
  } catch (error) {
    if (error instanceof StatusListError) {
      return failed('status.bad_list', 'untrusted', {url, problem: error.message, error: error.code});
    }
    throw error;
  }
  // A revocation is for good, so a set bit counts even in a list that has lapsed, and so does an unset one in a list
  // that has begun only since.  A suspension may be.
  if (value && isVerdict(purpose)) {
    const verdict = VERDICTS.get(purpose)!;
    return failed(`status.${verdict}`, verdict, {url, purpose, index});
  }
  if (value && purpose === 'refresh') {
    return passed('status.refresh', {url, purpose, index});
  }
  if (found.end !== null && found.end < at) {
    return unknown('status.lapsed', {url, date: found.end});
  }
  if (found.begin !== null && found.begin > at && (purpose !== 'revocation' || found.begin > now)) {
    return unknown('status.not_begun', {url, date: found.begin});
  }
  return isVerdict(purpose) ? passed(UNSET.get(purpose)!, {url, purpose, index}) : told(place, value);
}

/** What the issuer says with `value`, if anything. */
function told({url, purpose, index, messages}: StatusEntry, value: number): Check {
  // Section 2.1: without messages, 1 means "set".
  const message = messages === null ? (value ? 'set' : '') : messages.get(value)!;
  if (purpose !== 'message' || message === '' || message === 'undefined') {
    return passed(NO_NEWS, {url, purpose});
  }
  return passed('status.message', {url, purpose, index, value, message});
}

function isVerdict(purpose: string): purpose is 'revocation' | 'suspension' {
  return purpose === 'revocation' || purpose === 'suspension';
}
