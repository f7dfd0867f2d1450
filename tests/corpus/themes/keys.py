"""Which key counts: rotated, retired, revoked, expired, smuggled and stolen ones, and documents that list none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from conferral.standards.multikey import encode_base58btc
from tests.corpus.builders.credentials import SUBJECT, put, subject, without
from tests.corpus.builders.expectations import NOT_AUTHENTIC, Case, Trouble, case, failed, passed, unknown
from tests.corpus.builders.issuers import ACADEMY, FORGER, GUILD, Issuer, https_issuer, key_issuer, web_issuer
from tests.corpus.builders.secrets import JSON, Secret, secret

OLD, NEW = ACADEMY.key, secret("newer")
STRANGER = secret("stranger")
SMALL_ORDER = "z" + encode_base58btc(b"\xed\x01\x01" + bytes(31))  # the neutral point

NO_KEY = {"proof": unknown("proof.no_key"), **NOT_AUTHENTIC}
NOT_LISTED: Mapping[str, Any] = {"state": "untrusted", "issuer_key": failed("issuer_key.not_listed"), **NO_KEY}
NO_KEYS: Mapping[str, Any] = {"state": "untrusted", "issuer_key": failed("issuer_key.no_keys"), **NO_KEY}
SOMEBODY_ELSE: Mapping[str, Any] = {"state": "untrusted", "issuer_key": failed("issuer_key.somebody_else"), **NO_KEY}
UNREACHABLE: Mapping[str, Any] = {
    "state": "cannot be checked now",
    "issuer_key": unknown("issuer_key.unreachable"),
    **NO_KEY,
}


def cases() -> Iterator[Case]:
    """All cases of this theme."""
    yield from _rotation()
    yield from _ends()
    yield from _listing()
    yield from _entries()
    yield from _smuggled()
    yield from _documents()
    yield from _names()
    yield from _at_addresses()
    yield from _previews()


def _both(*, listed_by: Secret = NEW, **entries: JSON) -> dict[str, Any]:
    """The academy's documents with its old key, its new one, and a status list signed with one of them."""
    keys = ACADEMY.keys(entries.get("old", ACADEMY.multikey()), entries.get("new", ACADEMY.multikey(NEW, "key-2")))
    fragment = "key-2" if listed_by is NEW else "key-1"
    return ACADEMY.documents(keys, ACADEMY.sign(ACADEMY.unsigned_list(), listed_by, fragment))


def _rotation() -> Iterator[Case]:
    yield case(
        "key-rotated",
        "The issuer signs with a newer key by now, and still lists the old one that signed this.",
        ACADEMY.issued(),
        _both(),
    )
    yield case(
        "key-rotated-signed-with-the-new-one",
        "Signed with the newer key, while the status list is still signed with the old one.",
        ACADEMY.sign(ACADEMY.unsigned(), NEW, "key-2"),
        _both(listed_by=OLD),
    )
    yield case(
        "key-retired",
        "The issuer no longer lists the key that signed this.",
        ACADEMY.issued(),
        ACADEMY.documents(ACADEMY.keys(ACADEMY.multikey(NEW, "key-2"))),
        **NOT_LISTED,
    )
    yield case(
        "key-replaced-under-its-name",
        "The issuer lists another key under the name of the one that signed this.",
        ACADEMY.issued(),
        ACADEMY.documents(ACADEMY.keys(ACADEMY.multikey(NEW))),
        state="altered",
        proof=failed("proof.broken"),
        **NOT_AUTHENTIC,
    )


