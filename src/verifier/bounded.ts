/** One verification does only so much: documents may name others or hold them, and these again others. */

import {type Clock, monotonic} from './keeping.ts';
import {Effort} from './safe-document.ts';
import {type Resolver, UnreachableError} from './resolving.ts';

/** Addresses that are asked for one credential, with all that is embedded in it. */
export const MOST_FETCHES = 200;

/** Time after which nothing more is asked. */
export const MOST_SECONDS = 60;

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
    return this.#left < 0 || this.effort.isSpent || this.#clock() > this.#deadline;
  }

  /** Count from here. */
  begin(): void {
    this.#left = MOST_FETCHES;
    this.effort.begin();
    this.#deadline = this.#clock() + MOST_SECONDS;
  }

  async fetch(url: string): Promise<Uint8Array> {
    if (--this.#left < 0) {
      throw new UnreachableError('too much had to be fetched before', url);
    }
    if (this.#clock() > this.#deadline) {
      throw new UnreachableError('fetching took too long before', url);
    }
    return this.#resolver.fetch(url);
  }
}
