"""Issuers: who they are, where their keys and status lists lie, and what they sign."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tests.corpus.builders.credentials import OPEN_BADGES, V2, credential
from tests.corpus.builders.packing import gzip_of
from tests.corpus.builders.secrets import JSON, Kind, Secret, base64url, secret
from tests.corpus.builders.signing import proof_over

ENTRIES = 131_072
"""Entries of the shortest list that Bitstring Status List 1.0 allows."""

INDEX = 7
_DID_CONTEXTS = ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Issuer:
    """An issuer with one key.

    `place` is the address of the document with its keys, empty for an issuer that is a key; `folder` that of its
    status lists.  `method` is the name of its key.
    """

    id: str
    name: str
    place: str
    folder: str
    key: Secret
    method: str

    @property
    def profile(self) -> JSON:
        """What its credentials say of it."""
        return {"id": self.id, "type": ["Profile"], "name": self.name}

    def named(self, fragment: str) -> str:
        """The name of a key of its own."""
        return f"{self.id}#{fragment}"

    def multikey(self, key: Secret | None = None, fragment: str = "key-1", **members: Any) -> JSON:
        """An entry of `verificationMethod`.  `members` replace its own, and None leaves them out."""
        entry = {
            "id": self.named(fragment),
            "type": "Multikey",
            "controller": self.id,
            "publicKeyMultibase": (key or self.key).multibase,
            **members,
        }
        return {name: value for name, value in entry.items() if value is not None}

    def web_key(self, key: Secret | None = None, fragment: str = "key-1", **members: Any) -> JSON:
        """An entry of `verificationMethod` that holds a JSON Web Key."""
        members = {"type": "JsonWebKey", "publicKeyJwk": (key or self.key).jwk, **members}
        return self.multikey(key, fragment, publicKeyMultibase=None, **members)

    def keys(self, *methods: JSON, **members: Any) -> JSON:
        """The document with its keys, all of which it signs with; by default there is one."""
        entries = list(methods) or [self.multikey()]
        document = {
            "@context": _DID_CONTEXTS,
            "id": self.id,
            "verificationMethod": entries,
            "assertionMethod": list(dict.fromkeys(entry["id"] for entry in entries)),
            **members,
        }
        return {name: value for name, value in document.items() if value is not None}

    def about(self, **members: Any) -> JSON:
        """What it says of itself where it is named by an https address, with no word of any key."""
        return {"@context": [V2, OPEN_BADGES], **self.profile, **members}

    def list_url(self, purpose: str = "revocation") -> str:
        """Where its status list for a purpose lies."""
        return f"{self.folder}status/{purpose}-1.json"

    def entry(self, purpose: str = "revocation", index: int = INDEX, **members: Any) -> JSON:
        """The status entry of a credential."""
        url = self.list_url(purpose)
        entry = {
            "id": f"{url}#{index}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": purpose,
            "statusListIndex": str(index),
            "statusListCredential": url,
            **members,
        }
        return {name: value for name, value in entry.items() if value is not None}

    def unsigned_list(
        self, purpose: Any = "revocation", indexes: Sequence[int] = (), *, subject: JSON | None = None, **members: Any
    ) -> JSON:
        """A status list before it is signed.  `members` replace its own, those of `subject` its subject's."""
        url = members.get("id") or self.list_url(purpose if isinstance(purpose, str) else purpose[0])
        content = {
            "id": f"{url}#list",
            "type": "BitstringStatusList",
            "statusPurpose": purpose,
            "encodedList": encoded_list(indexes),
            **(subject or {}),
        }
        document = {
            "@context": [V2],
            "id": url,
            "type": ["VerifiableCredential", "BitstringStatusListCredential"],
            "issuer": self.id,
            "validFrom": "2026-07-01T08:00:00Z",
            "credentialSubject": {name: value for name, value in content.items() if value is not None},
            **members,
        }
        return {name: value for name, value in document.items() if value is not None}

    def status_list(
        self, purpose: Any = "revocation", indexes: Sequence[int] = (), *, subject: JSON | None = None, **members: Any
    ) -> JSON:
        """A status list, signed."""
        return self.sign(self.unsigned_list(purpose, indexes, subject=subject, **members))

    def sign(
        self, document: JSON, key: Secret | None = None, fragment: str | None = None, suite: str = "", **members: Any
    ) -> JSON:
        """`document` with one proof; `members` replace those of the proof."""
        method = self.method if fragment is None else self.named(fragment)
        return {**document, "proof": [proof_over(document, key or self.key, method, suite, **members)]}

    def unsigned(self, /, **members: Any) -> JSON:
        """The usual credential before it is signed."""
        return credential(self.profile, **{"credentialStatus": self.entry(), **members})

    def issued(self, /, **members: Any) -> JSON:
        """The usual credential, signed.  `members` replace its own, and None leaves them out."""
        return self.sign(self.unsigned(**members))

    def documents(self, keys: JSON | None = None, listed: JSON | None = None) -> dict[str, Any]:
        """What a verifier must fetch: the document with its keys, and its list of revocations."""
        found = {self.place: keys or self.keys()} if self.place else {}
        return {**found, self.list_url(): listed or self.status_list()}


def web_issuer(
    did: str = "did:web:academy.example",
    name: str = "Example Academy",
    *,
    kind: Kind = "Ed25519",
    fragment: str = "key-1",
) -> Issuer:
    """An issuer whose DID names a place on the web."""
    host, *path = did.removeprefix("did:web:").split(":")
    root = f"https://{host.replace('%3A', ':')}/"
    folder = root + "".join(f"{part}/" for part in path)
    place = f"{folder}did.json" if path else f"{root}.well-known/did.json"
    return Issuer(id=did, name=name, place=place, folder=folder, key=secret(did, kind), method=f"{did}#{fragment}")


def https_issuer(
    url: str = "https://academy.example/issuers/1", name: str = "Example Academy", *, kind: Kind = "Ed25519"
) -> Issuer:
    """An issuer that an https address names, where the document with its keys lies."""
    return Issuer(
        id=url, name=name, place=url, folder=url.rpartition("/")[0] + "/", key=secret(url, kind), method=f"{url}#key-1"
    )


def key_issuer(kind: Kind = "Ed25519", name: str = "A key") -> Issuer:
    """An issuer that is a did:key."""
    key = secret("did:key", kind)
    did = f"did:key:{key.multibase}"
    return Issuer(
        id=did, name=name, place="", folder="https://academy.example/", key=key, method=f"{did}#{key.multibase}"
    )


def jwk_issuer(kind: Kind = "Ed25519", name: str = "A key") -> Issuer:
    """An issuer that is a did:jwk."""
    key = secret("did:jwk", kind)
    did = f"did:jwk:{base64url(json.dumps(key.jwk, separators=(',', ':')).encode())}"
    return Issuer(id=did, name=name, place="", folder="https://academy.example/", key=key, method=f"{did}#0")


def encoded_list(indexes: Sequence[int] = (), entries: int = ENTRIES, size: int = 1, value: int = 1) -> str:
    """The `encodedList` of a list whose entries have `size` bits, with `value` at each of `indexes`."""
    number = sum(value << (entries * size - (index + 1) * size) for index in set(indexes))
    return "u" + base64url(gzip_of(number.to_bytes((entries * size + 7) // 8, "big")))


ACADEMY = web_issuer()
GUILD = web_issuer("did:web:guild.example", "Example Guild")
FORGER = web_issuer("did:web:forger.example", "Example Academy")
