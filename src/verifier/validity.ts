/** Check `validity`: the instant asked about lies within the credential's own window. */

import {instantOf} from './claims.ts';
import {EncodingError} from './errors.ts';
import {failed, passed} from './findings.ts';
import type {Document} from './json.ts';
import type {Check} from './report.ts';
import type {Instant} from './timestamps.ts';

/** From `begin` to `end`, both included; null leaves that side open. */
export interface Window {
  readonly begin: Instant | null;
  readonly end: Instant | null;
}

const BEGINS = ['validFrom', 'issuanceDate'];
const ENDS = ['validUntil', 'expirationDate'];

/**
 * The validity that `document` claims, in the words of VCDM 2.0 (section 4.9) or 1.1 (sections 4.6 and 4.8).
 *
 * Where it claims it in both, the narrower window counts.
 *
 * @throws {EncodingError} a date is no timestamp, or the window ends before it begins
 */
export function windowOf(document: Document): Window {
  const window = statedWindowOf(document);
  if (window.begin !== null && window.end !== null && window.end < window.begin) {
    throw new EncodingError('it ends before it begins');
  }
  return window;
}

/** The same, which may then end before it begins.  @throws {EncodingError} */
export function statedWindowOf(document: Document): Window {
  const [begins, ends] = [BEGINS, ENDS].map(names =>
    names.map(name => instantOf(document, name)).filter(instant => instant !== null)
  ) as [Instant[], Instant[]];
  return {
    begin: begins.reduce<Instant | null>((latest, each) => (latest === null || each > latest ? each : latest), null),
    end: ends.reduce<Instant | null>((first, each) => (first === null || each < first ? each : first), null)
  };
}

/** Compare the window of `document` with `at`. */
export function checkValidity(document: Document, at: Instant): Check {
  let window: Window;
  try {
    window = windowOf(document);
  } catch (error) {
    if (error instanceof EncodingError) {
      return failed('validity.unreadable', 'malformed', {problem: error.message});
    }
    throw error;
  }
  const {begin, end} = window;
  if (begin === null) {
    return failed('validity.unreadable', 'malformed', {problem: 'it does not say when it begins'});
  }
  if (at < begin) {
    return failed('validity.not_begun', 'not yet valid', {begin});
  }
  if (end === null) {
    return passed('validity.no_end', {begin});
  }
  return at > end ? failed('validity.expired', 'expired', {end}) : passed('validity.passed', {begin, end});
}
