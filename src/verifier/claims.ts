/**
 * What a credential says, read from its JSON.
 *
 * JSON-LD lets one statement be written in many ways, and a signature covers the statement, not the writing.  Whoever
 * moves `credentialStatus` under its full address keeps the signature and hides the revocation.  `layoutProblem`
 * refuses such documents, so that what these functions read is what was signed.
 */

import {KNOWN} from './contexts.ts';
import {type Part, partUnder} from './embedded-documents.ts';
import {EncodingError} from './errors.ts';
import {type Document, get, has, isObject, type Json, same, without} from './json.ts';
import {type Instant, parseTimestamp} from './timestamps.ts';
import {harmless} from './words.ts';

/** The types that the bundled contexts define: their words with a capital letter. */
const TYPE_NAMES: ReadonlySet<string> = new Set(
  (
    'Achievement AchievementCredential AchievementSubject Address Alignment Association BitstringStatusList ' +
    'BitstringStatusListCredential BitstringStatusListEntry ClrCredential ClrSubject Criteria DataIntegrityProof ' +
    'EcdsaSecp256k1Signature2019 EcdsaSecp256r1Signature2019 Ed25519Signature2018 Ed25519Signature2020 ' +
    'Ed25519VerificationKey2020 EndorsementCredential EndorsementSubject EnvelopedVerifiableCredential ' +
    'EnvelopedVerifiablePresentation Evidence GeoCoordinates IdentifierEntry IdentityObject Image JsonSchema ' +
    'JsonSchemaCredential JsonSchemaValidator2018 ManualRefreshService2018 Multikey OpenBadgeCredential Profile ' +
    'Related Result ResultDescription RsaSignature2018 RubricCriterionLevel StatusList2021 StatusList2021Credential ' +
    'StatusList2021Entry VerifiableCredential VerifiablePresentation'
  ).split(' ')
);

/** What objects of the issuer's id may each have of their own. */
const SAID_BY_OTHERS: readonly string[] = ['type', 'endorsement', 'endorsementJwt'];

/** The text under the members `path`, or null if there is none. */
export function textAt(document: Json, ...path: readonly string[]): string | null {
  let value = document;
  for (const name of path) {
    value = isObject(value) ? get(value, name) : null;
  }
  return typeof value === 'string' ? value : null;
}

/** The issuer's id: VCDM 2.0, section 4.7, has it as text or as an object with an id. */
export function issuerOf(document: Document): string | null {
  return textAt(document, 'issuer') || textAt(document, 'issuer', 'id');
}

/** The types of an object, written as one text or as a list of texts. */
export function typesOf(document: Json): string[] {
  const found = isObject(document) ? get(document, 'type') : null;
  return (Array.isArray(found) ? found : [found]).filter(name => typeof name === 'string');
}

/** The items of `@context`. */
export function contextsOf(document: Document): Json[] {
  const found = has(document, '@context') ? document['@context']! : [];
  return Array.isArray(found) ? found : [found];
}

/** Whether it is written by version 1.1 of the data model, which has other names for the dates. */
export function isVersion1(document: Document): boolean {
  return contextsOf(document)[0] === 'https://www.w3.org/2018/credentials/v1';
}

/**
 * The first context address that is not known, or null.
 *
 * Those of embedded documents count as well: as long as one of them is not known, nobody can tell what a processor makes
 * of the whole.  They may be known when the embedded document is looked at by itself.
 */
export function unknownContext(document: Document): string | null {
  for (const item of allContextsOf(document)) {
    if (typeof item === 'string' && !KNOWN.has(item)) {
      return item;
    }
  }
  return null;
}

/** The items of every `@context`, those of embedded documents too; the top's come first. */
export function* allContextsOf(document: Document): Generator<Json> {
  yield* contextsOf(document);
  for (const [place] of objects(unsecured(document))) {
    yield* contextsOf(place);
  }
}

/** The instant that the member `name` holds, or null if there is no such member.  @throws {EncodingError} */
export function instantOf(document: Document, name: string): Instant | null {
  if (!has(document, name)) {
    return null;
  }
  const value = document[name];
  if (typeof value !== 'string') {
    throw new EncodingError(`"${name}" is no timestamp`);
  }
  return parseTimestamp(value);
}

