/** A small vocabulary for saying what JSON must look like: a shape lists what keeps a value from fitting. */

import {EncodingError} from './errors.ts';
import {has, isObject} from './json.ts';
import {first, lengthOf, repr} from './python.ts';
import {parseTimestamp} from './timestamps.ts';

/** Takes a value and its JSON Pointer; yields problems as `/pointer: got …, expected …`. */
export type Shape = (value: unknown, where: string) => Iterable<string>;

/** Shapes by the names of members. */
export type Shapes = Readonly<Record<string, Shape>>;

/** One problem, in the form that all shapes use. */
export function problem(where: string, got: string, expected: string): string {
  return `${where || '/'}: got ${got}, expected ${expected}`;
}

/** A value in a message: text and numbers as they are, everything else by its kind. */
export function shown(value: unknown): string {
  if (typeof value === 'string') {
    return repr(lengthOf(value) <= 60 ? value : `${first(value, 59)}…`);
  }
  if (value === null) {
    return 'null';
  }
  return typeof value === 'object' ? (Array.isArray(value) ? 'a list' : 'an object') : repr(value).toLowerCase();
}

function of(fits: (value: unknown) => boolean, expected: string): Shape {
  return (value, where) => (fits(value) ? [] : [problem(where, shown(value), expected)]);
}

/** Any text. */
export const text = of(value => typeof value === 'string', 'text');

/** A finite number. */
export const number = of(value => Number.isFinite(value), 'a number');

/** True or false. */
export const boolean = of(value => typeof value === 'boolean', 'true or false');

/** A time with its offset. */
export const timestamp = of(value => {
  try {
    return typeof value === 'string' && typeof parseTimestamp(value) === 'bigint';
  } catch (error) {
    if (error instanceof EncodingError) {
      return false;
    }
    throw error;
  }
}, "a time such as '2026-06-30T22:00:00Z'");

/** Text that `pattern` describes in full; `expected` says so in words. */
export function matching(pattern: RegExp, expected: string): Shape {
  return of(value => typeof value === 'string' && pattern.test(value), expected);
}

/** One text and no other. */
export function exactly(expected: string): Shape {
  return of(value => value === expected, repr(expected));
}

/** One of `names`, or with `extensible` a name that begins with `ext:`; `specification` defines them. */
export function oneOf(
  names: ReadonlySet<string>,
  what: string,
  {extensible = false, specification = 'Open Badges 3.0'}: {extensible?: boolean; specification?: string} = {}
): Shape {
  return of(
    value => typeof value === 'string' && (names.has(value) || (extensible && /^ext:[A-Za-z0-9._-]+$/.test(value))),
    `${what} of ${specification}${extensible ? " or one that begins with 'ext:'" : ''}`
  );
}

/** What fits `shape`, or a list of it: the form that compacting JSON-LD may give. */
export function oneOrMore(shape: Shape): Shape {
  return function* (value, where) {
    if (!Array.isArray(value)) {
      yield* shape(value, where);
      return;
    }
    for (const [place, item] of value.entries()) {
      yield* shape(item, `${where}/${place}`);
    }
  };
}

/** A type, or a list of them, with one from each of `groups`. */
export function types(...groups: readonly (readonly string[])[]): Shape {
  const expected = groups.map(group => group.map(repr).join(' or ')).join(' and ');
  return (value, where) => {
    const found: unknown[] = Array.isArray(value) ? value : [value];
    if (!found.every(name => typeof name === 'string')) {
      return [problem(where, shown(value), 'types as text')];
    }
    if (groups.every(group => group.some(name => found.includes(name)))) {
      return [];
    }
    return [problem(where, found.map(shown).join(', ') || 'no type', expected)];
  };
}

/** An object with all `required` members, and perhaps `optional` ones; if `closed`, with no others. */
export function members(required: Shapes, optional: Shapes = {}, closed = false): Shape {
  const known = new Map(Object.entries({...required, ...optional}));
  return function* (value, where) {
    if (!isObject(value)) {
      yield problem(where, shown(value), 'an object');
      return;
    }
    for (const name of Object.keys(required)) {
      if (!has(value, name)) {
        yield problem(`${where}/${name}`, 'nothing', 'this member');
      }
    }
    for (const [name, inner] of Object.entries(value)) {
      const shape = known.get(name);
      if (shape !== undefined) {
        yield* shape(inner, `${where}/${name}`);
      } else if (closed) {
        yield problem(where, `member ${repr(name)}`, `only ${[...known.keys()].map(repr).join(', ')}`);
      }
    }
  };
}

/** What fits all of `shapes`. */
export function both(...shapes: readonly Shape[]): Shape {
  return function* (value, where) {
    for (const shape of shapes) {
      yield* shape(value, where);
    }
  };
}
