/**
 * Checks `endorsements` and `credentials`: what is embedded in a credential is verified like the whole.
 *
 * An endorsement (Open Badges 3.0, section 9.1, step 6) is a credential of its own about the credential, the
 * achievement or the profile in which it stands, which it names by its id.  A record (Comprehensive Learner Record 2.0)
 * holds whole signed credentials.
 */

import {textAt} from './claims.ts';
import {failed, passed, unknown} from './findings.ts';
import {type Document, isObject, type Json} from './json.ts';
import type {Check, Embedded, EmbeddedKind, Report} from './report.ts';

/** Documents embedded in one that are looked at, those inside them included. */
export const MOST_EMBEDDED = 100;

/** How many documents one may be inside of. */
export const DEEPEST = 3;

const MEMBERS: ReadonlyMap<string, EmbeddedKind> = new Map([
  ['endorsement', 'endorsement'],
  ['endorsementJwt', 'endorsement'],
  ['verifiableCredential', 'credential']
]);
const CHECKS = [
  ['endorsement', 'endorsements'],
  ['credential', 'credentials']
] as const;

/** A document inside another: where it stands, as a JSON Pointer, and the id of the object that holds it. */
export interface Inside {
  readonly kind: EmbeddedKind;
  readonly at: string;
  readonly source: Document | string;
  readonly holder: string | null;
}

/** Every document embedded in `document`, but not those that are embedded in these. */
export function inside(document: Document): Inside[] {
  const found: Inside[] = [];
  const waiting: [string, Json][] = [['', document]];
  for (const [where, value] of waiting) {
    if (Array.isArray(value)) {
      value.forEach((item, place) => waiting.push([`${where}/${place}`, item]));
    } else if (isObject(value)) {
      for (const [name, held] of Object.entries(value)) {
        const kind = MEMBERS.get(name);
        const at = `${where}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
        if (kind !== undefined) {
          each(kind, at, held, textAt(value, 'id')).forEach(one => found.push(one));
        } else if (name !== '@context' && name !== 'proof') {
          waiting.push([at, held]);
        }
      }
    }
  }
  return found;
}

function each(kind: EmbeddedKind, where: string, held: Json, holder: string | null): Inside[] {
  const items = Array.isArray(held)
    ? held.map((item, place): [string, Json] => [`${where}/${place}`, item])
    : [[where, held] as [string, Json]];
  return items.map(([at, item]) => ({
    kind,
    at,
    source: isObject(item) || typeof item === 'string' ? item : {},
    holder
  }));
}

/** A report on each document of `found`. */
export async function inspectInside(
  found: readonly Inside[],
  inspect: (one: Inside) => Promise<Report>
): Promise<Embedded[]> {
  const embedded: Embedded[] = [];
  for (const one of found) {
    const report = await inspect(one);
    embedded.push({kind: one.kind, at: one.at, report, fits: fits(one, report)});
  }
  return embedded;
}

/**
 * Whether what stands there is what should, by the `report` on it.
 *
 * An endorsement of something else, put there by the issuer, would lend it a stranger's good name, and so would a badge
 * of that stranger's for whomever.  Of what is not proven nobody can say what it is about; that it is not proven counts
 * by itself.
 */
function fits({kind, holder}: Inside, report: Report): boolean {
  if (kind !== 'endorsement' || report.kind === null) {
    return true;
  }
  return report.kind === 'endorsement' && holder !== null && report.subject === holder;
}

/** The check on the endorsements and the one on the credentials inside, each where there are any. */
export function checksOn(embedded: readonly Embedded[]): Check[] {
  return CHECKS.flatMap(([kind, name]) => {
    const own = embedded.filter(one => one.kind === kind);
    return own.length ? [check(name, own)] : [];
  });
}

/** The same checks where nothing was looked at: `reason` ends their codes. */
export function unchecked(found: readonly Inside[], reason: 'too_many' | 'not_authentic'): Check[] {
  return CHECKS.flatMap(([kind, name]) =>
    found.some(one => one.kind === kind) ? [unknown(`${name}.${reason}`)] : []
  );
}

function check(name: 'endorsements' | 'credentials', embedded: readonly Embedded[]): Check {
  const count = embedded.length;
  const failures = embedded.filter(one => !one.fits || one.report.outcome === 'failed').length;
  const doubts = embedded.filter(one => one.report.outcome === 'undecided').length;
  if (failures) {
    return failed(`${name}.failed`, 'holds in part', {number: failures, count});
  }
  if (doubts) {
    return unknown(`${name}.unknown`, {number: doubts, count});
  }
  return passed(`${name}.passed`, {number: count, count});
}
