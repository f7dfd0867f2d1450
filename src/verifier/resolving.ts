/*
 * Fetching what a verification needs: the issuer's keys, the status list, the published copy.
 *
 * A `Resolver` turns an address into bytes.  Two are given: `NetworkResolver` asks the network, `SiteResolver` the
 * site that a page belongs to, in place of the addresses that the site stands for.
 */

import {notes} from '../conferral/verify/sentences.json';

/** The host of every preview: a name that can never resolve (RFC 2606, section 2). */
export const PREVIEW_HOST = 'preview.invalid';

/** Something could not be fetched.  `url` is its address; the message is a clause about it, as in "it timed out". */
export class FetchError extends Error {
  readonly url: string;

  constructor(message: string, url: string) {
    super(message);
    this.url = url;
  }
}

/** No answer, or none that can be used.  Asking again later may help. */
export class UnreachableError extends FetchError {}

/** The place was reached and holds nothing under this address. */
export class NotFoundError extends FetchError {}

/** This resolver does not go to such addresses. */
export class RefusedError extends FetchError {}

/** Where documents come from. */
export interface Resolver {
  /** A sentence for the report on what this way of fetching cannot show; empty if there is none. */
  readonly note: string;

  /**
   * What stands under the https address `url`.
   *
   * Throws `NotFoundError` if nothing stands there, `UnreachableError` if it could not be asked, and `RefusedError`
   * if it must not be asked.
   */
  fetch(url: string): Promise<Uint8Array>;

  /** What stands under `url` at its own host: a redirect may not lead to another.  Throws as `fetch` does. */
  fetchOwn?(url: string): Promise<Uint8Array>;
}

/** What stands under `url` at its own host, as far as the resolver can tell. */
export function fetchOwn(resolver: Resolver, url: string): Promise<Uint8Array> {
  return resolver.fetchOwn ? resolver.fetchOwn(url) : resolver.fetch(url);
}

