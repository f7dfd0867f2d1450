"""Compiled forms give what PyLD gives, or leave it to PyLD: the same text or error, and the same effort."""

from __future__ import annotations

import copy
import enum
import json
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conferral import credentials
from conferral.errors import CanonicalizationError
from conferral.files import FolderFiles
from conferral.loading import load_registry
from conferral.model import Entry, Evidence, Organisation, Registry, Result
from conferral.standards import contexts, json_ld
from conferral.standards.canonical import DEFAULT_LIMITS, Effort, canonicalize
from conferral.standards.compiled_forms import Canonical, CompiledForms
from conferral.standards.learned_forms import Lessons
from conferral.standards.open_badges import CREDENTIALS_V2, OPEN_BADGES_3_0_3
from conferral.standards.safe_document import MOST_EFFORT, UNSAFE_CHARACTER
from tests.unit.standards.anything import altered
from tests.unit.standards.independent import labelled_by_oxigraph
from tests.unit.standards.samples import badge, endorsed_badge, full_badge, learner_record

Document = dict[str, Any]
CREDENTIALS_V1 = "https://www.w3.org/2018/credentials/v1"
OB_3_0 = "https://purl.imsglobal.org/spec/ob/v3p0/context.json"
ROOT = Path(__file__).parents[3]
BY_PYLD = replace(DEFAULT_LIMITS)
"""The same limits, but not the ones that compiled forms are for."""


class Taken(Effort):
    """Effort that keeps what was taken off it."""

    def __init__(self, most: int = MOST_EFFORT) -> None:
        self.steps = 0
        super().__init__(most)

    def take(self, steps: int) -> None:
        self.steps += steps
        super().take(steps)


def outcome(document: Any, most: int = MOST_EFFORT, **options: Any) -> tuple[object, ...]:
    """The canonical form, or the error, and what it took."""
    effort = Taken(most)
    try:
        return canonicalize(document, effort=effort, **options), effort.steps, effort.is_spent
    except CanonicalizationError as error:
        where = getattr(error, "where", None)
        return type(error), error.message, error.hint, where, effort.steps, effort.is_spent


def check(document: Any) -> tuple[object, ...]:
    """That nothing depends on whether forms are known, or on whether the document was seen before."""
    expected = outcome(document, limits=BY_PYLD)
    for _ in range(2):
        assert outcome(document) == expected
    return expected


