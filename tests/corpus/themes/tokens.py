"""Credentials as JSON Web Tokens (Open Badges 3.0, section 8.2; Securing Verifiable Credentials using JOSE)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tests.corpus.builders.credentials import EXTENSIONS, OPEN_BADGES, V2, put, subject, without
from tests.corpus.builders.expectations import (
    ALTERED,
    NOT_AUTHENTIC,
    UNREAD,
    Case,
    Trouble,
    case,
    failed,
    passed,
    unknown,
)
from tests.corpus.builders.issuers import (
    ACADEMY,
    FORGER,
    GUILD,
    Issuer,
    https_issuer,
    jwk_issuer,
    key_issuer,
    web_issuer,
)
from tests.corpus.builders.secrets import JSON, Kind, base64url, secret
from tests.corpus.builders.tokens import altered, claims, reheaded, signed, token

KINDS: tuple[tuple[Kind, str], ...] = (("RSA", "rs256"), ("P-256", "es256"), ("P-384", "es384"), ("Ed25519", "eddsa"))
RSA = web_issuer(kind="RSA")
REGISTRY_URL = "https://badges.example/registry/credentials/0000000000000000000000000a/credential.json"
REGISTRY = web_issuer("did:web:badges.example:registry:issuers:academy")
BELOW: Mapping[str, Any] = {"issuer_key": passed("issuer_key.below")}
NO_KEY: Mapping[str, Any] = {"proof": unknown("proof.no_key"), **NOT_AUTHENTIC}


def cases() -> Iterator[Case]:
    """All cases of this theme."""
    yield from _algorithms()
    yield from _forms()
    yield from _headers()
    yield from _altered()
    yield from _claims()
    yield from _keys()
    yield from _at_addresses()
    yield from _words()


def _documents(issuer: Issuer = RSA) -> dict[str, Any]:
    """The issuer's documents; RSA signs no status list with a proof, so there is none."""
    return {issuer.place: issuer.keys(issuer.web_key())}


def _unsigned(issuer: Issuer = RSA, /, **members: Any) -> JSON:
    return issuer.unsigned(**{"credentialStatus": None, **members})


def _case(name: str, about: str, given: Any, documents: Any = None, **expected: Any) -> Case:
    expected = {"status": passed("status.none"), **expected}
    return case(f"jwt-{name}", about, given, _documents() if documents is None else documents, **expected)


def _algorithms() -> Iterator[Case]:
    for kind, name in KINDS:
        issuer = web_issuer(kind=kind)
        yield _case(name, f"A token signed with {name.upper()}.", signed(issuer, _unsigned(issuer)), _documents(issuer))
    issuer = ACADEMY
    yield _case(
        "ed25519",
        "A token signed with Ed25519, under the newer name of that algorithm.",
        signed(issuer, _unsigned(issuer), alg="Ed25519"),
        _documents(issuer),
    )
    yield _case(
        "with-status",
        "A token, whose status list is signed with a proof.",
        signed(issuer, issuer.unsigned()),
        issuer.documents(),
        status=passed("status.passed"),
    )
    yield _case(
        "revoked",
        "A token that the issuer has revoked.",
        signed(issuer, issuer.unsigned()),
        issuer.documents(listed=issuer.status_list(indexes=[7])),
        state="revoked",
        status=failed("status.revoked"),
    )
    old = _unsigned(validUntil="2026-08-31T21:59:59Z")
    yield _case(
        "expired", "A token that has expired.", signed(RSA, old), state="expired", validity=failed("validity.expired")
    )


