/** Instants of time as credentials write them: RFC 3339, as XML Schema's dateTimeStamp narrows it. */

import {EncodingError} from './errors.ts';
import {first, repr} from './python.ts';

/** Microseconds since 1970, in UTC: what Python's datetime can tell apart, and JavaScript's Date cannot. */
export type Instant = bigint;

const SHAPE = /^([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]{1,12}))?(?:Z|([+-])([0-9]{2}):([0-9]{2}))$/;
const EARLIEST = instantOfDay(1, 1, 1, 0, 0, 0);
const LATEST = instantOfDay(9999, 12, 31, 23, 59, 59) + 999_999n;

/**
 * The instant that `text` names.
 *
 * Accepted is what is both an RFC 3339 date-time and an XML Schema dateTimeStamp: upper-case `T` and `Z`, a mandatory
 * offset of at most 14 hours, years 0001 to 9999.  Digits beyond the microsecond are cut.  Leap seconds are refused.
 *
 * @throws {EncodingError}
 */
export function parseTimestamp(text: string): Instant {
  const match = SHAPE.exec(text);
  if (match === null) {
    throw new EncodingError(
      `got timestamp ${repr(first(text, 64))}, expected one like '2026-06-30T22:00:00Z'`
    );
  }
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number
  ];
  if (second === 60) {
    throw new EncodingError(`got timestamp ${repr(text)}, expected no leap second`);
  }
  let offset = 0;
  if (match[8]) {
    offset = Number(match[9]) * 60 + Number(match[10]);
    if (Number(match[10]) > 59 || offset > 14 * 60) {
      throw new EncodingError(`got timestamp ${repr(text)}, expected an offset of at most 14 hours`);
    }
  }
  const microsecond = Number((match[7] ?? '').padEnd(6, '0').slice(0, 6));
  const local = exists(year, month, day, hour, minute, second)
    ? instantOfDay(year, month, day, hour, minute, second) + BigInt(microsecond)
    : null;
  const instant = local === null ? null : local - BigInt(match[8] === '-' ? -offset : offset) * 60_000_000n;
  if (instant === null || instant < EARLIEST || instant > LATEST) {
    throw new EncodingError(`got timestamp ${repr(text)}, expected a day and time that exist`);
  }
  return instant;
}

/** `instant` as `2026-06-30T22:00:00Z`; a fraction appears only when it is not zero. */
export function formatTimestamp(instant: Instant): string {
  const microsecond = ((instant % 1_000_000n) + 1_000_000n) % 1_000_000n;
  const whole = new Date(Number((instant - microsecond) / 1000n)).toISOString().slice(0, 19);
  const fraction = microsecond ? `.${String(microsecond).padStart(6, '0')}`.replace(/0+$/, '') : '';
  return `${whole}${fraction}Z`;
}

/** The instant of a Date. */
export function instantOf(date: Date): Instant {
  return BigInt(date.getTime()) * 1000n;
}

function exists(year: number, month: number, day: number, hour: number, minute: number, second: number): boolean {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
  return year >= 1 && day >= 1 && day <= days && hour < 24 && minute < 60 && second < 60;
}

function instantOfDay(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number
): Instant {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second);
  return instantOf(date);
}
