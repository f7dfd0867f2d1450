"""What a forger or a careless hand may do to a credential, its status list or its issuer's keys.

Every function is deterministic: the same documents give the same alterations.  `walk` alters each place of a
document in turn; the others say in their name what they do.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from openvc.status import encode_bitstring

from conferral.addresses import did_document
from conferral.signers import SecretKey
from conferral.standards.bitstring import encode
from conferral.standards.data_integrity import ProofOptions, create_proof, without_proof
from tests.conformance.sites import SignedSite
from tests.registry_builder import secret_key

Document = dict[str, Any]
Steps = tuple[str | int, ...]

TRUSTED, OTHER = "lakeside", "harbour"
"""The issuer of the credential that is altered, and another one of the same registry."""

REVOKED_BEFORE, REVOKED_AFTER = "2026-06-30T00:00:00Z", "2026-07-02T00:00:00Z"
FAR_AHEAD = "2999-01-01T00:00:00Z"

SHORTEST = 16_384
"""Octets of the shortest status list (Bitstring Status List 1.0, section 2.2)."""

TOO_SHORT = "list shorter than 131072 entries"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alteration:
    """A credential as it is shown to a verifier, and the documents of the site that were altered with it.

    `place` is the address that it is said to have been found at, where that matters.
    """

    name: str
    document: Document
    replaced: Mapping[str, Any] = field(default_factory=dict)
    place: str | None = None


def walk(document: Document) -> Iterator[tuple[str, Document]]:
    """Each value changed, given another form or removed, and each object and each list with something too many."""
    for steps in _places(document):
        where = _name_of(steps)
        value = _at(document, steps)
        if steps:
            yield f"{where} removed", _without(document, steps)
            for how, other in _other_values(value):
                yield f"{where} {how}", _with(document, steps, other)
        if isinstance(value, dict):
            yield f"{where} with an unknown member", _with(document, steps, {**value, "unheardOf": "x"})
            yield f"{where} with a member that JSON-LD drops", _with(document, steps, {**value, "note": None})
            yield (
                f"{where} with a member by its full name",
                _with(document, steps, {**value, "https://schema.org/name": "x"}),
            )
            if "description" not in value:
                yield f"{where} with a known member", _with(document, steps, {**value, "description": "x"})
            if "id" not in value:
                yield f"{where} with an id", _with(document, steps, {**value, "id": "urn:uuid:" + "0" * 8})
        if isinstance(value, list):
            yield f"{where} with an item too many", _with(document, steps, [*value, "x"])


def rewritings(document: Document) -> Iterator[tuple[str, Document]]:
    """The document written in another way, of which JSON-LD makes the same statements or others."""
    for steps in _places(document):
        where = _name_of(steps)
        value = _at(document, steps)
        if isinstance(value, list):
            yield f"{where} with its first item twice", _with(document, steps, [*value, value[0]])
            if len(value) == 1:
                yield f"{where} as its only item", _with(document, steps, value[0])
            else:
                yield f"{where} the other way round", _with(document, steps, value[::-1])
        elif steps and not isinstance(steps[-1], int):
            yield f"{where} in a list", _with(document, steps, [value])
        if isinstance(value, dict):
            yield f"{where} with its members the other way round", _with(document, steps, dict(reversed(value.items())))


def _name_of(steps: Steps) -> str:
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps) or "the document"


def _other_values(value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, str):
        yield "changed", _changed(value)
        yield "longer", value + "x"
        yield "emptied", ""
        yield "with a space", value + " "
        if value.swapcase() != value:
            yield "in the other case", value.swapcase()
        yield "made a number", 1
    elif isinstance(value, int | float):
        yield "changed", value + 1
        yield "made text", str(value)
    if value is not None:
        yield "made null", None
        yield "made an empty list", []
        yield "made an empty object", {}
        yield "made true", True


def _changed(text: str) -> str:
    """A text of the same kind that says something else."""
    for now, then in (
        ("2026-", "2025-"),
        ("2029-", "2039-"),
        ("https://", "https://www."),
        ("did:web:", "did:web:www."),
    ):
        if text.startswith(now):
            return then + text.removeprefix(now)
    first = text[0]
    return (str((int(first) + 1) % 10) if first.isdecimal() else "Q" if first != "Q" else "R") + text[1:]


def of_the_credential(site: SignedSite, path: str, neighbour: str, elsewhere: str) -> Iterator[Alteration]:
    """The credential itself altered by somebody without its issuer's key.

    `neighbour` is another credential of the issuer, `elsewhere` one of another issuer.
    """
    good, second, foreign = (site.document(one) for one in (path, neighbour, elsewhere))
    status = good["credentialStatus"]
    yield Alteration(name="proof of another credential", document={**good, "proof": second["proof"]})
    yield Alteration(name="proof of another issuer's credential", document={**good, "proof": foreign["proof"]})
    yield Alteration(name="claims of another credential", document={**second, "proof": good["proof"]})
    yield Alteration(name="no proof", document=without_proof(good))
    yield Alteration(name="no proofs", document={**good, "proof": []})
    yield Alteration(name="no status entry", document=_without(good, ("credentialStatus",)))
    for name, entry in (
        ("other index", {**status, "statusListIndex": str(int(status["statusListIndex"]) + 1)}),
        ("index out of range", {**status, "statusListIndex": str(1 << 20)}),
        ("negative index", {**status, "statusListIndex": "-1"}),
        ("index as a number", {**status, "statusListIndex": int(status["statusListIndex"])}),
        ("index with a leading zero", {**status, "statusListIndex": f"0{status['statusListIndex']}"}),
        ("other list", {**status, "statusListCredential": foreign["credentialStatus"]["statusListCredential"]}),
        ("other purpose", {**status, "statusPurpose": "suspension"}),
        ("harmless purpose", {**status, "statusPurpose": "refresh"}),
        ("other type", {**status, "type": "StatusList2021Entry"}),
        ("entry of another credential", second["credentialStatus"]),
        ("entry of another issuer", foreign["credentialStatus"]),
    ):
        yield Alteration(name=f"status: {name}", document={**good, "credentialStatus": entry})
    hidden = _without(good, ("credentialStatus",))
    yield Alteration(
        name="status under its full name",
        document={**hidden, "https://www.w3.org/2018/credentials#credentialStatus": status},
    )
    yield Alteration(name="status in a graph of its own", document={**hidden, "@included": [status]})
    yield Alteration(
        name="proof under its full name", document=_renamed(good, "proof", "https://w3id.org/security#proof")
    )
    yield Alteration(name="type under its JSON-LD name", document=_renamed(good, "type", "@type"))
    yield Alteration(name="id under its JSON-LD name", document=_renamed(good, "id", "@id"))
    for name, context in (
        ("older Open Badges", [good["@context"][0], "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json"]),
        ("words of its own", [*good["@context"], {"narrative": "https://example.org/narrative"}]),
        ("a catch-all", [*good["@context"], {"@vocab": "https://example.org/"}]),
        ("an unknown address", [*good["@context"], "https://example.org/context.json"]),
        ("the other way round", good["@context"][::-1]),
        ("none", []),
    ):
        yield Alteration(name=f"context: {name}", document={**good, "@context": context})
    subject = {**good["credentialSubject"], "@context": {"narrative": "https://example.org/narrative"}}
    yield Alteration(name="context: of the subject's own", document={**good, "credentialSubject": subject})
    yield Alteration(
        name="two subjects", document={**good, "credentialSubject": [good["credentialSubject"], {"id": "urn:x:1"}]}
    )
    yield Alteration(name="found at another address", document=good, place=f"{site.base_url}/{neighbour}")
    yield Alteration(name="in a presentation", document={"@context": good["@context"], "verifiableCredential": [good]})


def of_the_signer(site: SignedSite, path: str, neighbour: str, elsewhere: str) -> Iterator[Alteration]:
    """The credential signed again: with another's key, or with a stolen one."""
    good, second, foreign = (without_proof(site.document(one)) for one in (path, neighbour, elsewhere))
    theirs, other, stolen = secret_key("attacker"), secret_key(f"{OTHER}/key-1"), secret_key(f"{TRUSTED}/key-1")
    did, foreign_did = good["issuer"]["id"], foreign["issuer"]["id"]
    away = "did:web:attacker.example.net"
    for name, key, method in (
        ("another issuer's key under its own name", other, f"{foreign_did}#key-1"),
        ("another issuer's key under the issuer's name", other, f"{did}#key-1"),
        ("a stranger's key under the issuer's name", theirs, f"{did}#key-1"),
        ("a key that the issuer does not have", theirs, f"{did}#key-2"),
        ("a key smuggled in as its own name", theirs, f"{did}#{theirs.public_key}"),
        ("a did:key", theirs, f"did:key:{theirs.public_key}#{theirs.public_key}"),
        ("a key elsewhere", theirs, f"{away}#key-1"),
        ("a name without a key", stolen, did),
        ("a name with two keys", stolen, f"{did}#key-1#key-2"),
    ):
        yield Alteration(name=f"signed with {name}", document=signed(good, key, method))
    own = f"{did}#key-1"
    yield Alteration(
        name="issued by a stranger under the issuer's address",
        document=signed({**good, "issuer": {**good["issuer"], "id": away}}, theirs, f"{away}#key-1"),
    )
    yield Alteration(
        name="issued by another issuer under the issuer's address",
        document=signed({**good, "issuer": foreign["issuer"]}, other, f"{foreign_did}#key-1"),
    )
    two = [signed(good, key, method)["proof"][0] for key, method in ((other, f"{foreign_did}#key-1"), (theirs, own))]
    yield Alteration(name="two proofs, neither the issuer's", document={**good, "proof": two})
    moved = f"{site.base_url}/credentials/{'0' * 26}/credential.json"
    entry = good["credentialStatus"]
    for name, document in (
        ("under an address where nothing is", {**good, "id": moved}),
        ("under another credential's address", {**good, "id": second["id"]}),
        ("for another holder", {**good, "credentialSubject": {**good["credentialSubject"], "id": "urn:uuid:x"}}),
        ("for longer", {**good, "validUntil": "2099-12-31T22:59:59Z"}),
        ("without an address", _without(good, ("id",))),
        ("without a status entry", _without(good, ("credentialStatus",))),
        ("with a list that is not there", {**good, "credentialStatus": _listed(entry, "revocation-2.json")}),
        ("with another issuer's list", {**good, "credentialStatus": foreign["credentialStatus"]}),
    ):
        yield Alteration(name=f"signed with a stolen key {name}", document=signed(document, stolen, own))
    options = signed(good, stolen, own)["proof"][0]
    yield Alteration(
        name="signed for another purpose",
        document={**good, "proof": [{**options, "proofPurpose": "authentication"}]},
    )


