from __future__ import annotations

import json
import math
import random
import re
import struct
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conferral.errors import CanonicalizationError, UndefinedTermError
from conferral.standards import contexts
from conferral.standards.blank_nodes import canonical_nquads
from conferral.standards.canonical import DEFAULT_LIMITS, Effort, Limits, canonical_json, canonicalize
from conferral.standards.open_badges import CONTEXTS, CREDENTIALS_V2
from tests.shared import shared
from tests.unit.standards.independent import labelled_by_oxigraph
from tests.unit.standards.samples import badge, endorsed_badge, endorsement, full_badge, learner_record

ACHIEVEMENT = "/credentialSubject/achievement"
EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"


def achievement(**changes: Any) -> dict[str, Any]:
    document = badge()
    document["credentialSubject"]["achievement"].update(changes)
    return document


def refusal(document: Any, **options: Any) -> CanonicalizationError:
    with pytest.raises(CanonicalizationError) as caught:
        canonicalize(document, **options)
    return caught.value


def test_a_badge_has_one_line_for_each_statement() -> None:
    nquads = canonicalize(badge())
    lines = nquads.split("\n")
    assert lines.pop() == ""
    assert lines == sorted(set(lines))
    assert (
        "<https://badges.example.org/credentials/1/credential.json> "
        "<https://www.w3.org/2018/credentials#validFrom> "
        '"2026-06-29T22:00:00Z"^^<http://www.w3.org/2001/XMLSchema#dateTime> .'
    ) in lines
    assert len(lines) == 15


@pytest.mark.parametrize(
    ("document", "name"), [(endorsed_badge(), "endorsed-badge.nq"), (learner_record(), "learner-record.nq")]
)
def test_embedded_credentials_have_the_form_that_jsonld_js_gives_them(document: dict[str, Any], name: str) -> None:
    """The files were written by jsonld.js 9.0.0: RDFC-1.0, in safe mode, with the bundled contexts."""
    assert canonicalize(document) == Path(__file__).with_name("nquads").joinpath(name).read_text("utf-8")


@pytest.mark.parametrize("name", ["obv3p0", "clrv2p0"])
def test_the_credentials_of_the_implementation_guides_have_their_published_form(name: str) -> None:
    vector = shared(f"standards/vectors/ob30-impl-guide/{name}")
    document = json.loads((vector / "vector.json").read_text("utf-8"))["signedCredential"]
    del document["proof"]
    assert canonicalize(document) == (vector / "document-canon.txt").read_text("utf-8")


def test_the_order_of_members_and_of_types_does_not_matter() -> None:
    document = full_badge()
    turned = dict(reversed(document.items()))
    turned["type"] = list(reversed(document["type"]))
    assert canonicalize(turned) == canonicalize(document)


def test_the_document_is_left_as_it_was() -> None:
    document = full_badge()
    canonicalize(document)
    assert document == full_badge()


