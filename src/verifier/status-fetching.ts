/** Fetching a status list, no larger and no fuller than one can be. */

import {failed, unknown} from './findings.ts';
import {Failure} from './issuer.ts';
import {FetchError, type Resolver} from './resolving.ts';

/** Largest status list that is read, in bytes as published. */
export const MAX_LIST_BYTES = 5 << 20;

/** Values that are read of one list: JSON of this size can hold so many that reading it takes seconds. */
export const MOST_VALUES = 250_000;

const COMMA = 0x2c;

/** What stands at `url`; else what is wrong. */
export async function fetchList(url: string, resolver: Resolver): Promise<Uint8Array | Failure> {
  let data: Uint8Array;
  try {
    data = await resolver.fetch(url);
  } catch (error) {
    if (error instanceof FetchError) {
      return new Failure(unknown('status.unreachable', {url, problem: error.message}));
    }
    throw error;
  }
  if (data.length > MAX_LIST_BYTES) {
    const problem = `it is larger than ${MAX_LIST_BYTES} bytes`;
    return new Failure(unknown('status.unreachable', {url, problem}));
  }
  // Whatever stands in texts is counted, too, which matters to no list that there is.
  if (data.reduce((count, byte) => count + (byte === COMMA ? 1 : 0), 0) >= MOST_VALUES) {
    const problem = `it holds more than ${MOST_VALUES} values`;
    return new Failure(failed('status.unreadable', 'untrusted', {url, problem}));
  }
  return data;
}
