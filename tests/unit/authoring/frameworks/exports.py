"""Samples of what publishers of frameworks export, in the true form of each.

Addresses, codes and labels of ESCO and O*NET are those that they publish (ESCO: © European Union, reuse with
acknowledgement; O*NET: CC BY 4.0, US Department of Labor); descriptions are our own words, and so is the package of
CASE.  `docs/decisions/0042` says where the forms were read.
"""

# ruff: noqa: E501 -- rows of the tables of others
from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from conferral.authoring.importing.handed_in import GivenFile

PYTHON = "http://data.europa.eu/esco/skill/ccd0a1d9-afda-43d9-b901-96344886e14d"
JAVA = "http://data.europa.eu/esco/skill/19a8293b-8e95-4de3-983f-77484079c389"
PROGRAMMING = "http://data.europa.eu/esco/skill/21d2f96d-35f7-4e3f-9745-c533d2dd6e97"
ICT = "http://data.europa.eu/esco/isced-f/06"
ICT_USE = "http://data.europa.eu/esco/isced-f/061"
SOFTWARE = "http://data.europa.eu/esco/isced-f/0613"

_SKILL_COLUMNS = (
    "conceptType,conceptUri,skillType,reuseLevel,preferredLabel,altLabels,hiddenLabels,status,modifiedDate,"
    "scopeNote,definition,inScheme,description"
)
_GROUP_COLUMNS = (
    "conceptType,conceptUri,preferredLabel,altLabels,hiddenLabels,status,modifiedDate,scopeNote,inScheme,"
    "description,code"
)

SKILLS_EN = f"""{_SKILL_COLUMNS}
KnowledgeSkillCompetence,{PYTHON},knowledge,sector-specific,Python (computer programming),"Python
Python development",,released,2023-12-01T10:00:00Z,,,http://data.europa.eu/esco/concept-scheme/skills,"How to write, ""test"" and
compile programs in Python."
KnowledgeSkillCompetence,{JAVA},knowledge,sector-specific,Java (computer programming),,,released,,,,,
KnowledgeSkillCompetence,{PROGRAMMING},knowledge,sector-specific,computer programming,,,released,,,,,Programs of every kind.
"""
SKILLS_DE = f"""{_SKILL_COLUMNS}
KnowledgeSkillCompetence,{PYTHON},knowledge,sector-specific,Python (Computerprogrammierung),,,released,,,,,"Prüfen „und“ übersetzen, größtenteils."
KnowledgeSkillCompetence,{JAVA},knowledge,sector-specific,Java (Computerprogrammierung),,,released,,,,,
"""
GROUPS_EN = f"""{_GROUP_COLUMNS}
SkillGroup,{ICT},information and communication technologies (icts),,,released,,,,,06
SkillGroup,{ICT_USE},information and communication technologies (icts),,,released,,,,,061
SkillGroup,{SOFTWARE},software and applications development and analysis,,,released,,,,,0613
"""
BROADER = f"""conceptType,conceptUri,broaderType,broaderUri
SkillGroup,{ICT_USE},SkillGroup,{ICT}
SkillGroup,{SOFTWARE},SkillGroup,{ICT_USE}
KnowledgeSkillCompetence,{PROGRAMMING},SkillGroup,{SOFTWARE}
KnowledgeSkillCompetence,{PYTHON},KnowledgeSkillCompetence,{PROGRAMMING}
KnowledgeSkillCompetence,{JAVA},KnowledgeSkillCompetence,{PROGRAMMING}
"""
ESCO = {
    "skills_en.csv": SKILLS_EN,
    "skills_de.csv": SKILLS_DE,
    "skillGroups_en.csv": GROUPS_EN,
    "broaderRelationsSkillPillar_en.csv": BROADER,
}
"""A download of ESCO, cut down to six concepts."""

HIERARCHY = f"""Level 0 URI,Level 0 preferred term,Level 1 URI,Level 1 preferred term,Level 2 URI,Level 2 preferred term,\
Level 3 URI,Level 3 preferred term,Description,Scope note,Level 0 code,Level 1 code,Level 2 code,Level 3 code
{ICT},information and communication technologies (icts),,,,,,,,,06,,,
{ICT},information and communication technologies (icts),{ICT_USE},information and communication technologies (icts),,,,,All of it.,,06,061,,
"""
COLLECTION = f"""conceptType,conceptUri,preferredLabel,status,skillType,reuseLevel,altLabels,description,broaderConceptUri,broaderConceptPT
KnowledgeSkillCompetence,{PYTHON},Python (computer programming),released,knowledge,sector-specific,,,{PROGRAMMING} | {SOFTWARE},computer programming | software
KnowledgeSkillCompetence,{PROGRAMMING},computer programming,released,knowledge,sector-specific,,,{SOFTWARE},software
"""