@pytest.mark.parametrize(
    ("document", "message", "where"),
    [
        (badge(colour="red"), "term 'colour' would go unsigned: no context defines it (at /colour)", "/colour"),
        (
            achievement(colour={"shade": "red"}),
            f"term 'colour' would go unsigned: no context defines it (at {ACHIEVEMENT}/colour)",
            f"{ACHIEVEMENT}/colour",
        ),
        (
            badge(**{"a/b~c": "red"}),
            "term 'a/b~c' would go unsigned: no context defines it (at /a~1b~0c)",
            "/a~1b~0c",
        ),
        (
            badge(endorsementJwt=["a.b.c"]),
            "term 'endorsementJwt' would go unsigned: no context defines it (at /endorsementJwt)",
            "/endorsementJwt",
        ),
        (
            badge(**{"@context": CREDENTIALS_V2}),
            "term 'achievement' would go unsigned: no context defines it (at /credentialSubject/achievement)",
            ACHIEVEMENT,
        ),
        (
            badge(type=["VerifiableCredential", "OpenBadgeCredential", "Medal"]),
            "type 'Medal' would go unsigned: no context defines it (at /type/2)",
            "/type/2",
        ),
        (
            badge(name={"@value": "x", "@type": "medal"}),
            "datatype 'medal' would go unsigned: no context defines it (at /name/@type)",
            "/name/@type",
        ),
        (
            badge(**{"@colour": 1}),
            "'@colour' would go unsigned: it is no term, and no keyword that is used here",
            "/@colour",
        ),
        (
            badge(name={"@value": "x", "@direction": "rtl"}),
            "'@direction' would go unsigned: it is no term, and no keyword that is used here",
            "/name/@direction",
        ),
        (achievement(id="@colour"), "got id None, which would go unsigned, expected an absolute IRI", ""),
        (
            badge(name={"@language": "en"}),
            "got 15 values in the expanded document, expected 16: some would go unsigned",
            "",
        ),
        (
            badge(credentialSubject="somebody"),
            "id 'somebody' is relative, expected an absolute IRI (at /credentialSubject)",
            "/credentialSubject",
        ),
        (
            achievement(id="_:b0"),
            f"got id '_:b0', expected an absolute IRI (at {ACHIEVEMENT}/id)",
            f"{ACHIEVEMENT}/id",
        ),
        (
            achievement(id="https://example.org/\xa0"),
            f"got id 'https://example.org/\\xa0', expected an absolute IRI (at {ACHIEVEMENT}/id)",
            f"{ACHIEVEMENT}/id",
        ),
        (
            achievement(id="2026-06-30T22:00:00Z"),
            f"got id '2026-06-30T22:00:00Z', expected an absolute IRI (at {ACHIEVEMENT}/id)",
            f"{ACHIEVEMENT}/id",
        ),
        (
            achievement(id="https://example.org/> <urn:a> <urn:b> .\n<urn:c"),
            (
                r"got id 'https://example.org/> <urn:a> <urn:b> .\n<urn:c', expected an absolute IRI "
                f"(at {ACHIEVEMENT}/id)"
            ),
            f"{ACHIEVEMENT}/id",
        ),
    ],
)
def test_what_would_go_unsigned_is_refused(document: dict[str, Any], message: str, where: str) -> None:
    error = refusal(document)
    assert isinstance(error, UndefinedTermError)
    assert (error.message, error.where) == (message, where)


@pytest.mark.parametrize("reference", ["badge.json", "../b", "/b", "//evil.example/b", "?b", "#b", ""])
def test_a_relative_reference_is_refused(reference: str) -> None:
    error = refusal(achievement(id=reference))
    assert isinstance(error, UndefinedTermError)
    assert error.message == (f"id {reference!r} is relative, expected an absolute IRI (at {ACHIEVEMENT}/id)")


def test_an_undefined_term_in_an_embedded_credential_is_refused() -> None:
    presentation = {
        "@context": [CREDENTIALS_V2],
        "type": "VerifiablePresentation",
        "verifiableCredential": [badge()],
    }
    assert canonicalize(presentation).count("\n") == 17
    presentation["verifiableCredential"] = [badge(), badge(colour="red")]
    assert refusal(presentation).message == (
        "term 'colour' would go unsigned: no context defines it (at /verifiableCredential/1/colour)"
    )


def endorsed(**changes: Any) -> dict[str, Any]:
    document = badge()
    return {**document, "endorsement": [endorsement(document["id"], **changes)]}


@pytest.mark.parametrize(
    "changes",
    [
        {"@context": [*CONTEXTS, EXTENSIONS]},
        {"@context": CREDENTIALS_V2},
        {"proof": {**endorsement("")["proof"][0], "@context": list(CONTEXTS)}},
    ],
)
def test_contexts_of_embedded_credentials_that_change_nothing_change_nothing(changes: dict[str, Any]) -> None:
    assert canonicalize(endorsed(**changes)) == canonicalize(endorsed())


@pytest.mark.parametrize(
    ("proof", "found", "expected"),
    [
        ("text", 26, 27),
        (True, 26, 27),
        ({"id": "urn:a"}, 26, 27),
        ([endorsement("")["proof"][0], {"id": "urn:a"}], 32, 33),
    ],
)
def test_what_a_graph_has_no_place_for_is_refused(proof: object, found: int, expected: int) -> None:
    assert refusal(endorsed(proof=proof)).message == (
        f"got {found} values in the expanded document, expected {expected}: some would go unsigned"
    )