@pytest.fixture
def without_pyld(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Takes PyLD away."""

    def take_away() -> None:
        monkeypatch.setattr(json_ld, "_by_pyld", Mock(side_effect=AssertionError("PyLD was asked")))

    return take_away


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch) -> CompiledForms:
    """Nothing is known."""
    forms = CompiledForms()
    monkeypatch.setattr(json_ld, "_FORMS", forms)
    monkeypatch.setattr(json_ld, "_LESSONS", Lessons(forms, json_ld._by_pyld))
    return forms


# What registries say.

TEXT = st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn", "Co"]), min_size=1, max_size=12) | st.sampled_from(
    [
        "",
        "a",
        "b",
        'with "quotes" and \\',
        "two\nlines\tand\r",
        "emoji \U0001f3c5",
        "\ue000",
        "%(id)s %s %",
        "\n_:a _:z",
    ]
)
IRI = st.sampled_from(
    [
        "https://example.org/1",
        "https://example.org/2",
        "http://example.org/?a=(b)#c",
        "urn:uuid:6f0f7d0e-4b4e-4d0c-9d59-0c8f1e5d2a11",
        "did:web:example.org:issuers:a",
        "https://badges.example.org/b.png",
        "https://example.org" + "/a" * 20,
    ]
)
NUMBER = st.sampled_from([1, 1.0, 2.5, 0, 3, 0.1, -7, 123456.789, 1e-6, 2**53 - 1, 30.0]) | st.integers(0, 400)


def objects(kind: str, required: Mapping[str, Any], **optional: Any) -> st.SearchStrategy[Document]:
    return st.fixed_dictionaries({"type": st.just([kind]), **required}, optional=optional)


def some(strategy: st.SearchStrategy[Any], most: int = 3) -> st.SearchStrategy[list[Any]]:
    return st.lists(strategy, min_size=1, max_size=most)


PROFILE = objects("Profile", {"id": IRI}, name=TEXT, url=IRI, description=TEXT)
EVIDENCE = objects("Evidence", {}, id=IRI, name=TEXT, narrative=TEXT, genre=TEXT, audience=TEXT)
RESULT = objects("Result", {}, resultDescription=IRI, status=st.sampled_from(["Completed", "Failed"]), value=TEXT)
ALIGNMENT = objects("Alignment", {"targetName": TEXT, "targetUrl": IRI}, targetCode=TEXT, targetFramework=TEXT)
IDENTIFIER = st.fixed_dictionaries(
    {"type": st.just("IdentityObject"), "hashed": st.booleans(), "identityHash": TEXT, "identityType": TEXT},
    optional={"salt": TEXT},
)
LEVEL = objects("RubricCriterionLevel", {"id": IRI, "name": TEXT}, points=TEXT)
DESCRIPTION = objects(
    "ResultDescription",
    {"name": TEXT, "resultType": TEXT},
    id=IRI,
    allowedValue=some(TEXT),
    requiredValue=TEXT,
    rubricCriterionLevel=some(LEVEL),
)
ACHIEVEMENT = objects(
    "Achievement",
    {"id": IRI, "name": TEXT, "criteria": st.fixed_dictionaries({"narrative": TEXT}, optional={"id": IRI})},
    description=TEXT,
    tag=some(TEXT),
    alignment=some(ALIGNMENT),
    resultDescription=some(DESCRIPTION),
    creditsAvailable=NUMBER,
    creator=PROFILE,
    image=st.fixed_dictionaries({"id": IRI, "type": st.just("Image")}, optional={"caption": TEXT}),
    inLanguage=TEXT,
    version=TEXT,
    related=some(objects("Related", {"id": IRI}, version=TEXT)),
)
SUBJECT = objects(
    "AchievementSubject",
    {"id": IRI, "achievement": ACHIEVEMENT},
    result=some(RESULT),
    identifier=some(IDENTIFIER, 2),
    creditsEarned=NUMBER,
    source=PROFILE,
    narrative=TEXT,
    licenseNumber=TEXT,
)
CREDENTIAL = st.fixed_dictionaries(
    {
        "@context": st.just([CREDENTIALS_V2, OPEN_BADGES_3_0_3]),
        "id": IRI,
        "type": st.just(["VerifiableCredential", "OpenBadgeCredential"]),
        "issuer": PROFILE | IRI,
        "validFrom": st.sampled_from(["2026-01-01T00:00:00Z", "2026-06-29T22:00:00Z"]),
        "credentialSubject": SUBJECT,
    },
    optional={
        "name": TEXT,
        "evidence": some(EVIDENCE),
        "relatedResource": some(st.fixed_dictionaries({"id": IRI, "digestSRI": TEXT})),
        "credentialStatus": st.fixed_dictionaries(
            {"id": IRI, "type": st.just("BitstringStatusListEntry"), "statusPurpose": TEXT, "statusListIndex": TEXT}
        ),
    },
)


@settings(max_examples=120)
@given(CREDENTIAL)
def test_any_credential_has_the_form_that_pyld_and_another_implementation_give_it(document: Document) -> None:
    text, *_ = check(document)
    if isinstance(text, str):
        assert text == labelled_by_oxigraph(text)


@cache
def registry() -> Registry:
    """The demo registry."""
    return load_registry(FolderFiles(ROOT))


VERSION = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(("name", "description", "criteria", "field", "code", "image_caption"), TEXT),
        "skills": some(TEXT).map(tuple),
        "credits": NUMBER,
        "hours": NUMBER,
        "level": st.sampled_from(["basic", "advanced"]),
        "alignments": st.just(()),
        "creator": st.builds(Organisation, name=st.sampled_from("ab"), url=st.just("https://example.org/")),
    },
)
ENTRY = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(("narrative", "role", "term", "license_number"), TEXT),
        "credits_earned": NUMBER,
        "source": st.builds(Organisation, name=st.sampled_from("ab"), url=st.just("https://example.org/")),
        "evidence": some(st.builds(Evidence, name=st.sampled_from("abc"), narrative=st.sampled_from("de"))).map(tuple),
        "result": some(st.builds(Result, value=st.sampled_from(["1", "2", "3"]), status=st.just("Completed"))).map(
            tuple
        ),
    },
)


@settings(max_examples=60)
@given(st.integers(min_value=0), VERSION, ENTRY)
def test_any_award_has_the_form_that_pyld_and_another_implementation_give_it(
    number: int, version: dict[str, Any], entry: dict[str, Any]
) -> None:
    whole = registry()
    award = whole.awards[number % len(whole.awards)]
    of, at = whole.badges[award.badge], credentials.latest(award).badge_version
    changed = replace(of, versions={**of.versions, at: of.versions[at].model_copy(update=version)})
    document = credentials.credential(
        replace(whole, badges={**whole.badges, award.badge: changed}),
        replace(award, entry=Entry.saying(award.entry.said | entry)),
        whole.file.base_url,
    )
    text, *_ = check(document)
    if isinstance(text, str):
        assert text == labelled_by_oxigraph(text)


@pytest.fixture(scope="module")
def demo() -> list[Document]:
    """The unsigned credentials of the demo registry."""
    whole = registry()
    return [credentials.credential(whole, award, whole.file.base_url) for award in whole.awards]


def test_credentials_of_the_demo_registry_have_the_form_that_pyld_gives_them(
    demo: list[Document], fresh: CompiledForms, without_pyld: Callable[[], None]
) -> None:
    expected = [outcome(document, limits=BY_PYLD) for document in demo]
    assert [outcome(document) for document in demo] == expected
    compiled = [document for document in demo if fresh.canonical(document)]
    assert len(compiled) > 0.98 * len(demo)
    without_pyld()
    random.Random(7).shuffle(compiled)
    forms = {document["id"]: text for document, text in zip(demo, expected, strict=True)}
    assert [outcome(document) for document in compiled] == [forms[document["id"]] for document in compiled]


# What strangers say.


class Word(str, enum.Enum):  # noqa: UP042 -- a text that is more than a text
    VALUE = "https://example.org/word"


class Number(int):
    pass


ODD: list[Any] = [
    *("@id", "@type", "@foo", "@context", "foo", "name", "Achievement", "assertionMethod", "type", "id", ""),
    *("schema:name", "https:foo", "https:/foo", "https://", "HTTPS://example.org", "https://a b", "https://a\n"),
    *("https://a>b", 'https://a"b', "https://a\\b", "https://ä", "https://a\u2003b", "https://a{b}", "https://%zz"),
    *(
        "http:foo",
        "urn:x",
        "urn:uuid:",
        "urn:x-conferral-undefined:x",
        "x-conferral-relative://base/x",
        "did:",
        "did:x",
    ),
    *("did:WEB:x", "did:web:", "mailto:a@example.org", "//example.org", "/a", "#a", "?a", "_:a", "_:b0", "_:c14n0"),
    *("https://mark.invalid/1", "https://mark.invalid/2", "7000000000005", "https://" + "a/" * 40, "a/" * 400),
    *("\x00", "a\x0bb", "\x1f", "\x7f", "\x85", "\u2028", "\ud800", "\ufffe", "\uffff", "\ue000", "\U0001f3c5"),
    *("%s", "%(id)s", "%", "\\", '"', "\n_:a <x> _:z .\n", "3", "3.0E0", "true", "1.0"),
    *(True, False, 0, 1, -1, 1.0, 0.0, -0.0, 2.5, 1e20, 1e21, 1e-6, 1e-7, 0.1 + 0.2, float("inf"), float("nan")),
    *(2**53 - 1, 2**53, -(2**53), 9007199254740993.0, 10**400, 123456789012345.65, 7_000_000_000_005),
    *(
        None,
        {},
        [],
        [[]],
        ["a"],
        ["a", "a"],
        [["a"]],
        [1],
        [1, 1.0, True],
        ["a", 1],
        [None],
        [{}],
        ["a", {"id": "urn:a"}],
    ),
    *({"id": "https://example.org/x"}, {"id": "x"}, {"id": 1}, {"id": ["urn:a"]}, {"type": "Image"}, {"type": []}),
    *({"type": {}}, {"type": [{}]}, {"type": [1]}, {"type": 1}, {"type": ["Image", "Image"]}, {"type": ["Image", "x"]}),
    *({"@value": "a"}, {"@value": "a", "@language": "en"}, {"@id": "urn:a"}, {"@type": "Image"}, {"@list": ["a"]}),
    *({"@context": CREDENTIALS_V2, "id": "urn:a"}, {"name": "a"}, {"name": "a", "colour": "b"}, {"schema:name": "a"}),
    *(Word.VALUE, [Word.VALUE], Number(3), ("a",), b"a", {"id": Word.VALUE}, {Word.VALUE: "a"}, {1: "a"}),
    [{"type": ["Evidence"], "name": "a"}] * 3,
    [{"id": "urn:uuid:a", "type": ["Evidence"], "name": "a"}] * 3,
    [{"id": "urn:uuid:a", "type": ["Evidence"], "name": name} for name in "abc"],
]
PLACES: list[tuple[str | int, ...]] = [
    ("id",),
    ("name",),
    ("type",),
    ("type", 1),
    ("validFrom",),
    ("issuer",),
    ("issuer", "url"),
    ("evidence",),
    ("evidence", 0, "id"),
    ("evidence", 0, "type"),
    ("credentialSubject", "creditsEarned"),
    ("credentialSubject", "identifier", 0, "hashed"),
    ("credentialSubject", "achievement", "id"),
    ("credentialSubject", "achievement", "tag"),
    ("credentialSubject", "achievement", "tag", 1),
    ("credentialSubject", "achievement", "criteria"),
    ("credentialSubject", "achievement", "resultDescription", 0, "allowedValue"),
    ("@context",),
    ("@context", 1),
]


def put(document: Any, place: tuple[str | int, ...], value: Any) -> Document:
    changed: Document = copy.deepcopy(document)
    holder: Any = changed
    for step in place[:-1]:
        holder = holder[step]
    holder[place[-1]] = value
    return changed


def small() -> Document:
    """A badge that says little, of many kinds."""
    document = badge(evidence=[{"id": "https://example.org/1", "type": ["Evidence"]}], name="A")
    document["credentialSubject"] |= {"creditsEarned": 2.5, "identifier": [{"type": "IdentityObject", "hashed": True}]}
    document["credentialSubject"]["achievement"] |= {
        "tag": ["a", "b"],
        "resultDescription": [{"id": "urn:uuid:1", "type": ["ResultDescription"], "allowedValue": ["1", "2"]}],
    }
    return document


@pytest.mark.parametrize("place", PLACES, ids=lambda place: "/".join(map(str, place)))
def test_odd_values_come_to_what_pyld_makes_of_them(place: tuple[str | int, ...]) -> None:
    expected = check(small())
    for value in ODD:
        changed = put(small(), place, value)
        assert outcome(changed) == outcome(changed, limits=BY_PYLD)
    assert outcome(small()) == expected


@settings(max_examples=100)
@given(st.lists(altered(full_badge()), min_size=1, max_size=2))
def test_altered_documents_come_to_what_pyld_makes_of_them(documents: list[Any]) -> None:
    for document in documents:
        check(document)


@pytest.mark.parametrize("document", [endorsed_badge(), learner_record(), badge(), {}, [], None, "x", {"@context": []}])
def test_other_documents_come_to_what_pyld_makes_of_them(document: Any) -> None:
    check(document)


def test_objects_with_one_id_come_to_what_pyld_makes_of_them() -> None:
    document = full_badge()
    achievement = document["credentialSubject"]["achievement"]
    same = document["issuer"]["id"]
    for place in [
        ("id",),
        ("evidence", 0, "id"),
        ("credentialSubject", "id"),
        ("credentialSubject", "achievement", "id"),
        ("credentialSubject", "achievement", "image"),
        ("credentialSubject", "achievement", "resultDescription", 0, "rubricCriterionLevel", 0, "id"),
    ]:
        check(put(document, place, same if place[-1] == "id" else {"id": same, "type": "Image"}))
    # Written alike, but a number is no text.
    achievement["related"] = [
        {"id": "urn:uuid:a", "type": ["Achievement"], "creditsAvailable": value}
        for value in ("3", 3, 3.0, 2.5, "2.5E0")
    ]
    check(document)
    achievement["related"] = [
        {"id": "urn:uuid:a", "type": ["IdentityObject"], "hashed": value} for value in (True, "true", True)
    ]
    check(document)


def known(document: Document) -> None:
    """From here on, the forms of its objects are known."""
    check(document)
    assert json_ld._FORMS.canonical(document) is not None


def related(*objects: Document) -> Document:
    document = badge()
    document["credentialSubject"]["achievement"]["related"] = [{"type": ["Achievement"], **each} for each in objects]
    return document


def test_what_is_alike_comes_to_what_pyld_makes_of_it_where_forms_are_known() -> None:
    """When a form is learned, its first document is compared; these come later."""
    values: list[Any] = ["3", 3, 2.5, "2.5E0"]
    known(related(*({"id": f"urn:uuid:{number}", "creditsAvailable": value} for number, value in enumerate(values))))
    check(related(*({"id": "urn:uuid:a", "creditsAvailable": value} for value in values)))
    known(related(*({"id": f"urn:uuid:{name}", "name": name} for name in "abc")))
    check(related(*({"id": f"urn:uuid:{name}", "name": "same"} for name in "abc")))
    check(related(*({"id": "urn:uuid:a", "name": name} for name in "aba")))
    known(related(*({"name": name} for name in "abc")))
    check(related(*({"name": name} for name in "aba")))
    known(badge(evidence=[{"type": ["Evidence"], "name": name} for name in "abc"]))
    check(badge(evidence=[{"type": ["Evidence"], "name": name} for name in "aba"]))
    known(related({"tag": ["a", "b"]}))
    check(related({"tag": ["a", "a"]}))
    check(related({"tag": ["\U0001f3c5", "\ue000"]}))
    check(related({"tag": ["\U0001f3c5", "b"]}))


@pytest.mark.parametrize("other", ["urn:uuid:b", "https://badges.example.org/badges/b/1/badge.json"])
def test_values_of_objects_with_one_id_are_compared_with_each_other(other: str) -> None:
    tags = [[f"{number}-{name}" for number in range(60)] for name in "abc"]
    evidence = {"type": ["Evidence", "Achievement"], "tag": tags[0]}
    document = related({"id": "urn:uuid:a", "tag": tags[1]}, {"id": "urn:uuid:c", "tag": tags[2]})
    known(document | {"evidence": [evidence | {"id": "urn:uuid:d"}, evidence | {"id": "urn:uuid:e"}]})
    for ids in ("urn:uuid:d", other), (other, other), ("urn:uuid:a", "urn:uuid:c"):
        for second in ("urn:uuid:c", "urn:uuid:a"):
            document["credentialSubject"]["achievement"]["related"][1]["id"] = second
            pairs = zip(ids, tags, strict=False)
            check(document | {"evidence": [evidence | {"id": each, "tag": tag} for each, tag in pairs]})


def test_one_issuer_under_two_contexts_comes_to_two_forms() -> None:
    """Open Badges 3.0 calls texts `xsd:string`, later versions do not."""
    issuer = {"id": "urn:uuid:a", "type": ["Profile"], "name": "A", "url": "https://example.org/"}
    document = {"type": ["VerifiableCredential", "OpenBadgeCredential"], "id": "urn:uuid:b", "issuer": issuer}
    texts = []
    for context in (OB_3_0, OPEN_BADGES_3_0_3):
        known({"@context": [CREDENTIALS_V1, context], **document})
        texts.append(canonicalize({"@context": [CREDENTIALS_V1, context], **document}))
        check({"@context": [CREDENTIALS_V1, context], **document, "id": "urn:uuid:a", "name": "A"})
    assert len(set(texts)) == 2


@pytest.mark.parametrize("most", [0, 100, 772, 773, 774, 777, 778, 779])
def test_effort_runs_out_where_it_does_with_pyld(most: int) -> None:
    document = badge(evidence=[{"type": ["Evidence"], "name": str(number)} for number in range(20)])
    canonicalize(document)
    assert outcome(document, most) == outcome(document, most, limits=BY_PYLD)


def test_documents_near_the_limits_come_to_what_pyld_makes_of_them() -> None:
    for number in (150, 1_100):
        subject = badge()["credentialSubject"]
        subject["achievement"]["tag"] = [f"{n}" for n in range(number)]
        check(badge(credentialSubject=subject))
        check(badge(evidence=[{"type": ["Evidence"], "id": f"urn:uuid:{n}"} for n in range(number)]))
    check(badge(name="a" * 1_000_001))
    check(badge(name="/" * 1_000_000))


@pytest.mark.usefixtures("fresh")
def test_a_document_that_is_refused_or_odd_keeps_nobody_from_learning(without_pyld: Callable[[], None]) -> None:
    expected = outcome(badge(), limits=BY_PYLD)
    for value in ODD:
        outcome(put(badge(), ("issuer", "url"), value))
        outcome(put(badge(), ("credentialSubject", "id"), value))
    check(badge())
    without_pyld()
    assert outcome(badge()) == expected


@pytest.mark.parametrize("wrong", ["document", "copy"])
def test_a_form_that_makes_something_else_than_pyld_is_not_kept(wrong: str) -> None:
    def by_pyld(document: Document) -> Canonical:
        made = json_ld._by_pyld(document)
        return replace(made, steps=made.steps + 1) if wrong == "copy" else made

    forms = CompiledForms()
    made = json_ld._by_pyld(badge())
    Lessons(forms, by_pyld).learn(badge(), replace(made, text=made.text + "x") if wrong == "document" else made)
    assert forms.canonical(badge()) is None
    Lessons(forms, json_ld._by_pyld).learn(badge(), made)
    assert forms.canonical(badge()) == made


@pytest.mark.usefixtures("fresh")
def test_what_is_learned_is_forgotten_where_it_is_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("conferral.standards.learned_forms._MOST_LEARNED", 10)
    monkeypatch.setattr("conferral.standards.compiled_forms._MOST_KEPT", 2)
    for member in ("name", "description", "awardedDate"):
        check(badge(**{member: "x"}))
    check(full_badge())


def test_no_bundled_context_knows_the_schemes_of_names() -> None:
    def terms(context: Any) -> Iterator[str]:
        if isinstance(context, list):
            for each in context:
                yield from terms(each)
        elif isinstance(context, dict):
            yield from context
            for each in context.values():
                yield from terms(each)

    for url in contexts.KNOWN:
        assert {"http", "https", "urn", "did"}.isdisjoint(terms(contexts.load(url))), url


def test_a_printable_text_has_no_unsafe_character() -> None:
    unsafe = UNSAFE_CHARACTER.findall("".join(map(chr, range(0x110000))))
    assert len(unsafe) > 2_000
    assert not any(character.isprintable() for character in unsafe)


def test_other_suites_and_limits_are_left_to_pyld(without_pyld: Callable[[], None]) -> None:
    canonicalize(badge())
    without_pyld()
    canonicalize(badge())
    for options in ({"digest": "sha384"}, {"limits": BY_PYLD}, {"loader": contexts.loader_with({})}):
        with pytest.raises(AssertionError, match="PyLD was asked"):
            canonicalize(badge(), **options)


def test_a_document_is_left_as_it_was_and_may_change_afterwards() -> None:
    document = full_badge()
    first = canonicalize(document)
    assert document == full_badge()
    document["credentialSubject"]["achievement"]["tag"].append("new")
    check(document)
    assert canonicalize(json.loads(json.dumps(full_badge()))) == first