def _ends() -> Iterator[Case]:
    untrusted = {"state": "untrusted", "issuer_key": failed("issuer_key.revoked")}
    revoked = ACADEMY.multikey(revoked="2026-09-01T00:00:00Z")
    yield case(
        "key-revoked",
        "The issuer has revoked the key, and signs its status list with another.",
        ACADEMY.issued(),
        _both(old=revoked),
        **untrusted,
    )
    yield case(
        "key-revoked-and-the-list-signed-with-it",
        "The issuer has revoked the key, which signed its status list, too.",
        ACADEMY.issued(),
        _both(listed_by=OLD, old=revoked),
        **untrusted,
        status=failed("status.bad_signature"),
    )
    yield case(
        "key-revoked-at-this-instant",
        "From the very instant of its revocation on, a key counts no longer.",
        ACADEMY.issued(),
        _both(old=ACADEMY.multikey(revoked="2026-11-01T00:00:00Z")),
        **untrusted,
    )
    yield case(
        "key-revoked-a-second-later",
        "Until the instant of its revocation, a key counts.",
        ACADEMY.issued(),
        _both(old=ACADEMY.multikey(revoked="2026-11-01T00:00:01Z")),
    )
    yield case(
        "key-revoked-before-it-signed",
        "The key had been revoked when it signed this.",
        ACADEMY.issued(),
        _both(old=ACADEMY.multikey(revoked="2026-06-01T00:00:00Z")),
        **untrusted,
    )
    yield case(
        "key-revoked-as-of-an-earlier-day",
        "Asked for a day before the revocation, the key counts.",
        ACADEMY.issued(),
        _both(old=revoked),
        at="2026-08-01T00:00:00Z",
    )
    gone = ACADEMY.keys(revoked, ACADEMY.multikey(NEW, "key-2"), assertionMethod=[ACADEMY.named("key-2")])
    yield case(
        "key-revoked-and-no-longer-for-signing",
        "The issuer has revoked the key, and no longer lists it for signing.",
        ACADEMY.issued(),
        ACADEMY.documents(gone),
        **untrusted,
        **NO_KEY,
    )
    yield case(
        "key-expired",
        "The key has expired.",
        ACADEMY.issued(),
        _both(old=ACADEMY.multikey(expires="2026-10-01T00:00:00Z")),
        state="untrusted",
        issuer_key=failed("issuer_key.expired"),
    )
    for name, member in (("expiry", "expires"), ("revocation", "revoked")):
        yield case(
            f"key-with-an-unreadable-{name}",
            f"It cannot be read when the {name} of the key is.",
            ACADEMY.issued(),
            _both(old={**ACADEMY.multikey(), member: "soon"}),
            **NOT_LISTED,
        )


def _listing() -> Iterator[Case]:
    own = ACADEMY.multikey()
    for name, about, keys in (
        (
            "for-another-purpose",
            "The key is listed for logging in only.",
            ACADEMY.keys(assertionMethod=None, authentication=[own["id"]]),
        ),
        ("for-no-purpose", "The key is listed for no purpose.", ACADEMY.keys(assertionMethod=[])),
        ("unlisted", "The document has the key, but assertionMethod names another.", _unlisted()),
        (
            "listed-by-its-fragment",
            "assertionMethod names the key by a relative name.",
            ACADEMY.keys(assertionMethod=["#key-1"]),
        ),
        (
            "with-a-relative-id",
            "The key's own id is relative.",
            ACADEMY.keys({**own, "id": "#key-1"}, assertionMethod=["#key-1"]),
        ),
        ("listed-and-not-there", "assertionMethod names a key that the document does not have.", _not_there()),
        ("two-of-one-id", "Two keys have the same id.", ACADEMY.keys(own, ACADEMY.multikey(STRANGER))),
        (
            "two-of-one-id-one-embedded",
            "A second key with the same id is written into assertionMethod.",
            ACADEMY.keys(own, assertionMethod=[own["id"], ACADEMY.multikey(STRANGER)]),
        ),
        ("methods-no-list", "verificationMethod is no list.", ACADEMY.keys(verificationMethod=own)),
        ("assertions-no-list", "assertionMethod is no list.", ACADEMY.keys(assertionMethod=own["id"])),
    ):
        yield case(f"key-{name}", about, ACADEMY.issued(), ACADEMY.documents(keys), **NOT_LISTED)


def _unlisted() -> JSON:
    second = ACADEMY.multikey(NEW, "key-2")
    return ACADEMY.keys(ACADEMY.multikey(), second, assertionMethod=[second["id"]])


def _not_there() -> JSON:
    return ACADEMY.keys(
        ACADEMY.multikey(NEW, "key-2"), assertionMethod=[ACADEMY.named("key-1"), ACADEMY.named("key-2")]
    )