/**
 * What may make `document` seem to say something else than its signature covers, or null.
 *
 * Every name must be a plain term and every value something, because JSON-LD drops the rest; no name may be that of a
 * type, which in some contexts means what a member means; and no object inside may claim the document's own id, because
 * statements about the credential could hide there.
 *
 * Documents embedded in `endorsement` or `verifiableCredential` are somebody else's word, and their statements are part
 * of the same graph.  An endorser could have put a later expiry, or another name of the holder, into the endorsement
 * that the issuer signs in good faith, and whoever holds the credential could then exchange the two.  So an embedded
 * object that bears the id of the credential or of something that decides about it (its status, its subject, its
 * achievement) may say of it only what an endorsement must: its id, its type, and the comment.
 *
 * The issuer is often spoken of by others, and as the creator of the achievement.  Of all the objects of its id, the
 * embedded ones included, none may say something else than another, or its names could be exchanged.  What a record
 * holds of its own issuer may give a name of before: each such name is the issuer's word, under a proof of its own.
 *
 * `proof` is left out; nothing is read from it that the proof's own check does not look at.
 */
export function layoutProblem(document: Document): string | null {
  const top = unsecured(document);
  const before: Json[] = [];
  const [own, issuer, rules] = [get(document, 'id'), issuerOf(document), decisive(document, before)];
  const said: Document = Object.create(null);
  for (const [place, part, inside] of objects(top)) {
    for (const [name, value] of Object.entries(place)) {
      const ownContext = name === '@context' && inside && part !== 'other';
      if ((name.includes('@') || name.includes(':') || TYPE_NAMES.has(name)) && !ownContext) {
        return `“${harmless(name, 80)}” stands where a plain word belongs`;
      }
      if (value === null || (typeof value === 'object' && Object.keys(value).length === 0)) {
        return `“${harmless(name, 80)}” holds nothing, which no signature can cover`;
      }
    }
    const named = get(place, 'id');
    if (typeof named !== 'string' || place === top) {
      continue;
    }
    const allows = inside ? rules.get(named) : undefined;
    if (allows === undefined) {
      if (named === own) {
        return 'an object in it claims the credential’s own id';
      }
    } else if (!allows(place)) {
      return 'something embedded in it speaks of what is the credential’s own';
    }
    if (named === issuer && !before.includes(place) && !agrees(place, said)) {
      return 'an object in it says something else of the issuer';
    }
  }
  return null;
}

/** Whether `place` says nothing else than what was `said`, to which its members are added. */
function agrees(place: Document, said: Document): boolean {
  return Object.entries(place).every(([name, value]) => {
    if (!has(said, name)) {
      said[name] = value;
    }
    return SAID_BY_OTHERS.includes(name) || same(said[name]!, value);
  });
}

/** Whether an embedded object says no more than it may. */
type Rule = (place: Document) => boolean;

const onlyRefers: Rule = place => Object.keys(place).every(name => name === 'id' || name === 'type');

const onlyEndorses: Rule = place =>
  Object.keys(place).every(name => name === 'id' || name === 'type' || name === 'endorsementComment');

const identifiesNoLearner: Rule = place => !has(place, 'identifier') || !typesOf(place).includes('ClrSubject');

/**
 * The ids that decide about a credential, each with what embedded objects of that id may say.  The issuers of the
 * credentials that a record holds are added to `before`.
 */
function decisive(document: Document, before: Json[]): Map<string, Rule> {
  const rules = new Map<string, Rule>();
  const add = (value: Json, rule: Rule): void => {
    const id = textAt(value, 'id');
    if (id !== null) {
      rules.set(id, rule);
    }
  };
  const found: Json[] = [document, ...listed(get(document, 'credentialStatus'))];
  for (const each of listed(get(document, 'credentialSubject')).filter(isObject)) {
    if (typesOf(each).includes('ClrSubject')) {
      // The credentials of a record are all about the same learner.
      add(each, identifiesNoLearner);
      listed(get(each, 'verifiableCredential')).forEach(held => isObject(held) && before.push(get(held, 'issuer')));
    } else {
      add(each, has(each, 'endorsementComment') ? onlyRefers : onlyEndorses);
      listed(get(each, 'achievement')).forEach(achievement => found.push(achievement));
    }
  }
  found.forEach(each => add(each, onlyEndorses));
  return rules;
}

function listed(value: Json): Json[] {
  return Array.isArray(value) ? value : [value];
}

function unsecured(document: Document): Document {
  return without(document, '@context', 'proof');
}

/**
 * Every object of a document, itself first, with what it is, and whether it lies in an embedded document.
 *
 * Contexts are none of them.
 */
function* objects(document: Document): Generator<[Document, Part, boolean]> {
  const waiting: [Json, Part, boolean][] = [[document, 'top', false]];
  while (waiting.length) {
    const [value, part, around] = waiting.pop()!;
    const inside = around || part === 'embedded';
    if (isObject(value)) {
      yield [value, part, inside];
      for (const [name, held] of Object.entries(value)) {
        if (name !== '@context') {
          waiting.push([held, partUnder(part, name), inside]);
        }
      }
    } else if (Array.isArray(value)) {
      value.forEach(item => waiting.push([item, Array.isArray(item) ? 'other' : part, inside]));
    }
  }
}
