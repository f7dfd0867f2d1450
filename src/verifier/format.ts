/** Check `format`: readable, of the shape of Open Badges 3.0, in words that are known. */

import {contextsOf, layoutProblem, unknownContext} from './claims.ts';
import {type CanonicalizationError, UndefinedTermError} from './errors.ts';
import {failed, passed, unknown} from './findings.ts';
import type {Document} from './json.ts';
import type {Check} from './report.ts';

/**
 * Look at what can be seen without anybody's key.
 *
 * `unclear` is what keeps `document` from having a canonical form, where its signature does not need one: a signed word
 * that no context defines means nothing all the same.
 */
export async function checkFormat(document: Document, unclear: CanonicalizationError | null): Promise<Check> {
  const layout = layoutProblem(document);
  if (layout !== null) {
    return failed('format.layout', 'malformed', {problem: layout});
  }
  const problems = (await import('./open-badges.ts')).structureProblems(document);
  if (problems.length) {
    const more = problems.length > 1 ? `, and ${problems.length - 1} more` : '';
    return failed('format.structure', 'malformed', {problem: problems[0] + more, problems: problems.slice(0, 20)});
  }
  const context = unknownContext(document);
  if (context !== null) {
    return unknown('format.context', {context});
  }
  if (!contextsOf(document).every(item => typeof item === 'string')) {
    return unknown('format.own_words');
  }
  if (unclear !== null) {
    return unclear instanceof UndefinedTermError
      ? failed('format.undefined', 'malformed', {problem: unclear.message})
      : unknown('format.not_canonical', {problem: unclear.message});
  }
  return passed('format.passed');
}
