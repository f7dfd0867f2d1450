"""Asking the modules of `src/verifier`: many calls at a time, in one Node process."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest

from conferral.errors import Error

CHECKOUT = Path(__file__).parents[3]
_PROGRAM = Path(__file__).parent / "node/run.mjs"
_MINUTES = 2

Call = tuple[str, tuple[Any, ...]]
"""The name of an exported function, and what it is called with."""


def ask(module: str, calls: Iterable[Call], *, without: Sequence[str] = ()) -> list[dict[str, Any]]:
    """What each of `calls` gave, in order: `{"value": …}` or `{"error": class, "message": …, "where": …}`.

    `module` is a file of `src/verifier`; `without` are algorithms that the browser is to lack.
    """
    sent = [{"name": name, "arguments": [_sent(value) for value in given]} for name, given in calls]
    return answers_of(module, sent, without=without)


def answers_of(module: str, calls: list[dict[str, Any]], *, without: Sequence[str] = ()) -> list[dict[str, Any]]:
    """The same for calls that are written as `node/run.mjs` reads them.

    The calling test fails where Node or its packages are missing.
    """
    request = {"module": f"src/verifier/{module}", "calls": calls, "without": list(without)}
    done = subprocess.run(
        [node(), "--disable-warning=ExperimentalWarning", str(_PROGRAM)],
        input=json.dumps(request).encode(),
        capture_output=True,
        timeout=60 * _MINUTES,
        check=False,
        cwd=CHECKOUT,
    )
    if done.returncode:
        pytest.fail(f"{module} could not be asked:\n{done.stderr.decode()[-3000:]}", pytrace=False)
    answers: list[dict[str, Any]] = json.loads(done.stdout)
    return answers


def node() -> str:
    """The program `node`; the calling test fails where it or its packages are missing."""
    found = shutil.which("node")
    if found is None or not (CHECKOUT / "node_modules/esbuild").is_dir():
        pytest.fail("the verifier of the browser needs Node.js 20 and node_modules: run `make setup`", pytrace=False)
    return found


def outcome(answer: dict[str, Any]) -> Any:
    """The value of an answer, or class and message of its error; with the stack where that is no error of ours."""
    if "error" not in answer:
        return _received(answer["value"])
    known = answer["error"] in {each.__name__ for each in _below(Error)}
    return answer["error"], answer["message"] if known else answer["stack"]


def python_outcome(call: Callable[[], Any]) -> Any:
    """What the same function gives in Python, in the same form."""
    try:
        return call()
    except Error as error:
        return type(error).__name__, error.message


class Document:
    """A JSON object as `readDocument` hands it on."""

    def __init__(self, value: Any) -> None:
        self.value = value


class Json:
    """A value that is sent as it is."""

    def __init__(self, value: Any) -> None:
        self.value = value


def _below(kind: type[Error]) -> list[type[Error]]:
    return [kind, *(each for inner in kind.__subclasses__() for each in _below(inner))]


def _sent(value: Any) -> Any:  # noqa: PLR0911 - one return a kind
    if isinstance(value, bytes):
        return {"$bytes": base64.b64encode(value).decode()}
    if isinstance(value, Document):
        return {"$document": json.dumps(value.value)}
    if isinstance(value, Json):
        return {"$json": value.value}
    if isinstance(value, float):
        return {"$number": repr(value).replace("inf", "Infinity").replace("nan", "NaN")}
    if isinstance(value, list | tuple):
        return [_sent(item) for item in value]
    if isinstance(value, dict):
        return {name: _sent(item) for name, item in value.items()}
    return value


def _received(value: Any) -> Any:
    if isinstance(value, list):
        return [_received(item) for item in value]
    if isinstance(value, dict):
        if value.keys() == {"$bytes"}:
            return base64.b64decode(value["$bytes"])
        return {name: _received(item) for name, item in value.items()}
    return value
