/** What a check found, put into a `Check` with its sentence and its code. */

import {LoadingError} from './loading.ts';
import type {Check, CheckName, CheckOutcome, State} from './report.ts';
import {formatTimestamp} from './timestamps.ts';
import {type Code, harmless, say, type Values} from './words.ts';

/** A check that passed; the part of `code` before the dot names the check. */
export function passed(code: Code, values: Values = {}): Check {
  return check(code, 'passed', 'valid', values);
}

/** A check that failed, and the state that this amounts to. */
export function failed(code: Code, verdict: State, values: Values = {}): Check {
  return check(code, 'failed', verdict, values);
}

/** A check that could not be made. */
export function unknown(code: Code, values: Values = {}): Check {
  return check(code, 'unknown', 'cannot be checked now', values);
}

/** A check that a mistake of ours ended, or a file of ours that is not there. */
export function brokenOff(name: CheckName, error: unknown): Check {
  const found =
    error instanceof LoadingError
      ? unknown('any.not_loaded')
      : unknown('any.broke_off', {error: error instanceof Error ? error.name : typeof error});
  return {...found, name};
}

function check(code: Code, outcome: CheckOutcome, verdict: State, values: Values): Check {
  const details = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, plain(value)]));
  return {
    name: code.split('.', 1)[0] as CheckName,
    outcome,
    sentence: say(code, values),
    verdict,
    details: {code, ...details}
  };
}

function plain(value: unknown): unknown {
  if (typeof value === 'bigint') {
    return formatTimestamp(value);
  }
  return typeof value === 'string' ? harmless(value, 1000) : value;
}
