/** The names that Open Badges 3.0 (appendix B) and CLR 2.0 define: contexts and closed or extensible enumerations. */

export const CREDENTIALS_V1 = 'https://www.w3.org/2018/credentials/v1';
export const CREDENTIALS_V2 = 'https://www.w3.org/ns/credentials/v2';

/** Values of `achievementType`; others begin with `ext:`. */
export const ACHIEVEMENT_TYPES: ReadonlySet<string> = new Set([
  'Achievement',
  'ApprenticeshipCertificate',
  'Assessment',
  'Assignment',
  'AssociateDegree',
  'Award',
  'Badge',
  'BachelorDegree',
  'Certificate',
  'CertificateOfCompletion',
  'Certification',
  'CommunityService',
  'Competency',
  'Course',
  'CoCurricular',
  'Degree',
  'Diploma',
  'DoctoralDegree',
  'Fieldwork',
  'GeneralEducationDevelopment',
  'JourneymanCertificate',
  'LearningProgram',
  'License',
  'Membership',
  'ProfessionalDoctorate',
  'QualityAssuranceCredential',
  'MasterCertificate',
  'MasterDegree',
  'MicroCredential',
  'ResearchDoctorate',
  'SecondarySchoolDiploma'
]);

/** Values of an alignment's `targetType`; others begin with `ext:`. */
export const ALIGNMENT_TARGET_TYPES: ReadonlySet<string> = new Set([
  'ceasn:Competency',
  'ceterms:Credential',
  'CFItem',
  'CFRubric',
  'CFRubricCriterion',
  'CFRubricCriterionLevel',
  'CTDL'
]);

/** Values of a result's `status`; there are no others. */
export const RESULT_STATUSES: ReadonlySet<string> = new Set([
  'Completed',
  'Enrolled',
  'Failed',
  'InProgress',
  'OnHold',
  'Provisional',
  'Withdrew'
]);

/** Values of a result description's `resultType`; others begin with `ext:`. */
export const RESULT_TYPES: ReadonlySet<string> = new Set([
  'GradePointAverage',
  'LetterGrade',
  'Percent',
  'PerformanceLevel',
  'PredictedScore',
  'RawScore',
  'Result',
  'RubricCriterion',
  'RubricCriterionLevel',
  'RubricScore',
  'ScaledScore',
  'Status'
]);

/** Values of `identityType` and `identifierType`; others begin with `ext:`. */
export const IDENTITY_TYPES: ReadonlySet<string> = new Set([
  'name',
  'sourcedId',
  'systemId',
  'productId',
  'userName',
  'accountId',
  'emailAddress',
  'nationalIdentityNumber',
  'isbn',
  'issn',
  'lisSourcedId',
  'oneRosterSourcedId',
  'sisSourcedId',
  'ltiContextId',
  'ltiDeploymentId',
  'ltiToolId',
  'ltiPlatformId',
  'ltiUserId',
  'identifier'
]);

/** Values of the `associationType` of two achievements in a CLR. */
export const ASSOCIATION_TYPES: ReadonlySet<string> = new Set([
  'exactMatchOf',
  'isChildOf',
  'isParentOf',
  'isPartOf',
  'isPeerOf',
  'isRelatedTo',
  'precedes',
  'replacedBy'
]);
