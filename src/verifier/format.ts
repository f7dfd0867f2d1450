/** Check `format`: readable, of the shape of Open Badges 3.0 or CLR 2.0, in words that are known. */

import {allContextsOf, contextsOf, isVersion1, layoutProblem, typesOf, unknownContext} from './claims.ts';
import {type CanonicalizationError, UndefinedTermError} from './errors.ts';
import {failed, passed, unknown} from './findings.ts';
import {type Document, has, type Json} from './json.ts';
import {kindOf, MOST_PROBLEMS, structureProblems} from './open-badges.ts';
import type {Check} from './report.ts';
import * as shapes from './shapes.ts';
import {harmless} from './words.ts';

export {kindOf} from './open-badges.ts';

/** What is told of each kind, in the form of Verifiable Credentials 2.0 and of 1.1. */
const PASSED = {
  achievement: ['format.passed', 'format.older'],
  endorsement: ['format.endorsement', 'format.older_endorsement'],
  clr: ['format.record', 'format.older_record']
} as const;

const OPEN_BADGES_2: readonly Json[] = ['https://w3id.org/openbadges/v1', 'https://w3id.org/openbadges/v2'];
const LONGEST_PROBLEM = 300;

/**
 * Look at what can be seen without anybody's key.
 *
 * `unclear` is what keeps `document` from having a canonical form, where its signature does not need one: a signed word
 * that no context defines means nothing all the same.
 */
export function checkFormat(document: Document, unclear: CanonicalizationError | null): Check {
  const [kind, types] = [kindOf(document), typesOf(document)];
  if (kind === null) {
    const odd = [...shapes.types()(has(document, 'type') ? document['type'] : [], '/type')];
    if (odd.length) {
      return outOfShape(odd, false);
    }
    if (types.includes('Assertion') || contextsOf(document).some(item => OPEN_BADGES_2.includes(item))) {
      return unknown('format.older_generation');
    }
    if (types.includes('VerifiableCredential')) {
      return unknown('format.other_kind', {types: types.join(', ')});
    }
  }
  const layout = layoutProblem(document);
  if (layout !== null) {
    return failed('format.layout', 'malformed', {problem: layout});
  }
  const problems = structureProblems(document);
  if (kind === null || problems.length) {
    return outOfShape(problems, problems.length === MOST_PROBLEMS);
  }
  const context = unknownContext(document);
  if (context !== null) {
    return unknown('format.context', {context});
  }
  if (![...allContextsOf(document)].every(item => typeof item === 'string')) {
    return unknown('format.own_words');
  }
  if (unclear !== null) {
    const problem = unclear.message;
    return unclear instanceof UndefinedTermError
      ? failed('format.undefined', 'malformed', {problem})
      : unknown('format.not_canonical', {problem});
  }
  return passed(PASSED[kind][isVersion1(document) ? 1 : 0]);
}

function outOfShape(problems: readonly string[], atLeast: boolean): Check {
  const told = problems.map(problem => harmless(problem, LONGEST_PROBLEM));
  const more = (told.length > 1 ? `, and ${told.length - 1} more` : '') + (atLeast ? ' at least' : '');
  return failed('format.structure', 'malformed', {problem: told[0] + more, problems: told.slice(0, 20)});
}
