/** Where a page's check reads from: the network, or the site that the page belongs to if that is a preview. */

import {fetchOwn, isPreview, NetworkResolver, SiteResolver, type Resolver} from '../verifier/resolving.ts';

/** Reads a preview's documents from its own site, and everything else from where it belongs. */
class PreviewResolver implements Resolver {
  readonly #site: SiteResolver;
  readonly #network = new NetworkResolver();
  #sites = false;

  constructor(site: SiteResolver) {
    this.#site = site;
  }

  get note(): string {
    return this.#sites ? this.#site.note : '';
  }

  fetch(url: string): Promise<Uint8Array> {
    return this.#for(url).fetch(url);
  }

  fetchOwn(url: string): Promise<Uint8Array> {
    return fetchOwn(this.#for(url), url);
  }

  #for(url: string): Resolver {
    if (!this.#site.covers(url)) {
      return this.#network;
    }
    this.#sites = true;
    return this.#site;
  }
}

/** The resolver for a page of the site whose address is `base` and whose top is at `root`. */
export function resolverFor(base: string, root: URL): Resolver {
  return isPreview(base) ? new PreviewResolver(new SiteResolver(base, root)) : new NetworkResolver();
}
