/* Verify with @digitalbazaar/vc, its cryptosuite and its status lists. */

import * as vc from '@digitalbazaar/vc';
import {checkStatus, decodeList} from '@digitalbazaar/vc-bitstring-status-list';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {answer, cutNetwork, isList, setClock, told} from './site.mjs';
import {loadContext} from './contexts.mjs';

cutNetwork();
await answer(async ({at}, document, site) => {
  setClock(at);
  const first = await verify(document, site, at);
  const expired = /is after "validUntil"/.test(first.error);
  const notYetValid = /is before "validFrom"/.test(first.error);
  // Outside its window the library looks at nothing else, so ask again for an instant within.
  const found = expired ? await verify(document, site, document.validUntil) :
    notYetValid ? await verify(document, site, document.validFrom) : first;
  const bits = found.signature && isList(document) ? await setBits(document) : null;
  return {...found, expired, not_yet_valid: notYetValid, bits};
});

async function verify(credential, site, now) {
  const result = await vc.verifyCredential({
    credential,
    suite: new DataIntegrityProof({cryptosuite}),
    documentLoader: loader(site),
    checkStatus: options => checkStatus({...options, verifyMatchingIssuers: true}),
    now: new Date(now),
    maxClockSkew: 1
  });
  const signature = result.results?.length > 0 && result.results.every(({verified}) => verified);
  const status = Object.fromEntries((result.statusResult?.results ?? []).map(
    found => [found.credentialStatus.statusPurpose, found.status]));
  const error = result.verified ? '' : told(result.error ?? result.statusResult?.error) || 'not verified';
  return {signature, status, error};
}

async function setBits({credentialSubject: {encodedList}}) {
  const list = await decodeList({encodedList});
  const bits = [];
  for(let index = 0; index < list.length; index++) {
    if(list.getStatus(index)) {
      bits.push(index);
    }
  }
  return {length: list.length, set: bits};
}

function loader(site) {
  return async url => {
    if(url.startsWith('did:web:')) {
      return {contextUrl: null, documentUrl: url, document: fromDid(url, site)};
    }
    if(url.startsWith(site.base)) {
      return {contextUrl: null, documentUrl: url, document: site.load(url)};
    }
    return loadContext(url);
  };
}

function fromDid(url, site) {
  const [did, fragment] = url.split('#');
  const place = did.slice('did:web:'.length).split(':').map(decodeURIComponent).join('/');
  const document = site.load(`https://${place}/did.json`);
  if(document.id !== did) {
    throw new Error(`the DID document of "${did}" is that of "${document.id}"`);
  }
  if(fragment === undefined) {
    return document;
  }
  const method = document.verificationMethod.find(({id}) => id === url);
  if(!method) {
    throw new Error(`the DID document has no "${url}"`);
  }
  return {'@context': 'https://w3id.org/security/multikey/v1', ...method};
}