def test_an_embedded_credential_may_use_words_of_its_own_contexts() -> None:
    schema = {"id": "https://example.org/schema.json", "type": "1EdTechJsonSchemaValidator2019"}
    canonicalize(endorsed(credentialSchema=[schema], **{"@context": [*CONTEXTS, EXTENSIONS]}))
    assert refusal(endorsed(credentialSchema=[schema])).message == (
        "type '1EdTechJsonSchemaValidator2019' would go unsigned: no context defines it "
        "(at /endorsement/0/credentialSchema/0/type)"
    )


@pytest.mark.parametrize(
    ("document", "message"),
    [
        (
            endorsed(colour="red"),
            "term 'colour' would go unsigned: no context defines it (at /endorsement/0/colour)",
        ),
        (
            endorsed(**{"@context": ["https://www.w3.org/2018/credentials/v1", *CONTEXTS[1:]]}),
            "the document is no valid JSON-LD: protected term redefinition",
        ),
        (
            endorsed(**{"@context": [*CONTEXTS, "https://example.org/c"]}),
            "context not bundled: 'https://example.org/c'",
        ),
        (
            endorsed(**{"@context": [*CONTEXTS, {"name": None}]}),
            "got an object in '@context' at /endorsement/0, expected URLs only",
        ),
        (
            badge(endorsement=[[endorsement("urn:a")]]),
            "got a nested '@context' at /endorsement/0/0, expected it at the top or in an embedded credential",
        ),
        (
            badge(proof=endorsed(**{"@context": CREDENTIALS_V2})["endorsement"]),
            "got a nested '@context' at /proof/0, expected it at the top or in an embedded credential",
        ),
        (
            endorsed(evidence=[{"@context": CREDENTIALS_V2}]),
            "got a nested '@context' at /endorsement/0/evidence/0, expected it at the top or in an embedded credential",
        ),
    ],
)
def test_an_embedded_credential_is_as_safe_as_the_whole(document: dict[str, Any], message: str) -> None:
    assert refusal(document).message == message


def test_a_term_that_a_context_maps_to_nothing_is_refused() -> None:
    def loader(url: str, options: Any) -> dict[str, Any]:  # noqa: ARG001
        context = {"@context": {"id": "@id", "name": "https://example.org/name", "hidden": None}}
        return {"contentType": None, "contextUrl": None, "documentUrl": url, "document": context}

    document = {"@context": "https://example.org/c", "id": "urn:a", "name": "x"}
    assert canonicalize(document, loader=loader) == '<urn:a> <https://example.org/name> "x" .\n'
    assert refusal({**document, "hidden": "y"}, loader=loader).message == (
        "got 2 values in the expanded document, expected 3: some would go unsigned"
    )


NUMBERED: Any = {1: 2}
DEEP: Any = "x"
for _ in range(3_000):
    DEEP = [DEEP]


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ([], "got a list, expected an object"),
        ({"id": "urn:a"}, "got a document without '@context', expected one with it"),
        (badge(**{"@context": []}), "got an empty list at /@context, which would go unsigned"),
        (badge(**{"@context": None}), "got null in '@context' at the top, expected URLs only"),
        (
            badge(**{"@context": [*CONTEXTS, {"name": None}]}),
            "got an object in '@context' at the top, expected URLs only",
        ),
        (
            badge(**{"@context": [*CONTEXTS, "https://example.org/c"]}),
            "context not bundled: 'https://example.org/c'",
        ),
        (
            achievement(**{"@context": CREDENTIALS_V2}),
            f"got a nested '@context' at {ACHIEVEMENT}, expected it at the top or in an embedded credential",
        ),
        (
            badge(**{"https://www.w3.org/2018/credentials#validUntil": "2020-01-01T00:00:00Z"}),
            "got member 'https://www.w3.org/2018/credentials#validUntil' at the top, expected a term and no IRI",
        ),
        (
            badge(**{"cred:credentialStatus": {"id": "urn:a"}}),
            "got member 'cred:credentialStatus' at the top, expected a term and no IRI",
        ),
        (badge(name=None), "got null at /name, which would go unsigned"),
        (badge(evidence=[]), "got an empty list at /evidence, which would go unsigned"),
        (achievement(criteria={}), f"got an empty object at {ACHIEVEMENT}/criteria, which would go unsigned"),
        (
            badge(name={"@value": "x", "@language": "e n"}),
            "got language 'e n', expected a language tag such as 'en'",
        ),
        (badge(id=7), "the document is no valid JSON-LD: invalid @id value"),
        (
            badge(name="a\x01"),
            "got character U+0001 in the text at /name, expected no control character but tab and line ends",
        ),
        (
            badge(name="a\x7f"),
            "got character U+007F in the text at /name, expected no control character but tab and line ends",
        ),
        (
            badge(name="\ud800"),
            "got character U+D800 in the text at /name, expected no control character but tab and line ends",
        ),
        (badge(**{"a\x00": 1}), r"got key 'a\x00' at the top with a control character"),
        (badge() | NUMBERED, "got key 1 at the top, expected text"),
        (badge(name=("x",)), "got a value of type 'tuple' at /name, which JSON does not have"),
        (badge(name=DEEP), "the document is nested deeper than 40 levels"),
    ],
)
def test_what_has_no_one_safe_reading_is_refused(document: Any, message: str) -> None:
    assert refusal(document).message == message