def of_the_list(site: SignedSite, path: str, elsewhere: str) -> Iterator[Alteration]:
    """The status list altered; the credential as its issuer signed it."""
    good = site.document(path)
    index = int(good["credentialStatus"]["statusListIndex"])
    address = good["credentialStatus"]["statusListCredential"]
    listed = address.removeprefix(f"{site.base_url}/")
    whole = site.document(listed)
    unsigned = without_proof(whole)
    foreign = site.document(elsewhere)
    foreign_list = site.document(foreign["credentialStatus"]["statusListCredential"].removeprefix(f"{site.base_url}/"))
    subject, did, foreign_did = unsigned["credentialSubject"], whole["issuer"], foreign["issuer"]["id"]
    own, other = secret_key(f"{TRUSTED}/key-1"), secret_key(f"{OTHER}/key-1")

    def holding(**members: Any) -> Document:
        return {**unsigned, "credentialSubject": {**subject, **members}}

    text = subject["encodedList"]
    untouched: dict[str, Any] = {
        "truncated": {**whole, "credentialSubject": {**subject, "encodedList": text[: len(text) // 2]}},
        "emptied": {**whole, "credentialSubject": {**subject, "encodedList": ""}},
        "with another bit set": {**whole, "credentialSubject": {**subject, "encodedList": encode({index + 1})}},
        "with no bit set": {**whole, "credentialSubject": {**subject, "encodedList": encode(set())}},
        "without a proof": unsigned,
        "with another list's proof": {**whole, "proof": foreign_list["proof"]},
        "of another issuer": foreign_list,
        "gone": None,
        "a credential": good,
        "not an object": [],
    }
    for name, document in untouched.items():
        yield Alteration(name=f"list {name}", document=good, replaced={listed: document})
    again = {
        "signed by another issuer": signed(unsigned, other, f"{foreign_did}#key-1"),
        "signed by another issuer under the issuer's name": signed(unsigned, other, f"{did}#key-1"),
        "issued by another issuer": signed({**unsigned, "issuer": foreign_did}, other, f"{foreign_did}#key-1"),
        "for another purpose": signed(holding(statusPurpose="suspension"), own, f"{did}#key-1"),
        "for no purpose": signed(
            {**unsigned, "credentialSubject": _without(subject, ("statusPurpose",))}, own, f"{did}#key-1"
        ),
        "that ends before the index": signed(holding(encodedList=encode_bitstring(bytes(16_384))), own, f"{did}#key-1"),
        "of another encoding": signed(holding(encodedList="z" + text[1:]), own, f"{did}#key-1"),
        "that is no list": signed({**unsigned, "type": ["VerifiableCredential"]}, own, f"{did}#key-1"),
        "of another address": signed({**unsigned, "id": f"{address}x"}, own, f"{did}#key-1"),
        "that has lapsed": signed({**unsigned, "validUntil": REVOKED_BEFORE}, own, f"{did}#key-1"),
        "that has not begun": signed({**unsigned, "validFrom": FAR_AHEAD}, own, f"{did}#key-1"),
        "with the bit set": signed(holding(encodedList=encode({index})), own, f"{did}#key-1"),
    }
    for name, document in again.items():
        yield Alteration(name=f"list {name}", document=good, replaced={listed: document})
    near = {**good["credentialStatus"], "id": f"{address}#5", "statusListIndex": "5"}
    published = signed({**without_proof(good), "credentialStatus": near}, own, f"{did}#key-1")
    short = signed(holding(encodedList=encode_bitstring(bytes(SHORTEST - 1))), own, f"{did}#key-1")
    yield Alteration(name=TOO_SHORT, document=published, replaced={path: published, listed: short})
    for name, document in walk(whole):
        yield Alteration(name=f"list: {name}", document=good, replaced={listed: document})


def of_the_keys(site: SignedSite, path: str) -> Iterator[Alteration]:
    """The issuer's DID document altered; the credential as its issuer signed it."""
    good = site.document(path)
    where = did_document(TRUSTED)
    keys = site.document(where)
    (method,) = keys["verificationMethod"]
    foreign_did = site.document(did_document(OTHER))["id"]

    def having(**members: Any) -> Document:
        return {**keys, "verificationMethod": [{**method, **members}]}

    for name, document in (
        ("not in assertionMethod", {**keys, "assertionMethod": []}),
        ("no assertionMethod", _without(keys, ("assertionMethod",))),
        ("for authentication only", _renamed(keys, "assertionMethod", "authentication")),
        ("revoked", having(revoked=REVOKED_BEFORE)),
        ("revoked and not in assertionMethod", {**having(revoked=REVOKED_BEFORE), "assertionMethod": []}),
        ("expired", having(expires=REVOKED_BEFORE)),
        ("revoked at no readable time", having(revoked="yesterday")),
        ("controlled by another issuer", having(controller=foreign_did)),
        ("controlled by nobody", {**keys, "verificationMethod": [_without(method, ("controller",))]}),
        ("another public key", having(publicKeyMultibase=secret_key("attacker").public_key)),
        ("no public key", {**keys, "verificationMethod": [_without(method, ("publicKeyMultibase",))]}),
        ("the secret key", having(publicKeyMultibase=secret_key(f"{TRUSTED}/key-1").as_multibase())),
        ("another type", having(type="JsonWebKey2020")),
        ("another name", having(id=f"{keys['id']}#key-2")),
        ("no keys", {**keys, "verificationMethod": []}),
        ("keys that are no list", {**keys, "verificationMethod": method}),
        ("keys of another document", {**keys, "id": foreign_did}),
        ("keys without an id", _without(keys, ("id",))),
        ("keys of another issuer", site.document(did_document(OTHER))),
        ("keys gone", None),
        ("keys that are no object", []),
    ):
        yield Alteration(name=f"key: {name}", document=good, replaced={where: document})


def signed(document: Document, key: SecretKey, method: str) -> Document:
    """The document with a proof by a key, said to be the one under `method`."""
    options = ProofOptions(verification_method=method, created="2026-07-01T09:00:00Z")
    return {**document, "proof": [create_proof(document, options=options, sign=key.sign)]}


def sound_changes(site: SignedSite, path: str) -> Iterator[Alteration]:
    """Changes that an issuer may make, after which the credential verifies as before: what tells them apart is real."""
    good = site.document(path)
    own, did = secret_key(f"{TRUSTED}/key-1"), good["issuer"]["id"]
    address = good["credentialStatus"]["statusListCredential"]
    listed = address.removeprefix(f"{site.base_url}/")
    unsigned = without_proof(site.document(listed))
    keys = site.document(did_document(TRUSTED))
    (method,) = keys["verificationMethod"]
    shortest = {**unsigned["credentialSubject"], "encodedList": encode_bitstring(bytes(SHORTEST))}
    near = {**good["credentialStatus"], "id": f"{address}#5", "statusListIndex": "5"}
    published = signed({**without_proof(good), "credentialStatus": near}, own, f"{did}#key-1")
    later = {**keys, "verificationMethod": [{**method, "revoked": REVOKED_AFTER}]}
    another = {**method, "id": f"{did}#key-2", "publicKeyMultibase": secret_key("another").public_key}
    for name, replaced, document in (
        ("nothing", {}, good),
        ("key revoked later", {did_document(TRUSTED): later}, good),
        ("one more key", {did_document(TRUSTED): {**keys, "verificationMethod": [another, method]}}, good),
        ("list signed again", {listed: signed(unsigned, own, f"{did}#key-1")}, good),
        ("credential signed again", {}, signed(without_proof(good), own, f"{did}#key-1")),
        (
            "the shortest list there may be",
            {listed: signed({**unsigned, "credentialSubject": shortest}, own, f"{did}#key-1"), path: published},
            published,
        ),
    ):
        yield Alteration(name=name, document=document, replaced=replaced)


def as_text(document: Document) -> Iterator[tuple[str, bytes]]:
    """JSON texts that one reader takes for the document and another does not."""
    text = json.dumps(document)
    yield "a name twice", text.replace('"name":', '"name": "Somebody else", "name":', 1).encode()
    yield (
        "a status entry twice",
        text.replace('"credentialStatus":', '"credentialStatus": {}, "credentialStatus":', 1).encode(),
    )
    yield "something after the end", f"{text} {{}}".encode()
    yield "a byte order mark", b"\xef\xbb\xbf" + text.encode()
    yield "another encoding", text.encode("utf-16")
    yield "cut short", text[:-10].encode()
    yield "a comment", text.replace("{", "{/* */", 1).encode()
    yield "half a surrogate pair", text.replace("Data Analysis", "Data \\ud800nalysis", 1).encode()
    yield "a number too large", text.replace("2.5", "1e999", 1).encode()


def _places(value: Any, steps: Steps = ()) -> Iterator[Steps]:
    """Every place of a document, itself first."""
    yield steps
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, item in inner:
        yield from _places(item, (*steps, name))


def _at(document: Any, steps: Steps) -> Any:
    for step in steps:
        document = document[step]
    return document


def _with(document: Document, steps: Steps, value: Any) -> Document:
    if not steps:
        found: Document = value
        return found
    copy = deepcopy(document)
    _at(copy, steps[:-1])[steps[-1]] = value
    return copy


def _without(document: Document, steps: Steps) -> Document:
    copy = deepcopy(document)
    del _at(copy, steps[:-1])[steps[-1]]
    return copy


def _renamed(document: Document, name: str, other: str) -> Document:
    return {other if key == name else key: value for key, value in document.items()}


def _listed(entry: Document, name: str) -> Document:
    address = entry["statusListCredential"].rpartition("/")[0] + f"/{name}"
    return {**entry, "id": f"{address}#{entry['statusListIndex']}", "statusListCredential": address}
