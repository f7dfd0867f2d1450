/* Stands in for the package `rdf-canonize`, of which jsonld needs one class. */

exports.IdentifierIssuer = require('rdf-canonize/lib/IdentifierIssuer.js');