@pytest.mark.parametrize(
    ("value", "literal"),
    [
        (2.5, "2.5E0"),
        (3.0, "3"),
        (3, "3"),
        (0.1, "1.0E-1"),
        (1 / 3, "3.333333333333333E-1"),
        (1e15, "1000000000000000"),
    ],
)
def test_numbers_are_written_as_ecmascript_writes_them(value: float, literal: str) -> None:
    assert f'"{literal}"^^<https://www.w3.org/2001/XMLSchema#float>' in canonicalize(
        achievement(creditsAvailable=value)
    )


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        (float("nan"), "got number nan at {}, expected a finite one"),
        (float("inf"), "got number inf at {}, expected a finite one"),
        (2**53, "got number 9007199254740992 at {}, expected at most 2**53 - 1"),
        (1e21, "got number 1e+21 at {}, expected at most 2**53 - 1"),
        (1e-7, "got number 1e-07 at {}, which processors write differently"),
        (-0.0, "got number -0.0 at {}, which processors write differently"),
        (1.0000152587890625, "got number 1.0000152587890625 at {}, which processors round differently"),
    ],
)
def test_numbers_that_processors_write_differently_are_refused(value: float, problem: str) -> None:
    error = refusal(achievement(creditsAvailable=value))
    assert error.message == problem.format(f"{ACHIEVEMENT}/creditsAvailable")


def test_a_number_that_python_does_not_even_write_is_refused() -> None:
    error = refusal(achievement(creditsAvailable=10**5_000))
    assert error.message == (
        f"got number of more than 38 digits at {ACHIEVEMENT}/creditsAvailable, expected at most 2**53 - 1"
    )


def test_texts_that_processors_sort_differently_are_refused() -> None:
    canonicalize(achievement(tag=["😀", "plain"]))
    assert refusal(achievement(tag=["😀", "（"])).message == (
        "two texts in one list differ in a character that processors sort differently"
    )


def test_large_documents_are_refused_before_they_cost_time() -> None:
    assert refusal(achievement(tag=["x"] * 60_000)).message == "the document has more than 25000 values"
    assert refusal(achievement(tag=[str(n) for n in range(9_000)])).message == (
        "the document has too many values in one list"
    )
    assert refusal(badge(name="x" * 6_000_001)).message == ("the document has more than 6000000 characters of text")


@pytest.mark.parametrize(
    "members",
    [
        {"type": ["OpenBadgeCredential"] * 24_000},
        {"credentialSubject": [{"id": f"urn:e:{n}", "type": ["AchievementSubject"]} for n in range(4_500)]},
        {"evidence": [{"id": f"urn:e:{n}", "type": ["Evidence"]} for n in range(1_900)]},
        {"evidence": [[{"id": f"urn:e:{m}-{n}", "type": ["Evidence"]} for n in range(90)] for m in range(50)]},
    ],
    ids=["types", "subjects", "evidence", "lists-of-lists"],
)
def test_long_lists_are_refused_before_each_value_is_compared_with_each(members: dict[str, Any]) -> None:
    assert refusal(badge(**members)).message == "the document has too many values in one list"


def inside(number: int, make: Callable[[int], object], holder: str = "description") -> dict[str, Any]:
    """A badge with `number` values in lists too short to be refused by their length."""
    values = [make(place) for place in range(number)]
    lists = [values[start : start + 60] for start in range(0, number, 60)]
    return badge(endorsement=[{"id": f"urn:q:{place}", holder: part} for place, part in enumerate(lists)])


