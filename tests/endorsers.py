"""Organisations outside of the tests' registry, and what they sign: endorsements with keys of every kind.

A stranger answers for its DID document and its status list, as the web would: `answers` by address.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from conferral import kept_answers
from conferral.model import KeptAnswers
from tests.corpus.builders import tokens
from tests.corpus.builders.credentials import endorsement
from tests.corpus.builders.issuers import INDEX, Issuer, key_issuer, web_issuer
from tests.registry_builder import NOW

BASE = "https://credentials.example.org/registry"
SAILING = f"{BASE}/badges/sailing/1/badge.json"
DATA_ANALYSIS = f"{BASE}/badges/data-analysis/2/badge.json"
HARBOUR = "did:web:credentials.example.org:registry:issuers:harbour"
FOLDER = "credentials/endorsements"

BOARD = web_issuer("did:web:board.example", "Quality Board")
OFFICE = web_issuer("did:web:office.example", "Accreditation Office", kind="P-256")
SOMEBODY = key_issuer(name="Somebody")


def signed(by: Issuer, about: str, *, suite: str = "", status: bool = False, **members: Any) -> dict[str, Any]:
    """An endorsement of what has the address `about`; with `status`, one that can be revoked."""
    entry = {"credentialStatus": by.entry()} if status else {}
    return by.sign(endorsement(by.profile, about, **{**entry, **members}), suite=suite)


def token(by: Issuer, about: str) -> str:
    """The same as a token."""
    return tokens.signed(by, endorsement(by.profile, about))


def as_bytes(document: Mapping[str, Any]) -> bytes:
    """A document as somebody sends it, in a layout of their own."""
    return json.dumps(document, indent=3).encode()


def answers(by: Issuer, *, revoked: bool = False) -> dict[str, bytes]:
    """What the web answers for a stranger: the document with its keys, and its status list."""
    listed = by.status_list(indexes=[INDEX] if revoked else [])
    return {url: as_bytes(found) for url, found in by.documents(listed=listed).items()}


def filed(
    name: str,
    target: str,
    content: bytes | Mapping[str, Any],
    found: Mapping[str, bytes] | None = None,
    lines: str = "",
) -> dict[str, str]:
    """The files of an endorsement as `conferral endorsement add` writes them; `target` is such as "badge: sailing"."""
    text = (content if isinstance(content, bytes) else as_bytes(content)).decode()
    ending = "json" if text.startswith("{") else "jwt"
    files = {f"{FOLDER}/{name}.yml": f"{target}\n{lines}", f"{FOLDER}/{name}.{ending}": text}
    if found is not None:
        kept = KeptAnswers(asked=NOW, answers=dict(found))
        files[f"{FOLDER}/{name}.fetched.json"] = kept_answers.written(kept).decode()
    return files


def archive(folder: Path, found: Mapping[str, bytes]) -> Path:
    """A folder that answers in place of the network, laid out as HOST/PATH."""
    for url, content in found.items():
        parts = urlsplit(url)
        target = folder / (parts.hostname or "") / parts.path.removeprefix("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return folder


def own(name: str, target: str, by: str, lines: Sequence[str] = ()) -> dict[str, str]:
    """The file by which one of the registry's own issuers vouches."""
    said = [target, f"by: {by}", "on: 2026-06-01", "comment: We **teach** it, too.", *lines]
    return {f"{FOLDER}/{name}.yml": "".join(f"{line}\n" for line in said)}
