/*
 * Look the issuer of each document up in the registry's own list of issuers, with the DCC's registry client and with
 * verifier-core, which uses it.
 */

import {answer, cutNetwork, setClock} from './site.mjs';

let current;
globalThis.fetch = async request => {
  const url = typeof request === 'string' ? request : request.url;
  const text = current.fetch(url);
  return new Response(text, {status: text === null ? 404 : 200, headers: {'content-type': 'application/json'}});
};
cutNetwork();
const {RegistryClient} = await import('@digitalcredentials/issuer-registry-client');
const {verifyCredential} = await import('@digitalcredentials/verifier-core');

await answer(async ({at}, document, site) => {
  current = site;
  setClock(at);
  const registries = [{type: 'dcc-legacy', name: 'Ours', url: `${site.base}issuer-registry.json`}];
  const client = new RegistryClient();
  client.use({registries});
  const {matchingIssuers, uncheckedRegistries} = await client.lookupIssuersFor(document.issuer.id);
  const credential = structuredClone(document);
  const {log = []} = await verifyCredential({credential, knownDIDRegistries: registries});
  return {
    issuers: matchingIssuers.map(({issuer}) => issuer.federation_entity),
    unchecked: uncheckedRegistries.length,
    registered: log.find(step => step.id === 'registered_issuer')?.valid ?? null
  };
});
