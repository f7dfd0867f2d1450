"""A small, consistent site of two issuers in a folder, and ways to make it inconsistent."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from conferral.standards import bitstring, data_integrity, multikey
from conferral.standards.open_badges import CONTEXTS
from conferral.verify import FolderResolver, Report, inspect

BASE = "https://badges.example.org/registry/"
AT = datetime(2026, 11, 1, tzinfo=UTC)
FIRST = "0000000000000000000000000a"
SECOND = "0000000000000000000000000b"
JSON = dict[str, Any]


class SmallSite:
    """Issuers `academy` and `guild`, one credential each, one key each, lists for two purposes each."""

    def __init__(self, folder: Path, base: str = BASE) -> None:
        self.folder = folder
        self.base = base
        for path, document in _files(base).items():
            self.write(path, document)

    def did(self, issuer: str) -> str:
        place = self.base.removeprefix("https://").rstrip("/").replace("/", ":")
        return f"did:web:{place}:issuers:{issuer}"

    def did_document(self, issuer: str, *, keys: Iterable[str] = ("key-1",)) -> JSON:
        did = self.did(issuer)
        return {
            "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
            "id": did,
            "verificationMethod": [
                {
                    "id": f"{did}#{key}",
                    "type": "Multikey",
                    "controller": did,
                    "publicKeyMultibase": public_key(issuer, key),
                }
                for key in keys
            ],
            "assertionMethod": [f"{did}#{key}" for key in keys],
        }

    def credential(self, name: str, *, issuer: str = "academy", index: int = 7) -> JSON:
        place = f"{self.base}issuers/{issuer}/"
        return {
            "@context": list(CONTEXTS),
            "id": self.url(name),
            "type": ["VerifiableCredential", "OpenBadgeCredential"],
            "name": "Data Analysis Foundations",
            "issuer": {
                "id": self.did(issuer),
                "type": ["Profile"],
                "name": "Example Academy",
                "url": "https://academy.example.org/",
            },
            "validFrom": "2026-06-29T22:00:00Z",
            "validUntil": "2028-06-30T21:59:59Z",
            "credentialSubject": {
                "id": f"urn:uuid:3f2c9a52-8f2a-4b6c-9d3e-{name[-12:]}",
                "type": ["AchievementSubject"],
                "achievement": {
                    "id": f"{self.base}badges/data-analysis-foundations/1/badge.json",
                    "type": ["Achievement"],
                    "name": "Data Analysis Foundations",
                    "description": "Cleans, explores and explains a data set.",
                    "criteria": {"narrative": "Hand in one analysis."},
                },
            },
            "credentialStatus": {
                "id": f"{place}status/revocation-1.json#{index}",
                "type": "BitstringStatusListEntry",
                "statusPurpose": "revocation",
                "statusListIndex": str(index),
                "statusListCredential": f"{place}status/revocation-1.json",
            },
        }

    def url(self, name: str) -> str:
        return f"{self.base}credentials/{name}/credential.json"

    def sign(self, document: JSON, *, issuer: str = "academy", key: str = "key-1", method: str = "") -> JSON:
        options = data_integrity.ProofOptions(
            verification_method=method or f"{self.did(issuer)}#{key}", created="2026-07-01T08:00:00Z"
        )
        proof = data_integrity.create_proof(document, options=options, sign=private_key(issuer, key).sign)
        return {**document, "proof": [proof]}

    def status_list(
        self,
        issuer: str,
        purpose: str,
        *,
        bits: Iterable[int] = (),
        encoded: str | None = None,
        **members: Any,
    ) -> JSON:
        """An unsigned list of `issuer`; `members` replace its own, and None leaves them out."""
        url = f"{self.base}issuers/{issuer}/status/{purpose}-1.json"
        document = {
            "@context": ["https://www.w3.org/ns/credentials/v2"],
            "id": url,
            "type": ["VerifiableCredential", "BitstringStatusListCredential"],
            "issuer": self.did(issuer),
            "validFrom": "2026-07-01T08:00:00Z",
            "credentialSubject": {
                "id": f"{url}#list",
                "type": "BitstringStatusList",
                "statusPurpose": purpose,
                "encodedList": encoded or bitstring.encode(bits, bitstring.MINIMUM_LENGTH),
            },
            **members,
        }
        return {name: value for name, value in document.items() if value is not None}

    def write_list(self, issuer: str, purpose: str, *, bits: Iterable[int] = (), **members: Any) -> None:
        signed = self.sign(self.status_list(issuer, purpose, bits=bits, **members), issuer=issuer)
        self.write(f"issuers/{issuer}/status/{purpose}-1.json", signed)

    def publish(self, document: JSON, *, issuer: str = "academy", key: str = "key-1") -> JSON:
        """Sign `document`, write it where its id says, and return it signed."""
        signed = self.sign(document, issuer=issuer, key=key)
        self.write(document["id"].removeprefix(self.base), signed)
        return signed

    def write(self, path: str, document: JSON) -> None:
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(json.dumps(document), "utf-8")

    def read(self, path: str) -> JSON:
        document: JSON = json.loads((self.folder / path).read_text("utf-8"))
        return document

    def resolver(self) -> FolderResolver:
        return FolderResolver(self.folder, self.base)

    def inspect(self, document: JSON | bytes | str, at: datetime = AT) -> Report:
        return inspect(document, resolver=self.resolver(), at=at)


@cache
def _files(base: str) -> dict[str, JSON]:
    """The site as it is before a test changes it, by path; signing it anew for each test would take long."""
    maker = SmallSite.__new__(SmallSite)
    maker.base = base
    files: dict[str, JSON] = {"catalog.json": {"base_url": base}}
    for issuer, name in (("academy", FIRST), ("guild", SECOND)):
        files[f"issuers/{issuer}/did.json"] = maker.did_document(issuer)
        for purpose in ("revocation", "suspension"):
            unsigned = maker.status_list(issuer, purpose)
            files[f"issuers/{issuer}/status/{purpose}-1.json"] = maker.sign(unsigned, issuer=issuer)
        signed = maker.sign(maker.credential(name, issuer=issuer), issuer=issuer)
        files[f"credentials/{name}/credential.json"] = signed
    return files


def private_key(issuer: str, key: str) -> Ed25519PrivateKey:
    """A key that is always the same, and good for nothing but tests."""
    return Ed25519PrivateKey.from_private_bytes(hashlib.sha256(f"{issuer} {key}".encode()).digest())


def public_key(issuer: str, key: str) -> str:
    return multikey.ed25519_public_multibase(private_key(issuer, key).public_key().public_bytes_raw())