TOO_LONG_TO_EXPAND = "the document would take too long to expand"


@pytest.mark.parametrize(
    "document",
    [
        inside(2_800, lambda place: {"id": f"urn:x:{place}", "type": "VerifiableCredential"}),
        inside(1_500, lambda place: {**endorsement("")["proof"][0], "nonce": str(place)}, "proof"),
        inside(3_000, lambda place: {"cnf": {"kid": f"urn:x:{place}"}}),
        inside(200, lambda _: {"@context": CREDENTIALS_V2, "name": "x"}, "endorsement")
        | {"verifiableCredential": [{"@context": [CREDENTIALS_V2] * 20, "name": "x"}] * 30},
        achievement(id="a/" * 1_000_000),
        achievement(tag=["../" * 2_000] * 500),
    ],
    ids=["typed-objects", "proofs", "terms-with-contexts", "contexts", "long-path", "many-paths"],
)
def test_what_would_take_long_to_expand_is_refused_before(document: dict[str, Any]) -> None:
    assert refusal(document).message == TOO_LONG_TO_EXPAND


def test_a_list_of_contexts_is_short() -> None:
    assert refusal(badge(**{"@context": [CREDENTIALS_V2] * 21})).message == (
        "got 21 contexts at the top, expected at most 20"
    )
    canonicalize(badge(**{"@context": [*CONTEXTS] * 10}))


def test_a_long_id_that_many_statements_repeat_is_refused() -> None:
    document = achievement(id="urn:" + "x" * 20_000, tag=[str(number) for number in range(900)])
    assert refusal(document).message == "the statements of the document take more than 16000000 characters"


def test_long_names_of_members_cost_nothing_but_themselves() -> None:
    error = refusal(badge(**{"k" * 2_000_000: {str(number): 1 for number in range(20_000)}}))
    assert isinstance(error, UndefinedTermError)
    assert error.where == "/" + "k" * 2_000_000


def test_a_record_of_many_and_a_large_status_list_are_taken() -> None:
    record, many = learner_record(), []
    for number in range(20):
        inner = endorsed_badge()
        inner["id"] = f"https://badges.example.org/credentials/{number}/credential.json"
        inner["proof"] = [{**endorsement("")["proof"][0], "nonce": str(number)}]
        many.append(inner)
    record["credentialSubject"]["verifiableCredential"] = many
    assert canonicalize(record).count("\n") == 1_626
    canonicalize(
        {
            "@context": [CREDENTIALS_V2],
            "id": "https://example.org/status",
            "type": ["VerifiableCredential", "BitstringStatusListCredential"],
            "credentialSubject": {"type": "BitstringStatusList", "encodedList": "u" + "A" * 2**20},
        }
    )


def test_a_list_repeated_under_one_id_is_counted_as_one() -> None:
    parts = [{"id": "urn:e", "type": ["Evidence"], "name": str(n)} for n in range(30)]
    limits = Limits(comparisons=500)
    canonicalize(badge(evidence=parts[:10]), limits=limits)
    assert refusal(badge(evidence=parts), limits=limits).message == ("the document has too many values in one list")


def test_many_objects_without_id_are_refused() -> None:
    document = badge(evidence=[{"type": ["Evidence"], "name": str(n)} for n in range(30)])
    assert refusal(document, limits=Limits(blank_nodes=20)).message == (
        "got 31 objects without id, expected at most 20"
    )


def graph(edges: Iterable[tuple[int, int]]) -> dict[str, list[dict[str, Any]]]:
    def node(place: int) -> dict[str, str]:
        return {"type": "blank node", "value": f"_:e{place}"}

    predicate = {"type": "IRI", "value": "urn:p"}
    return {"@default": [{"subject": node(one), "predicate": predicate, "object": node(other)} for one, other in edges]}


def quads(number: int, edge: Callable[[int, int], bool]) -> dict[str, list[dict[str, Any]]]:
    return graph((one, other) for one in range(number) for other in range(number) if edge(one, other))


def test_a_small_clique_of_objects_without_id_is_labelled() -> None:
    clique = canonical_nquads(quads(3, lambda one, other: one != other), DEFAULT_LIMITS)
    assert clique.count("\n") == 6


