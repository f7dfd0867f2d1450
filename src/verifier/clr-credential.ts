/**
 * The structure of a ClrCredential: Comprehensive Learner Record 2.0, a signed bundle of credentials.
 *
 * Of the credentials inside it only sees that they are some: each is a document of its own.
 */

import {ACHIEVEMENT} from './achievement-credential.ts';
import {credential, ENDORSED, identified, IDENTITY_OBJECT, image, OPEN_BADGES_CONTEXT} from './credential-parts.ts';
import {ASSOCIATION_TYPES} from './open-badges-vocabulary.ts';
import {boolean, both, matching, members, oneOf, oneOrMore, problem, type Shape, text, types} from './shapes.ts';

const CLR_CONTEXT = matching(
  /^https:\/\/purl\.imsglobal\.org\/spec\/clr\/v2p0\/context(-2\.[0-9]\.[0-9])*\.json$/,
  'a context of CLR 2.0'
);

function atLeastOne(value: unknown, where: string): string[] {
  return Array.isArray(value) && !value.length ? [problem(where, 'none', 'at least one credential')] : [];
}

const ASSOCIATION = members({
  type: types(['Association']),
  associationType: oneOf(ASSOCIATION_TYPES, 'an association type', {specification: 'CLR 2.0'}),
  sourceId: text,
  targetId: text
});
const SUBJECT = both(
  members(
    {
      type: types(['ClrSubject']),
      verifiableCredential: both(
        oneOrMore(members({type: types(['VerifiableCredential', 'EnvelopedVerifiableCredential'])})),
        atLeastOne
      )
    },
    {
      id: text,
      identifier: oneOrMore(IDENTITY_OBJECT),
      achievement: oneOrMore(ACHIEVEMENT),
      association: oneOrMore(ASSOCIATION)
    }
  ),
  identified
);
export const SHAPE: Shape = credential(
  {
    type: types(['VerifiableCredential'], ['ClrCredential']),
    name: text,
    credentialSubject: SUBJECT
  },
  {...ENDORSED, description: text, image, partial: boolean},
  CLR_CONTEXT,
  OPEN_BADGES_CONTEXT
);
