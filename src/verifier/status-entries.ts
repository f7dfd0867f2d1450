/**
 * The entry of a credential that points into a status list, read strictly.
 *
 * Bitstring Status List 1.0, section 2.1, and its predecessor StatusList2021, whose entries have no sizes and messages,
 * and sometimes a number where a text belongs.
 */

import {textAt} from './claims.ts';
import {StatusListError} from './errors.ts';
import {type Document, get, has, type Json} from './json.ts';

export const BITSTRING = 'BitstringStatusListEntry';
export const STATUS_LIST_2021 = 'StatusList2021Entry';
export const REVOCATION_LIST = '1EdTechRevocationList';

/** Bits of an entry that are read: each more doubles the messages that must come with it. */
export const MOST_BITS = 8;

/**
 * A place in the list at `url`: the entry at `index`, of `size` bits.
 *
 * `messages` says what each value of the entry means; it is null where the credential does not say.
 */
export interface StatusEntry {
  readonly url: string;
  readonly purpose: string;
  readonly index: number;
  readonly size: number;
  readonly messages: ReadonlyMap<number, string> | null;
}

/**
 * `entry`, which is of the type `type`: `BITSTRING` or `STATUS_LIST_2021`.
 *
 * @throws {StatusListError} with `MALFORMED_VALUE_ERROR`; its message is a clause on the entry
 */
export function readEntry(entry: Document, type: string): StatusEntry {
  const [url, purpose] = [textAt(entry, 'statusListCredential'), textAt(entry, 'statusPurpose')];
  if (url === null || purpose === null) {
    throw malformed('it names no list, or no purpose');
  }
  let written = get(entry, 'statusListIndex');
  const number = wholeNumber(written);
  if (type === STATUS_LIST_2021 && number !== null) {
    written = String(number);
  }
  if (typeof written !== 'string' || !/^[0-9]{1,12}$/.test(written)) {
    throw malformed('its index is no decimal number');
  }
  const size = wholeNumber(has(entry, 'statusSize') ? entry['statusSize']! : 1);
  if (size === null || size < 1) {
    throw malformed('its size is no positive number');
  }
  return {url, purpose, index: Number(written), size, messages: size <= MOST_BITS ? messagesOf(entry, size) : null};
}

/** The integer that the JSON number `value` stands for, or null. */
export function wholeNumber(value: Json): number | null {
  return Number.isSafeInteger(value) ? (value as number) + 0 : null;
}

/** Each value, and its message: the specification wants them all, and wants them of several bits. */
function messagesOf(entry: Document, size: number): Map<number, string> | null {
  if (!has(entry, 'statusMessage')) {
    if (size > 1) {
      throw malformed('it has several bits and does not say what they mean');
    }
    return null;
  }
  const listed = Array.isArray(entry['statusMessage']) ? entry['statusMessage'] : [];
  const found = new Map<number, string>();
  for (const item of listed) {
    const [value, message] = [textAt(item, 'status'), textAt(item, 'message')];
    if (value !== null && message !== null && /^0x[0-9A-Fa-f]{1,8}$/.test(value)) {
      found.set(Number(value), message);
    }
  }
  const values = 2 ** size;
  if (listed.length !== values || found.size !== values || [...found.keys()].some(value => value >= values)) {
    throw malformed('its messages are not one for each of its values');
  }
  return found;
}

function malformed(problem: string): StatusListError {
  return new StatusListError(problem, 'MALFORMED_VALUE_ERROR');
}
