/** Keeps what somebody asks a list for in the page's address, so that it can be shared and gone back to. */

/* Somebody who types gets an answer at once, and the address when they pause. */
const PAUSE = 300;

export class KeptAddress {
  readonly #query: () => string;
  readonly #meant: (query: string) => string;
  #pause = 0;
  /* The first letter typed makes an entry of its own in the browser's history, the next ones change it. */
  #typing = false;

  /**
   * `query` gives the end of the address for what is asked now, `meant` that for what another end asks.  `read` is
   * called when somebody went back or forward to another address.
   */
  constructor(query: () => string, meant: (query: string) => string, read: () => void) {
    this.#query = query;
    this.#meant = meant;
    addEventListener('popstate', () => {
      clearTimeout(this.#pause);
      this.#typing = false;
      read();
    });
  }

  /** A letter was typed. */
  typed(): void {
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => {
      this.#typing = this.#keep() || this.#typing;
    }, PAUSE);
  }

  /** What was being typed is done, or something was chosen. */
  settled(): void {
    clearTimeout(this.#pause);
    this.#keep();
    this.#typing = false;
  }

  /** Whether the address asked for something else until now. */
  #keep(): boolean {
    const query = this.#query();
    const differs = query !== this.#meant(location.search);
    if (differs) {
      history[this.#typing ? 'replaceState' : 'pushState'](null, '', query || location.pathname);
    }
    return differs;
  }
}