@pytest.mark.parametrize(
    "poison",
    [
        quads(10, lambda one, other: one != other),  # a clique, as in test074c of the RDFC-1.0 suite
        quads(60, lambda one, other: one != other),
        quads(3_000, lambda one, other: other == (one + 1) % 3_000),  # a ring
        quads(40, lambda one, other: (one - other) % 40 in {1, 5, 11}),
        quads(26, lambda one, other: one < 2 <= other and one == other % 2),  # two stars
        graph((6 * star, 6 * star + leaf) for star in range(20) for leaf in range(1, 6)),  # many stars
        graph((node, 3 * node + leaf) for node in range(40) for leaf in (1, 2, 3)),  # a tree
        graph((node, node + 1) for node in range(900)),  # a path
        graph(  # a torus
            (row * 30 + column, place)
            for row in range(30)
            for column in range(30)
            for place in (row * 30 + (column + 1) % 30, (row + 1) % 30 * 30 + column)
        ),
        graph(  # many small cliques
            (4 * part + one, 4 * part + other)
            for part in range(1_200)
            for one in range(4)
            for other in range(4)
            if one != other
        ),
        graph((3 * part + one, 3 * part + (one + 1) % 3) for part in range(1_600) for one in range(3)),  # triangles
    ],
)
def test_a_poison_graph_is_refused(poison: dict[str, list[dict[str, Any]]]) -> None:
    with pytest.raises(CanonicalizationError) as caught:
        canonical_nquads(poison, DEFAULT_LIMITS)
    assert caught.value.message == ("too many objects without id are alike: telling them apart would take too long")


def test_many_equal_entries_are_no_poison() -> None:
    assert canonicalize(badge(evidence=[{"type": ["Evidence"], "name": "x"}] * 200)).count("\n") == 615


def test_the_same_signed_endorsement_in_many_places_is_no_poison() -> None:
    document = badge(endorsement=[endorsement("urn:a") for _ in range(40)])
    assert canonicalize(document).count("\n") == 15 + 11 + 40 * 7


TEXT = st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn", "Co"]), max_size=12)
ENTRIES = st.lists(
    st.fixed_dictionaries(
        {"type": st.just(["Alignment"]), "targetName": TEXT, "targetUrl": st.just("urn:a")},
        optional={"targetCode": st.sampled_from(["a", "b"]), "targetDescription": TEXT},
    ),
    min_size=1,
    max_size=5,
)


@settings(max_examples=60, deadline=None)
@given(ENTRIES, TEXT)
def test_an_independent_canonicaliser_agrees(alignment: list[dict[str, Any]], name: str) -> None:
    document = achievement(alignment=alignment, name=name)
    try:
        ours = canonicalize(document)
    except CanonicalizationError as error:
        assert "sort differently" in error.message  # noqa: PT017
        return
    assert ours == labelled_by_oxigraph(ours)


@pytest.mark.parametrize("document", [endorsed_badge(), learner_record()])
def test_an_independent_canonicaliser_agrees_on_embedded_credentials(document: dict[str, Any]) -> None:
    ours = canonicalize(document)
    assert ours == labelled_by_oxigraph(ours)


def test_plain_data_is_written_by_rfc_8785() -> None:
    # The sorting example of RFC 8785, section 3.2.3, and the literals of 3.2.2.
    value = {
        "\u20ac": "Euro Sign",
        "\r": "Carriage Return",
        "\ufb33": "Hebrew Letter Dalet With Dagesh",
        "1": "One",
        "\U0001f600": "Emoji: Grinning Face",
        "\u0080": "Control",
        "\u00f6": "Latin Small Letter O With Diaeresis",
    }
    assert list(json.loads(canonical_json(value))) == ["\r", "1", "\x80", "ö", "€", "😀", "\ufb33"]
    assert canonical_json({"b": [None, True, False, -7], "a": "€$\n/'\"\\ "}) == (
        '{"a":"€$\\n/\'\\"\\\\ ","b":[null,true,false,-7]}'.encode()
    )
    assert canonical_json({}) == b"{}"


def double(pattern: str) -> float:
    number: float = struct.unpack(">d", bytes.fromhex(pattern))[0]
    return number


