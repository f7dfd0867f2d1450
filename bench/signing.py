"""From an award to signed JSON on one processor, beside those who do the same.

Ours signs a whole registry; the others a sample of its unsigned credentials, spread over its badges, with the keys,
proofs and times of ours.  Ed25519 signs the same bytes the same way, so that the work was the same shows: the
signatures have to be equal.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from base64 import b64encode
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.figures import Figures
from bench.measuring import CommandError, bound_to
from bench.registering import secret_of
from bench.synthetic import BASE_URL, Shape
from conferral.standards.multikey import ed25519_secret_from_multibase

SAMPLE = 200
_HERE = Path(__file__).parent
_VERIFYING = _HERE.parent / "tests/conformance/node/digitalbazaar.mjs"
_ONE_CORE = [sys.executable, "-m", "bench.one_core"]
PEERS = {
    "pyld": [*_ONE_CORE, "pyld"],
    "openbadgeslib": [*_ONE_CORE, "openbadgeslib"],
    "digitalbazaar-vc": ["node", str(_HERE / "peer.mjs")],
}
NAMES = {
    "pyld": "PyLD + cryptography",
    "openbadgeslib": "openbadgeslib[ldp]",
    "digitalbazaar-vc": "@digitalbazaar/vc",
}


def measure_signing(shape: Shape, root: Path, figures: Figures, runs: int) -> dict[str, Any]:
    """Sign the whole registry on one processor; what the sample of it is, signed and unsigned."""
    command = [*_ONE_CORE, "ours", str(shape.awards), str(shape.seed), str(SAMPLE), str(root)]
    for _ in range(runs):
        found: dict[str, Any] = answer_of(command)
        for name in ("signing", "loading", "raw"):
            figures.add(f"signing/{name}", found[name], "s")
        print(
            f"  an award, of {shape.awards}: loaded in {_milliseconds(found['loading'])}, signed in "
            f"{_milliseconds(found['signing'])}; a signature alone {_milliseconds(found['raw'])}",
            flush=True,
        )
    return found


def measure_peers(shape: Shape, sample: dict[str, Any], figures: Figures, runs: int) -> None:
    """Have the others sign the sample; raises `CommandError` where one signed anything else."""
    jobs = jobs_of(shape, sample)
    for peer, command in PEERS.items():
        for _ in range(runs):
            found = answer_of(command, jobs)
            if signatures(found["signed"]) != signatures(sample["signed"]):
                raise CommandError(f"{NAMES[peer]} signed something else than we did")
            figures.add(f"peers/{peer}/signing", found["signing"], "s")
        ratio = figures.ratio(f"peers/{peer}/signing", "signing/signing")
        times = f", {ratio:.1f} times ours" if ratio else ""
        print(
            f"  {NAMES[peer]} signs one in {_milliseconds(figures.median(f'peers/{peer}/signing'))}{times}", flush=True
        )


def jobs_of(shape: Shape, sample: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What the others are given: each document, its proof without the value, the private half (32 bytes)."""
    return [
        {
            "document": document,
            "proof": {name: value for name, value in signed["proof"][0].items() if name != "proofValue"},
            "secret": b64encode(_seed(shape, issuer)).decode(),
        }
        for document, signed, issuer in zip(sample["unsigned"], sample["signed"], sample["issuers"], strict=True)
    ]


def measure_verifying_peer(site: Path, at: str, figures: Figures, runs: int) -> None:
    """Have @digitalbazaar/vc verify credentials of a site; it looks at signature, key, dates and status."""
    paths = sorted(path.relative_to(site).as_posix() for path in site.glob("credentials/*/credential.json"))
    jobs = [{"name": path, "path": path, "at": at} for path in paths[:: max(1, len(paths) // SAMPLE)][:SAMPLE]]
    request = {"folder": str(site), "base_url": BASE_URL, "jobs": jobs}
    for _ in range(runs):
        found = answer_of(["node", str(_VERIFYING)], request)
        if not all(one["signature"] for one in found["findings"].values()):
            raise CommandError("@digitalbazaar/vc did not verify what it was timed with")
        figures.add("peers/digitalbazaar-vc/verifying", found["milliseconds"] / 1000 / len(jobs), "s")
    print(f"  @digitalbazaar/vc verifies one in {_milliseconds(figures.median('peers/digitalbazaar-vc/verifying'))}")


def signatures(documents: Sequence[Any]) -> list[str]:
    """The value of the one proof of each."""
    proofs = (document["proof"] for document in documents)
    return [(proof[0] if isinstance(proof, list) else proof)["proofValue"] for proof in proofs]


def answer_of(command: Sequence[str], request: object = None) -> Any:
    """What a program answers with JSON, on one processor; raises `CommandError` with what it said if it fails."""
    with bound_to(min(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else None):
        done = subprocess.run(command, input=json.dumps(request).encode(), capture_output=True, check=False)
    if done.returncode:
        raise CommandError(f"{' '.join(command)} exited with {done.returncode}:\n{done.stderr.decode()[-2_000:]}")
    return json.loads(done.stdout)


def _seed(shape: Shape, issuer: str) -> bytes:
    return ed25519_secret_from_multibase(secret_of(shape, issuer).as_multibase())


def _milliseconds(seconds: float | None) -> str:
    return f"{1000 * (seconds or 0):.3f} ms"