def _entries() -> Iterator[Case]:
    elliptic = web_issuer(kind="P-256")
    for name, about, entry in (
        ("of-another-controller", "The key is controlled by somebody else.", {"controller": GUILD.id}),
        ("of-two-controllers", "The key names two controllers.", {"controller": [ACADEMY.id, GUILD.id]}),
        ("without-controller", "The key names no controller.", {"controller": None}),
        ("of-unknown-type", "The key is of a type that nobody knows.", {"type": "UnheardOfKey2030"}),
        ("without-value", "The entry holds no key.", {"publicKeyMultibase": None}),
        ("unreadable", "The key is no Multikey.", {"publicKeyMultibase": "z6MkNotAKey"}),
        ("in-another-base", "The key is written in another base.", {"publicKeyMultibase": "u7QE" + "A" * 43}),
        ("with-its-secret", "The entry holds the secret half, too.", {"secretKeyMultibase": "z3u2" + "1" * 43}),
        ("as-two-keys", "The entry holds two keys.", {"publicKeyJwk": STRANGER.jwk}),
        (
            "of-small-order",
            "Any signature fits this key.",
            {"publicKeyMultibase": SMALL_ORDER},
        ),
    ):
        yield case(
            f"key-{name}",
            about,
            ACADEMY.issued(),
            ACADEMY.documents(ACADEMY.keys(ACADEMY.multikey(**entry))),
            **NOT_LISTED,
        )
    for name, about, jwk in (
        ("with-its-private-member", "The JSON Web Key holds its private member.", OLD.private_jwk),
        ("for-encryption", "The JSON Web Key is one for encryption.", {**OLD.jwk, "use": "enc"}),
        ("for-another-algorithm", "The JSON Web Key is one for another algorithm.", {**OLD.jwk, "alg": "ES256"}),
        ("symmetric", "The JSON Web Key is a shared secret.", {"kty": "oct", "k": "c2VjcmV0"}),
        ("cut-short", "The JSON Web Key is cut short.", {**OLD.jwk, "x": OLD.jwk["x"][:-4]}),
        (
            "off-its-curve",
            "The JSON Web Key is no point of its curve.",
            {**elliptic.key.jwk, "y": elliptic.key.jwk["x"]},
        ),
    ):
        keys = ACADEMY.keys(ACADEMY.web_key(publicKeyJwk=jwk))
        yield case(f"key-jwk-{name}", about, ACADEMY.issued(), ACADEMY.documents(keys), **NOT_LISTED)
    broken = {"state": "altered", "proof": failed("proof.broken"), **NOT_AUTHENTIC}
    yield case(
        "key-of-another-kind-than-the-suite",
        "The suite is one for Ed25519, and the key is of P-256.",
        elliptic.sign(elliptic.unsigned(), cryptosuite="eddsa-rdfc-2022"),
        elliptic.documents(),
        **broken,
    )
    rsa = web_issuer(kind="RSA")
    yield case(
        "key-rsa-for-a-proof",
        "No suite of Data Integrity is for RSA.",
        ACADEMY.issued(),
        ACADEMY.documents(ACADEMY.keys(ACADEMY.web_key(rsa.key))),
        **broken,
    )
    older = elliptic.keys(elliptic.multikey(type="Ed25519VerificationKey2020"))
    yield case(
        "key-of-another-kind-than-its-type",
        "Listed as Ed25519VerificationKey2020, and of P-256.",
        elliptic.issued(),
        elliptic.documents(older),
        **NOT_LISTED,
    )


