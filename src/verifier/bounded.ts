/** One verification does only so much: documents may name others or hold them, and these again others. */

import {type Clock, monotonic} from './keeping.ts';
import {Effort} from './safe-document.ts';
import {fetchOwn, type Resolver, UnreachableError} from './resolving.ts';

/** Addresses that are asked for one credential, with all that is embedded in it. */
export const MOST_FETCHES = 200;

/** Bytes of all that is fetched for one credential: whatever comes has to be read, too. */
export const MOST_BYTES = 32 << 20;

/** Time after which nothing more is asked. */
export const MOST_SECONDS = 60;

const TOO_MUCH = 'too much had to be fetched before';

/**
 * Asks `resolver`, until one verification has asked too much or for too long; `begin` starts the next.
 *
 * `effort` is what the canonical forms of that verification may take.
 */
export class BoundedResolver implements Resolver {
  readonly #resolver: Resolver;
  readonly #clock: Clock;
  readonly effort = new Effort();
  #left = 0;
  #bytes = 0;
  #deadline = 0;

  constructor(resolver: Resolver, clock: Clock = monotonic) {
    this.#resolver = resolver;
    this.#clock = clock;
    this.begin();
  }

  get note(): string {
    return this.#resolver.note;
  }

  /** Whether there is nothing left of something.  What was found then is no news about any address. */
  isSpent(): boolean {
    return this.#left < 0 || this.#bytes < 0 || this.effort.isSpent || this.#clock() > this.#deadline;
  }

  /** Count from here. */
  begin(): void {
    this.#left = MOST_FETCHES;
    this.#bytes = MOST_BYTES;
    this.effort.begin();
    this.#deadline = this.#clock() + MOST_SECONDS;
  }

  async fetch(url: string): Promise<Uint8Array> {
    this.#count(url);
    return this.#weighed(await this.#resolver.fetch(url), url);
  }

  async fetchOwn(url: string): Promise<Uint8Array> {
    this.#count(url);
    return this.#weighed(await fetchOwn(this.#resolver, url), url);
  }

  #count(url: string): void {
    if (--this.#left < 0 || this.#bytes < 0) {
      throw new UnreachableError(TOO_MUCH, url);
    }
    if (this.#clock() > this.#deadline) {
      throw new UnreachableError('fetching took too long before', url);
    }
  }

  #weighed(content: Uint8Array, url: string): Uint8Array {
    this.#bytes -= content.length;
    if (this.#bytes < 0) {
      throw new UnreachableError(TOO_MUCH, url);
    }
    return content;
  }
}
