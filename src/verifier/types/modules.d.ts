/** What is used of modules that have no types, as `tools/slim.mjs` hands them over. */

declare module '*.jsonld' {
  const document: {readonly '@context': unknown};
  export default document;
}

declare module 'jsonld/lib/expand.js' {
  export function expand(given: {activeCtx: object; element: unknown; options: object}): Promise<unknown>;
}

declare module 'jsonld/lib/context.js' {
  export function getInitialContext(options: object): object;
}

declare module 'jsonld/lib/toRdf.js' {
  import type {Quad} from 'rdf-canonize/lib/RDFC10.js';
  export function toRDF(expanded: readonly unknown[], options: object): Quad[];
}

declare module 'jsonld/lib/url.js' {
  export function prependBase(base: string, reference: string): string;
}

declare module 'rdf-canonize/lib/IdentifierIssuer.js' {
  class IdentifierIssuer {}
  export default IdentifierIssuer;
}

declare module 'rdf-canonize/lib/RDFC10.js' {
  export interface Term {
    readonly termType: string;
    readonly value: string;
  }

  export interface Quad {
    readonly subject: Term;
    readonly predicate: Term;
    readonly object: Term;
    readonly graph: Term;
  }

  export interface MessageDigest {
    update(text: string): void;
    digest(): Promise<string>;
  }

  export interface IdentifierIssuer {
    getOldIds(): string[];
  }

  class RDFC10 {
    constructor(options: {createMessageDigest: () => MessageDigest; maxWorkFactor: number});
    readonly blankNodeInfo: ReadonlyMap<string, unknown>;
    main(dataset: readonly Quad[]): Promise<string>;
    hashFirstDegreeQuads(id: string): Promise<string>;
    createHashToRelated(id: string, issuer: IdentifierIssuer): Promise<Map<string, string[]>>;
    _yield(): Promise<void> | void;
  }
  export default RDFC10;
}
