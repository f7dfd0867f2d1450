/** Stands in for the package `rdf-canonize`, of which jsonld needs one class. */

export {default as IdentifierIssuer} from 'rdf-canonize/lib/IdentifierIssuer.js';
