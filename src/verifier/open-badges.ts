/** The structure of Open Badges 3.0, and of the records (CLR 2.0) that bundle them. */

import * as achievementCredential from './achievement-credential.ts';
import * as clrCredential from './clr-credential.ts';
import {ENDORSEMENT, windowProblems} from './credential-parts.ts';
import {type Document, get, type Json} from './json.ts';
import {problem, type Shape} from './shapes.ts';

/** What a credential is about: an achievement, somebody's word on something, or a whole learner record. */
export type Kind = 'achievement' | 'endorsement' | 'clr';

/** Problems of one document that are told. */
export const MOST_PROBLEMS = 100;

const MAXIMUM_DEPTH = 40;
const KINDS: readonly (readonly [string, Kind])[] = [
  ['ClrCredential', 'clr'],
  ['EndorsementCredential', 'endorsement'],
  ['AchievementCredential', 'achievement'],
  ['OpenBadgeCredential', 'achievement']
];
const SHAPES: Readonly<Record<Kind, Shape>> = {
  achievement: achievementCredential.SHAPE,
  endorsement: ENDORSEMENT,
  clr: clrCredential.SHAPE
};

/**
 * What kind of credential `document` says it is, or null for one that is not known here.
 *
 * Of several kinds the one that holds others counts before the one that speaks about others.
 */
export function kindOf(document: Document): Kind | null {
  const found = get(document, 'type');
  const named: readonly Json[] = Array.isArray(found) ? found : [found];
  return KINDS.find(([name]) => named.includes(name))?.[1] ?? null;
}

/**
 * What keeps `document` from being a credential of its kind; empty when nothing does.
 *
 * Without a known kind it is measured as an AchievementCredential.  Each problem is a line such as
 * `/credentialSubject/achievement/name: got 7, expected text`, which begins with the JSON Pointer of the place.
 */
export function structureProblems(document: Document): string[] {
  if (isDeeperThan(document, MAXIMUM_DEPTH)) {
    return [problem('', `more than ${MAXIMUM_DEPTH} levels`, 'fewer')];
  }
  const found: string[] = [];
  for (const each of SHAPES[kindOf(document) ?? 'achievement'](document, '')) {
    found.push(each);
    if (found.length === MOST_PROBLEMS) {
      break;
    }
  }
  return found.length ? found : windowProblems(document);
}

function isDeeperThan(document: Document, depth: number): boolean {
  let level: Json[] = [document];
  for (let left = depth; left > 0; left--) {
    level = level.flatMap(value => (typeof value === 'object' && value !== null ? Object.values(value) : []));
    if (!level.length) {
      return false;
    }
  }
  return true;
}
