"""Words that no context defines, contexts that nobody here knows, and texts that processors write differently."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.corpus.builders.credentials import EXTENSIONS, OPEN_BADGES, V2, put, subject
from tests.corpus.builders.expectations import NOT_AUTHENTIC, Case, case, failed, unknown
from tests.corpus.builders.issuers import ACADEMY
from tests.corpus.builders.secrets import JSON

JCS = "eddsa-jcs-2022"
UNDEFINED_TERMS = "https://www.w3.org/ns/credentials/undefined-terms/v2"
STRANGE = "https://academy.example/context.json"
OWN = {"grade": "https://academy.example/terms#grade"}

UNDECIDED = {"state": "cannot be checked now"}
NOT_COVERED = {"state": "untrusted", "proof": failed("proof.not_covered"), **NOT_AUTHENTIC}
NOT_CANONICAL = {**UNDECIDED, "proof": unknown("proof.not_canonical"), **NOT_AUTHENTIC}


def cases() -> Iterator[Case]:
    """All cases of this theme."""
    yield from _undefined()
    yield from _contexts()
    yield from _shapes()
    yield from _texts()


def _text_signed(**members: Any) -> JSON:
    return ACADEMY.sign(ACADEMY.unsigned(**members), suite=JCS)


def _loosely_signed(unsigned: JSON, path: str, value: Any) -> JSON:
    """What software signs that drops the words it does not know: the rest."""
    return put(ACADEMY.sign(unsigned), path, value)


def _case(name: str, about: str, document: JSON, **expected: Any) -> Case:
    return case(f"words-{name}", about, document, ACADEMY.documents(), **expected)


def _undefined() -> Iterator[Case]:
    plain = ACADEMY.unsigned()
    for name, about, path, value in (
        ("undefined", "A word that no context defines.", "/grade", "excellent"),
        ("undefined-object", "An object under a word that no context defines.", "/grading", {"grade": "excellent"}),
        ("undefined-in-achievement", "The same within the achievement.", "/credentialSubject/achievement/level", "B2"),
        (
            "undefined-in-another-place",
            "A word that is defined, but not where it stands.",
            "/achievementType",
            "Course",
        ),
        (
            "relative-id",
            "The id of the achievement is relative: it has no meaning of its own.",
            "/credentialSubject/achievement/id",
            "achievements/1",
        ),
        (
            "undefined-evidence-type",
            "Evidence of a type that no context defines.",
            "/evidence",
            [{"type": ["Evidence", "Portfolio"], "name": "x"}],
        ),
        (
            "undefined-terms-of-use",
            "Terms of use of a type that no context defines.",
            "/termsOfUse",
            [{"type": "HousePolicy"}],
        ),
    ):
        yield _case(name, about, _loosely_signed(plain, path, value), **NOT_COVERED)
    yield _case(
        "undefined-jcs",
        "A word that no context defines in a credential whose text is signed: it means nothing all the same.",
        _text_signed(grade="excellent"),
        state="malformed",
        format=failed("format.undefined"),
    )
    yield _case(
        "relative-id-jcs",
        "The id of the achievement is relative, in a credential whose text is signed.",
        ACADEMY.sign(put(plain, "/credentialSubject/achievement/id", "achievements/1"), suite=JCS),
        state="malformed",
        format=failed("format.undefined"),
    )
    yield _case(
        "undefined-terms-context",
        "A context of VC Data Model 2.0 gives every word a meaning, so that all of them are signed.",
        ACADEMY.issued(**{"@context": [V2, OPEN_BADGES, UNDEFINED_TERMS], "grade": "excellent"}),
    )
    yield _case(
        "endorsement-jwt-undefined",
        "endorsementJwt was added to the context only later, so that verifiers disagree on whether it is signed.",
        _loosely_signed(plain, "/endorsementJwt", ["eyJhbGciOiJFZERTQSJ9.e30.AAAA"]),
        **NOT_COVERED,
        endorsements=unknown("endorsements.not_authentic"),
    )


def _contexts() -> Iterator[Case]:
    strange = {"@context": [V2, OPEN_BADGES, STRANGE]}
    for name, about, contexts in (
        ("unknown-context", "A context that is not known here.", [V2, OPEN_BADGES, STRANGE]),
        (
            "unknown-context-of-another-scheme",
            "A context that is named by something else than an address.",
            [V2, OPEN_BADGES, "urn:example:context"],
        ),
        (
            "known-context-by-http",
            "The address of a known context, but not by https.",
            [V2, OPEN_BADGES, EXTENSIONS.replace("https", "http")],
        ),
        (
            "known-context-with-a-slash",
            "The address of a known context, with a slash at its end.",
            [V2, OPEN_BADGES, f"{EXTENSIONS}/"],
        ),
    ):
        yield _case(
            name,
            about,
            {**ACADEMY.issued(), "@context": contexts},
            **UNDECIDED,
            format=unknown("format.context"),
            proof=unknown("proof.unknown_words"),
            **NOT_AUTHENTIC,
        )
    yield _case(
        "unknown-context-jcs",
        "A context that is not known here, in a credential whose text is signed.",
        _text_signed(**strange),
        **UNDECIDED,
        format=unknown("format.context"),
    )
    own = {"@context": [V2, OPEN_BADGES, OWN]}
    yield _case(
        "own-words",
        "The credential defines words of its own.",
        put({**ACADEMY.issued(), **own}, "/grade", "excellent"),
        **{**NOT_CANONICAL, "format": unknown("format.own_words")},
    )
    yield _case(
        "own-words-jcs",
        "The credential defines words of its own, in a credential whose text is signed.",
        _text_signed(**own, grade="excellent"),
        **UNDECIDED,
        format=unknown("format.own_words"),
    )
    remapped = [V2, OPEN_BADGES, {"@vocab": "https://academy.example/terms#"}]
    yield _case(
        "catch-all",
        "The credential brings a vocabulary that catches all words.",
        {**ACADEMY.issued(), "@context": remapped, "grade": "excellent"},
        **{**NOT_CANONICAL, "format": unknown("format.own_words")},
    )
    older = [V2, "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json"]
    yield _case(
        "contradicting-contexts",
        "The first context of Open Badges 3.0 defines words again that VC Data Model 2.0 protects.",
        {**ACADEMY.issued(), "@context": older},
        **NOT_CANONICAL,
    )
    yield _case(
        "contradicting-contexts-jcs",
        "The same in a credential whose text is signed.",
        _text_signed(**{"@context": older}),
        **UNDECIDED,
        format=unknown("format.not_canonical"),
    )


def _shapes() -> Iterator[Case]:
    """What Open Badges 3.0 asks for, in credentials that are signed well."""
    plain = ACADEMY.unsigned()
    award = "/credentialSubject/achievement"
    misshapen = {"state": "malformed", "format": failed("format.structure")}
    for name, about, document in (
        ("achievement-without-name", "The achievement has no name.", put(plain, award, _without(plain, "name"))),
        (
            "achievement-without-criteria",
            "The achievement has no criteria.",
            put(plain, award, _without(plain, "criteria")),
        ),
        (
            "subject-of-nobody",
            "The subject has neither an id nor an identifier.",
            {**plain, "credentialSubject": subject(id=None)},
        ),
        (
            "subject-of-another-type",
            "The subject is of no type that Open Badges has.",
            put(plain, "/credentialSubject/type", ["Profile"]),
        ),
        ("only-one-context", "The context of Open Badges is missing.", {**plain, "@context": [V2]}),
        (
            "achievement-type-unheard-of",
            "The achievement is of a type that Open Badges does not have.",
            put(plain, f"{award}/achievementType", "Program"),
        ),
        (
            "two-subjects",
            "There are two subjects.",
            {**plain, "credentialSubject": [subject(), subject(id="did:example:other")]},
        ),
        (
            "issuer-of-no-type",
            "The issuer is no Profile.",
            {**plain, "issuer": {"id": ACADEMY.id, "name": ACADEMY.name}},
        ),
        *(
            (
                f"type-{name}",
                f"One of the types is {name.replace('-', ' ')}.",
                {**plain, "type": ["VerifiableCredential", value]},
            )
            for name, value in (("null", None), ("true", True), ("a-number", 7), ("an-object", {}), ("a-list", []))
        ),
        ("type-nothing", "The type is null.", {**plain, "type": None}),
        ("type-number", "The type is a number.", {**plain, "type": 1.5}),
        (
            "type-of-a-badge-and-a-number",
            "A number stands beside the types of a badge.",
            {**plain, "type": [*plain["type"], 7]},
        ),
    ):
        yield _case(f"shape-{name}", about, ACADEMY.sign(document, suite=JCS), **misshapen)
    silent = put(plain, f"{award}/criteria", {"type": "Criteria"})
    yield _case(
        "shape-criteria-without-content", "The criteria say nothing, which they only should.", ACADEMY.sign(silent)
    )
    extension = put(plain, f"{award}/achievementType", "ext:Program")
    yield _case(
        "shape-achievement-type-of-its-own",
        "The type of the achievement is one of the issuer's own.",
        ACADEMY.sign(extension),
    )


def _without(document: JSON, name: str) -> JSON:
    found: JSON = document["credentialSubject"]["achievement"]
    return {key: value for key, value in found.items() if key != name}


def _texts() -> Iterator[Case]:
    plain = ACADEMY.unsigned()
    for name, about, path, value in (
        ("control-character", "A text holds a character that processors escape differently.", "/name", "Data\u0001"),
        (
            "delete-character",
            "A text holds another character that processors escape differently.",
            "/name",
            "Data\u007f",
        ),
        (
            "tiny-number",
            "A number so small that processors write it differently.",
            "/credentialSubject/creditsEarned",
            1e-7,
        ),
        (
            "number-that-rounds-differently",
            "A number whose last digit processors round differently.",
            "/credentialSubject/creditsEarned",
            1234567890123456.5,
        ),
        (
            "number-too-large",
            "A number that not every processor can tell from its neighbour.",
            "/credentialSubject/creditsEarned",
            1e300,
        ),
    ):
        yield _case(f"text-{name}", about, _loosely_signed(plain, path, value), **NOT_CANONICAL)
    sorted_differently = put(plain, "/credentialSubject/achievement/tag", ["a\U0001f393", "a\ue000"])
    yield _case(
        "text-sorted-differently",
        "Two texts that processors put in a different order.",
        ACADEMY.issued() | {"credentialSubject": sorted_differently["credentialSubject"]},
        **NOT_CANONICAL,
    )
    for name, space in (
        ("no-break-space", "\u00a0"),
        ("next-line", "\u0085"),
        ("byte-order-mark", "\ufeff"),
        ("line-separator", "\u2028"),
        ("wide-space", "\u3000"),
        ("plain-space", " "),
    ):
        number = f"urn:uuid:0b8e2f64{space}5c1d-4e7f-8a9b-1d2c3e4f5a02"
        about = f"An id with a space in it that not everybody takes for one ({name.replace('-', ' ')})"
        yield _case(
            f"id-with-a-{name}", f"{about}.", _loosely_signed(plain, "/credentialSubject/id", number), **NOT_COVERED
        )
        yield _case(
            f"id-with-a-{name}-jcs",
            f"{about}, in a credential whose text is signed.",
            ACADEMY.sign(put(plain, "/credentialSubject/id", number), suite=JCS),
            state="malformed",
            format=failed("format.undefined"),
        )
    for name, about, path, value in (
        ("line-ends", "Texts with tabs and line ends of every kind.", "/description", "one\ttwo\nthree\r\nfour\r"),
        ("quotes", "Texts with quotes and backslashes.", "/description", "say \"\\n\" or 'no'"),
        (
            "angle-brackets",
            "Texts with angle brackets, which are no markup.",
            "/description",
            "<script>alert(1)</script> & more",
        ),
        ("right-to-left", "Texts that turn their direction.", "/issuer/name", "Example \u202eymedacA"),
        ("beyond-the-plane", "Characters beyond U+FFFF.", "/name", "\U0001f393\U00020000\U0010ffff"),
        ("not-normalised", "The same letter as one character and as two.", "/name", "caf\u00e9 and cafe\u0301"),
        ("empty", "An empty text is a text.", "/description", ""),
        ("long", "A long text.", "/description", "Lorem ipsum " * 1000),
        ("integer-as-float", "A number with a fraction of nothing.", "/credentialSubject/creditsEarned", 3.0),
        ("fraction", "A number with a fraction.", "/credentialSubject/creditsEarned", 0.1),
        ("negative", "A negative number.", "/credentialSubject/creditsEarned", -2.5),
        ("zero", "Nothing at all.", "/credentialSubject/creditsEarned", 0),
    ):
        document = put(plain, path, value)
        yield _case(f"text-{name}", about, ACADEMY.sign(document))
        if isinstance(value, str):
            yield _case(
                f"text-{name}-jcs",
                f"{about[:-1]}, in a credential whose text is signed.",
                ACADEMY.sign(document, suite=JCS),
            )
