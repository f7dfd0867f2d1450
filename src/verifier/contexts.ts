/** The JSON-LD contexts shipped with conferral: what signed documents mean, with nothing fetched. */

import credentialsV2 from '../conferral/standards/contexts/credentials-v2.jsonld';
import openBadges303 from '../conferral/standards/contexts/open-badges-3.0.3.json';
import {CanonicalizationError} from './errors.ts';
import {loaded} from './loading.ts';
import {first, repr} from './python.ts';

/** A context document as its publisher wrote it. */
export type ContextDocument = {readonly '@context': unknown};

const AT_HAND: ReadonlyMap<string, ContextDocument> = new Map<string, ContextDocument>([
  ['https://www.w3.org/ns/credentials/v2', credentialsV2],
  ['https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json', openBadges303]
]);

/** Those that are fetched from beside this file when a credential uses one. */
const SELDOM = [
  'https://www.w3.org/ns/credentials/status/v1',
  'https://www.w3.org/ns/credentials/undefined-terms/v2',
  'https://www.w3.org/2018/credentials/v1',
  'https://www.w3.org/ns/did/v1',
  'https://w3id.org/security/data-integrity/v1',
  'https://w3id.org/security/data-integrity/v2',
  'https://w3id.org/security/multikey/v1',
  'https://w3id.org/security/suites/ed25519-2020/v1',
  'https://w3id.org/vc/status-list/2021/v1',
  'https://purl.imsglobal.org/spec/ob/v3p0/context.json',
  'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json',
  'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json',
  'https://purl.imsglobal.org/spec/ob/v3p0/extensions.json',
  'https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json'
] as const;

/** A context that is seldom needed. */
export type Seldom = (typeof SELDOM)[number];

/** The URL of each bundled context. */
export const KNOWN: ReadonlySet<string> = new Set<string>([...AT_HAND.keys(), ...SELDOM]);

/** The context document of `url`.  @throws {CanonicalizationError} it is not in `KNOWN`; nothing else is ever fetched */
export async function closedLoader(url: string): Promise<ContextDocument> {
  const found = AT_HAND.get(url);
  if (found !== undefined) {
    return found;
  }
  if (!KNOWN.has(url)) {
    throw new CanonicalizationError(`context not bundled: ${repr(first(url, 200))}`, {
      hint: 'Contexts are never fetched; a credential can use only the ones that conferral ships.'
    });
  }
  return (await loaded(import('./contexts-more.ts'))).MORE[url as Seldom];
}
