/** The errors of `conferral.errors` that a document can cause.  Messages start in lower case, without a full stop. */

/** Base of all errors on purpose.  `hint` is a whole sentence on how to mend it, or empty. */
export class ConferralError extends Error {
  readonly hint: string;

  constructor(message: string, {hint = '', cause}: {hint?: string; cause?: unknown} = {}) {
    super(message, cause === undefined ? undefined : {cause});
    this.name = new.target.name;
    this.hint = hint;
  }
}

/** A document breaks a rule of a published specification. */
export class DocumentError extends ConferralError {}

/** Bytes or text are not in the encoding that the specification asks for. */
export class EncodingError extends DocumentError {}

/** A document cannot be brought into canonical form. */
export class CanonicalizationError extends DocumentError {}

/** A term, a type or a relative name that JSON-LD would drop or invent a meaning for, at the JSON Pointer `where`. */
export class UndefinedTermError extends CanonicalizationError {
  readonly where: string;

  constructor(message: string, {where = '', hint = ''}: {where?: string; hint?: string} = {}) {
    super(message, {hint});
    this.where = where;
  }
}

/** A proof is malformed, of an unknown suite, or does not hold. */
export class ProofError extends DocumentError {}

/** A status list is malformed or too short, or the index lies outside; `code` is the specification's error name. */
export class StatusListError extends DocumentError {
  readonly code: string;

  constructor(message: string, code: string) {
    super(message);
    this.code = code;
  }
}

/** A DID or a DID document is malformed. */
export class DIDError extends DocumentError {}
