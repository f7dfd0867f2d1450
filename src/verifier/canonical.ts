/**
 * Canonical forms by RDF Dataset Canonicalization 1.0.
 *
 * JSON-LD processors drop what they do not understand, and what is dropped goes unsigned.  `canonicalize` refuses
 * instead.  It looks three times: at the document as it is, at its expanded form, and at the work that canonical
 * labels of its blank nodes would take.
 */

import {getInitialContext} from 'jsonld/lib/context.js';
import {expand as expandElement} from 'jsonld/lib/expand.js';
import {toRDF} from 'jsonld/lib/toRdf.js';
import {canonicalNquads, type Digest} from './blank-nodes.ts';
import {ContextResolver} from './context-resolver.ts';
import {CanonicalizationError} from './errors.ts';
import {type Document, isObject} from './json.ts';
import {first} from './python.ts';
import {checkDocument, COMPARISONS, DEFAULT_LIMITS, type Effort, type Limits} from './safe-document.ts';
import {BASE, checkExpanded, VOCABULARY} from './safe-expansion.ts';

/** The same object every time, so that what follows from it is found again. */
const CATCHING = {'@vocab': VOCABULARY};

const RESOLVER = new ContextResolver();

/**
 * The canonical N-Quads (RDFC-1.0) of a JSON-LD document: sorted, each line ended by a line feed.
 *
 * What it takes is taken off `effort`, where several forms may take only so much together.
 *
 * `@context` is one URL or a list of URLs of bundled contexts.  Only embedded documents, in `endorsement` and in
 * `verifiableCredential`, and their proofs may bring a `@context` of their own.
 *
 * @throws {UndefinedTermError} a term, type or relative name would go unsigned
 * @throws {CanonicalizationError} it has no one safe reading for another reason
 */
export async function canonicalize(
  document: Document,
  {
    limits = DEFAULT_LIMITS,
    digest = 'sha256',
    effort
  }: {limits?: Limits; digest?: Digest; effort?: Effort | undefined} = {}
): Promise<string> {
  const steps = checkDocument(document, limits);
  effort?.take(steps);
  const expanded = await expand(withVocabulary(document));
  const comparisons = checkExpanded(document, expanded, limits);
  effort?.take(Math.floor(comparisons / COMPARISONS));
  return canonicalNquads(toRDF(expanded, {}), limits, digest, effort);
}

/** Expansion as in `jsonld.expand`, without what that needs for documents that are fetched. */
async function expand(document: unknown): Promise<Document[]> {
  const options = {base: BASE, contextResolver: RESOLVER, processingMode: 'json-ld-1.1', keepFreeFloatingNodes: false};
  let expanded: unknown;
  try {
    expanded = await expandElement({
      activeCtx: getInitialContext(options),
      element: document,
      options
    });
  } catch (error) {
    throw explained(error);
  }
  if (isObject(expanded) && Object.keys(expanded).length === 1 && '@graph' in expanded) {
    expanded = expanded['@graph'];
  }
  return (expanded === null ? [] : Array.isArray(expanded) ? expanded : [expanded]) as Document[];
}

/** What jsonld may do with any object of a document, whose own names must not get in the way: compare it as text. */
const ORDINARY = Object.create(null, {[Symbol.toPrimitive]: {value: () => '[object Object]'}});

/** A copy whose contexts, the embedded ones too, begin with a vocabulary that catches undefined terms. */
function withVocabulary(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(withVocabulary);
  }
  if (!isObject(value)) {
    return value;
  }
  const copy = Object.create(ORDINARY);
  for (const [key, inner] of Object.entries(value)) {
    copy[key] = key === '@context' ? [CATCHING, ...(Array.isArray(inner) ? inner : [inner])] : withVocabulary(inner);
  }
  return copy;
}

/** The innermost cause in our own tree of errors. */
function explained(error: unknown): unknown {
  let innermost = error;
  for (let cause = error; cause !== undefined && cause !== null; cause = causeOf(cause)) {
    if (cause instanceof CanonicalizationError) {
      return cause;
    }
    innermost = cause;
  }
  // jsonld's own errors carry the error code of JSON-LD 1.1 (section 9.6); anything else is a mistake of ours.
  const code = (innermost as {details?: {code?: unknown}}).details?.code;
  if (typeof code !== 'string') {
    return error;
  }
  return new CanonicalizationError(`the document is no valid JSON-LD: ${first(code, 200)}`);
}

function causeOf(error: unknown): unknown {
  return (error as {details?: {cause?: unknown}}).details?.cause;
}