@pytest.mark.parametrize(
    ("pattern", "text"),
    [  # RFC 8785, appendix B
        ("0000000000000000", "0"),
        ("8000000000000000", "0"),
        ("0000000000000001", "5e-324"),
        ("8000000000000001", "-5e-324"),
        ("7fefffffffffffff", "1.7976931348623157e+308"),
        ("ffefffffffffffff", "-1.7976931348623157e+308"),
        ("4340000000000000", "9007199254740992"),
        ("c340000000000000", "-9007199254740992"),
        ("4430000000000000", "295147905179352830000"),
        ("44b52d02c7e14af5", "9.999999999999997e+22"),
        ("44b52d02c7e14af6", "1e+23"),
        ("44b52d02c7e14af7", "1.0000000000000001e+23"),
        ("444b1ae4d6e2ef4e", "999999999999999700000"),
        ("444b1ae4d6e2ef4f", "999999999999999900000"),
        ("444b1ae4d6e2ef50", "1e+21"),
        ("3eb0c6f7a0b5ed8c", "9.999999999999997e-7"),
        ("3eb0c6f7a0b5ed8d", "0.000001"),
        ("41b3de4355555553", "333333333.3333332"),
        ("41b3de4355555554", "333333333.33333325"),
        ("41b3de4355555555", "333333333.3333333"),
        ("41b3de4355555556", "333333333.3333334"),
        ("41b3de4355555557", "333333333.33333343"),
        ("becbf647612f3696", "-0.0000033333333333333333"),
        ("43143ff3c1cb0959", "1424953923781206.2"),
    ],
)
def test_numbers_are_written_by_rfc_8785(pattern: str, text: str) -> None:
    assert canonical_json(double(pattern)) == text.encode()


def test_the_example_of_rfc_8785_is_written_byte_for_byte() -> None:
    value = {  # section 3.2.2, and 3.2.3 for the result
        "numbers": [333333333.33333329, 1e30, 4.50, 2e-3, 0.000000000000000000000000001],
        "string": "\u20ac$\u000f\u000aA'\u0042\u0022\u005c\\\"/",
        "literals": [None, True, False],
    }
    assert canonical_json(value).decode() == (
        '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],'
        '"string":"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    )


def test_node_writes_the_same() -> None:
    chance = random.Random(8785)
    doubles = [chance.uniform(-1e6, 1e6) for _ in range(500)]
    doubles += [round(chance.uniform(-1e4, 1e4), chance.randrange(6)) for _ in range(500)]
    doubles += [chance.randrange(1, 10**6) * 10.0**power for power in range(-30, 31) for _ in range(10)]
    doubles += [number for number in (double(chance.randbytes(8).hex()) for _ in range(4_000)) if math.isfinite(number)]
    texts = ["".join(map(chr, chance.choices([*range(0x300), *range(0x2020, 0x2030), 0xFFFF, 0x1F600], k=40)))]
    program = (
        "const read = new DataView(new ArrayBuffer(8));"
        "const { doubles, texts } = JSON.parse(require('fs').readFileSync(0, 'utf8'));"
        "const numbers = doubles.map((d) => { read.setBigUint64(0, BigInt('0x' + d)); return read.getFloat64(0); });"
        "process.stdout.write(JSON.stringify([numbers, texts]));"
    )
    given = json.dumps({"doubles": [struct.pack(">d", number).hex() for number in doubles], "texts": texts})
    theirs = subprocess.run(["node", "-e", program], input=given, capture_output=True, text=True, check=True)
    assert canonical_json([doubles, texts]).decode() == theirs.stdout


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_comes_back_from_its_canonical_text(number: float) -> None:
    assert float(canonical_json(number)) == number


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({"a": float("nan")}, "got number nan at /a, expected a finite one"),
        ([float("-inf")], "got number -inf at /0, expected a finite one"),
        ([2**53], "got number 9007199254740992 at /0, expected at most 2**53 - 1"),
        (-(2**53), "got number -9007199254740992 at the top, expected at most 2**53 - 1"),
        ({1: 2}, "got key 1 at the top, expected text"),
        ({"a": "\udc00"}, "got half of a surrogate pair in the text at /a, which is no character"),
        ([{"\ud800": 1}], "got half of a surrogate pair in a key at /0, which is no character"),
        (b"x", "got a value of type 'bytes' at the top, which JSON does not have"),
        (DEEP, "the document is nested deeper than 40 levels"),
    ],
)
def test_plain_data_that_rfc_8785_leaves_open_is_refused(value: Any, message: str) -> None:
    with pytest.raises(CanonicalizationError) as caught:
        canonical_json(value)
    assert caught.value.message == message


