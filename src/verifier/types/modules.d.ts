/** What is used of modules that have no types. */

declare module '*.jsonld' {
  const document: {readonly '@context': unknown};
  export default document;
}

declare module 'jsonld/lib/expand.js' {
  const module: {
    expand(given: {activeCtx: object; element: unknown; options: object}): Promise<unknown>;
  };
  export default module;
}

declare module 'jsonld/lib/context.js' {
  const module: {
    getInitialContext(options: object): object;
  };
  export default module;
}

declare module 'jsonld/lib/toRdf.js' {
  import type {Quad} from 'rdf-canonize/lib/RDFC10.js';
  const module: {
    toRDF(expanded: readonly unknown[], options: object): Quad[];
  };
  export default module;
}

declare module 'jsonld/lib/url.js' {
  const module: {
    prependBase(base: string, reference: string): string;
  };
  export default module;
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
