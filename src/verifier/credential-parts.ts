/**
 * What the credentials of Open Badges 3.0 and CLR 2.0 have in common: dates, contexts, profiles, endorsements.
 *
 * Written from the data model of the specification (appendix B), for both versions of the Verifiable Credentials Data
 * Model that it knows.  Where compacted JSON-LD may hold one value instead of a list of one, both forms are accepted.
 */

import {get, has, isObject, type Document} from './json.ts';
import {CREDENTIALS_V1, CREDENTIALS_V2, IDENTITY_TYPES} from './open-badges-vocabulary.ts';
import {repr} from './python.ts';
import {
  boolean,
  exactly,
  matching,
  members,
  number,
  oneOf,
  oneOrMore,
  problem,
  type Shape,
  type Shapes,
  shown,
  text,
  timestamp,
  types
} from './shapes.ts';
import {parseTimestamp} from './timestamps.ts';

export const OPEN_BADGES_CONTEXT = matching(
  /^https:\/\/purl\.imsglobal\.org\/spec\/ob\/v3p0\/context(-3\.[0-9]\.[0-9])*\.json$/,
  'a context of Open Badges 3.0'
);
export const LANGUAGE = matching(
  /^[a-z]{2,4}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$/,
  "a language code such as 'en'"
);
const IDENTITY_TYPE = oneOf(IDENTITY_TYPES, 'an identifier type', {extensible: true});
const COMPACT_JWS = matching(/^[a-zA-Z0-9_-]+\.[a-zA-Z0-9_-]*\.[a-zA-Z0-9_-]+$/, 'a compact JWS');
const DATE = matching(/^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$/, "a date such as '2026-06-30'");
const WINDOW = ['validFrom', 'validUntil'] as const;
const WINDOW_1 = ['issuanceDate', 'expirationDate'] as const;

/** Whether `document` is a credential of the Verifiable Credentials Data Model 1.1, not 2.0. */
export function isVersion1(document: Document): boolean {
  const found = get(document, '@context');
  return (Array.isArray(found) && found.length ? found[0] : found) === CREDENTIALS_V1;
}

/** A credential of either version, with `contexts` after the one of its version. */
export function credential(required: Shapes, optional: Shapes, ...contexts: readonly Shape[]): Shape {
  const [two, one] = (
    [
      [CREDENTIALS_V2, WINDOW],
      [CREDENTIALS_V1, WINDOW_1]
    ] as const
  ).map(([leading, [begin, end]]) =>
    members(
      {
        '@context': contextsOf(leading, ...contexts),
        id: text,
        ...required,
        issuer: profileOrUri,
        [begin]: timestamp
      },
      {...SECURED, ...optional, [end]: timestamp}
    )
  ) as [Shape, Shape];
  return (value, where) => (isObject(value) && isVersion1(value) ? one : two)(value, where);
}

/** Whether a credential whose members are in shape ends before it begins. */
export function windowProblems(document: Document): string[] {
  const [begin, end] = isVersion1(document) ? WINDOW_1 : WINDOW;
  if (!has(document, end)) {
    return [];
  }
  const [begins, ends] = [begin, end].map(name => parseTimestamp(document[name] as string)) as [bigint, bigint];
  return ends < begins ? [problem(`/${end}`, repr(document[end]), `no time before ${repr(document[begin])}`)] : [];
}

function contextsOf(leading: string, ...others: readonly Shape[]): Shape {
  const expected = others.length === 1 ? 'two' : 'three';
  const shapes = [exactly(leading), ...others];
  return function* (value, where) {
    if (!Array.isArray(value) || value.length < shapes.length) {
      const got = Array.isArray(value) ? `${value.length} contexts` : shown(value);
      yield problem(where, got, `a list of at least ${expected} contexts`);
      return;
    }
    for (const [place, item] of value.entries()) {
      const shape = shapes[place];
      if (shape !== undefined) {
        yield* shape(item, `${where}/${place}`);
      } else if (typeof item !== 'string' && !isObject(item)) {
        yield problem(`${where}/${place}`, shown(item), 'a URL or an object');
      }
    }
  };
}

