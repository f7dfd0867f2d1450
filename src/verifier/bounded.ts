/** One verification fetches only so much: documents may name others, and these again others. */

import {type Resolver, UnreachableError} from './resolving.ts';

/** Addresses that are asked for one credential, with all that is embedded in it. */
export const MOST_FETCHES = 200;

/** Time after which nothing more is asked. */
export const MOST_SECONDS = 60;

/** Asks `resolver`, until one verification has asked too much or for too long. */
export class BoundedResolver implements Resolver {
  readonly #resolver: Resolver;
  readonly #deadline = performance.now() + MOST_SECONDS * 1000;
  #left = MOST_FETCHES;

  constructor(resolver: Resolver) {
    this.#resolver = resolver;
  }

  get note(): string {
    return this.#resolver.note;
  }

  async fetch(url: string): Promise<Uint8Array> {
    if (--this.#left < 0) {
      throw new UnreachableError('too much had to be fetched before', url);
    }
    if (performance.now() > this.#deadline) {
      throw new UnreachableError('fetching took too long before', url);
    }
    return this.#resolver.fetch(url);
  }
}