def _smuggled() -> Iterator[Case]:
    unsigned = ACADEMY.unsigned(credentialSubject=subject(id="did:example:forger"))
    named_after_itself = ACADEMY.sign(unsigned, FORGER.key, FORGER.key.multibase)
    yield case(
        "key-smuggled-into-its-name",
        "The forger's key is the name of the key, after the issuer's DID; some verifiers believe that.",
        named_after_itself,
        ACADEMY.documents(),
        **NOT_LISTED,
    )
    yield case(
        "key-smuggled-into-its-name-issuer-unreachable",
        "The same, while the issuer's own document cannot be had.",
        named_after_itself,
        {ACADEMY.list_url(): ACADEMY.status_list()},
        **UNREACHABLE,
    )
    listed = ACADEMY.keys(ACADEMY.multikey(fragment=FORGER.key.multibase))
    yield case(
        "key-named-after-another",
        "The issuer lists its own key under the name of the forger's.",
        named_after_itself,
        ACADEMY.documents(listed),
        state="altered",
        proof=failed("proof.broken"),
        **NOT_AUTHENTIC,
    )
    good = ACADEMY.issued()
    stranger = key_issuer()
    for name, about, document in (
        ("of-another-issuer", "Signed with the key of another issuer, under that issuer's name.", GUILD.sign(unsigned)),
        (
            "of-a-did-key",
            "Signed with a did:key, in the name of an issuer that has nothing to do with it.",
            stranger.sign(unsigned),
        ),
        (
            "of-a-longer-did",
            "The key is one of a DID that begins like the issuer's.",
            web_issuer(f"{ACADEMY.id}:evil").sign(unsigned),
        ),
        (
            "with-a-query",
            "The key's name has a query, so that it belongs to no DID.",
            put(good, "/proof/0/verificationMethod", f"{ACADEMY.id}?versionId=1#key-1"),
        ),
        (
            "with-a-path",
            "The key's name has a path, so that it belongs to no DID.",
            put(good, "/proof/0/verificationMethod", f"{ACADEMY.id}/evil#key-1"),
        ),
    ):
        yield case(
            f"key-{name}",
            about,
            document,
            ACADEMY.documents() | GUILD.documents() | web_issuer(f"{ACADEMY.id}:evil").documents(),
            **SOMEBODY_ELSE,
        )
    not_a_key = {"state": "untrusted", "issuer_key": failed("issuer_key.not_a_key"), **NO_KEY}
    for name, about, document in (
        ("without-name", "The proof names no key.", without(good, "/proof/0/verificationMethod")),
        (
            "without-fragment",
            "The proof names the issuer and none of its keys.",
            put(good, "/proof/0/verificationMethod", ACADEMY.id),
        ),
        ("of-mere-words", "What the proof names is no key.", put(good, "/proof/0/verificationMethod", "key one")),
    ):
        yield case(f"key-{name}", about, document, ACADEMY.documents(), **not_a_key)
    yield case(
        "key-with-an-empty-fragment",
        "The name of the key ends in nothing.",
        put(good, "/proof/0/verificationMethod", f"{ACADEMY.id}#"),
        ACADEMY.documents(),
        **NOT_LISTED,
    )
    anonymous = without(ACADEMY.unsigned(), "/issuer/id")
    yield case(
        "key-and-no-issuer",
        "The credential names no issuer.",
        ACADEMY.sign(anonymous),
        ACADEMY.documents(),
        state="malformed",
        format=failed("format.structure"),
        issuer_key=failed("issuer_key.no_issuer"),
        **NO_KEY,
    )


