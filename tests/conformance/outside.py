"""Verifiers that other people wrote, asked about many documents at a time; each answers in the same form.

Two are JavaScript, run by the programs in `node/` as one process for all documents.  The third is Python.  None of
them can reach anything but the documents of a site's folder.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from conferral.standards.timestamps import format_timestamp
from tests.conformance.sites import CHECKOUT, SignedSite

_PROGRAMS = Path(__file__).parent / "node"
_MINUTES = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A document to verify as of `at`: `document` itself, or the one under the site path `path`.

    `replaced` has documents, by site path, that stand in for those of the folder; None for one that is gone.  `folder`
    is another one than the site's: the same site at another time.
    """

    name: str
    at: datetime
    path: str | None = None
    document: Mapping[str, Any] | None = None
    replaced: Mapping[str, Any] = field(default_factory=dict)
    folder: Path | None = None

    def as_json(self) -> dict[str, Any]:
        """As the JavaScript programs read it."""
        given: dict[str, Any] = {"path": self.path} if self.document is None else {"document": self.document}
        given |= {} if self.folder is None else {"folder": str(self.folder)}
        return {"name": self.name, "at": format_timestamp(self.at), "replaced": self.replaced, **given}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a verifier says of one document.

    `signature` is whether the proof holds with the issuer's key, `status` the bit of each purpose that was looked
    up.  A verifier that looks at nothing else outside the window of validity was asked again for an instant within.
    `error` is why it could not come to an end, empty if it could.  `bits` are the set bits of a status list, from
    one of `READ_LISTS`.
    """

    signature: bool
    status: Mapping[str, bool]
    expired: bool
    not_yet_valid: bool
    error: str
    bits: frozenset[int] | None = None

    @property
    def accepted(self) -> bool:
        """Whether a reader who looks at every part of the answer would take the document for good."""
        in_force = not self.expired and not self.not_yet_valid and not any(self.status.values())
        return self.signature and in_force and not self.error


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The findings by name of the job, what they took, and the addresses that were asked for in vain."""

    findings: Mapping[str, Finding]
    seconds: float
    refused: frozenset[str] = frozenset()


OutsideVerifier = Callable[[SignedSite, Sequence[Job]], Answer]


def digitalbazaar(site: SignedSite, jobs: Sequence[Job]) -> Answer:
    """@digitalbazaar/vc with its eddsa-rdfc-2022 cryptosuite and its status lists."""
    return _answer(run_node("digitalbazaar.mjs", site, jobs))


def verifier_core(site: SignedSite, jobs: Sequence[Job]) -> Answer:
    """@digitalcredentials/verifier-core, which is what VerifierPlus runs."""
    return _answer(run_node("verifier-core.mjs", site, jobs))


def openvc(site: SignedSite, jobs: Sequence[Job]) -> Answer:
    """openvc-core, with its status lists bound to the issuer of the credential."""
    from tests.conformance.openvc_verifier import examine

    started = time.monotonic()
    findings = examine(site, jobs)
    return Answer(findings=findings, seconds=time.monotonic() - started)


READ_LISTS = frozenset({"@digitalbazaar/vc", "openvc-core"})
"""The verifiers that have a public way to read the bits of a status list."""

VERIFIERS: Mapping[str, OutsideVerifier] = {
    "@digitalbazaar/vc": digitalbazaar,
    "@digitalcredentials/verifier-core": verifier_core,
    "openvc-core": openvc,
}


def canonical_hashes(site: SignedSite, jobs: Sequence[Job]) -> Mapping[str, str]:
    """The SHA-256 of what jsonld.js makes of each document in safe mode, without its proof."""
    found: Mapping[str, str] = run_node("canonical.mjs", site, jobs)["findings"]
    return found


def run_node(program: str, site: SignedSite, jobs: Sequence[Job]) -> dict[str, Any]:
    """The answer of one of the JavaScript programs; the calling test fails where it cannot be run."""
    node = shutil.which("node")
    if node is None:
        pytest.fail("node is not installed: the outside verifiers need Node.js 20 or newer", pytrace=False)
    if not (CHECKOUT / "node_modules").is_dir():
        pytest.fail("node_modules is missing: run `npm ci` in the checkout, or `make setup`", pytrace=False)
    request = {"folder": str(site.folder), "base_url": site.base_url, "jobs": [job.as_json() for job in jobs]}
    done = subprocess.run(
        [node, str(_PROGRAMS / program)],
        input=json.dumps(request).encode(),
        capture_output=True,
        timeout=60 * _MINUTES,
        check=False,
        cwd=CHECKOUT,
    )
    if done.returncode:
        pytest.fail(f"{program} ended with {done.returncode}:\n{done.stderr.decode()[-3000:]}", pytrace=False)
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _answer(found: Mapping[str, Any]) -> Answer:
    return Answer(
        findings={name: _finding(one) for name, one in found["findings"].items()},
        seconds=found["milliseconds"] / 1000,
        refused=frozenset(found["refused"]),
    )


def _finding(found: Mapping[str, Any]) -> Finding:
    bits = found["bits"]
    return Finding(
        signature=found["signature"],
        status=found["status"],
        expired=found["expired"],
        not_yet_valid=found["not_yet_valid"],
        error=found["error"],
        bits=None if bits is None else frozenset(bits["set"]),
    )
