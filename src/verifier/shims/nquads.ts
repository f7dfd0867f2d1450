/** Stands in for the N-Quads of rdf-canonize: writes quads in their canonical form, and reads none. */

import type {Term} from 'rdf-canonize/lib/RDFC10.js';

interface ObjectTerm extends Term {
  readonly datatype?: Term;
  readonly language?: string;
}

const LANGUAGE = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#langString';
const TEXT = 'http://www.w3.org/2001/XMLSchema#string';
// Other control characters, and in IRIs these too, were refused before (safe-document.ts, safe-expansion.ts).
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['\t', '\\t'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['"', '\\"'],
  ['\\', '\\\\']
]);

export default {
  serializeQuadComponents(subject: Term, predicate: Term, object: ObjectTerm, graph: Term): string {
    const where = graph.termType === 'DefaultGraph' ? '' : ` ${resource(graph)}`;
    return `${resource(subject)} ${resource(predicate)} ${objectText(object)}${where} .\n`;
  }
};

function resource({termType, value}: Term): string {
  return termType === 'NamedNode' ? `<${value}>` : `_:${value}`;
}

function objectText(term: ObjectTerm): string {
  if (term.termType !== 'Literal') {
    return resource(term);
  }
  const text = `"${term.value.replace(/[\t\n\r"\\]/g, character => ESCAPES.get(character)!)}"`;
  const datatype = term.datatype!.value;
  if (datatype === LANGUAGE) {
    return `${text}@${term.language}`;
  }
  return datatype === TEXT ? text : `${text}^^<${datatype}>`;
}
