/* Stands in for the package `canonicalize` where jsonld writes JSON literals. */

module.exports = require('../canonical-json.ts').canonicalText;