def _documents() -> Iterator[Case]:
    place, listed = ACADEMY.place, {ACADEMY.list_url(): ACADEMY.status_list()}
    for name, about, trouble in (
        ("missing", "Nothing stands where the issuer's keys should.", Trouble.NOT_FOUND),
        ("unreachable", "The issuer's host does not answer.", Trouble.UNREACHABLE),
        ("refused", "The issuer's host is one that must not be asked.", Trouble.REFUSED),
    ):
        yield case(f"keys-{name}", about, ACADEMY.issued(), {place: trouble, **listed}, **UNREACHABLE)
    yield case("keys-of-no-host", "There is no such host as the issuer's.", ACADEMY.issued(), {}, **UNREACHABLE)
    page = "<!doctype html><html><head><title>Welcome</title></head><body>Not here.</body></html>"
    for name, about, content in (
        ("a-web-page", "Where the issuer's keys should be stands a web page.", page),
        ("a-list", "The document with the keys is a list.", "[]"),
        ("empty", "The document with the keys is empty.", ""),
        ("not-utf-8", "The document with the keys is no UTF-8.", b'{"id": "\xff\xfe"}'),
        (
            "name-twice",
            "A name stands twice in the document with the keys.",
            '{"id": "a", "id": "did:web:academy.example"}',
        ),
        ("huge", "The document with the keys has more than a mebibyte.", '{"id": "' + "a" * (1 << 20) + '"}'),
        ("deep", "The document with the keys is nested too deeply.", '{"a":' * 100 + "1" + "}" * 100),
        ("of-another-id", "The document is one of another DID.", GUILD.keys()),
        ("without-id", "The document has no id.", ACADEMY.keys(id=None)),
        (
            "of-the-same-id-in-capitals",
            "The id is another by its capitals.",
            ACADEMY.keys(id="did:web:Academy.example"),
        ),
    ):
        yield case(f"keys-{name}", about, ACADEMY.issued(), {place: content, **listed}, **NO_KEYS)
    yield case(
        "keys-beyond-all-bounds",
        "The document with the keys is larger than all that is fetched for one credential.",
        ACADEMY.issued(),
        {place: " " * (33 << 20), **listed},
        **UNREACHABLE,
    )


def _names() -> Iterator[Case]:
    def by(did: str) -> JSON:
        return ACADEMY.sign(ACADEMY.unsigned(issuer={**ACADEMY.profile, "id": did}), verificationMethod=f"{did}#key-1")

    for name, about, did in (
        (
            "did-ethr",
            "The issuer is a DID of a method that is not known here.",
            "did:ethr:0xb9c5714089478a327f09197987f16f9e5d936e8a",
        ),
        ("did-example", "The issuer is a DID that only examples have.", "did:example:academy"),
        (
            "http",
            "The issuer is named by an address that anybody on the way can change.",
            "http://academy.example/issuers/1",
        ),
        ("urn", "The issuer is named by a mere number.", "urn:uuid:3b0d2f64-5c1d-4e7f-8a9b-1d2c3e4f5a77"),
    ):
        yield case(
            f"issuer-{name}",
            about,
            by(did),
            ACADEMY.documents(),
            state="cannot be checked now",
            issuer_key=unknown("issuer_key.unknown_method"),
            **NO_KEY,
        )
    for name, about, did in (
        ("did-web-in-capitals", "The host of the DID is written with a capital.", "did:web:Academy.example"),
        ("did-web-of-a-number", "The DID names a host by its number.", "did:web:127.0.0.1"),
        ("did-web-that-climbs", "The path of the DID leads up.", "did:web:academy.example:a:..:b"),
        ("did-web-with-a-hidden-slash", "The path of the DID hides a slash.", "did:web:academy.example:a%2Fb"),
        ("did-web-of-nothing", "The DID names no host.", "did:web:"),
        ("did-key-unreadable", "The did:key spells out no key.", "did:key:z6MkNotAKey"),
        ("did-jwk-unreadable", "The did:jwk spells out no key.", "did:jwk:e30"),
    ):
        yield case(
            f"issuer-{name}",
            about,
            by(did),
            ACADEMY.documents(),
            state="untrusted",
            issuer_key=failed("issuer_key.bad_name"),
            **NO_KEY,
        )
    stranger = key_issuer()
    yield case(
        "issuer-did-key-by-another-name",
        "A did:key has one key, which its own value names.",
        stranger.sign(stranger.unsigned(), fragment="key-1"),
        stranger.documents(),
        **NOT_LISTED,
    )
    yield case(
        "issuer-did-key-altered",
        "The name was changed in a credential that a did:key signed.",
        put(stranger.issued(), "/name", "Data Science Masterclass"),
        stranger.documents(),
        state="altered",
        issuer_key=passed("issuer_key.self_named"),
        proof=failed("proof.broken"),
        **NOT_AUTHENTIC,
    )


