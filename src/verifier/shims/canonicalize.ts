/** Stands in for the package `canonicalize` where jsonld writes JSON literals. */

export {canonicalText as default} from '../canonical-json.ts';
