/** What the catalogue's pages do with scripts: search, facets, look-up and filters. */

export {};