def _at_addresses() -> Iterator[Case]:
    """Keys with an https address of their own (Open Badges 3.0, section 8.2.4)."""
    issuer = https_issuer()

    def signed_by(url: str) -> JSON:
        return issuer.sign(issuer.unsigned(), verificationMethod=url)

    def signed_list(url: str) -> JSON:
        return issuer.sign(issuer.unsigned_list(), verificationMethod=url)

    document: Any
    key = "https://academy.example/issuers/1/keys/1"
    alone = issuer.multikey(id=key)
    said = {issuer.place: issuer.about()}
    listing = signed_list(key)
    by_list = {issuer.list_url(): listing, **said}
    below = passed("issuer_key.below")
    for name, about, document in (
        ("multikey", "The key lies at an address of its own, in the folder of the issuer.", alone),
        ("jwk", "A JSON Web Key lies at that address.", issuer.key.jwk),
        ("jwk-set", "A set with one JSON Web Key lies at that address.", {"keys": [issuer.key.jwk]}),
        (
            "jwk-set-of-several",
            "A set lies at that address, and one of its keys is named by it.",
            {"keys": [STRANGER.jwk, {**issuer.key.jwk, "kid": key}]},
        ),
    ):
        yield case(f"key-at-address-{name}", about, signed_by(key), {**by_list, key: document}, issuer_key=below)
    for name, about, document in (
        ("of-another-controller", "The key there is controlled by somebody else.", {**alone, "controller": GUILD.id}),
        ("of-another-id", "The key there has another address.", {**alone, "id": f"{key}0"}),
        ("private-jwk", "The JSON Web Key there holds its private member.", issuer.key.private_jwk),
        (
            "jwk-set-unclear",
            "The set there has two keys, of which neither is named.",
            {"keys": [STRANGER.jwk, issuer.key.jwk]},
        ),
        ("empty-jwk-set", "The set there has no key.", {"keys": []}),
        ("web-page", "A web page stands there.", "<!doctype html><title>Key</title>"),
    ):
        yield case(f"key-at-address-{name}", about, signed_by(key), {**by_list, key: document}, **NO_KEYS)
    revoked = {**alone, "revoked": "2026-09-01T00:00:00Z"}
    yield case(
        "key-at-address-revoked",
        "The key at an address of its own was revoked.",
        signed_by(key),
        {**by_list, key: revoked},
        state="untrusted",
        issuer_key=failed("issuer_key.revoked"),
        status=failed("status.bad_signature"),
    )
    yield case(
        "key-at-address-missing",
        "Nothing stands at the address of the key.",
        signed_by(key),
        {**by_list, key: Trouble.NOT_FOUND},
        **UNREACHABLE,
    )
    beside = "https://academy.example/people/somebody/key.json"
    yield case(
        "key-at-address-elsewhere",
        "The key lies on the issuer's host, where somebody else may write.",
        signed_by(beside),
        {**by_list, beside: issuer.multikey(id=beside)},
        state="cannot be checked now",
        issuer_key=unknown("issuer_key.elsewhere"),
        **NO_KEY,
    )
    away = "https://forger.example/issuers/1/key"
    yield case(
        "key-at-address-of-another-host",
        "The key lies on another host than the issuer.",
        signed_by(away),
        {**by_list, away: issuer.multikey(id=away)},
        **SOMEBODY_ELSE,
    )
    yield case(
        "key-at-address-of-a-did-web",
        "A DID lists its keys itself: an address says nothing of whose key it is.",
        ACADEMY.sign(ACADEMY.unsigned(), verificationMethod="https://academy.example/key.json"),
        ACADEMY.documents() | {"https://academy.example/key.json": ACADEMY.key.jwk},
        **SOMEBODY_ELSE,
    )
    yield from _named_by_the_issuer(issuer, signed_by(key), {issuer.list_url(): listing, key: alone}, alone)
    yield from _asked_with_a_query()


