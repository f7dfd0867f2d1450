/** Contexts that are seldom needed; a page fetches them, from its own site, when a credential uses one. */

import statusV1 from '../conferral/standards/contexts/bitstring-status-list-v1.jsonld';
import clr201 from '../conferral/standards/contexts/clr-2.0.1.json';
import credentialsV1 from '../conferral/standards/contexts/credentials-v1.jsonld';
import undefinedTermsV2 from '../conferral/standards/contexts/credentials-undefined-terms-v2.jsonld';
import dataIntegrityV1 from '../conferral/standards/contexts/data-integrity-v1.jsonld';
import dataIntegrityV2 from '../conferral/standards/contexts/data-integrity-v2.jsonld';
import didV1 from '../conferral/standards/contexts/did-v1.jsonld';
import ed25519V2020 from '../conferral/standards/contexts/ed25519-2020-v1.jsonld';
import multikeyV1 from '../conferral/standards/contexts/multikey-v1.jsonld';
import openBadges30 from '../conferral/standards/contexts/open-badges-3.0.json';
import openBadges301 from '../conferral/standards/contexts/open-badges-3.0.1.json';
import openBadges302 from '../conferral/standards/contexts/open-badges-3.0.2.json';
import extensions from '../conferral/standards/contexts/open-badges-extensions.json';
import statusList2021V1 from '../conferral/standards/contexts/status-list-2021-v1.jsonld';
import type {ContextDocument, Seldom} from './contexts.ts';

export const MORE: Readonly<Record<Seldom, ContextDocument>> = {
  'https://www.w3.org/ns/credentials/status/v1': statusV1,
  'https://www.w3.org/ns/credentials/undefined-terms/v2': undefinedTermsV2,
  'https://www.w3.org/2018/credentials/v1': credentialsV1,
  'https://www.w3.org/ns/did/v1': didV1,
  'https://w3id.org/security/data-integrity/v1': dataIntegrityV1,
  'https://w3id.org/security/data-integrity/v2': dataIntegrityV2,
  'https://w3id.org/security/multikey/v1': multikeyV1,
  'https://w3id.org/security/suites/ed25519-2020/v1': ed25519V2020,
  'https://w3id.org/vc/status-list/2021/v1': statusList2021V1,
  'https://purl.imsglobal.org/spec/ob/v3p0/context.json': openBadges30,
  'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json': openBadges301,
  'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json': openBadges302,
  'https://purl.imsglobal.org/spec/ob/v3p0/extensions.json': extensions,
  'https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json': clr201
};
