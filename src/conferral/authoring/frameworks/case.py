"""CASE, the Competencies and Academic Standards Exchange of 1EdTech: a CFPackage as JSON, version 1.0 or 1.1.

What a CASE service answers under /ims/case/v1p0/CFPackages/<id> (or v1p1), and what OpenSALT exports: `CFDocument`,
`CFItems` and `CFAssociations`, on their own or, as some services answer, inside of a `CFPackage`.  An item's
`fullStatement` is the skill's name and its `humanCodingScheme` the code; `isChildOf` leads to what it is part of,
which may be the document, `replacedBy` to what is to be used instead, and `isTranslationOf` (1.1) to the item that it
says in another language.  Rubrics are not carried.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from conferral.authoring.frameworks.described import FoundFramework, FoundSkill, FoundTexts
from conferral.authoring.importing.found import Notes, Origin
from conferral.authoring.importing.handed_in import GivenFile
from conferral.errors import EncodingError, Problem, RegistryProblems
from conferral.standards.strict_json import Complaints, has_half_of_a_pair, parse_json

ENDINGS = (".json",)
LONGEST = 300
"""Characters of a name; of longer statements the abbreviated form is the name, if there is one."""

_COMPLAINTS = Complaints(
    syntax=lambda line, column: f"{line}:{column}:no JSON",
    twice=lambda name: f'the name "{name}" stands twice in one object',
    constant=lambda name: f"{name} is no JSON number",
    large=lambda digits, _integer: f"the number {digits} is beyond what every reader understands alike",
    deep="the JSON is nested too deeply",
)
_PACKAGE = "a CFPackage: an object with CFDocument, CFItems and CFAssociations"


@dataclass(slots=True)
class _Package:
    """A package that is being read; `by_node` leads from an item's identifier and address to its identifier."""

    file: str
    text: str
    notes: Notes
    problems: list[Problem] = field(default_factory=list)
    by_node: dict[str, str] = field(default_factory=dict)

    def problem(self, pointer: str, what: str, expected: str, near: object = None) -> None:
        """A mistake at a JSON Pointer, and in the line where the text `near` first stands."""
        line = column = 0
        forms = (near, near.replace("/", "\\/")) if isinstance(near, str) and near else ()
        at = max((self.text.find(f'"{form}"') for form in forms), default=-1)
        if at >= 0:
            line = self.text.count("\n", 0, at) + 1
            column = at - self.text.rfind("\n", 0, at)
        self.problems.append(Problem(self.file, line, column, f"{what} (at {pointer})", expected))

    def node(self, association: Mapping[str, Any], end: str) -> str:
        """The identifier of the item at an end of an association; empty where it is none of this package."""
        link = association.get(end)
        if not isinstance(link, dict):
            return ""
        found = (self.by_node.get(str(link.get(key))) for key in ("identifier", "uri"))
        return next((one for one in found if one), "")


def read(given: GivenFile, notes: Notes, *, today: date) -> FoundFramework:
    """The framework in a package.  Raises `RegistryProblems` with everything that is wrong with it."""
    package, content = _parsed(given, notes)
    document = content["CFDocument"]
    items = list(_items(package, content.get("CFItems", [])))
    associations = list(_associations(package, content.get("CFAssociations", [])))
    if package.problems:
        raise RegistryProblems(package.problems, where="the export")
    if content.get("CFRubrics"):
        notes.not_carried(Origin(given.name, "/CFRubrics"), "rubrics: a framework here has skills alone")
    skills = _skills(package, document, items, associations, today)
    return FoundFramework(
        name=_text(document, "title"),
        description=_text(document, "description"),
        url=_text(document, "officialSourceURL") or _text(document, "uri"),
        edition=_text(document, "version") or _text(document, "lastChangeDateTime")[:10],
        license=_license(document, content),
        type="CFItem",
        skills=skills,
    )


