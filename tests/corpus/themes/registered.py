"""Whether the issuer still publishes it: a registry of conferral does so at its own address, others need not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from tests.corpus.builders.credentials import OPEN_BADGES, V2, put
from tests.corpus.builders.expectations import Case, Trouble, case, failed, passed, unknown
from tests.corpus.builders.issuers import ACADEMY, FORGER, Issuer, web_issuer
from tests.corpus.builders.secrets import JSON, secret

REGISTRY = web_issuer("did:web:badges.example:registry:issuers:academy", "Example Academy")
URL = "https://badges.example/registry/credentials/0000000000000000000000000a/credential.json"
PUBLISHED = {"registered": passed("registered.passed")}


def cases() -> Iterator[Case]:
    """All cases of this theme."""
    yield from _published()
    yield from _differing()
    yield from _nothing_to_compare()
    yield from _elsewhere()
    yield from _of_other_systems()


def _issued(issuer: Issuer = REGISTRY, url: str | None = URL, **members: Any) -> JSON:
    return issuer.sign(_unsigned(issuer, url, **members))


def _unsigned(issuer: Issuer = REGISTRY, url: str | None = URL, **members: Any) -> JSON:
    return issuer.unsigned(**{"id": url, **members})


def _published_as(copy: Any) -> dict[str, Any]:
    return {**REGISTRY.documents(), URL: copy}


def _withdrawn(code: str) -> dict[str, Any]:
    return {"state": "withdrawn", "registered": failed(code)}


def _undecided(code: str) -> dict[str, Any]:
    return {"state": "cannot be checked now", "registered": unknown(code)}


def _published() -> Iterator[Case]:
    good = _issued()
    yield case("registered", "The registry publishes it, word for word.", good, _published_as(good), **PUBLISHED)
    later = REGISTRY.sign(_unsigned(), created="2026-08-01T08:00:00Z")
    yield case(
        "registered-signed-again",
        "The registry publishes it with a newer proof.",
        good,
        _published_as(later),
        **PUBLISHED,
    )
    yield case(
        "registered-written-otherwise",
        "The registry publishes the same statements in another writing.",
        good,
        _published_as({**dict(reversed(good.items())), "type": good["type"][::-1]}),
        **PUBLISHED,
    )
    yield case(
        "registered-revoked",
        "The registry publishes it, and has revoked it.",
        good,
        {**_published_as(good), REGISTRY.list_url(): REGISTRY.status_list(indexes=[7])},
        state="revoked",
        status=failed("status.revoked"),
        **PUBLISHED,
    )
    stolen = _unsigned(credentialStatus=None)
    yield case(
        "registered-expired",
        "The registry publishes it, and it has expired.",
        (expired := _issued(validUntil="2026-08-31T21:59:59Z")),
        _published_as(expired),
        state="expired",
        validity=failed("validity.expired"),
        **PUBLISHED,
    )
    yield case(
        "registered-signed-with-a-stolen-key",
        "Whoever stole the key leaves out the status entry; the registry publishes other claims.",
        REGISTRY.sign(stolen),
        _published_as(good),
        status=passed("status.none"),
        **_withdrawn("registered.other_claims"),
    )


def _differing() -> Iterator[Case]:
    good = _issued()
    corrected = _issued(name="Data Analysis, Foundations", validFrom="2026-09-01T00:00:00Z")
    yield case(
        "registered-superseded",
        "The registry publishes a corrected copy, of a later first day.",
        good,
        _published_as(corrected),
        state="superseded",
        registered=failed("registered.superseded"),
    )
    yield case(
        "registered-newer-than-published",
        "The registry publishes an older copy.",
        corrected,
        _published_as(good),
        **_withdrawn("registered.other_claims"),
    )
    yield case(
        "registered-other-claims",
        "The registry publishes other claims of the same first day.",
        good,
        _published_as(_issued(name="Bread Baking")),
        **_withdrawn("registered.other_claims"),
    )
    words: dict[str, Any] = {"@context": [V2, OPEN_BADGES, "https://www.w3.org/ns/credentials/undefined-terms/v2"]}
    held, other = (REGISTRY.sign(_unsigned(**words, honours=honours), suite="eddsa-jcs-2022") for honours in (True, 1))
    yield case(
        "registered-true-is-not-1",
        "What was signed with true is published with 1, under the proof of the other.",
        held,
        _published_as({**other, "proof": held["proof"]}),
        **_withdrawn("registered.not_signed"),
    )
    yield case(
        "registered-other-claims-1",
        "What was signed with true is published with 1, and signed anew.",
        held,
        _published_as(other),
        **_withdrawn("registered.other_claims"),
    )
    for name, about, copy in (
        ("altered", "What the registry publishes was altered.", put(good, "/name", "Bread Baking")),
        ("unsigned", "What the registry publishes is not signed.", _unsigned(name="Bread Baking")),
        (
            "signed-by-a-stranger",
            "What the registry publishes was signed by a stranger.",
            REGISTRY.sign(_unsigned(name="Bread"), FORGER.key),
        ),
        ("of-another-issuer", "What stands at its address is of another issuer.", _issued(ACADEMY)),
        ("of-another-id", "What stands at its address gives itself another.", _issued(url=URL.replace("a/", "b/"))),
        ("a-web-page", "At its address stands a web page.", "<!doctype html><title>Moved</title>"),
        ("empty", "At its address stands an empty file.", ""),
        (
            "huge",
            "What stands at its address is larger than any credential.",
            json.dumps({**good, "description": "a" * (1 << 20)}),
        ),
    ):
        yield case(
            f"registered-not-signed-{name}", about, good, _published_as(copy), **_withdrawn("registered.not_signed")
        )
    yield case(
        "registered-gone",
        "The registry no longer publishes it.",
        good,
        _published_as(Trouble.NOT_FOUND),
        **_withdrawn("registered.gone"),
    )
    yield case(
        "registered-gone-and-revoked",
        "The registry has revoked it and no longer publishes it.",
        good,
        {**_published_as(Trouble.NOT_FOUND), REGISTRY.list_url(): REGISTRY.status_list(indexes=[7])},
        state="revoked",
        status=failed("status.revoked"),
        registered=failed("registered.gone"),
    )
    for name, about, trouble in (
        ("unreachable", "The published copy cannot be had.", Trouble.UNREACHABLE),
        ("refused", "The published copy must not be asked for.", Trouble.REFUSED),
    ):
        yield case(f"registered-{name}", about, good, _published_as(trouble), **_undecided("registered.unreachable"))
    strange = put(_issued(name="Bread Baking"), "/proof/0/cryptosuite", "unheard-of-2030")
    yield case(
        "registered-undecided",
        "The published copy makes other claims, signed in a way that nobody knows.",
        good,
        _published_as(strange),
        **_undecided("registered.undecided"),
    )


def _nothing_to_compare() -> Iterator[Case]:
    yield case(
        "registered-without-address",
        "A registry publishes by address, and this credential has none.",
        _issued(url="urn:uuid:6d1f5a3c-6b0e-4f0e-9a3a-0c7d5f1b2a01"),
        REGISTRY.documents(),
        **_undecided("registered.address_expected"),
    )
    retired = secret("retired")
    forged = REGISTRY.sign(_unsigned(url=URL.replace("a/", "f/")), retired, "key-0")
    keys = REGISTRY.keys(REGISTRY.multikey(), REGISTRY.multikey(retired, "key-0"))
    yield case(
        "registered-forged-with-a-retired-key",
        "Whoever found an old key has made up a credential, which the registry does not publish.",
        forged,
        {**REGISTRY.documents(keys), URL.replace("a/", "f/"): Trouble.NOT_FOUND},
        **_withdrawn("registered.gone"),
    )


def _elsewhere() -> Iterator[Case]:
    for name, about, url in (
        (
            "another-host",
            "Its address is on another host.",
            "https://forger.example/registry/credentials/a/credential.json",
        ),
        (
            "another-folder",
            "Its address is on the registry's host, where others write.",
            "https://badges.example/people/a/credential.json",
        ),
        (
            "a-longer-folder",
            "Its address is in a folder whose name begins like the registry's.",
            "https://badges.example/registry-of-others/a.json",
        ),
        (
            "another-port",
            "Its address is on another port.",
            "https://badges.example:8443/registry/credentials/a/credential.json",
        ),
        (
            "a-way-out",
            "Its address leads out of the registry again.",
            "https://badges.example/registry/../people/a.json",
        ),
        (
            "a-hidden-way-out",
            "Its address hides that it leads out again.",
            "https://badges.example/registry/%2e%2e/people/a.json",
        ),
        (
            "a-user",
            "Its address names a user in front of the host.",
            "https://badges.example@forger.example/registry/a.json",
        ),
    ):
        document = _issued(url=url)
        yield case(
            f"registered-elsewhere-{name}",
            about,
            document,
            {**REGISTRY.documents(), url: document},
            **_undecided("registered.elsewhere"),
        )


def _of_other_systems() -> Iterator[Case]:
    url = "https://academy.example/credentials/17"
    good = _issued(ACADEMY, url)
    not_kept = {"registered": passed("registered.not_kept")}
    corrected = _issued(ACADEMY, url, name="Data Analysis, Foundations", validFrom="2026-09-01T00:00:00Z")
    for name, about, copy, expected in (
        ("published", "Another system publishes it at its address, too.", good, PUBLISHED),
        ("nothing", "Another system has nothing at the address.", Trouble.NOT_FOUND, not_kept),
        ("unreachable", "The address of another system does not answer.", Trouble.UNREACHABLE, not_kept),
        ("web-page", "Another system has a web page at the address.", "<!doctype html><title>17</title>", not_kept),
        ("json", "Another system has some other JSON at the address.", {"id": url, "status": "issued"}, not_kept),
        (
            "superseded",
            "Another system publishes a corrected copy that it has signed.",
            corrected,
            {"state": "superseded", "registered": failed("registered.superseded")},
        ),
        (
            "other-claims",
            "Another system publishes other claims that it has signed.",
            _issued(ACADEMY, url, name="Bread"),
            _withdrawn("registered.other_claims"),
        ),
    ):
        yield case(f"registered-foreign-{name}", about, good, {**ACADEMY.documents(), url: copy}, **expected)
    away = "https://platform.example/credentials/17"
    document = _issued(ACADEMY, away)
    yield case(
        "registered-on-a-platform",
        "The issuer's credentials have addresses on a platform that is not the issuer's.",
        document,
        {**ACADEMY.documents(), away: document},
        **not_kept,
    )
