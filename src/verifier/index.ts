/**
 * The verifier in the browser: the checks, codes and sentences of `conferral.verify`.
 *
 *     const report = await inspect(bytes, {resolver});
 *     report.state, report.statement, report.checks, report.toJSON()
 */

import type {Resolver} from './resolving.ts';
import type {Check, Report} from './report.ts';

export * from './report.ts';
export * from './resolving.ts';

/** How a credential is to be looked at. */
export interface Options {
  readonly resolver: Resolver;
  /** The instant to answer for, by default now. */
  readonly at?: Date;
  /** An identifier that the credential is asked about: does it name this person? */
  readonly recipient?: string;
  /** The address that it was found at, where that must be its own. */
  readonly place?: string;
  /** Called with each check as soon as it is made, in the order of the report. */
  readonly onCheck?: (check: Check) => void;
}

/** Make every check on a credential.  Never rejects for what the credential is or says. */
export async function inspect(_given: Uint8Array | string, _options: Options): Promise<Report> {
  throw new Error('not written yet');
}
