/*
 * Looking at cases of the corpus with the verifier for browsers: the same in a page and in Node.
 *
 * A case has `name`, `at` in microseconds since 1970, `given` in base64, `recipient` or null, and `documents` by
 * address: {base64}, or {error, message} with the name of a class of the verifier.
 */

/** The report of `verifier`, the module, on a case, as plain data. */
export async function look(verifier, {at, given, recipient, documents}) {
  const streamed = [];
  const report = await verifier.inspect(bytes(given), {
    resolver: resolverOf(verifier, new Map(Object.entries(documents))),
    at: BigInt(at),
    ...(recipient === null ? {} : {recipient}),
    onCheck: check => streamed.push(check.details.code),
  });
  const found = JSON.parse(JSON.stringify(report));
  const told = found.checks.map(check => check.details.code);
  if(streamed.join() !== told.join()) {
    throw new Error(`one by one it told of ${streamed}, in the report of ${told}`);
  }
  return found;
}

/** Answers with the documents of a case; there is no other host. */
function resolverOf(verifier, documents) {
  return {
    note: '',
    async fetch(url) {
      const {base64, error, message} =
        documents.get(url) ?? {error: 'UnreachableError', message: 'there is no such host'};
      if(error) {
        throw new verifier[error](message, url);
      }
      return bytes(base64);
    },
  };
}

function bytes(base64) {
  return Uint8Array.from(atob(base64), character => character.charCodeAt(0));
}
