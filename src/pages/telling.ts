/**
 * The verifier's sentences in the language of the page.  The verifier says them in English: they are recognised by the
 * message that they were made of, and said anew with the same values.
 */

import {dated} from '../conferral/verify/sentences.json';
import {element, type Child} from './elements.ts';
import {instantWords, said} from './language.ts';

/* Names of values that are sentences, instants or numbers; all others are of strangers, or in English. */
const SENTENCE = 'sentence';
const INSTANTS = new Set(['begin', 'date', 'end']);
const INSTANT = '\\d+ [A-Z][a-z]+ \\d+, \\d\\d:\\d\\d UTC';
const NUMBERS = new Set(['count', 'number', 'size']);
const IN_ENGLISH = new Set(['error', 'problem']);

/* What a statement on a day may end in. */
const AUTHENTIC = ` ${dated.authentic}`;

const VALUE = /\{(\w+)\}/;
const PATTERNS = Object.entries(said).flatMap(([english, other]) =>
  typeof other === 'string' && VALUE.test(english) ? [{pattern: patternOf(english), other}] : []
);

/** A sentence of the verifier as the page says it; in English if nothing else is known. */
export function tell(sentence: string): Child[] {
  const whole = said[sentence];
  if (typeof whole === 'string') {
    return [whole];
  }
  if (sentence.endsWith(AUTHENTIC)) {
    return [...tell(sentence.slice(0, -AUTHENTIC.length)), ' ', ...tell(dated.authentic)];
  }
  for (const {pattern, other} of PATTERNS) {
    const groups = pattern.exec(sentence)?.groups;
    if (groups) {
      return other.split(VALUE).flatMap((part, at) => (at % 2 ? valueOf(part, groups[part] ?? '') : [part]));
    }
  }
  return [document.documentElement.lang === 'en' ? sentence : element('span', {lang: 'en', dir: 'ltr'}, sentence)];
}

/** What recognises sentences that were made of a message, and finds their values. */
function patternOf(english: string): RegExp {
  const seen = new Set<string>();
  const parts = english.split(VALUE).map((part, at) => {
    if (at % 2 === 0) {
      return part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    }
    const again = seen.has(part);
    seen.add(part);
    return again ? `\\k<${part}>` : `(?<${part}>${INSTANTS.has(part) ? INSTANT : '.*'})`;
  });
  return new RegExp(`^${parts.join('')}$`, 's');
}

function valueOf(name: string, value: string): Child[] {
  if (name === SENTENCE) {
    return tell(value);
  }
  if (INSTANTS.has(name)) {
    const at = new Date(value.replace(',', ''));
    return [Number.isNaN(at.getTime()) ? value : element('time', {datetime: at.toISOString()}, instantWords(at))];
  }
  if (NUMBERS.has(name)) {
    return [value];
  }
  return [element('bdi', IN_ENGLISH.has(name) ? {lang: 'en'} : {}, value)];
}
