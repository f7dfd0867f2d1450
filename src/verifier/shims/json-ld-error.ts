/** Stands in for the errors of jsonld, of which only the error code of JSON-LD 1.1 (section 9.6) is told. */

export default class JsonLdError extends Error {
  readonly details: {readonly code: string | undefined};

  constructor(code?: string) {
    super();
    this.details = {code};
  }
}
