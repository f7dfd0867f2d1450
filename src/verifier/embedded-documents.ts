/**
 * Which objects of a document are documents of their own: credentials of others, kept inside.
 *
 * Open Badges 3.0 puts endorsements into `endorsement` of a credential, an achievement or a profile, CLR 2.0 puts
 * whole credentials into `verifiableCredential` of its subject, and presentations do so at the top.  Each has contexts
 * and proofs of its own, and is verified by itself.
 */

/** The members that hold documents, one or a list of them. */
export const EMBEDDING: ReadonlySet<string> = new Set(['endorsement', 'verifiableCredential']);

/** What an object is to the document that it stands in; only `other` brings no `@context`. */
export type Part = 'top' | 'embedded' | 'proof' | 'other';

/** What the object in a member of `holder` is; so are the objects of a list there, but not those of its lists. */
export function partUnder(holder: Part, member: string): Part {
  if (EMBEDDING.has(member)) {
    return 'embedded';
  }
  return holder === 'embedded' && member === 'proof' ? 'proof' : 'other';
}
