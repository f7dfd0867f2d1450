/* What a test wants to know of the verifier and no corpus can ask: several credentials, clocks, and mistakes of ours. */

import {BoundedResolver} from '../../../../src/verifier/bounded.ts';
import {inspect, NetworkResolver, UnreachableError, Verifier, type Resolver} from '../../../../src/verifier/index.ts';
import {Keeper} from '../../../../src/verifier/keeping.ts';
import {strip} from '../../../../src/verifier/python.ts';
import {formatInstant, harmless} from '../../../../src/verifier/words.ts';

export {formatInstant, harmless, strip};

/** Bytes by address. */
type Documents = Readonly<Record<string, Uint8Array>>;

class Web implements Resolver {
  readonly note: string = 'from somewhere';
  readonly asked: string[] = [];
  readonly #documents: Documents;

  constructor(documents: Documents) {
    this.#documents = documents;
  }

  async fetch(url: string): Promise<Uint8Array> {
    this.asked.push(url);
    const found = this.#documents[url];
    if (found === undefined) {
      throw new UnreachableError('there is no such host', url);
    }
    return found;
  }
}

/** The report on a credential that was found at `place`, at an instant given as a date. */
export async function reportFrom(given: Uint8Array, documents: Documents, at: string, place: string): Promise<unknown> {
  return (await inspect(given, {resolver: new Web(documents), at: new Date(at), place})).toJSON();
}

/** Which addresses one verifier asks for while it looks at each of `credentials`. */
export async function askedFor(credentials: readonly Uint8Array[], documents: Documents, at: string): Promise<string[][]> {
  const web = new Web(documents);
  const verifier = new Verifier({resolver: web, at: new Date(at)});
  const found: string[][] = [];
  for (const each of credentials) {
    const {state} = await verifier.inspect(each);
    found.push([state, ...web.asked.splice(0)]);
  }
  return found;
}

/** The report where fetching `broken` is a mistake in a program. */
export async function reportWith(broken: string, given: Uint8Array, documents: Documents, at: string): Promise<unknown> {
  const web = new Web(documents);
  const resolver: Resolver = {
    note: '',
    fetch: url => (url === broken ? Promise.reject(new TypeError('no such function')) : web.fetch(url))
  };
  return (await inspect(given, {resolver, at: new Date(at)})).toJSON();
}

/** What a bounded resolver does at each of these seconds, and once more after it began anew. */
export async function boundedAt(seconds: readonly number[]): Promise<string[]> {
  let now = 0;
  const resolver = new BoundedResolver(new Web({'https://a.example/': new Uint8Array(1)}), () => now);
  const fetched = (): Promise<string> =>
    resolver.fetch('https://a.example/').then(
      () => `${resolver.note}, spent ${resolver.isSpent()}`,
      error => `${error.message}, spent ${resolver.isSpent()}`
    );
  const found: string[] = [];
  for (now of seconds) {
    found.push(await fetched());
  }
  resolver.begin();
  return [...found, await fetched()];
}

/** What a bounded resolver does with documents of these sizes in bytes, and with the first again after it began anew. */
export async function boundedOver(sizes: readonly number[]): Promise<string[]> {
  const resolver = new BoundedResolver({
    note: '',
    fetch: async url => new Uint8Array(Number(new URL(url).pathname.slice(1))),
    fetchOwn: async url => new Uint8Array(Number(new URL(url).pathname.slice(1)) + 1)
  });
  const fetched = (size: number, own: boolean): Promise<string> =>
    resolver[own ? 'fetchOwn' : 'fetch'](`https://a.example/${size}`).then(
      found => `${found.length}, spent ${resolver.isSpent()}`,
      error => `${error.message}, spent ${resolver.isSpent()}`
    );
  const found: string[] = [];
  for (const [index, size] of sizes.entries()) {
    found.push(await fetched(size, index === 1));
  }
  resolver.begin();
  return [...found, await fetched(sizes[0]!, false)];
}

/** What stands under `url` when the network leads to `end`: with redirects anywhere, and at its own host. */
export async function ledTo(url: string, end: string): Promise<string[]> {
  const network = globalThis.fetch;
  globalThis.fetch = async () => Object.defineProperty(new Response('found'), 'url', {value: end});
  try {
    const resolver = new NetworkResolver();
    return await Promise.all(
      [resolver.fetch(url), resolver.fetchOwn(url)].map(asked =>
        asked.then(
          body => new TextDecoder().decode(body),
          error => error.message
        )
      )
    );
  } finally {
    globalThis.fetch = network;
  }
}

/** What a keeper loads that is asked for names, as in {name, now, seconds, size}; `size` -1 cannot be loaded. */
export async function loaded(
  most: number,
  mostBytes: number,
  asked: readonly {name: string; now?: number; seconds?: number; size?: number}[]
): Promise<string[]> {
  let clock = 0;
  const keeper = new Keeper<string>(most, mostBytes, () => clock);
  const found: string[] = [];
  for (const {name, now = clock, seconds = 60, size = 0} of asked) {
    clock = now;
    const got = keeper.get(name, async () => {
      found.push(name);
      if (size < 0) {
        throw new RangeError('nothing there');
      }
      return {value: name.toUpperCase(), seconds, size};
    });
    if ((await got.catch(error => error.message)) !== (size < 0 ? 'nothing there' : name.toUpperCase())) {
      throw new Error(`${name} is kept as something else`);
    }
  }
  return found;
}