def _parsed(given: GivenFile, notes: Notes) -> tuple[_Package, dict[str, Any]]:
    try:
        text = given.content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = given.content[: error.start].count(b"\n") + 1
        what = f"the byte 0x{given.content[error.start]:02X} is not UTF-8"
        raise RegistryProblems([Problem(given.name, line, 1, what, "JSON in UTF-8")], where=given.name) from None
    try:
        content = parse_json(text, _COMPLAINTS)
        if has_half_of_a_pair(text):
            raise EncodingError("half of a surrogate pair, which is no character")
    except EncodingError as error:
        at, _, rest = error.message.partition(":")
        column, _, what = rest.partition(":")
        place = (int(at), int(column), f"this is {what}") if what == "no JSON" else (0, 0, error.message)
        raise RegistryProblems([Problem(given.name, *place, _PACKAGE)], where=given.name) from None
    if isinstance(content, dict) and isinstance(content.get("CFPackage"), dict):
        content = content["CFPackage"]
    if not isinstance(content, dict) or not isinstance(content.get("CFDocument"), dict):
        hint = "a list of documents or a single item is no package; ask the service for /CFPackages/<identifier>"
        raise RegistryProblems([Problem(given.name, 0, 0, "this is no package of CASE", _PACKAGE, hint)], where="it")
    package = _Package(given.name, text, notes)
    if not _text(content["CFDocument"], "title"):
        package.problem("/CFDocument", "the document has no title", '"title": text')
    return package, content


def _items(package: _Package, items: object) -> Iterator[tuple[str, int, Mapping[str, Any]]]:
    """The items with their identifiers and numbers; what is wrong with others is noted."""
    if not isinstance(items, list):
        package.problem("/CFItems", "this is no list", "a list of CFItem")
        return
    for number, item in enumerate(items):
        pointer = f"/CFItems/{number}"
        if not isinstance(item, dict):
            package.problem(pointer, "this is no item", "an object")
            continue
        identifier, uri = item.get("identifier"), item.get("uri")
        if not isinstance(identifier, str) or not identifier:
            package.problem(pointer, "the item has no identifier", '"identifier": a UUID', uri)
        elif identifier in package.by_node:
            package.problem(pointer, f"the item {identifier} is there twice", "each item once", identifier)
        elif not _text(item, "fullStatement"):
            package.problem(pointer, "the item has no fullStatement", '"fullStatement": text', identifier)
        else:
            package.by_node[identifier] = identifier
            if isinstance(uri, str) and uri:
                package.by_node.setdefault(uri, identifier)
            yield identifier, number, item


def _associations(package: _Package, associations: object) -> Iterator[Mapping[str, Any]]:
    if not isinstance(associations, list):
        package.problem("/CFAssociations", "this is no list", "a list of CFAssociation")
        return
    for number, one in enumerate(associations):
        if not isinstance(one, dict) or not isinstance(one.get("associationType"), str):
            near = one.get("identifier") if isinstance(one, dict) else None
            package.problem(
                f"/CFAssociations/{number}", "the association has no associationType", "such as isChildOf", near
            )
        else:
            yield one


def _skills(
    package: _Package,
    document: Mapping[str, Any],
    items: Sequence[tuple[str, int, Mapping[str, Any]]],
    associations: Sequence[Mapping[str, Any]],
    today: date,
) -> dict[str, FoundSkill]:
    parents, places, replaced, says = _related(package, associations)
    ordered = _in_order(items, parents, places)
    texts: dict[str, dict[str, FoundTexts]] = {}
    for identifier, item in ordered.items():
        language = _language(item) or _language(document)
        own = texts.setdefault(says.get(identifier, identifier), {})
        if language not in own or identifier not in says:
            own[language] = _texts(item)
    numbers = {identifier: number for identifier, number, _ in items}
    return {
        identifier: FoundSkill(
            key=identifier,
            origin=Origin(package.file, f"/CFItems/{numbers[identifier]}"),
            texts=texts[identifier],
            code=_text(item, "humanCodingScheme") or identifier,
            url=_text(item, "uri"),
            broader=tuple(parents.get(identifier, ())),
            deprecated=identifier in replaced or _is_over(item, today),
            replaced_by=replaced.get(identifier, ""),
        )
        for identifier, item in ordered.items()
        if identifier not in says
    }


