"""The same case in both verifiers: what the one in TypeScript is asked, and where its report differs."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.corpus.cases import TROUBLES, Case

_BEGIN = datetime(1970, 1, 1, tzinfo=UTC)
_NOTHING = "nothing"


def as_request(case: Case) -> dict[str, Any]:
    """A case as look.mjs reads it."""
    return {
        "name": case.name,
        "at": str((case.at - _BEGIN) // timedelta(microseconds=1)),
        "given": _base64(case.given),
        "recipient": case.recipient,
        "documents": {url: _document(found) for url, found in case.documents.items()},
    }


def different(case: Case, theirs: Any) -> list[str]:
    """Where the report in Python differs from `theirs`, a line for each place; none where the two are the same."""
    ours = json.loads(json.dumps(case.inspect().as_json()))
    return list(_differences(ours, theirs, ""))


def _differences(ours: Any, theirs: Any, where: str) -> Iterator[str]:
    if isinstance(ours, dict) and isinstance(theirs, dict):
        for name in [*ours, *(name for name in theirs if name not in ours)]:
            yield from _differences(ours.get(name, _NOTHING), theirs.get(name, _NOTHING), f"{where}/{name}")
    elif isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        for place, (one, other) in enumerate(zip(ours, theirs, strict=True)):
            yield from _differences(one, other, f"{where}/{place}")
    elif ours != theirs or isinstance(ours, bool) != isinstance(theirs, bool):
        yield f"{where}: {ours!r} in Python, {theirs!r} in TypeScript"


def _document(found: bytes | str) -> dict[str, str]:
    if isinstance(found, bytes):
        return {"base64": _base64(found)}
    kind, message = TROUBLES[found]
    return {"error": kind.__name__, "message": message}


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
