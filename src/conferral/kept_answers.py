"""What the web answered when an endorsement was verified: one machine-written file beside it.

    {
     "asked": "2026-11-24T15:00:00Z",
     "source": "https://quality.example/endorsements/17.json",
     "answers": [
      {"url": "https://quality.example/did.json", "text": "{...}"},
      {"url": "https://quality.example/status/1.json", "base64": "..."},
      {"url": "https://quality.example/endorsements/17.json", "nothing": true}
     ]
    }

Bytes are kept as they came: as text where they are UTF-8, so that a reviewer can read them, else in base64.
`nothing` says that the place was reached and held nothing.  What could not be asked is left out.
"""

from __future__ import annotations

import base64
import binascii
import json
from typing import Any

from conferral.errors import DocumentError, RegistryError
from conferral.model import KeptAnswers
from conferral.standards.strict_json import read_object
from conferral.standards.timestamps import format_timestamp, parse_timestamp

MOST_BYTES = 4 << 20
"""What is kept for one endorsement, all answers together."""

_MOST_WRITTEN = 2 * MOST_BYTES
"""What they are as a file: more than in base64, and marks that JSON escapes."""

_HINT = "run `conferral endorsement refresh`, which writes this file; nobody edits it by hand"


def parse(content: bytes) -> KeptAnswers:
    """What a file of answers holds.  Raises `RegistryError`."""
    if len(content) > _MOST_WRITTEN:
        raise RegistryError(f"is larger than {_MOST_WRITTEN >> 20} MiB, which no kept answers are", hint=_HINT)
    try:
        data = read_object(content)
        answers = {answer["url"]: _bytes_of(answer) for answer in data["answers"]}
        asked, source = parse_timestamp(data["asked"]), data.get("source", "")
        if not isinstance(source, str) or not all(isinstance(url, str) for url in answers):
            raise TypeError
    except (DocumentError, binascii.Error, AttributeError, KeyError, TypeError, ValueError) as error:
        raise RegistryError("is no file of kept answers", hint=_HINT) from error
    return KeptAnswers(asked=asked, answers=answers, source=source)


def written(kept: KeptAnswers) -> bytes:
    """The content of the file, the same for the same answers."""
    data: dict[str, Any] = {"asked": format_timestamp(kept.asked)}
    if kept.source:
        data["source"] = kept.source
    data["answers"] = [_entry(url, answer) for url, answer in sorted(kept.answers.items())]
    return json.dumps(data, ensure_ascii=False, indent=1).encode() + b"\n"


def _bytes_of(answer: dict[str, Any]) -> bytes | None:
    if answer.get("nothing") is True:
        return None
    if "base64" in answer:
        return base64.b64decode(answer["base64"], validate=True)
    text = answer["text"]
    if not isinstance(text, str):
        raise TypeError
    return text.encode()


def _entry(url: str, answer: bytes | None) -> dict[str, Any]:
    if answer is None:
        return {"url": url, "nothing": True}
    try:
        return {"url": url, "text": answer.decode()}
    except UnicodeDecodeError:
        return {"url": url, "base64": base64.b64encode(answer).decode()}