def _forms() -> Iterator[Case]:
    document = _unsigned()
    good = signed(RSA, document)
    yield _case("with-spaces-around", "A token with a line end after it and spaces before it.", f"  {good}\n")
    bare = token(document, RSA.key, kid=RSA.method)
    yield _case("without-claims", "A token of a credential and nothing else.", bare)
    yield _case(
        "typ-vc", "A token of the type vc+jwt.", token(document, RSA.key, kid=RSA.method, typ="vc+jwt", cty="vc")
    )
    yield _case("without-typ", "A token that does not say what it is.", signed(RSA, document, typ=None))
    envelope = {
        "@context": [V2],
        "id": f"data:application/vc+jwt,{bare}",
        "type": ["EnvelopedVerifiableCredential"],
    }
    yield _case("enveloped", "A token in the envelope of VC Data Model 2.0.", envelope)
    yield _case(
        "enveloped-altered",
        "A token in an envelope, altered.",
        {**envelope, "id": f"data:application/vc+jwt,{altered(bare, name='Data Science')}"},
        **ALTERED,
    )
    for name, about, id_ in (
        ("enveloped-other", "An envelope around something else than a token.", "data:application/json,%7B%7D"),
        ("enveloped-no-token", "An envelope around a text that is no token.", "data:application/vc+jwt,not-a-token"),
        ("enveloped-address", "An envelope that only names an address.", "https://academy.example/credential.jwt"),
    ):
        yield _case(name, about, {**envelope, "id": id_}, **UNREAD)
    yield _case("enveloped-nothing", "An envelope around nothing.", without(envelope, "/id"), **UNREAD)
    both = ["VerifiableCredential", "EnvelopedVerifiableCredential"]
    yield _case("enveloped-two-types", "An envelope that says that a credential is in it.", {**envelope, "type": both})
    for name, about, changes in (
        ("title", "An envelope with a title written on it.", {"name": "Doctor of Philosophy"}),
        (
            "credential",
            "An envelope that looks like a credential.",
            {**document, "type": [*both, "OpenBadgeCredential"]},
        ),
        ("type", "An envelope that is said to be a badge, too.", {"type": [*both, "OpenBadgeCredential"]}),
        ("type-no-text", "An envelope of a type that is no text.", {"type": [*both, 7]}),
        ("proof", "An envelope with a proof.", {"proof": {"type": "DataIntegrityProof"}}),
    ):
        yield _case(f"enveloped-with-{name}", about, {**envelope, **changes, "id": envelope["id"]}, **UNREAD)


def _headers() -> Iterator[Case]:
    document = _unsigned()
    good = signed(RSA, document)
    header, payload, _ = good.split(".")
    twice, encrypted = base64url(b'{"alg":"none","alg":"RS256"}'), base64url(b'{"alg":"dir","enc":"A128GCM"}')
    for name, about, given in (
        ("alg-none", "A token that says it has no signature.", reheaded(good, alg="none").rpartition(".")[0] + "."),
        ("alg-none-in-capitals", "The same in other letters.", reheaded(good, alg="NoNe").rpartition(".")[0] + ".AAAA"),
        ("alg-missing", "A token that names no algorithm.", signed(RSA, document, alg=None)),
        ("crit", "A token with an extension that must be understood.", signed(RSA, document, crit=["exp"])),
        (
            "unencoded",
            "A token whose payload is signed in another form.",
            signed(RSA, document, b64=False, crit=["b64"]),
        ),
        ("compressed", "A token whose payload is said to be compressed.", signed(RSA, document, zip="DEF")),
        ("header-no-json", "A token whose header is no JSON.", f"{base64url(b'{alg')}.{payload}.AAAA"),
        (
            "header-name-twice",
            "A name stands twice in the header.",
            f"{twice}.{payload}.AAAA",
        ),
        ("payload-no-json", "A token whose payload is no JSON.", token("not JSON", RSA.key, kid=RSA.method)),
        ("payload-a-list", "A token whose payload is a list.", token([], RSA.key, kid=RSA.method)),
        (
            "payload-name-twice",
            "A name stands twice in the payload.",
            token('{"iss":"a","iss":"b"}', RSA.key, kid=RSA.method),
        ),
        ("padded", "A token in base64url with padding.", f"{header}=.{payload}.AAAA"),
        ("two-parts", "A token without its last part.", good.rpartition(".")[0]),
        ("four-parts", "A token with a part too many.", f"{good}.AAAA"),
        ("encrypted", "A token that is encrypted.", f"{encrypted}..AAAA.AAAA.AAAA"),
    ):
        yield _case(name, about, given, **{"status": unknown("status.not_read"), **UNREAD})
    unknown_kind = {"state": "cannot be checked now", "proof": unknown("proof.unknown_kind"), **NOT_AUTHENTIC}
    for algorithm in ("PS256", "ES256K", "HS256"):
        yield _case(
            f"alg-{algorithm.lower()}",
            f"A token that says it is signed with {algorithm}, which this verifier does not read.",
            signed(RSA, document, alg=algorithm),
            **unknown_kind,
        )
    for algorithm in ("ES256", "EdDSA"):
        yield _case(
            f"alg-{algorithm.lower()}-for-rsa",
            f"A token signed with an RSA key that says it is signed with {algorithm}.",
            signed(RSA, document, alg=algorithm),
            **ALTERED,
        )


