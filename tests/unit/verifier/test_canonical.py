from __future__ import annotations

import copy
import math
import random
import re
from collections.abc import Iterator
from functools import partial
from typing import Any

from conferral.standards import contexts
from conferral.standards.canonical import canonical_json, canonicalize
from tests.unit.standards import test_canonical as in_python
from tests.unit.standards.samples import badge, full_badge
from tests.unit.verifier.browser_side import CHECKOUT, Document, ask, outcome, python_outcome


def cases(test: Any) -> list[Any]:
    """The first parameter of each case of a test in Python."""
    (mark,) = test.pytestmark
    return [case[0] if isinstance(case, tuple) else case for case in mark.args[1]]


def can_be_sent(document: Any) -> bool:
    """Whether JSON can say it, as it can say all that `read_document` gives."""
    if isinstance(document, dict):
        return all(isinstance(key, str) and can_be_sent(value) for key, value in document.items())
    if isinstance(document, list):
        return document is not in_python.DEEP and all(map(can_be_sent, document))
    if isinstance(document, int | float):
        return math.isfinite(document) and (isinstance(document, float) or abs(document) < 2**53)
    return not isinstance(document, tuple)


def documents() -> Iterator[Any]:
    yield badge()
    yield full_badge()
    yield from cases(in_python.test_what_would_go_unsigned_is_refused)
    yield from cases(in_python.test_what_has_no_one_safe_reading_is_refused)
    yield from cases(in_python.test_long_lists_are_refused_before_each_value_is_compared_with_each)
    for test in (
        in_python.test_numbers_are_written_as_ecmascript_writes_them,
        in_python.test_numbers_that_processors_write_differently_are_refused,
    ):
        for value in cases(test):
            yield in_python.achievement(creditsAvailable=int(value) if value == 3 else value)
    for reference in cases(in_python.test_a_relative_reference_is_refused):
        yield in_python.achievement(id=reference)
    yield in_python.achievement(tag=["😀", "plain"])
    yield in_python.achievement(tag=["😀", "（"])
    yield in_python.achievement(tag=["x"] * 60_000)
    yield badge(evidence=[{"type": ["Evidence"], "name": "x"}] * 200)
    yield badge(evidence=[{"type": ["Evidence"], "name": "x", "narrative": '\t\n\r"\\é😀'}])
    for url in contexts.KNOWN:
        yield badge(**{"@context": [*badge()["@context"], url]})
        yield {"@context": url, "id": "urn:a", "type": "urn:b"}


def agree(documents: list[Any]) -> None:
    answers = ask("canonical.ts", [("canonicalize", (Document(document),)) for document in documents])
    for document, answer in zip(documents, answers, strict=True):
        assert outcome(answer) == python_outcome(partial(canonicalize, document)), document


def test_both_verifiers_give_the_same_statements_and_refuse_in_the_same_words() -> None:
    agree([document for document in documents() if can_be_sent(document)])


def test_the_same_contexts_are_known() -> None:
    loaded = ask("contexts.ts", [("closedLoader", (url,)) for url in contexts.KNOWN])
    assert [outcome(answer) for answer in loaded] == [contexts.load(url) for url in contexts.KNOWN]
    source = (CHECKOUT / "src/verifier/contexts.ts").read_text()
    assert sorted(set(re.findall(r"'(https://[^']+)'", source))) == sorted(contexts.KNOWN)


PIECES: list[tuple[str, Any]] = [
    ("id", "urn:x"),
    ("id", "x"),
    ("id", ["urn:x"]),
    ("type", "Achievement"),
    ("type", ["Image", "Evidence"]),
    ("type", {"a": "b"}),
    ("name", "x"),
    ("name", ["x", "y"]),
    ("name", {"@value": "x"}),
    ("name", {"@value": "x", "@language": "de"}),
    ("name", {"@value": "x", "@type": "xsd:string"}),
    ("name", {"@value": 7, "@language": "de"}),
    ("name", {"@value": {"a": 1}}),
    ("name", {"@value": "x", "id": "urn:y"}),
    ("name", {"en": "x"}),
    ("description", {"id": "urn:x"}),
    ("image", "urn:x"),
    ("image", {"id": "urn:x", "type": "Image"}),
    ("image", [{"type": "Image"}, [{"type": "Image", "id": "urn:z"}]]),
    ("validFrom", "2020"),
    ("validFrom", 2020),
    ("criteria", {"narrative": "x", "id": "urn:c"}),
    ("evidence", {"type": "Evidence", "name": "x"}),
    ("evidence", [{"type": "Evidence"}, {"type": "Evidence"}]),
    ("alignment", {"type": "Alignment", "targetName": "x", "targetUrl": "x"}),
    ("issuer", {"id": "urn:i", "type": "Profile", "name": "x"}),
    ("creditsAvailable", 2.5),
    ("creditsAvailable", "2.5"),
    ("creditsAvailable", True),
    ("termsOfUse", {"type": "Policy", "id": "urn:t"}),
    ("proof", {"type": "DataIntegrityProof", "created": "2020-01-01T00:00:00Z"}),
    ("relatedResource", {"id": "urn:r", "digestSRI": "sha256-x"}),
    ("credentialSchema", [{"id": "urn:s", "type": "JsonSchema"}]),
    ("@id", "urn:x"),
    ("@type", "Image"),
    ("@value", "x"),
    ("@language", "en"),
    ("result", [{"type": "Result", "value": "1"}]),
    ("verifiableCredential", [{"@context": "https://www.w3.org/ns/credentials/v2", "type": "VerifiableCredential"}]),
    ("holder", "urn:h"),
    ("fieldOfStudy", "\u00e9\U0001f600"),
    ("unknown", "x"),
    ("toString", "x"),
    ("__proto__", "x"),
    ("constructor", {"a": "b"}),
]


def changed(count: int) -> list[Any]:
    """Credentials into which members were put that may or may not belong there."""
    chance = random.Random(11)
    found = []
    for _ in range(count):
        document = copy.deepcopy(chance.choice([badge(), full_badge()]))
        for _ in range(chance.randrange(1, 4)):
            place = chance.choice(list(objects(document)))
            name, value = chance.choice(PIECES)
            match chance.randrange(6):
                case 0 if len(place) > 1:
                    del place[chance.choice(list(place))]
                case 1:
                    place[chance.choice(list(place))] = copy.deepcopy(value)
                case _:
                    place[name] = copy.deepcopy(value)
        found.append(document)
    return found


def objects(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from objects(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from objects(inner)


def test_both_verifiers_agree_on_credentials_with_members_out_of_place() -> None:
    agree(changed(400))


def test_both_verifiers_write_plain_data_alike() -> None:
    chance = random.Random(5)
    values: list[Any] = [
        {"\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\U0001f600": 5, "\x80": 6, "\u00f6": 7},
        {"b": [None, True, False, -7], "a": "\u20ac$\n/'\"\\ \x00\x1f\x7f\u2028"},
        {},
        [0.1, 1e21, 1e20, 1e-6, 1e-7, 1.5e300, 5e-324, 333333333.33333329, -0.5, 4.35, 2**53 - 1],
        [chance.uniform(-1, 1) * 10.0 ** chance.randrange(-30, 30) for _ in range(200)],
        {"a": "\ud800"},
        {"\udfff": 1},
        [[[]]],
    ]
    answers = ask("canonical-json.ts", [("canonicalJson", (Document(value),)) for value in values])
    for value, answer in zip(values, answers, strict=True):
        assert outcome(answer) == python_outcome(partial(canonical_json, value))
