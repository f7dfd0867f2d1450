"""What nobody would issue: made to be read differently, to keep a verifier busy, or to steer what it shows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from tests.corpus.builders.credentials import EXTENSIONS, OPEN_BADGES, V2, put, record, subject
from tests.corpus.builders.expectations import ALTERED, NOT_AUTHENTIC, UNREAD, Case, case, failed, passed, unknown
from tests.corpus.builders.issuers import ACADEMY, Issuer, web_issuer
from tests.corpus.builders.tokens import reheaded, signed

NOT_CANONICAL = {"state": "cannot be checked now", "proof": unknown("proof.not_canonical"), **NOT_AUTHENTIC}
# Names that objects have in a language where every object has them.
INHERITED = ("constructor", "toString", "hasOwnProperty", "__proto__")


def cases() -> Iterator[Case]:
    """All cases of this theme."""
    yield from _unreadable()
    yield from _large()
    yield from _graphs()
    yield from _inherited()
    yield from _shown()


def _case(name: str, about: str, given: Any, documents: Any = None, **expected: Any) -> Case:
    return case(f"hostile-{name}", about, given, ACADEMY.documents() if documents is None else documents, **expected)


def _unreadable() -> Iterator[Case]:
    text = json.dumps(ACADEMY.issued())
    for name, about, given in (
        ("empty", "Nothing at all.", b""),
        ("spaces", "Nothing but spaces.", b" \n\t "),
        (
            "web-page",
            "A web page.",
            b"<!doctype html>\n<html><head><title>Certificate</title></head><body></body></html>",
        ),
        ("words", "Words.", b"This is to certify that somebody took part."),
        ("null", "JSON, but null.", b"null"),
        ("number", "JSON, but a number.", b"17"),
        ("list", "JSON, but a list.", f"[{text}]".encode()),
        ("text", "JSON, but a text.", json.dumps(text).encode()),
        ("not-utf-8", "A credential whose text is no UTF-8.", text.encode().replace(b"Academy", b"Acad\xc3emy")),
        ("overlong-utf-8", "A slash in more bytes than UTF-8 allows.", text.encode().replace(b"/", b"\xc0\xaf", 1)),
        (
            "surrogate-in-utf-8",
            "Half of a pair written as UTF-8.",
            text.encode().replace(b"Academy", b"Acad\xed\xa0\x80my"),
        ),
        ("utf-16", "A credential in UTF-16.", text.encode("utf-16")),
        ("byte-order-mark", "A credential with a mark of its byte order.", b"\xef\xbb\xbf" + text.encode()),
        ("half-a-pair", "An escape that is half of a pair.", text.replace("Academy", "Acad\\ud800my")),
        ("half-a-pair-in-a-name", "The name of a member is half of a pair.", text.replace('"name"', '"n\\udc00"', 1)),
        ("comment", "A credential with a comment.", text.replace("{", "{/* */", 1)),
        ("trailing-comma", "A credential with a comma too many.", text[:-1] + ",}"),
        ("single-quotes", "A credential in single quotes.", text.replace('"', "'")),
        ("not-a-number", "A number that is none.", text.replace('"validFrom"', '"creditsEarned": NaN, "validFrom"', 1)),
        (
            "infinity",
            "A number without end.",
            text.replace('"validFrom"', '"creditsEarned": -Infinity, "validFrom"', 1),
        ),
        (
            "number-beyond-doubles",
            "A number beyond all doubles.",
            text.replace('"validFrom"', '"creditsEarned": 1e999, "validFrom"', 1),
        ),
        (
            "integer-too-large",
            "An integer that not every reader can hold.",
            text.replace('"validFrom"', '"creditsEarned": 9007199254740993, "validFrom"', 1),
        ),
        (
            "integer-of-many-digits",
            "An integer of very many digits.",
            text.replace('"validFrom"', f'"creditsEarned": {"9" * 5000}, "validFrom"', 1),
        ),
        (
            "leading-zero",
            "A number with a zero before it.",
            text.replace('"validFrom"', '"creditsEarned": 01, "validFrom"', 1),
        ),
        ("raw-line-end", "A line end within a text.", text.replace("Academy", "Acad\nemy")),
        ("raw-zero", "A zero byte within a text.", text.replace("Academy", "Acad\0emy")),
        ("bad-escape", "An escape that JSON does not have.", text.replace("Academy", "Acad\\x65my")),
        ("something-after-the-end", "Something follows the credential.", f"{text} {{}}"),
        ("two-credentials", "Two credentials, one after the other.", f"{text}\n{text}"),
        ("cut-short", "A credential that is cut short.", text[:-40]),
        (
            "name-twice-deep",
            "A name stands twice deep inside.",
            text.replace('"narrative":', '"narrative": "x", "narrative":', 1),
        ),
        ("member-without-value", "A member without a value.", text.replace('"validFrom"', '"a":, "validFrom"', 1)),
        ("non-breaking-space", "A space between members that JSON does not know.", text.replace(", ", ",\u00a0", 1)),
        ("deep", "Objects within objects, a hundred deep.", '{"a":' * 100 + "1" + "}" * 100),
        (
            "deep-lists",
            "Lists within lists, a hundred thousand deep.",
            b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        ),
        ("deep-and-cut-short", "Lists within lists, without an end.", b"[" * 100_000),
    ):
        yield _case(f"json-{name}", about, given, **UNREAD)
    just = "[" * 62 + "]" * 62
    yield _case(
        "json-nearly-too-deep",
        "Lists within lists, as deep as is read.",
        text.replace('"validFrom"', f'"evidence": {just}, "validFrom"', 1),
        state="malformed",
        format=failed("format.structure"),
        proof=unknown("proof.not_canonical"),
        **NOT_AUTHENTIC,
    )


def _large() -> Iterator[Case]:
    text = json.dumps(ACADEMY.issued())
    yield _case(
        "large-two-megabytes",
        "Two megabytes of a credential.",
        text[:-1] + ', "a": "' + "a" * 2_000_000 + '"}',
        **UNREAD,
    )
    yield _case("large-spaces", "Two megabytes of spaces before a credential.", " " * 2_000_000 + text, **UNREAD)
    yield _case("large-token", "Two megabytes that look like a token.", "a." + "a" * 2_000_000 + ".a", **UNREAD)
    nearly = text[:-1] + ', "description": "' + "a" * 1_000_000 + '"}'
    yield _case("large-description", "A description of a million letters, added afterwards.", nearly, **ALTERED)
    value = "z" + "2" * 3000
    yield _case(
        "large-proof-value",
        "A signature of thousands of characters.",
        put(ACADEMY.issued(), "/proof/0/proofValue", value),
        **ALTERED,
    )
    yield _case(
        "large-proof",
        "A proof with a note of thirty thousand characters.",
        put(ACADEMY.issued(), "/proof/0/nonce", "n" * 30_000),
        **ALTERED,
    )
    long_did = "did:web:" + ":".join(["academy.example", *["a" * 50] * 30])
    yield _case(
        "large-did",
        "A DID of very many characters.",
        ACADEMY.sign(
            ACADEMY.unsigned(issuer={**ACADEMY.profile, "id": long_did}), verificationMethod=f"{long_did}#key-1"
        ),
        state="untrusted",
        issuer_key=failed("issuer_key.bad_name"),
        proof=unknown("proof.no_key"),
        **NOT_AUTHENTIC,
    )


def _graphs() -> Iterator[Case]:
    good = ACADEMY.issued()
    alike = [{"type": ["Alignment"], "targetName": "x", "targetUrl": "https://academy.example/"} for _ in range(8)]
    poison = put(good, "/credentialSubject/result", [{"type": ["Result"], "alignment": alike}] * 2)
    yield _case(
        "graph-alike",
        "Two results with eight alignments each that nothing tells apart: every order would be tried.",
        poison,
        **NOT_CANONICAL,
    )
    tags = [f"tag {number}" for number in range(1200)]
    yield _case(
        "graph-long-list",
        "Thousands of tags, each compared with each.",
        put(good, "/credentialSubject/achievement/tag", tags),
        **NOT_CANONICAL,
    )
    many = [{"type": ["Evidence"], "name": f"{number}"} for number in range(1200)]
    yield _case(
        "graph-many-objects",
        "Thousands of pieces of evidence.",
        json.dumps(put(good, "/evidence", many)),
        **NOT_CANONICAL,
    )
    profile = ACADEMY.profile
    for _ in range(45):
        profile = {**ACADEMY.profile, "id": f"{ACADEMY.id}:a", "parentOrg": profile}
    yield _case(
        "graph-deep",
        "An organisation within an organisation, and so on.",
        put(good, "/issuer/parentOrg", profile),
        **{**NOT_CANONICAL, "state": "malformed", "format": failed("format.structure")},
    )
    contexts = [V2, OPEN_BADGES, *[EXTENSIONS] * 300]
    yield _case(
        "graph-many-contexts",
        "Hundreds of contexts, all of them known.",
        {**good, "@context": contexts},
        **NOT_CANONICAL,
    )
    angle = put(good, "/credentialSubject/achievement/id", "https://academy.example/a> <urn:b> <urn:c> .\n<urn:d")
    yield _case(
        "graph-injected-statement",
        "An id that would become a statement of its own.",
        angle,
        state="untrusted",
        proof=failed("proof.not_covered"),
        **NOT_AUTHENTIC,
    )
    blank = put(good, "/credentialSubject/id", "_:c14n0")
    yield _case(
        "graph-named-blank-node",
        "An id that is the name of a node without a name.",
        blank,
        state="untrusted",
        proof=failed("proof.not_covered"),
        **NOT_AUTHENTIC,
    )


def _inherited() -> Iterator[Case]:
    good = ACADEMY.issued()
    text = json.dumps(good)
    not_covered = {"state": "untrusted", "proof": failed("proof.not_covered"), **NOT_AUTHENTIC}
    unknown_kind = {"state": "cannot be checked now", "proof": unknown("proof.unknown_kind"), **NOT_AUTHENTIC}
    for name in INHERITED:
        label = name.strip("_").lower()
        added = text.replace('"validFrom"', f'"{name}": {{"name": "x"}}, "validFrom"', 1)
        yield _case(f"inherited-member-{label}", f"A member that is called {name}.", added, **not_covered)
        yield _case(
            f"inherited-suite-{label}",
            f"A suite that is called {name}.",
            put(good, "/proof/0/cryptosuite", name),
            **unknown_kind,
        )
        yield _case(
            f"inherited-proof-{label}",
            f"A proof of a type that is called {name}.",
            put(good, "/proof/0/type", name),
            **unknown_kind,
        )
        yield _case(
            f"inherited-type-{label}",
            f"A type that is called {name}.",
            put(good, "/type", [*good["type"], name]),
            **not_covered,
        )
        yield _case(
            f"inherited-context-{label}",
            f"A context that is called {name}.",
            {**good, "@context": [V2, OPEN_BADGES, name]},
            state="cannot be checked now",
            format=unknown("format.context"),
            proof=unknown("proof.unknown_words"),
            **NOT_AUTHENTIC,
        )
        yield _case(
            f"inherited-purpose-{label}",
            f"A status of a purpose that is called {name}.",
            ACADEMY.issued(credentialStatus=ACADEMY.entry() | {"statusPurpose": name}),
            state="cannot be checked now",
            status=unknown("status.unknown_purpose"),
        )
        yield _case(
            f"inherited-achievement-type-{label}",
            f"An achievement of a type that is called {name}.",
            ACADEMY.sign(put(ACADEMY.unsigned(), "/credentialSubject/achievement/achievementType", name)),
            state="malformed",
            format=failed("format.structure"),
        )
        hashed = {
            "type": "IdentityObject",
            "hashed": True,
            "identityHash": f"{name}$00",
            "identityType": "emailAddress",
        }
        yield case(
            f"hostile-inherited-hash-{label}",
            f"A holder's hash of a kind that is called {name}.",
            ACADEMY.issued(credentialSubject=subject(id=None, identifier=[hashed])),
            ACADEMY.documents(),
            asked="a@example.com",
            state="cannot be checked now",
            recipient=unknown("recipient.not_comparable"),
        )
        keys = ACADEMY.keys(ACADEMY.multikey(type=name))
        not_listed = {"issuer_key": failed("issuer_key.not_listed"), "proof": unknown("proof.no_key")}
        yield _case(
            f"inherited-key-{label}",
            f"A key of a type that is called {name}.",
            good,
            ACADEMY.documents(keys),
            state="untrusted",
            **not_listed,
            **NOT_AUTHENTIC,
        )
        curve = ACADEMY.keys(ACADEMY.web_key(publicKeyJwk={"kty": "OKP", "crv": name, "x": ACADEMY.key.jwk["x"]}))
        yield _case(
            f"inherited-curve-{label}",
            f"A key on a curve that is called {name}.",
            good,
            ACADEMY.documents(curve),
            state="untrusted",
            **not_listed,
            **NOT_AUTHENTIC,
        )
        yield _case(
            f"inherited-algorithm-{label}",
            f"A token of an algorithm that is called {name}.",
            reheaded(signed(ACADEMY, ACADEMY.unsigned()), alg=name),
            **unknown_kind,
        )
    smuggled = json.dumps(good).replace('"validFrom"', '"__proto__": {"credentialStatus": null}, "validFrom"', 1)
    yield _case(
        "inherited-status",
        "A status entry of null under the name that objects inherit from.",
        smuggled,
        state="malformed",
        format=failed("format.layout"),
        proof=unknown("proof.not_canonical"),
        **NOT_AUTHENTIC,
    )
    inherited_keys = json.dumps({"id": ACADEMY.id}).replace("}", ', "__proto__": ' + json.dumps(ACADEMY.keys()) + "}")
    yield _case(
        "inherited-keys",
        "A document whose keys stand under the name that objects inherit from.",
        good,
        ACADEMY.documents() | {ACADEMY.place: inherited_keys},
        state="untrusted",
        issuer_key=failed("issuer_key.not_listed"),
        proof=unknown("proof.no_key"),
        **NOT_AUTHENTIC,
    )


def _shown() -> Iterator[Case]:
    """Strangers' texts that would steer a terminal or a page where a report repeats them."""
    evil = "\x1b[2J\u202e\u2028<img src=x onerror=alert(1)>"
    named = Issuer(
        id=ACADEMY.id,
        name=f"Example{evil}",
        place=ACADEMY.place,
        folder=ACADEMY.folder,
        key=ACADEMY.key,
        method=ACADEMY.method,
    )
    yield _case(
        "shown-issuer-name",
        "A name of an issuer that would steer a terminal.",
        named.sign(named.unsigned(), suite="eddsa-jcs-2022"),
        state="cannot be checked now",
        format=unknown("format.not_canonical"),
    )
    turning = f"Example \u202eymedacA{' ' * 100}{'x' * 200}"
    guest = web_issuer("did:web:shared.example%3A8443:people:ada", turning)
    held = guest.sign(put(guest.unsigned(), "/credentialSubject/achievement/name", turning))
    yield _case(
        "shown-on-a-shared-host",
        "A record by an issuer that shares its host with others, and whose name turns what stands after it.",
        guest.sign(record(guest.profile, [held])),
        guest.documents(),
        format=passed("format.record"),
        status=passed("status.none"),
        credentials=passed("credentials.passed"),
    )
    good = ACADEMY.issued()
    yield _case(
        "shown-suite",
        "A suite whose name would steer a terminal.",
        put(good, "/proof/0/cryptosuite", f"x{evil}"),
        state="cannot be checked now",
        proof=unknown("proof.unknown_kind"),
        **NOT_AUTHENTIC,
    )
    yield _case(
        "shown-context",
        "A context whose address is very long and would steer a terminal.",
        {**good, "@context": [V2, OPEN_BADGES, f"https://academy.example/{evil}{'a' * 2000}"]},
        state="cannot be checked now",
        format=unknown("format.context"),
        proof=unknown("proof.unknown_words"),
        **NOT_AUTHENTIC,
    )
    yield _case(
        "shown-issuer",
        "An issuer whose id would steer a terminal.",
        put(good, "/issuer/id", f"did:web:academy.example:{evil}"),
        state="untrusted",
        issuer_key=failed("issuer_key.somebody_else"),
        proof=unknown("proof.not_canonical"),
        **NOT_AUTHENTIC,
    )
    yield _case(
        "shown-place-holders",
        "Texts with braces, which sentences fill in.",
        put(good, "/proof/0/cryptosuite", "{kind} {0} {kind.__class__} %s ${kind}"),
        state="cannot be checked now",
        proof=unknown("proof.unknown_kind"),
        **NOT_AUTHENTIC,
    )
    yield _case(
        "shown-purpose-in-many-characters",
        "A purpose of characters beyond U+FFFF, which is cut in no half.",
        put(good, "/proof/0/proofPurpose", "\U0001f393" * 2000),
        state="untrusted",
        proof=failed("proof.other_purpose"),
        **NOT_AUTHENTIC,
    )
    strange = ACADEMY.sign(
        put(ACADEMY.unsigned(), "/credentialSubject/achievement/achievementType", "\U0001f393" * 100)
    )
    yield _case(
        "shown-structure",
        "A value of characters beyond U+FFFF that is out of place.",
        strange,
        state="malformed",
        format=failed("format.structure"),
    )