def test_alike_blank_nodes_are_told_apart_by_the_hash_that_is_asked_for() -> None:
    document = badge(evidence=[{"type": ["Evidence"], "name": name} for name in "abcdefgh"])
    usual, other = canonicalize(document), canonicalize(document, digest="sha384")
    assert usual == canonicalize(document, digest="sha256")
    assert usual != other
    assert sorted(re.sub(r"_:c14n\d+", "_:b", usual).split("\n")) == sorted(
        re.sub(r"_:c14n\d+", "_:b", other).split("\n")
    )


def test_importing_the_standards_loads_nothing_of_the_build_side() -> None:
    code = (
        "import sys, conferral.standards.data_integrity, conferral.standards.did_web, "
        "conferral.standards.bitstring, conferral.standards.open_badges\n"
        "unwanted = {'yaml', 'jinja2', 'mkdocs', 'pydantic', 'conferral.model'}\n"
        "print(sorted(unwanted & set(sys.modules)))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout == "[]\n"


def test_several_documents_take_only_so_much_together() -> None:
    document = badge(evidence=[{"type": ["Evidence"], "name": f"{number}"} for number in range(100)])
    effort = Effort(6_000)
    for _ in range(2):
        canonicalize(document, effort=effort)
    assert not effort.is_spent
    with pytest.raises(CanonicalizationError) as caught:
        canonicalize(document, effort=effort)
    assert caught.value.message == "all documents together would take too long to make canonical"
    assert effort.is_spent
    effort.begin()
    assert canonicalize(document, effort=effort) == canonicalize(document)


def test_plain_forms_are_counted_by_values_and_by_thousands_of_bytes() -> None:
    value = {"a": [0, 1], "b": "ä" * 1_500}
    assert canonical_json(value, effort=Effort(5 + 3)) == canonical_json(value)
    for most in (4, 7):
        with pytest.raises(CanonicalizationError) as caught:
            canonical_json(value, effort=Effort(most))
        assert caught.value.message == "all documents together would take too long to make canonical"


def test_telling_objects_apart_is_taken_off_as_well() -> None:
    alike = [{"type": ["Alignment"], "targetName": "x", "targetUrl": "urn:a"}] * 5
    document = badge()
    document["credentialSubject"]["result"] = [{"type": ["Result"], "alignment": alike}] * 2
    with pytest.raises(CanonicalizationError) as caught:
        canonicalize(document, effort=Effort(5_000))
    assert caught.value.message == "all documents together would take too long to make canonical"


@pytest.mark.parametrize(
    ("context", "message"),
    [
        (
            {"a": {"@id": "https://example.org/#a", "@context": [CREDENTIALS_V2] * 900}},
            "the contexts of the document would take too long to read",
        ),
        (
            {**{f"t{number}": f"t{number + 1}:a" for number in range(900)}, "t900": "https://example.org/#"},
            "the terms of its contexts are defined by others, and these by others, too often",
        ),
    ],
)
def test_contexts_of_others_take_only_so_long(context: dict[str, Any], message: str) -> None:
    url = "https://example.org/context.json"
    document = badge(**{"@context": [*CONTEXTS, url], "a": [{"id": f"urn:{number}"} for number in range(30)]})
    with pytest.raises(CanonicalizationError) as caught:
        canonicalize(document, loader=contexts.loader_with({url: {"@context": context}}))
    assert caught.value.message == message


def test_pyld_is_loaded_where_something_is_made_canonical_and_nothing_that_fetches() -> None:
    code = (
        "import json, sys\n"
        "from conferral.standards.canonical import canonicalize\n"
        "print('pyld' in sys.modules)\n"
        f"canonicalize(json.loads({json.dumps(json.dumps(badge()))}))\n"
        "print('pyld' in sys.modules, sorted({'requests', 'aiohttp', 'urllib3'} & set(sys.modules)))\n"
        "import requests\n"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout == "False\nTrue []\n"
