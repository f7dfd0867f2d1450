"""Times the stages of a build over a synthetic registry, beside the plain way with PyLD and with @digitalbazaar/vc.

Then what a credential takes on a host, in that registry and in the demo, and how long it takes to find whoever has
completed a pathway.

    python -m bench [AWARDS]        1,000 by default

Figures are of one run on this machine; the ratios beside them compare within the same run.  Nothing here is a test.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

from pyld import jsonld

from bench.pathways import show_pathways
from bench.registry import write_synthetic_registry
from bench.weight import show_weight
from conferral.addresses import PREVIEW_BASE_URL
from conferral.files import FolderFiles
from conferral.issuing import documents, preview_signers
from conferral.loading import load_registry
from conferral.register.drift import findings as drift
from conferral.register.registration import carry_out, plan
from conferral.rendering import render
from conferral.signing import sign
from conferral.standards import contexts
from conferral.verify import verify_site

T = TypeVar("T")
AS_OF = datetime(2026, 7, 1, tzinfo=UTC)
DEMO_AS_OF = datetime(2026, 11, 24, tzinfo=UTC)
CHECKOUT = Path(__file__).parent.parent
PEER = Path(__file__).parent / "peer.mjs"
VERIFYING_PEER = CHECKOUT / "tests/conformance/node/digitalbazaar.mjs"
PEER_SAMPLE = 200


def main(awards: int) -> None:
    """Run every stage and print a table."""
    print(f"{awards} awards, Python {sys.version.split()[0]}; seconds, and milliseconds per award\n")
    with tempfile.TemporaryDirectory() as folder:
        root, signed, site = Path(folder, "registry"), Path(folder, "signed"), Path(folder, "site")
        write_synthetic_registry(root, awards)
        files = FolderFiles(root)
        planned = timed("plan a registration", awards, lambda: plan(load_registry(files), files, now=AS_OF))
        timed("write it", awards, lambda: carry_out(planned, root))
        registry = timed("load", awards, lambda: load_registry(files))
        timed("compare with the register", awards, lambda: list(drift(registry, ())))
        signers = preview_signers(registry, AS_OF)
        options: dict[str, Any] = {"base_url": registry.file.base_url, "as_of": AS_OF, "preview": True}
        ours, made = clocked(lambda: dict(documents(registry, signers, **options)))
        show("award to signed JSON", awards, ours)
        timed(
            "sign (load, check, sign, write)",
            awards,
            lambda: sign(root, signed, preview=True, as_of=AS_OF, environ={}, passphrase=lambda _: ""),
        )
        timed("render (wall, pages, catalogue)", awards, lambda: render(root, signed, site))
        alone = timed_seconds("verify the whole site, one process", awards, lambda: verify_site(site, at=AS_OF, jobs=1))
        timed("verify it, a process a processor", awards, lambda: verify_site(site, at=AS_OF))
        peer_alone = peer_verifying(site, PREVIEW_BASE_URL)
        show_weight("synthetic registry", site)
        demo = Path(folder, "demo")
        sign(CHECKOUT, Path(folder, "signed-demo"), preview=True, as_of=DEMO_AS_OF, environ={}, passphrase=lambda _: "")
        render(CHECKOUT, Path(folder, "signed-demo"), demo)
        show_weight("demo registry", demo)

    credentials = [json.loads(content) for path, content in made.items() if path.startswith("credentials/")]
    sample = credentials[: min(awards, 200)]
    plain, _ = clocked(lambda: [canonical_with_pyld(credential) for credential in sample])
    print("\nbeside others, per award:")
    compare("PyLD, canonical form alone", plain / len(sample), ours / awards)
    peer = peer_seconds(sample)
    if peer:
        compare("@digitalbazaar/vc issuing", peer / len(sample), ours / awards)
    if peer_alone:
        compare("@digitalbazaar/vc verifying", peer_alone, alone / awards)
    show_pathways()


def timed(name: str, awards: int, work: Callable[[], T]) -> T:
    """Do the work and print how long it took."""
    seconds, result = clocked(work)
    show(name, awards, seconds)
    return result


def timed_seconds(name: str, awards: int, work: Callable[[], object]) -> float:
    """Do the work, print how long it took, and give the seconds."""
    seconds, _ = clocked(work)
    show(name, awards, seconds)
    return seconds


def clocked(work: Callable[[], T]) -> tuple[float, T]:
    """Seconds, and what the work gave."""
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def show(name: str, awards: int, seconds: float) -> None:
    """One row of the table."""
    print(f"{name:<34}{seconds:>9.2f} s{1000 * seconds / awards:>9.3f} ms")


def compare(name: str, theirs: float, ours: float) -> None:
    """One row of the comparison."""
    print(f"  {name:<32}{1000 * theirs:>9.3f} ms   ours {1000 * ours:.3f} ms, {theirs / ours:.1f} x")


def canonical_with_pyld(credential: Mapping[str, Any]) -> bytes:
    """The hash of a credential's canonical form as PyLD alone makes it."""
    document = {key: value for key, value in credential.items() if key != "proof"}
    options = {"format": "application/n-quads", "documentLoader": contexts.closed_loader}
    return sha256(jsonld.normalize(document, options).encode()).digest()


def peer_seconds(sample: list[Any]) -> float | None:
    """Seconds that @digitalbazaar/vc takes to issue the sample; None without Node modules."""
    done = subprocess.run(
        ["node", str(PEER)], input=json.dumps(sample).encode(), capture_output=True, check=False, cwd=PEER.parent
    )
    if done.returncode:
        print(f"  @digitalbazaar/vc did not run: {done.stderr.decode().strip().splitlines()[-1:]}")
        return None
    return float(json.loads(done.stdout)["seconds"])


def peer_verifying(site: Path, base_url: str) -> float | None:
    """Seconds that @digitalbazaar/vc takes to verify one credential of the site; None without Node modules.

    It looks at the signature, the key, the dates and the status, and not at the copy that the issuer publishes.
    """
    paths = sorted(path.relative_to(site).as_posix() for path in site.glob("credentials/*/credential.json"))
    jobs = [{"name": path, "path": path, "at": "2026-07-01T00:00:00Z"} for path in paths[:PEER_SAMPLE]]
    request = {"folder": str(site), "base_url": base_url, "jobs": jobs}
    done = subprocess.run(
        ["node", str(VERIFYING_PEER)], input=json.dumps(request).encode(), capture_output=True, check=False
    )
    if done.returncode:
        return None
    answer = json.loads(done.stdout)
    if not all(found["signature"] for found in answer["findings"].values()):
        raise RuntimeError("@digitalbazaar/vc did not verify what it was timed with")
    return float(answer["milliseconds"]) / 1000 / len(jobs)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000)