def _altered() -> Iterator[Case]:
    document = _unsigned()
    good = signed(RSA, document)
    for name, about, given in (
        ("name", "The name was changed.", altered(good, name="Data Science Masterclass")),
        (
            "end",
            "The last day was changed, and its claim with it.",
            altered(good, validUntil="2099-01-01T00:00:00Z", exp=4070908800),
        ),
        ("claim-alone", "Only the claim of the last day was changed.", altered(good, exp=4070908800)),
        (
            "signature",
            "The signature was changed.",
            good[:-8] + ("AAAAAAAA" if not good.endswith("AAAAAAAA") else "BBBBBBBB"),
        ),
        ("signature-empty", "The signature was taken away.", good.rpartition(".")[0] + "."),
        ("type-of-the-token", "The header was changed.", reheaded(good, typ="vc+jwt")),
        ("by-a-stranger", "A stranger signed it, with a key of the same kind, in the name of the issuer's.", _forged()),
    ):
        yield _case(f"altered-{name}", about, given, **ALTERED)
    issuer = web_issuer(kind="P-256")
    elliptic = signed(issuer, _unsigned(issuer))
    head = elliptic.rpartition(".")[0]
    for name, about, signature in (
        ("of-zeros", "A signature of zeros, which some verifiers once took for good.", base64url(bytes(64))),
        (
            "in-der",
            "A signature in the form of certificates.",
            base64url(b"\x30\x44\x02\x20" + bytes(32) + b"\x02\x20" + bytes(32)),
        ),
        ("too-short", "A signature that is too short.", base64url(bytes(63))),
    ):
        yield _case(f"altered-es256-{name}", about, f"{head}.{signature}", _documents(issuer), **ALTERED)
    other = token({**claims(document), **document}, RSA.key, kid=RSA.method)
    first, second = other.split("."), signed(RSA, {**document, "name": "Bread Baking"}).split(".")
    yield _case(
        "altered-signature-of-another",
        "The signature is one of another token.",
        ".".join([*first[:2], second[2]]),
        **ALTERED,
    )


def _forged() -> str:
    issuer = ACADEMY
    document = _unsigned(issuer)
    # The key that is published is RSA; what signs is Ed25519 under the same name.
    return token({**claims(document), **document}, FORGER.key, kid=RSA.method, alg="RS256")


