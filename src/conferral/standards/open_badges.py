"""The vocabulary and the structure of Open Badges 3.0."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

CREDENTIALS_V2 = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES_3_0_3 = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
CONTEXTS = (CREDENTIALS_V2, OPEN_BADGES_3_0_3)
"""The contexts of a credential, in the order that the specification asks for."""

ACHIEVEMENT_TYPES = frozenset(
    ["Achievement", "ApprenticeshipCertificate", "Assessment", "Assignment", "AssociateDegree", "Award", "Badge", "BachelorDegree", "Certificate", "CertificateOfCompletion", "Certification", "CommunityService", "Competency", "Course", "CoCurricular", "Degree", "Diploma", "DoctoralDegree", "Fieldwork", "GeneralEducationDevelopment", "JourneymanCertificate", "LearningProgram", "License", "Membership", "ProfessionalDoctorate", "QualityAssuranceCredential", "MasterCertificate", "MasterDegree", "MicroCredential", "ResearchDoctorate", "SecondarySchoolDiploma"]
)
ALIGNMENT_TARGET_TYPES = frozenset(
    ["ceasn:Competency", "ceterms:Credential", "CFItem", "CFRubric", "CFRubricCriterion", "CFRubricCriterionLevel", "CTDL"]
)
RESULT_STATUSES = frozenset(["Completed", "Enrolled", "Failed", "InProgress", "OnHold", "Provisional", "Withdrew"])
RESULT_TYPES = frozenset(
    ["GradePointAverage", "LetterGrade", "Percent", "PerformanceLevel", "PredictedScore", "RawScore", "Result", "RubricCriterion", "RubricCriterionLevel", "RubricScore", "ScaledScore", "Status"]
)
IDENTITY_TYPES = frozenset(
    ["name", "sourcedId", "systemId", "productId", "userName", "accountId", "emailAddress", "nationalIdentityNumber", "isbn", "issn", "lisSourcedId", "oneRosterSourcedId", "sisSourcedId", "ltiContextId", "ltiDeploymentId", "ltiToolId", "ltiPlatformId", "ltiUserId", "identifier"]
)


def identity_hash(identifier: str, salt: str) -> str:
    """The `identityHash` of an identifier: `sha256$` and the hex SHA-256 of identifier and salt together.

    Nothing is normalised; callers say what they trim or lower.
    """
    return "sha256$" + hashlib.sha256((identifier + salt).encode("utf-8")).hexdigest()


def structure_problems(document: Mapping[str, Any]) -> list[str]:
    """What keeps `document` from being an AchievementCredential; empty when nothing does."""
    from conferral.standards._structure import CREDENTIAL  # noqa: PLC0415

    return CREDENTIAL.problems(document, "")
