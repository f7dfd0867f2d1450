/** What was fetched once, kept for a while: bounded in number, in bytes and in age. */

/** A clock that never goes back: seconds since whenever it likes. */
export type Clock = () => number;

/** The clock of this process. */
export const monotonic: Clock = () => performance.now() / 1000;

/** `value`, which may be kept for `seconds`, or not at all if that is 0, and takes about `size` bytes. */
export interface Keepable<Value> {
  readonly value: Value;
  readonly seconds: number;
  readonly size: number;
}

/**
 * At most `most` values of together `mostBytes`, of which the longest kept goes first.
 *
 * The newest is kept in any case, however large it is.
 */
export class Keeper<Value> {
  readonly #most: number;
  readonly #mostBytes: number;
  readonly #clock: Clock;
  readonly #kept = new Map<string, [number, Keepable<Value>]>();

  constructor(most: number, mostBytes: number, clock: Clock) {
    this.#most = most;
    this.#mostBytes = mostBytes;
    this.#clock = clock;
  }

  /** What is kept under `key`; what `load` brings where that is nothing, or has been kept too long. */
  async get(key: string, load: () => Promise<Keepable<Value>>): Promise<Value> {
    const now = this.#clock();
    const [since, kept] = this.#kept.get(key) ?? [now, null];
    if (kept !== null && now - since <= kept.seconds) {
      return kept.value;
    }
    this.#kept.delete(key);
    const loaded = await load();
    if (loaded.seconds > 0) {
      this.#kept.set(key, [now, loaded]);
      this.#shrink();
    }
    return loaded.value;
  }

  #shrink(): void {
    let size = 0;
    this.#kept.forEach(([, kept]) => (size += kept.size));
    for (const [key, [, kept]] of [...this.#kept].slice(0, -1)) {
      if (this.#kept.size <= this.#most && size <= this.#mostBytes) {
        break;
      }
      size -= kept.size;
      this.#kept.delete(key);
    }
  }
}
