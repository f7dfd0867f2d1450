"""Reading cases from their files, and answering from their documents."""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from conferral.standards.timestamps import parse_timestamp
from conferral.verify import FetchError, NotFoundError, RefusedError, Report, UnreachableError, inspect

FOLDER = Path(__file__).parent / "cases"

TROUBLES: Mapping[str, tuple[type[FetchError], str]] = {
    "not-found": (NotFoundError, "it answers 404"),
    "unreachable": (UnreachableError, "the connection failed"),
    "refused": (RefusedError, "its host is not on the public internet"),
}
"""What is raised for an address of which a case names a trouble instead of a document, and its message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One case as its file has it.

    `documents` has the bytes at each address, or why there are none: the name of a trouble.
    """

    name: str
    about: str
    at: datetime
    given: bytes
    recipient: str | None
    documents: Mapping[str, bytes | str]
    state: str
    checks: Mapping[str, list[str]]

    def inspect(self) -> Report:
        """What the verifier in Python makes of it."""
        return inspect(
            self.given,
            resolver=CaseResolver(self.documents),
            at=self.at,
            **({"recipient": self.recipient} if self.recipient else {}),
        )


class CaseResolver:
    """Answers with the documents of a case; there is no other host."""

    note = ""

    def __init__(self, documents: Mapping[str, bytes | str]) -> None:
        self._documents = documents

    def fetch(self, url: str) -> bytes:
        """What the case has under `url`."""
        found = self._documents.get(url)
        if found is None:
            raise UnreachableError("there is no such host", url=url)
        if isinstance(found, str):
            kind, message = TROUBLES[found]
            raise kind(message, url=url)
        return found


def read_case(file: Path) -> Case:
    """The case in `file`."""
    content = json.loads(file.read_text("utf-8"))
    return Case(
        name=file.stem,
        about=content["about"],
        at=parse_timestamp(content["at"]),
        given=_bytes(content["given"]),
        recipient=content.get("recipient"),
        documents={url: found.get("error") or _bytes(found) for url, found in content["documents"].items()},
        state=content["expect"]["state"],
        checks=content["expect"]["checks"],
    )


def read_cases(folder: Path = FOLDER) -> dict[str, Case]:
    """Every case of `folder`, by its name."""
    return {file.stem: read_case(file) for file in sorted(folder.glob("*.json"))}


def _bytes(given: Mapping[str, Any]) -> bytes:
    ((form, value),) = given.items()
    match form:
        case "json":
            return json.dumps(value, ensure_ascii=False).encode("utf-8")
        case "text":
            return str(value).encode("utf-8")
        case "base64":
            return base64.b64decode(value, validate=True)
        case "gzip":
            return gzip.decompress(base64.b64decode(value, validate=True))
        case _:
            raise ValueError(f'got a document as "{form}", expected "json", "text", "base64" or "gzip"')