/** Whether an https address or a did:web identifier belongs to a preview. */
export function isPreview(address: string): boolean {
  const place = address.replace(/^did:web:/, '').replace(/^https:\/\//, '');
  const host = place.split(/[/:?#]|%3A/, 1)[0] ?? '';
  return host.replace(/\.+$/, '').toLowerCase() === PREVIEW_HOST;
}

/** What bounds a fetch: the total time in milliseconds, redirects included, and the bytes of a body. */
export interface Limits {
  readonly milliseconds?: number;
  readonly bytes?: number;
}

const MILLISECONDS = 10_000;
const BYTES = 10 << 20; // a picture may be that large
const GONE = new Set([404, 410]);
const ACCEPT = 'application/vc, application/did+json, application/ld+json, application/json';
const LOCAL = /^(?:\[.*|[0-9.]+|[^.]+|.*\.(?:localhost|local|internal|invalid|test|onion|arpa))$/;
const SEGMENT = /^[A-Za-z0-9_~-][A-Za-z0-9._~-]*$/;

/**
 * Fetches over https within limits, as a browser allows it: without cookies, and without saying which page asks.
 *
 * A page cannot see which machine a name leads to, so whatever does not look like a public host name is refused:
 * numbers, names without a dot, and names that belong to no public network.
 */
export class NetworkResolver implements Resolver {
  /** Nothing to add: the documents came from where they belong. */
  readonly note = '';
  readonly #limits: Required<Limits>;

  constructor(limits: Limits = {}) {
    this.#limits = {milliseconds: MILLISECONDS, bytes: BYTES, ...limits};
  }

  async fetch(url: string): Promise<Uint8Array> {
    return (await this.get(url)).body;
  }

  async fetchOwn(url: string): Promise<Uint8Array> {
    return (await this.get(url, true)).body;
  }

  /** What `url` answers with, and the address that redirects led to; with `own` none may lead to another host. */
  async get(url: string, own = false): Promise<{body: Uint8Array; url: string}> {
    refuseUnlessPublic(url, url);
    const signal = AbortSignal.timeout(this.#limits.milliseconds);
    try {
      const response = await fetch(url, {
        signal,
        cache: 'no-cache',
        credentials: 'omit',
        headers: {Accept: ACCEPT},
        redirect: 'follow',
        referrerPolicy: 'no-referrer'
      });
      refuseUnlessPublic(response.url, url);
      if (own && new URL(response.url).host !== new URL(url).host) {
        throw new UnreachableError('it redirects to another host', url);
      }
      return {body: await bodyOf(response, url, this.#limits.bytes), url: response.url};
    } catch (error) {
      if (error instanceof FetchError) {
        throw error;
      }
      throw new UnreachableError(
        signal.aborted ? `it did not answer within ${this.#limits.milliseconds / 1000} seconds` : await reason(url, signal),
        url
      );
    }
  }
}

/**
 * Reads whatever lies under `base` from the site whose top is at `root`, and refuses every other address.
 *
 * This is how a preview is checked, and any copy of a site: `note` says what that cannot show.
 */
export class SiteResolver implements Resolver {
  readonly note = notes.folder;
  readonly #base: string;
  readonly #root: string;
  readonly #limits: Required<Limits>;

  constructor(base: string, root: string | URL, limits: Limits = {}) {
    this.#base = base.endsWith('/') ? base : `${base}/`;
    this.#root = String(root);
    this.#limits = {milliseconds: MILLISECONDS, bytes: BYTES, ...limits};
  }

  /** Whether `url` lies under the site's address. */
  covers(url: string): boolean {
    return url.startsWith(this.#base);
  }

  async fetch(url: string): Promise<Uint8Array> {
    if (!this.covers(url)) {
      throw new RefusedError(`it lies outside “${this.#base}”, and only this site may be read`, url);
    }
    const path = url.slice(this.#base.length);
    if (!path.split('/').every(segment => SEGMENT.test(segment))) {
      throw new RefusedError('it is not the plain address of a file of this site', url);
    }
    const signal = AbortSignal.timeout(this.#limits.milliseconds);
    try {
      const response = await fetch(new URL(path, this.#root), {
        signal,
        cache: 'no-cache',
        credentials: 'omit',
        redirect: 'error',
        referrerPolicy: 'no-referrer'
      });
      return await bodyOf(response, url, this.#limits.bytes);
    } catch (error) {
      if (error instanceof FetchError) {
        throw error;
      }
      throw new UnreachableError('the file cannot be read', url);
    }
  }
}

function refuseUnlessPublic(address: string, url: string): void {
  const parts = parse(address);
  if (!parts) {
    throw new RefusedError('it is no address', url);
  }
  if (parts.protocol !== 'https:') {
    throw new RefusedError('it is no https address', url);
  }
  if (!/^[!-~]+$/.test(address) || address.includes('\\') || parts.username || parts.password) {
    throw new RefusedError('it is no plain https address', url);
  }
  if (isPreview(address)) {
    throw new RefusedError('it belongs to a preview', url);
  }
  if (LOCAL.test(parts.hostname.replace(/\.$/, ''))) {
    throw new RefusedError('its host is not on the public internet', url);
  }
}

function parse(address: string): URL | null {
  try {
    return new URL(address);
  } catch {
    return null;
  }
}

/** The body of an answer; one byte over the limit is enough to know, and a length announced may be a lie. */
async function bodyOf(response: Response, url: string, most: number): Promise<Uint8Array> {
  if (GONE.has(response.status)) {
    throw new NotFoundError(`it answers ${response.status}`, url);
  }
  if (response.status !== 200 || !response.body) {
    throw new UnreachableError(`it answers ${response.status}`, url);
  }
  const parts: Uint8Array[] = [];
  let length = 0;
  const reader = response.body.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    parts.push(part.value);
    length += part.value.length;
    if (length > most) {
      await reader.cancel();
      throw new UnreachableError(`it answers with more than ${size(most)}`, url);
    }
  }
  const body = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    body.set(part, at);
    at += part.length;
  }
  return body;
}

/** Why a fetch failed.  Browsers tell pages nothing, but a host that answers when nothing is read forbids reading. */
async function reason(url: string, signal: AbortSignal): Promise<string> {
  if (!navigator.onLine) {
    return 'this device is offline';
  }
  try {
    await fetch(url, {
      signal,
      method: 'HEAD',
      mode: 'no-cors',
      cache: 'no-store',
      credentials: 'omit',
      referrerPolicy: 'no-referrer'
    });
  } catch {
    return 'the connection failed';
  }
  return 'its host does not let web pages read it';
}

function size(bytes: number): string {
  return bytes >= 1 << 20 ? `${bytes >> 20} MiB` : `${bytes} bytes`;
}
