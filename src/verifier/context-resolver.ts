/** Finds the contexts that jsonld asks for, and keeps what it made of them. */

import {prependBase} from 'jsonld/lib/url.js';
import {type ContextDocument, closedLoader} from './contexts.ts';
import {BASE} from './safe-expansion.ts';

/** A context, and the active contexts that came of applying it to others. */
class ResolvedContext {
  readonly #processed = new WeakMap<object, unknown>();
  readonly document: unknown;

  constructor(document: unknown) {
    this.document = document;
  }

  getProcessed(activeCtx: object): unknown {
    return this.#processed.get(activeCtx);
  }

  setProcessed(activeCtx: object, processed: unknown): void {
    this.#processed.set(activeCtx, processed);
  }
}

/** What jsonld calls `contextResolver`, for the bundled contexts. */
export class ContextResolver {
  readonly #fetched = new Map<string, readonly ResolvedContext[]>();
  readonly #written = new WeakMap<object, ResolvedContext>();
  readonly #nothing = new ResolvedContext(null);

  async resolve({context}: {context: unknown}): Promise<ResolvedContext[]> {
    const found: ResolvedContext[] = [];
    for (const item of Array.isArray(context) ? context : [context]) {
      if (typeof item === 'string') {
        found.push(...(await this.#fetch(prependBase(BASE, item))));
      } else {
        found.push(item === null ? this.#nothing : this.#write(item as object));
      }
    }
    return found;
  }

  async #fetch(url: string): Promise<readonly ResolvedContext[]> {
    let resolved = this.#fetched.get(url);
    if (resolved === undefined) {
      const document: ContextDocument = await closedLoader(url);
      resolved = await this.resolve({context: document['@context']});
      this.#fetched.set(url, resolved);
    }
    return resolved;
  }

  #write(context: object): ResolvedContext {
    let resolved = this.#written.get(context);
    if (resolved === undefined) {
      this.#written.set(context, (resolved = new ResolvedContext(context)));
    }
    return resolved;
  }
}