REFERENCE = """Element ID\tElement Name\tDescription
2\tWorker Requirements\tWorker Requirements
2.A\tBasic Skills\tWhat facilitates the "acquisition" of knowledge
2.A.1\tContent\tBackground structures
2.A.1.a\tReading Comprehension\tReading and understanding.
2.A.1.b\tActive Listening\tGiving full attention to others.
2.B\tCross-Functional Skills\tWhat facilitates performance across jobs
2.B.3\tTechnical Skills\tMachines and systems
2.B.3.e\tProgramming\tWriting computer programs.
"""
_RATING_COLUMNS = "O*NET-SOC Code\tElement ID\tElement Name\tScale ID\tData Value\tN"
RATINGS = f"""{_RATING_COLUMNS}
15-1252.00\t2.B.3.e\tProgramming\tIM\t4.50\t8
15-1252.00\t2.B.3.e\tProgramming\tLV\t4.88\t8
15-1252.00\t2.A.1.a\tReading Comprehension\tIM\t3.62\t8
"""
TECHNOLOGY = """O*NET-SOC Code\tExample\tCommodity Code\tCommodity Title\tHot Technology\tIn Demand
11-2011.00\tAdobe Acrobat Reader\t43232202\tDocument management software\tN\tN
11-2011.00\tAdobe Acrobat\t43232202\tDocument management software\tY\tN
11-2011.00\tAdobe After Effects\t43232103\tVideo creation and editing software\tY\tN
"""
OCCUPATIONS = """O*NET-SOC Code\tTitle\tDescription
15-1252.00\tSoftware Developers\tDevelop software.
15-2051.00\tData Scientists\tFind patterns in data.
"""

_NODES = "https://case.example.org/ims/case/v1p0"


def uuid(number: int) -> str:
    """The identifier of the n-th thing of a package."""
    return f"{number:08d}-f058-11e7-829f-9f13c008aab5"


def item(number: int, statement: str, **members: Any) -> dict[str, Any]:
    """An item of a package."""
    return {
        "identifier": uuid(number),
        "uri": f"{_NODES}/CFItems/{uuid(number)}",
        "lastChangeDateTime": "2024-01-03T07:35:48+00:00",
        "CFDocumentURI": _link(1, "CFDocuments"),
        "fullStatement": statement,
        **members,
    }


def _link(number: int, kind: str = "CFItems") -> dict[str, Any]:
    return {"title": "", "identifier": uuid(number), "uri": f"{_NODES}/{kind}/{uuid(number)}"}


def association(number: int, origin: int, kind: str, destination: int, **members: Any) -> dict[str, Any]:
    """An association between two items, or of one with the document (1)."""
    return {
        "identifier": uuid(number),
        "uri": f"{_NODES}/CFAssociations/{uuid(number)}",
        "lastChangeDateTime": "2024-01-03T07:35:48+00:00",
        "originNodeURI": _link(origin),
        "associationType": kind,
        "destinationNodeURI": _link(destination, "CFDocuments" if destination == 1 else "CFItems"),
        **members,
    }


def package(**members: Any) -> dict[str, Any]:
    """A package of three items: energy, and two below it in the order of their sequence numbers."""
    return {
        "CFDocument": {
            "identifier": uuid(1),
            "uri": f"{_NODES}/CFDocuments/{uuid(1)}",
            "creator": "School board",
            "title": "Science",
            "lastChangeDateTime": "2024-01-03T07:35:38+00:00",
            "language": "en",
            "version": "2024",
            "licenseURI": {"title": "", "identifier": uuid(90), "uri": "https://example.org/license"},
        },
        "CFItems": [
            item(11, "Says where energy comes from", humanCodingScheme="SCI.1.b", CFItemType="Standard"),
            item(12, "Names “forms” of energy", humanCodingScheme="SCI.1.a", notes="With examples."),
            item(10, "Understands energy", humanCodingScheme="SCI.1", abbreviatedStatement="Energy"),
        ],
        "CFAssociations": [
            association(20, 10, "isChildOf", 1, sequenceNumber=1),
            association(21, 11, "isChildOf", 10, sequenceNumber=2),
            association(22, 12, "isChildOf", 10, sequenceNumber=1),
        ],
        "CFDefinitions": {"CFLicenses": [{"identifier": uuid(90), "uri": "u", "title": "CC BY 4.0"}]},
        **members,
    }


def given(name: str, text: str | bytes, *, named: bool = True) -> GivenFile:
    """A file that was handed in."""
    content = text if isinstance(text, bytes) else text.encode()
    return GivenFile(name, content, lambda _: None, named)


def as_json(package: dict[str, Any]) -> str:
    """A package as OpenSALT writes it, though not on one line: slashes escaped, and letters as they are."""
    return json.dumps(package, ensure_ascii=False, indent=1).replace("/", "\\/")


def written(folder: Path, files: dict[str, str]) -> list[Path]:
    """Files of an export in a folder, as they arrive: a byte order mark and Windows line ends."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    return [folder / name for name in files]
