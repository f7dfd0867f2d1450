/*
 * Verify with @digitalcredentials/verifier-core, which has no option for its clock or for how it fetches: both are
 * put in its way before it is loaded.
 */

import {answer, cutNetwork, setClock, told} from './site.mjs';
import {LEARNER_RECORDS} from './contexts.mjs';

let current;
globalThis.fetch = async request => {
  const url = typeof request === 'string' ? request : request.url;
  const text = LEARNER_RECORDS[url] ?? current.fetch(url);
  return new Response(text, {status: text === null ? 404 : 200, headers: {'content-type': 'application/json'}});
};
cutNetwork();
const {verifyCredential} = await import('@digitalcredentials/verifier-core');

await answer(async ({at}, document, site) => {
  current = site;
  const first = await verify(document, at);
  // Of a credential whose time has not come it tells no step, so ask again for the instant at which it does.
  const early = first.signature === null && /is before "validFrom"/.test(first.error);
  const found = early ? await verify(document, document.validFrom) : first;
  if(found.signature === null && !found.error) {
    found.error = 'no step of the log is about the signature';
  }
  return {...found, signature: found.signature === true, not_yet_valid: early, bits: null};
});

async function verify(document, at) {
  setClock(at);
  const result = await verifyCredential({credential: structuredClone(document), knownDIDRegistries: []});
  const steps = new Map((result.log ?? []).map(step => [step.id, step]));
  const status = {};
  const errors = (result.errors ?? [result.error].filter(Boolean)).map(error => `${error.name}: ${told(error)}`);
  for(const [id, step] of steps) {
    if(step.error) {
      errors.push(`${step.error.name}: ${step.error.message}`);
    } else if(id.endsWith('_status')) {
      status[id.slice(0, -'_status'.length)] = step.valid === false;
    }
  }
  return {
    signature: steps.get('valid_signature')?.valid ?? null,
    status,
    expired: steps.get('expiration')?.valid === false,
    error: errors.join('; ')
  };
}
