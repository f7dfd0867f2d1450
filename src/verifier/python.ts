/** What Python does to text and values where messages and limits show it, so that both verifiers say the same. */

/** `value` as Python's `repr` writes it, for what JSON can hold. */
export function repr(value: unknown): string {
  if (value === null || value === undefined) {
    return 'None';
  }
  switch (typeof value) {
    case 'boolean':
      return value ? 'True' : 'False';
    case 'number':
      return reprNumber(value);
    case 'string':
      return reprText(value);
    default:
      break;
  }
  if (Array.isArray(value)) {
    return `[${value.map(repr).join(', ')}]`;
  }
  const members = Object.entries(value as object).map(([name, inner]) => `${repr(name)}: ${repr(inner)}`);
  return `{${members.join(', ')}}`;
}

/** A number as Python writes it; one without a fraction counts as an integer as long as integers are exact. */
export function reprNumber(value: number): string {
  if (Number.isSafeInteger(value) && !Object.is(value, -0)) {
    return String(value);
  }
  if (!Number.isFinite(value)) {
    return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf';
  }
  if (value === 0) {
    return '-0.0';
  }
  // Python writes an exponent from 1e16 on and below 1e-4, with two digits at least.
  const [mantissa, power] = value.toExponential().split('e') as [string, string];
  const exponent = Number(power);
  if (exponent < -4 || exponent >= 16) {
    return `${mantissa}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
  }
  const written = exponent < 0 ? value.toFixed(mantissa.replace(/[-.]/g, '').length - 1 - exponent) : String(value);
  return written.includes('.') ? written : `${written}.0`;
}

// What str.isprintable() is false for: separators but the space, and all of category C.
const UNPRINTABLE = /[\p{C}\p{Z}]/u;

function reprText(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  let written = '';
  for (const character of text) {
    const code = character.codePointAt(0)!;
    if (character === '\\' || character === quote) {
      written += `\\${character}`;
    } else if (character === ' ' || !UNPRINTABLE.test(character)) {
      written += character;
    } else if (character === '\n' || character === '\r' || character === '\t') {
      written += {'\n': '\\n', '\r': '\\r', '\t': '\\t'}[character];
    } else if (code < 0x100) {
      written += `\\x${code.toString(16).padStart(2, '0')}`;
    } else {
      written += code < 0x10000 ? `\\u${code.toString(16).padStart(4, '0')}` : `\\U${code.toString(16).padStart(8, '0')}`;
    }
  }
  return quote + written + quote;
}

/** The first `count` characters of `text`, of which those above U+FFFF count once. */
export function first(text: string, count: number): string {
  if (text.length <= count) {
    return text;
  }
  let end = 0;
  for (let found = 0; found < count && end < text.length; found++) {
    end += text.codePointAt(end)! > 0xffff ? 2 : 1;
  }
  return text.slice(0, end);
}

/** How many characters `text` has, of which those above U+FFFF count once. */
export function lengthOf(text: string): number {
  let count = text.length;
  for (let place = 0; place < text.length - 1; place++) {
    if (text.codePointAt(place)! > 0xffff) {
      count--;
      place++;
    }
  }
  return count;
}

/** How Python's `<` orders texts: by code point, where JavaScript compares UTF-16 code units. */
export function compareTexts(one: string, other: string): number {
  const shorter = Math.min(one.length, other.length);
  for (let place = 0; place < shorter; place++) {
    const [a, b] = [one.charCodeAt(place), other.charCodeAt(place)];
    if (a !== b) {
      // Surrogates stand for what lies above everything else.
      const [high, low] = [a >= 0xd800 && a < 0xe000, b >= 0xd800 && b < 0xe000];
      return high === low ? a - b : high ? 1 : -1;
    }
  }
  return one.length - other.length;
}

/** Whether two JSON values are equal to Python's `==`, for which `true` is 1. */
export function equal(one: unknown, other: unknown): boolean {
  if (typeof one === 'boolean' || typeof other === 'boolean') {
    const [a, b] = [one, other].map(value => (typeof value === 'boolean' ? Number(value) : value));
    return a === b;
  }
  if (one === other || typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) {
    return one === other;
  }
  if (Array.isArray(one) || Array.isArray(other)) {
    return (
      Array.isArray(one) &&
      Array.isArray(other) &&
      one.length === other.length &&
      one.every((item, place) => equal(item, other[place]))
    );
  }
  const [ours, theirs] = [one as Record<string, unknown>, other as Record<string, unknown>];
  const names = Object.keys(ours);
  return (
    names.length === Object.keys(theirs).length &&
    names.every(name => Object.hasOwn(theirs, name) && equal(ours[name], theirs[name]))
  );
}

const SPACE = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;

/** `text` without the white space around it, as Python's `strip` sees white space. */
export function strip(text: string, space: RegExp = SPACE): string {
  let [begin, end] = [0, text.length];
  while (begin < end && space.test(text[begin]!)) {
    begin++;
  }
  while (begin < end && space.test(text[end - 1]!)) {
    end--;
  }
  return text.slice(begin, end);
}

/** How many characters Python's `json.dumps` takes for `value`: ASCII, with a space after each comma and colon. */
export function asciiJsonLength(value: unknown): number {
  if (typeof value === 'string') {
    return JSON.stringify(value).replace(/[\u007f-\uffff]/g, '\\u0000').length;
  }
  if (typeof value === 'number') {
    return reprNumber(value).length;
  }
  if (typeof value !== 'object' || value === null) {
    return String(value).length;
  }
  const between = 2 * Math.max(0, Object.keys(value).length - 1);
  if (Array.isArray(value)) {
    return value.reduce((sum: number, item) => sum + asciiJsonLength(item), 2 + between);
  }
  return Object.entries(value).reduce(
    (sum, [name, inner]) => sum + asciiJsonLength(name) + 2 + asciiJsonLength(inner),
    2 + between
  );
}