def _claims() -> Iterator[Case]:
    document = _unsigned()
    changes: JSON
    differ = {"state": "untrusted", "proof": failed("proof.claims_differ"), **NOT_AUTHENTIC}
    for name, about, changes in (
        ("iss", "The token names another issuer than the credential.", {"iss": GUILD.id}),
        (
            "jti",
            "The token has another id than the credential.",
            {"jti": "urn:uuid:00000000-0000-4000-8000-000000000000"},
        ),
        ("sub", "The token names another holder than the credential.", {"sub": "did:example:somebody-else"}),
        ("nbf", "The token begins on another day than the credential.", {"nbf": 1577836800}),
        ("exp", "The token ends on another day than the credential.", {"exp": 4070908800}),
        ("iss-no-text", "The issuer of the token is no text.", {"iss": [RSA.id]}),
        ("nbf-text", "The begin of the token is a text.", {"nbf": "2026-06-29T22:00:00Z"}),
        ("exp-true", "The end of the token is no number.", {"exp": True}),
    ):
        yield _case(f"claims-differ-{name}", about, signed(RSA, document, changes), **differ)
    endless = _unsigned(validUntil=None)
    yield _case(
        "claim-exp-alone",
        "Only the token says when the credential ends.",
        signed(RSA, endless, {"exp": 1861919999}),
    )
    yield _case(
        "claim-exp-alone-expired",
        "Only the token says when the credential ended.",
        signed(RSA, endless, {"exp": 1788220799}),
        state="expired",
        validity=failed("validity.expired"),
    )
    yield _case(
        "claim-nbf-alone",
        "Only the token says when the credential begins.",
        signed(RSA, _unsigned(validFrom=None), {"nbf": 1782770400}),
    )
    yield _case(
        "claim-jti-alone", "Only the token has the id.", signed(RSA, _unsigned(id=None), {"jti": document["id"]})
    )
    yield _case(
        "claim-sub-alone",
        "Only the token names the holder.",
        signed(RSA, _unsigned(credentialSubject=subject(id=None)), {"sub": "did:example:holder"}),
    )
    yield _case(
        "claim-iss-alone", "Only the token names the issuer.", signed(RSA, _unsigned(issuer=None), {"iss": RSA.id})
    )
    fractions = _unsigned(validFrom="2026-06-29T22:00:00.250Z")
    yield _case("claim-rounded", "The claims are rounded to seconds.", signed(RSA, fractions, {"nbf": 1782770400}))
    yield _case(
        "claim-iat-and-aud",
        "The token says when it was made and for whom.",
        signed(RSA, document, {"iat": 1782770500, "aud": "employer.example"}),
    )
    for name, about, changes in (
        ("exp-too-large", "The end of the token is beyond every calendar.", {"exp": 9007199254740991}),
        ("exp-negative", "The end of the token is negative.", {"exp": -1}),
        ("exp-no-number", "The end of the token is an object.", {"exp": {}}),
    ):
        yield _case(f"claim-{name}", about, signed(RSA, endless, changes), **UNREAD)