def _named_by_the_issuer(issuer: Issuer, given: JSON, documents: JSON, alone: JSON) -> Iterator[Case]:
    """What the issuer's own document says of a key that lies below its address."""
    key = alone["id"]
    other = issuer.multikey(STRANGER)
    revoked = {**alone, "revoked": "2026-09-01T00:00:00Z"}
    document: Any
    expected: Mapping[str, Any]
    for name, about, document, expected in (
        ("named", "The issuer's document names the key.", issuer.about(assertionMethod=[key]), {}),
        ("held", "The issuer's document holds the key itself.", issuer.keys(alone), {}),
        (
            "embedded",
            "The issuer's document holds the key in its assertionMethod.",
            issuer.about(assertionMethod=[alone]),
            {},
        ),
        ("in-its-set", "The issuer's document names the key as its set of keys.", issuer.about(jwks_uri=key), {}),
        ("among-others", "The issuer's document lists other keys.", issuer.keys(other), NOT_LISTED),
        ("of-no-key", "The issuer's document lists no key on purpose.", issuer.about(assertionMethod=[]), NOT_LISTED),
        (
            "for-no-purpose",
            "The issuer's document holds the key, and not for signing.",
            issuer.keys(alone, assertionMethod=None),
            NOT_LISTED,
        ),
        (
            "held-otherwise",
            "The issuer's document holds another key of that address.",
            issuer.keys({**alone, "publicKeyMultibase": STRANGER.multibase}),
            {"state": "altered", "proof": failed("proof.broken"), **NOT_AUTHENTIC},
        ),
        (
            "held-and-revoked",
            "The issuer's document has the key revoked, whatever stands at its address.",
            issuer.keys(revoked),
            {
                "state": "untrusted",
                "issuer_key": failed("issuer_key.revoked"),
                "status": failed("status.bad_signature"),
            },
        ),
        (
            "said-by-words-alone",
            "What the issuer's document has for a list of keys is the address alone.",
            issuer.about(assertionMethod=key),
            NOT_LISTED,
        ),
        ("of-an-unknown-issuer", "The issuer's document is not to be had.", Trouble.UNREACHABLE, UNREACHABLE),
        (
            "of-a-web-page",
            "A web page stands at the issuer's address.",
            "<!doctype html><title>Academy</title>",
            {"state": "cannot be checked now", "issuer_key": unknown("issuer_key.elsewhere"), **NO_KEY},
        ),
    ):
        yield case(f"key-at-address-{name}", about, given, {**documents, issuer.place: document}, **expected)


def _asked_with_a_query() -> Iterator[Case]:
    """Many hosts have an address that leads wherever its query says."""
    bad_name = {"state": "untrusted", "issuer_key": failed("issuer_key.bad_name"), **NO_KEY}
    asked = https_issuer("https://academy.example/login?next=https://forger.example/")
    yield case(
        "issuer-with-a-query", "The issuer's address has a query.", asked.issued(), asked.documents(), **bad_name
    )
    key = f"{asked.id}/key"
    for name, about, url in (
        ("key-at-address-of-an-issuer-with-a-query", "The key lies below an address with a query.", key),
        (
            "key-at-address-of-the-issuer-with-a-query",
            "The key lies at the issuer's address, with its query.",
            asked.id,
        ),
    ):
        yield case(
            name,
            about,
            asked.sign(asked.unsigned(), verificationMethod=url),
            {asked.place: asked.about(), url: asked.key.jwk},
            **bad_name,
        )


def _previews() -> Iterator[Case]:
    preview = web_issuer("did:web:preview.invalid:issuers:academy")
    unsigned = preview.unsigned(credentialSubject=subject(id=SUBJECT))
    yield case(
        "issuer-preview",
        "A preview, which nobody has issued and no host will answer for.",
        preview.sign(unsigned),
        {},
        state="untrusted",
        issuer_key=failed("issuer_key.preview"),
        **NO_KEY,
    )
    yield case(
        "issuer-preview-in-its-folder",
        "A preview, read together with the folder that it was made in: consistent, and it proves nothing.",
        preview.sign(unsigned),
        {preview.place: preview.keys(), preview.list_url(): preview.status_list()},
        registered=unknown("registered.address_expected"),
        state="cannot be checked now",
    )
    yield case(
        "issuer-preview-missing",
        "A preview, read together with a folder that does not hold the issuer's keys.",
        preview.sign(unsigned),
        {preview.place: Trouble.NOT_FOUND},
        **UNREACHABLE,
    )