function endorsement(value: unknown, where: string): Iterable<string> {
  return ENDORSEMENT(value, where);
}

function profile(value: unknown, where: string): Iterable<string> {
  return PROFILE(value, where);
}

function profileOrUri(value: unknown, where: string): Iterable<string> {
  if (isObject(value)) {
    return PROFILE(value, where);
  }
  return typeof value === 'string' ? [] : [problem(where, shown(value), 'a profile or its URI')];
}

/** An image, or its URI alone: JSON-LD reads that as an object with this id, and older systems write it. */
export function image(value: unknown, where: string): Iterable<string> {
  return typeof value === 'string' ? [] : IMAGE(value, where);
}

const IMAGE = members({id: text, type: exactly('Image')}, {caption: text}, true);
export const IDENTIFIER_ENTRY = members(
  {type: exactly('IdentifierEntry'), identifier: text, identifierType: IDENTITY_TYPE},
  {},
  true
);
export const IDENTITY_OBJECT = members(
  {
    type: exactly('IdentityObject'),
    hashed: boolean,
    identityHash: text,
    identityType: IDENTITY_TYPE
  },
  {salt: text},
  true
);
export const ENDORSED: Shapes = {
  endorsement: oneOrMore(endorsement),
  endorsementJwt: oneOrMore(COMPACT_JWS)
};
const ADDRESS = members(
  {type: types(['Address'])},
  {
    addressCountry: text,
    addressCountryCode: text,
    addressRegion: text,
    addressLocality: text,
    streetAddress: text,
    postOfficeBoxNumber: text,
    postalCode: text,
    geo: members({type: exactly('GeoCoordinates'), latitude: number, longitude: number})
  }
);
export const PROFILE: Shape = members(
  {id: text, type: types(['Profile'])},
  {
    ...ENDORSED,
    name: text,
    url: text,
    phone: text,
    description: text,
    image,
    email: text,
    address: ADDRESS,
    otherIdentifier: oneOrMore(IDENTIFIER_ENTRY),
    official: text,
    parentOrg: profile,
    familyName: text,
    givenName: text,
    additionalName: text,
    patronymicName: text,
    honorificPrefix: text,
    honorificSuffix: text,
    familyNamePrefix: text,
    dateOfBirth: DATE
  }
);
/** A subject with an `id` or an `identifier`: Open Badges 3.0, section 9.1, step 1; no published schema says so. */
export const identified: Shape = function*(value, where) {
  const identifier = isObject(value) ? get(value, 'identifier') : undefined;
  if(isObject(value) && !has(value, 'id') && (!identifier || (Array.isArray(identifier) && identifier.length === 0))) {
    yield problem(where, "neither 'id' nor 'identifier'", 'at least one of them');
  }
};

const TYPED_WITH_ID = members({id: text, type: text});
const PROOF = members(
  {type: text},
  {
    created: timestamp,
    cryptosuite: text,
    challenge: text,
    domain: text,
    nonce: text,
    proofPurpose: text,
    proofValue: text,
    verificationMethod: text
  }
);
const SECURED: Shapes = {
  awardedDate: timestamp,
  proof: oneOrMore(PROOF),
  credentialSchema: oneOrMore(TYPED_WITH_ID),
  credentialStatus: TYPED_WITH_ID,
  refreshService: TYPED_WITH_ID,
  termsOfUse: oneOrMore(members({type: text}, {id: text}))
};
export const ENDORSEMENT: Shape = credential(
  {
    type: types(['VerifiableCredential'], ['EndorsementCredential']),
    name: text,
    credentialSubject: members({id: text, type: types(['EndorsementSubject'])}, {endorsementComment: text})
  },
  {description: text},
  OPEN_BADGES_CONTEXT
);