def _keys() -> Iterator[Case]:
    document = _unsigned()
    yield _case("kid-fragment", "The token names the key by its fragment.", signed(RSA, document, kid="#key-1"))
    yield _case("kid-name", "The token names the key by its name alone.", signed(RSA, document, kid="key-1"))
    yield _case(
        "kid-and-jwk",
        "The token names the key, and brings a copy, which does not count.",
        signed(RSA, document, jwk=RSA.key.jwk),
    )
    forger = {**claims(document), **document}
    brought = token(forger, FORGER.key, jwk=FORGER.key.jwk)
    spelled = {"state": "untrusted", "issuer_key": failed("issuer_key.spelled_out"), **NO_KEY}
    yield _case(
        "jwk-alone",
        "The token brings a key of its own and names none.",
        signed(RSA, document, kid=None, jwk=RSA.key.jwk),
        **spelled,
    )
    yield _case("jwk-of-a-stranger", "A stranger's token brings the stranger's key.", brought, **spelled)
    yield _case(
        "jwk-of-a-stranger-and-kid",
        "A stranger's token names the issuer's key and brings the stranger's.",
        token(forger, FORGER.key, kid=RSA.method, jwk=FORGER.key.jwk),
        **ALTERED,
    )
    for name, about, header in (
        ("kid-missing", "The token names no key.", {"kid": None}),
        ("kid-number", "The token names its key by a number.", {"kid": 1}),
        (
            "jku",
            "The token names an address where keys would be.",
            {"kid": None, "jku": "https://forger.example/keys.json"},
        ),
    ):
        yield _case(
            name,
            about,
            signed(RSA, document, **header),
            state="untrusted",
            issuer_key=failed("issuer_key.not_a_key"),
            **NO_KEY,
        )
    yield _case(
        "kid-unlisted",
        "The token names a key that the issuer does not have.",
        signed(RSA, document, kid=RSA.named("key-2")),
        state="untrusted",
        issuer_key=failed("issuer_key.not_listed"),
        **NO_KEY,
    )
    yield _case(
        "kid-of-another",
        "The token names the key of another issuer, which signed it.",
        token(forger, GUILD.key, kid=GUILD.method),
        _documents() | GUILD.documents(),
        state="untrusted",
        issuer_key=failed("issuer_key.somebody_else"),
        **NO_KEY,
    )
    yield _case(
        "kid-smuggled",
        "The token names a key that is its own name, after the issuer's DID.",
        token(forger, FORGER.key, kid=RSA.named(FORGER.key.multibase)),
        state="untrusted",
        issuer_key=failed("issuer_key.not_listed"),
        **NO_KEY,
    )
    revoked = {RSA.place: RSA.keys(RSA.web_key(revoked="2026-09-01T00:00:00Z"))}
    yield _case(
        "key-revoked",
        "The key of the token was revoked.",
        signed(RSA, document),
        revoked,
        state="untrusted",
        issuer_key=failed("issuer_key.revoked"),
    )
    short = {**RSA.key.jwk, "n": base64url(bytes([0xC5]) * 128)}
    yield _case(
        "key-of-1024-bits",
        "The RSA key is too short to be trusted.",
        signed(RSA, document),
        {RSA.place: RSA.keys(RSA.web_key(publicKeyJwk=short))},
        state="untrusted",
        issuer_key=failed("issuer_key.not_listed"),
        **NO_KEY,
    )
    yield _case(
        "issuer-unreachable",
        "The issuer of the token does not answer.",
        signed(RSA, document),
        {RSA.place: Trouble.UNREACHABLE},
        state="cannot be checked now",
        issuer_key=unknown("issuer_key.unreachable"),
        **NO_KEY,
    )
    for kind in ("P-256", "Ed25519"):
        for method, issuer in (("did-jwk", jwk_issuer(kind)), ("did-key", key_issuer(kind))):
            own = _unsigned(issuer)
            self_named = {"issuer_key": passed("issuer_key.self_named")}
            yield _case(
                f"{method}-{kind.lower()}",
                f"A token of a {method.replace('-', ':')}.",
                signed(issuer, own),
                {},
                **self_named,
            )
            if kind == "Ed25519":
                yield _case(
                    f"{method}-without-kid",
                    f"A token of a {method.replace('-', ':')}, which has one key and need not name it.",
                    signed(issuer, own, kid=None),
                    {},
                    **self_named,
                )
    issuer = jwk_issuer()
    yield _case(
        "did-jwk-and-another-jwk",
        "A stranger's token in the name of a did:jwk brings the stranger's key.",
        token({**claims(_unsigned(issuer)), **_unsigned(issuer)}, FORGER.key, jwk=FORGER.key.jwk),
        {},
        state="altered",
        issuer_key=passed("issuer_key.self_named"),
        proof=failed("proof.broken"),
        **NOT_AUTHENTIC,
    )


