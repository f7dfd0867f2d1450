/** The structure of an Open Badges 3.0 AchievementCredential: members, cardinalities and types. */

import {
  credential,
  ENDORSED,
  identified,
  IDENTIFIER_ENTRY,
  IDENTITY_OBJECT,
  image,
  LANGUAGE,
  OPEN_BADGES_CONTEXT,
  PROFILE
} from './credential-parts.ts';
import {ACHIEVEMENT_TYPES, ALIGNMENT_TARGET_TYPES, RESULT_STATUSES, RESULT_TYPES} from './open-badges-vocabulary.ts';
import {both, members, number, oneOf, oneOrMore, type Shape, text, timestamp, types} from './shapes.ts';

const ALIGNMENT = members(
  {type: types(['Alignment']), targetName: text, targetUrl: text},
  {
    targetCode: text,
    targetDescription: text,
    targetFramework: text,
    targetType: oneOf(ALIGNMENT_TARGET_TYPES, 'an alignment target type', {extensible: true})
  }
);
const RUBRIC_LEVEL = members(
  {id: text, type: types(['RubricCriterionLevel']), name: text},
  {alignment: oneOrMore(ALIGNMENT), description: text, level: text, points: text}
);
const RESULT_DESCRIPTION = members(
  {
    id: text,
    type: types(['ResultDescription']),
    name: text,
    resultType: oneOf(RESULT_TYPES, 'a result type', {extensible: true})
  },
  {
    alignment: oneOrMore(ALIGNMENT),
    allowedValue: oneOrMore(text),
    requiredLevel: text,
    requiredValue: text,
    rubricCriterionLevel: oneOrMore(RUBRIC_LEVEL),
    valueMax: text,
    valueMin: text
  }
);
const RESULT = members(
  {type: types(['Result'])},
  {
    achievedLevel: text,
    alignment: oneOrMore(ALIGNMENT),
    resultDescription: text,
    status: oneOf(RESULT_STATUSES, 'a result status'),
    value: text
  }
);
const RELATED = members({id: text, type: types(['Related'])}, {inLanguage: LANGUAGE, version: text});
export const ACHIEVEMENT: Shape = members(
  {
    id: text,
    type: types(['Achievement']),
    criteria: members({}, {id: text, narrative: text}),
    description: text,
    name: text
  },
  {
    ...ENDORSED,
    alignment: oneOrMore(ALIGNMENT),
    achievementType: oneOf(ACHIEVEMENT_TYPES, 'an achievement type', {extensible: true}),
    creator: PROFILE,
    creditsAvailable: number,
    fieldOfStudy: text,
    humanCode: text,
    image,
    inLanguage: LANGUAGE,
    otherIdentifier: oneOrMore(IDENTIFIER_ENTRY),
    related: oneOrMore(RELATED),
    resultDescription: oneOrMore(RESULT_DESCRIPTION),
    specialization: text,
    tag: oneOrMore(text),
    version: text
  }
);
const SUBJECT = both(
  members(
    {type: types(['AchievementSubject']), achievement: ACHIEVEMENT},
    {
      id: text,
      activityEndDate: timestamp,
      activityStartDate: timestamp,
      creditsEarned: number,
      identifier: oneOrMore(IDENTITY_OBJECT),
      image,
      licenseNumber: text,
      narrative: text,
      result: oneOrMore(RESULT),
      role: text,
      source: PROFILE,
      term: text
    }
  ),
  identified
);
const EVIDENCE = members(
  {type: types(['Evidence'])},
  {id: text, narrative: text, name: text, description: text, genre: text, audience: text}
);
// Verifiable Credentials 2.0, section 5.3
const RELATED_RESOURCE = members(
  {id: text},
  {mediaType: text, digestSRI: oneOrMore(text), digestMultibase: oneOrMore(text)}
);
export const SHAPE: Shape = credential(
  {
    type: types(['VerifiableCredential'], ['AchievementCredential', 'OpenBadgeCredential']),
    credentialSubject: SUBJECT
  },
  {
    ...ENDORSED,
    name: text,
    description: text,
    image,
    evidence: oneOrMore(EVIDENCE),
    relatedResource: oneOrMore(RELATED_RESOURCE)
  },
  OPEN_BADGES_CONTEXT
);