def _related(
    package: _Package, associations: Sequence[Mapping[str, Any]]
) -> tuple[dict[str, dict[str, None]], dict[str, int], dict[str, str], dict[str, str]]:
    """What is above each item, its place among its siblings, what replaces it, and of which it is a translation."""
    parents: dict[str, dict[str, None]] = {}
    places: dict[str, int] = {}
    replaced: dict[str, str] = {}
    says: dict[str, str] = {}
    for one in associations:
        origin, destination = package.node(one, "originNodeURI"), package.node(one, "destinationNodeURI")
        kind, place = one["associationType"], one.get("sequenceNumber")
        if origin and kind in ("isChildOf", "isPartOf"):
            if kind == "isChildOf" and isinstance(place, int):
                places.setdefault(origin, place)
            if destination:
                parents.setdefault(origin, {})[destination] = None
        elif origin and destination and kind == "replacedBy":
            replaced.setdefault(origin, destination)
        elif origin and destination and kind == "isTranslationOf":
            says.setdefault(origin, destination)
    return parents, places, replaced, {one: other for one, other in says.items() if other not in says}


def _in_order(
    items: Sequence[tuple[str, int, Mapping[str, Any]]],
    parents: Mapping[str, Mapping[str, None]],
    places: Mapping[str, int],
) -> dict[str, Mapping[str, Any]]:
    """The items as an outline has them: each before what is part of it, siblings by their sequence numbers."""
    by_identifier = {identifier: item for identifier, _, item in items}
    below: dict[str, list[str]] = {}
    for identifier in by_identifier:
        below.setdefault(next(iter(parents.get(identifier, ())), ""), []).append(identifier)
    for siblings in below.values():
        siblings.sort(key=lambda one: places.get(one, len(places) + 1))
    found: dict[str, Mapping[str, Any]] = {}
    waiting = list(reversed(below.get("", [])))
    while waiting:
        identifier = waiting.pop()
        if identifier not in found:
            found[identifier] = by_identifier[identifier]
            waiting += reversed(below.get(identifier, []))
    return {**found, **by_identifier}


def _texts(item: Mapping[str, Any]) -> FoundTexts:
    """The statement as the name; of one that is too long for a name, the abbreviated one, and the whole as the text."""
    statement, short = _text(item, "fullStatement"), _text(item, "abbreviatedStatement")
    if len(statement) > LONGEST and short:
        return FoundTexts(short, statement)
    return FoundTexts(statement, _text(item, "notes"))


def _license(document: Mapping[str, Any], content: Mapping[str, Any]) -> str:
    link = document.get("licenseURI")
    if not isinstance(link, dict):
        return ""
    definitions = content.get("CFDefinitions")
    licenses = definitions.get("CFLicenses") if isinstance(definitions, dict) else None
    for one in licenses if isinstance(licenses, list) else ():
        if isinstance(one, dict) and one.get("identifier") == link.get("identifier") and _text(one, "title"):
            return _text(one, "title")
    return _text(link, "title") or _text(link, "uri")


def _is_over(item: Mapping[str, Any], today: date) -> bool:
    try:
        return date.fromisoformat(_text(item, "statusEndDate")[:10]) <= today
    except ValueError:
        return False


def _language(thing: Mapping[str, Any]) -> str:
    return _text(thing, "language").partition("-")[0].casefold()


def _text(thing: Mapping[str, Any], key: str) -> str:
    value = thing.get(key)
    return value.strip() if isinstance(value, str) else ""