def _at_addresses() -> Iterator[Case]:
    """Open Badges 3.0, section 8.2.4: the key's name is an address, where a JSON Web Key or a set of them lies."""
    issuer = https_issuer(kind="RSA")
    document = _unsigned(issuer)
    url = "https://academy.example/issuers/1/keys/1.json"
    said = issuer.about()

    def named(kid: str) -> str:
        return signed(issuer, document, kid=kid)

    found: Any
    other = secret("another", "P-256").jwk
    for name, about, found in (
        ("jwk", "The key's name is the address of a JSON Web Key.", issuer.key.jwk),
        (
            "jwk-with-kid",
            "The key's name is the address of a JSON Web Key, which has it as its own.",
            {**issuer.key.jwk, "kid": url, "alg": "RS256", "use": "sig"},
        ),
        ("jwk-set", "The key's name is the address of a set with one key.", {"keys": [issuer.key.jwk]}),
        (
            "jwk-set-of-several",
            "The key's name is the address of a set, and one of its keys has that name.",
            {"keys": [other, {**issuer.key.jwk, "kid": url}]},
        ),
    ):
        yield _case(f"kid-address-{name}", about, named(url), {issuer.place: said, url: found}, **BELOW)
    no_keys = {"state": "untrusted", "issuer_key": failed("issuer_key.no_keys"), **NO_KEY}
    for name, about, found in (
        ("jwk-set-unclear", "The set has two keys, of which neither has that name.", {"keys": [other, issuer.key.jwk]}),
        ("private-jwk", "The key at that address holds its private members.", issuer.key.private_jwk),
        ("jwk-for-encryption", "The key at that address is one for encryption.", {**issuer.key.jwk, "use": "enc"}),
        ("web-page", "A web page stands at that address.", "<!doctype html><title>Key</title>"),
        ("too-many-keys", "The set has more keys than anybody needs.", {"keys": [other] * 101}),
    ):
        yield _case(f"kid-address-{name}", about, named(url), {issuer.place: said, url: found}, **no_keys)
    yield _case(
        "kid-address-another-key",
        "Another key of the same kind stands at that address.",
        named(url),
        {issuer.place: said, url: {**issuer.key.jwk, "n": base64url(bytes([0xC5]) * 256)}},
        **{**ALTERED, **BELOW},
    )
    yield _case(
        "kid-address-missing",
        "Nothing stands at that address.",
        named(url),
        {issuer.place: said, url: Trouble.NOT_FOUND},
        state="cannot be checked now",
        issuer_key=unknown("issuer_key.unreachable"),
        **NO_KEY,
    )
    elsewhere = "https://academy.example/people/somebody/key.json"
    yield _case(
        "kid-address-elsewhere",
        "The key lies on the issuer's host, where somebody else may write.",
        named(elsewhere),
        {issuer.place: said, elsewhere: issuer.key.jwk},
        state="cannot be checked now",
        issuer_key=unknown("issuer_key.elsewhere"),
        **NO_KEY,
    )
    neighbour = "https://academy.example/issuers/2/keys/1.json"
    yield _case(
        "kid-address-of-a-neighbour",
        "The key lies with another issuer of the same host, who could say that of any key.",
        named(neighbour),
        {issuer.place: said, neighbour: issuer.key.jwk},
        state="cannot be checked now",
        issuer_key=unknown("issuer_key.elsewhere"),
        **NO_KEY,
    )
    for name, about, kid in (
        ("another-host", "The key lies on another host.", "https://forger.example/issuers/keys/1.json"),
        ("another-port", "The key lies on another port.", "https://academy.example:8443/issuers/keys/1.json"),
    ):
        yield _case(
            f"kid-address-{name}",
            about,
            named(kid),
            {issuer.place: said, kid: issuer.key.jwk},
            state="untrusted",
            issuer_key=failed("issuer_key.somebody_else"),
            **NO_KEY,
        )
    yield from _bare_hosts()


def _bare_hosts() -> Iterator[Case]:
    """Whoever may write anywhere on a host must not speak for all of it."""
    root = https_issuer("https://academy.example", kind="RSA")
    own = "https://academy.example/keys/1.json"
    given = signed(root, _unsigned(root), kid=own)
    elsewhere = {"state": "cannot be checked now", "issuer_key": unknown("issuer_key.elsewhere"), **NO_KEY}
    unreachable = {"state": "cannot be checked now", "issuer_key": unknown("issuer_key.unreachable"), **NO_KEY}
    not_listed = {"state": "untrusted", "issuer_key": failed("issuer_key.not_listed"), **NO_KEY}
    document: Any
    expected: Mapping[str, Any]
    for name, about, document, expected in (
        ("", "The issuer is a whole host, which says who it is and nothing of any key.", root.about(), BELOW),
        (
            "-with-a-front-page",
            "A web page stands at the issuer's address.",
            "<!doctype html><title>Hi</title>",
            elsewhere,
        ),
        ("-of-another-id", "The document there is one of another id.", root.about(id=f"{root.id}/"), elsewhere),
        ("-with-nothing", "Nothing stands at the issuer's address.", Trouble.NOT_FOUND, unreachable),
        ("-with-other-keys", "The issuer lists other keys.", root.keys(root.web_key()), not_listed),
        (
            "-with-a-key-set",
            "The issuer names a set of keys that lies elsewhere.",
            root.about(jwks_uri=f"{own}s"),
            not_listed,
        ),
        (
            "-with-an-older-word",
            "The issuer names another key in the words of Open Badges 2.0.",
            root.about(publicKey=f"{own}s"),
            not_listed,
        ),
        ("-with-this-key-set", "The issuer names this set of keys.", root.about(jwks_uri=own), {}),
        ("-naming-the-key", "The issuer names the key.", root.about(assertionMethod=[own]), {}),
    ):
        yield _case(
            f"kid-address-of-a-bare-host{name}", about, given, {root.id: document, own: root.key.jwk}, **expected
        )


