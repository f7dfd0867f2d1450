/* The SHA-256 of the canonical N-Quads that jsonld.js makes of each document, in safe mode, without its proof. */

import {createHash} from 'node:crypto';
import jsonld from 'jsonld';
import {answer, cutNetwork} from './site.mjs';
import {loadContext} from './contexts.mjs';

cutNetwork();
await answer(async (job, {proof, ...unsigned}) => {
  const nquads = await jsonld.canonize(unsigned, {
    algorithm: 'RDFC-1.0',
    format: 'application/n-quads',
    documentLoader: loadContext,
    base: null,
    safe: true
  });
  return createHash('sha256').update(nquads).digest('hex');
});
