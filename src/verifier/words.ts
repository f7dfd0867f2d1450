/** Every sentence that a verification says to people, each under a stable code; see `conferral.verify.words`. */

import words from '../conferral/verify/sentences.json';
import {first, lengthOf, repr} from './python.ts';
import type {State} from './report.ts';
import {formatTimestamp, type Instant} from './timestamps.ts';

/** Characters of a stranger's text that a sentence repeats at most. */
export const LONGEST_VALUE = 200;

/** The code of a sentence. */
export type Code = keyof typeof words.sentences;

/** Sentences on how far a report reaches. */
export const NOTES: typeof words.notes = words.notes;

/** Texts of strangers, numbers and instants that a sentence is filled with. */
export type Values = Readonly<Record<string, unknown>>;

/** The sentence of `code`, with strangers' texts made harmless and short. */
export function say(code: Code, values: Values = {}): string {
  return filled(words.sentences[code], values);
}

/** What a credential in `state` is, in one sentence. */
export function stateStatement(
  state: State,
  {begin, end, authentic}: {begin: Instant | null; end: Instant | null; authentic: boolean}
): string {
  const {dated, statements} = words;
  let sentence: string;
  if (state === 'valid' && end !== null) {
    return filled(dated['valid until'], {end});
  }
  if (state === 'expired' && end !== null) {
    sentence = filled(dated['expired on'], {end});
  } else if (state === 'not yet valid' && begin !== null) {
    sentence = filled(dated['not valid before'], {begin});
  } else {
    return statements[state];
  }
  return authentic ? `${sentence} ${dated.authentic}` : sentence;
}

/** An instant for people, as in "30 June 2026, 21:59 UTC". */
export function formatInstant(instant: Instant): string {
  const [day, time] = formatTimestamp(instant).split('T') as [string, string];
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  return `${date} ${words.months[month - 1]} ${year}, ${time.slice(0, 5)} UTC`;
}

/** `text` without characters that steer a terminal or turn its direction, cut to `longest` characters. */
export function harmless(text: string, longest: number = LONGEST_VALUE): string {
  const shown = first(text, longest + 1).replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu, '�');
  return lengthOf(shown) <= longest ? shown : `${first(shown, longest - 1)}…`;
}

function filled(sentence: string, values: Values): string {
  return sentence.replace(/\{(\w+)\}/g, (_, name: string) => shown(values[name]));
}

function shown(value: unknown): string {
  if (typeof value === 'bigint') {
    return formatInstant(value);
  }
  return harmless(typeof value === 'string' ? value : repr(value), 4 * LONGEST_VALUE);
}
