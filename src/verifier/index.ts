/**
 * The verifier in the browser: the checks, codes and sentences of `conferral.verify`.
 *
 *     const report = await inspect(bytes, {resolver});
 *     report.state, report.statement, report.checks, report.toJSON()
 *
 * Every file here has the name of its module in `conferral.verify` or `conferral.standards`, and the same rules; a
 * corpus of cases shows that both give the same reports, letter by letter.  What is seldom needed is loaded when it is:
 * pictures, the structure of credentials, contexts of older versions.
 */

import type {Report} from './report.ts';
import {type Circumstances, Verifier, type Wishes} from './verifying.ts';

export * from './report.ts';
export * from './resolving.ts';
export {Verifier} from './verifying.ts';

/** How a credential is to be looked at. */
export interface Options extends Circumstances, Wishes {}

/** Make every check on a credential.  Never rejects for what the credential is or says. */
export async function inspect(given: Uint8Array | string, options: Options): Promise<Report> {
  return new Verifier(options).inspect(given, options);
}