def _words() -> Iterator[Case]:
    strange = {"@context": [V2, OPEN_BADGES, "https://academy.example/context.json"]}
    undecided = {"state": "cannot be checked now"}
    yield _case(
        "undefined-member",
        "A word that no context defines is signed, and still means nothing.",
        signed(RSA, _unsigned(grade="excellent")),
        state="malformed",
        format=failed("format.undefined"),
    )
    yield _case(
        "unknown-context",
        "Words of a context that is not known here.",
        signed(RSA, _unsigned(**strange)),
        **undecided,
        format=unknown("format.context"),
    )
    own = {"@context": [V2, OPEN_BADGES, {"grade": "https://academy.example/grade"}]}
    yield _case(
        "own-words",
        "Words that the credential defines itself.",
        signed(RSA, _unsigned(**own, grade="1")),
        **undecided,
        format=unknown("format.own_words"),
    )
    yield _case(
        "null-member",
        "A member that holds null.",
        signed(RSA, {**_unsigned(), "description": None}),
        state="malformed",
        format=failed("format.layout"),
    )
    yield _case(
        "misshapen",
        "An achievement without a name.",
        signed(RSA, without(_unsigned(), "/credentialSubject/achievement/name")),
        state="malformed",
        format=failed("format.structure"),
    )
    yield _case(
        "credential-schema",
        "Words of the extensions of Open Badges 3.0.",
        signed(
            RSA,
            _unsigned(
                **{"@context": [V2, OPEN_BADGES, EXTENSIONS]},
                credentialSchema=[
                    {"id": "https://academy.example/schema.json", "type": "1EdTechJsonSchemaValidator2019"}
                ],
            ),
        ),
    )
    yield _case(
        "with-a-proof-inside",
        "A token around a credential that has a proof as well, which does not hold: the token is what counts.",
        signed(RSA, put(_unsigned(), "/proof", [{**ACADEMY.issued()["proof"][0]}])),
    )
    issuer = web_issuer(REGISTRY.id, kind="RSA")
    document = _unsigned(issuer, id=REGISTRY_URL)
    given = signed(issuer, document)
    yield _case(
        "registered",
        "A registry that publishes tokens has this one at its address.",
        given,
        {**_documents(issuer), REGISTRY_URL: given},
        registered=passed("registered.passed"),
    )
    yield _case(
        "registered-other-claims",
        "A registry that publishes tokens has another one at its address.",
        given,
        {**_documents(issuer), REGISTRY_URL: signed(issuer, {**document, "name": "Bread Baking"})},
        state="withdrawn",
        registered=failed("registered.other_claims"),
    )
    yield _case(
        "registered-as-json",
        "A registry publishes the same credential, secured by a proof instead of a token.",
        signed(REGISTRY, REGISTRY.unsigned(id=REGISTRY_URL)),
        REGISTRY.documents() | {REGISTRY_URL: REGISTRY.issued(id=REGISTRY_URL)},
        status=passed("status.passed"),
        registered=passed("registered.passed"),
    )
