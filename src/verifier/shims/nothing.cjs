/* Stands in for parts of rdf-canonize that are never called. */
