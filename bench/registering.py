"""A synthetic registry made ready to be built: keys, rows of the register, commits; kept for the next run.

    build/bench/<awards>-<seed>/registry        a git repository with a few commits
    build/bench/<awards>-<seed>/complete.json   written last: what made it

Registering is that of `conferral register`, one issuer at a time, which have no status list in common.  So a million
awards are registered in the memory that an issuer's take.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from bench.synthetic import AS_OF, REGISTERED, Shape, issuers_of, write_awards, write_described
from conferral.authoring.new_key import new_key, write_public_key
from conferral.files import FolderFiles
from conferral.loading import load_registry
from conferral.register.registration import carry_out, plan
from conferral.signers import SecretKey
from conferral.standards.multikey import ed25519_secret_multibase

COMPLETE = "complete.json"
_ACTIVATED = datetime.fromisoformat("2023-08-01T08:00:00Z")
_COMMITS = 5  # of awards
_HERE = Path(__file__).parent
_MADE_BY = ("synthetic.py", "wording.py")
_FORM = 1  # goes up when this module makes something else of them


@dataclass(frozen=True, slots=True)
class _Share:
    """The files of a registry that registering one issuer's awards needs (`conferral.files.Files`)."""

    whole: FolderFiles
    badges: frozenset[str]

    def paths(self) -> Iterable[str]:
        """Everything but badges, awards and rows of other issuers, what was revoked, and people, who sign nothing."""
        for path in self.whole.paths():
            parts = path.split("/")
            if parts[0] == "recipients" or parts[1] == "revocations":
                continue
            badge = {"badges": 2, "awards": 2, "register": 3}.get(parts[1]) if parts[0] == "credentials" else None
            if badge is None or len(parts) <= badge + 1 or parts[badge] in self.badges:
                yield path

    def read(self, path: str) -> bytes:
        """The content of a file."""
        return self.whole.read(path)


def registry_of(shape: Shape, folder: Path) -> Path:
    """The registry of a shape, made now or kept from an earlier run; `folder` is build/bench."""
    place = folder / "-".join(map(str, (shape.awards, shape.seed, *shape.languages[1:])))
    root = place / "registry"
    complete = place / COMPLETE
    kept = json.loads(complete.read_text(encoding="utf-8")) if complete.is_file() else {}
    if kept.get("sources") == _digest_of_sources():
        restore(root, kept["commit"])
        return root
    shutil.rmtree(place, ignore_errors=True)
    make_registry(root, shape, jobs=os.cpu_count() or 1)
    made = {"sources": _digest_of_sources(), "commit": git(root, "rev-parse", "HEAD").strip()}
    complete.write_text(json.dumps(made), encoding="utf-8")
    return root


def restore(root: Path, revision: str) -> None:
    """Take back what was added to a registry since a commit, also by a run that was ended."""
    git(root, "reset", "--quiet", "--hard", revision)
    git(root, "clean", "--quiet", "--force", "-d")


def make_registry(root: Path, shape: Shape, *, jobs: int = 1) -> None:
    """Write, register and commit a registry into a new folder, with `jobs` processes."""
    root.mkdir(parents=True)
    write_described(root, shape)
    _write_keys(root, shape)
    git(root, "init", "--quiet", "--initial-branch=main")
    commit(root, "Issuers, badges and keys", _ACTIVATED)
    issuers = issuers_of(shape)
    if jobs == 1:
        for issuer in issuers:
            _award_and_register(root, shape, issuer)
    else:
        with ProcessPoolExecutor(jobs) as pool:
            for done in [pool.submit(_award_and_register, root, shape, issuer) for issuer in issuers]:
                done.result()
    badges = sorted(path.name for path in (root / "credentials/awards").iterdir())
    for number in range(_COMMITS):
        some = badges[number::_COMMITS]
        if some:
            folders = [f"{kind}/{badge}" for kind in ("awards", "register/awards") for badge in some]
            commit(root, f"Awards of {len(some)} badges", REGISTERED, *(f"credentials/{one}" for one in folders))
    commit(root, "What was revoked", AS_OF)


def environment_of(shape: Shape) -> dict[str, str]:
    """The private halves of the keys, as the environment of a build has them."""
    return {variable_of(issuer): secret_of(shape, issuer).as_multibase() for issuer in issuers_of(shape)}


def secret_of(shape: Shape, issuer: str) -> SecretKey:
    """An issuer's key: made of the seed, so that builds of the same registry give the same bytes."""
    seed = sha256(f"{shape.seed}/{shape.awards}/key/{issuer}".encode()).digest()
    return SecretKey.from_multibase(ed25519_secret_multibase(seed))


def variable_of(issuer: str) -> str:
    """The environment variable that holds an issuer's private half."""
    return f"BENCH_KEY_{issuer.upper().replace('-', '_')}"


def commit(root: Path, message: str, when: datetime, *paths: str) -> None:
    """Commit what is new or changed, or only what lies under `paths`, at a time."""
    git(root, "add", "--all", "--", *(paths or (".",)))
    git(root, "commit", "--quiet", "--allow-empty", "--message", message, when=when)


def git(root: Path, *arguments: str, when: datetime = AS_OF) -> str:
    """What a git command prints that is run in a registry, without the settings of whoever runs this."""
    who = {f"GIT_{role}_{what}": text for role in ("AUTHOR", "COMMITTER") for what, text in _identity(when).items()}
    alone = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "PATH": os.environ["PATH"]}
    quick = ("-c", "gc.auto=0", "-c", "core.fsync=none")
    done = subprocess.run(
        ["git", *quick, *arguments], cwd=root, env={**alone, **who}, capture_output=True, text=True, check=True
    )
    return done.stdout


def _identity(when: datetime) -> Mapping[str, str]:
    return {"NAME": "Bench", "EMAIL": "bench@example.org", "DATE": f"{int(when.timestamp())} +0000"}


def _write_keys(root: Path, shape: Shape) -> None:
    registry = load_registry(FolderFiles(root))
    for issuer in issuers_of(shape):
        made, content = new_key(
            registry,
            root,
            issuer=issuer,
            name="key-1",
            secret=secret_of(shape, issuer),
            signer=f"env:{variable_of(issuer)}",
            activated=_ACTIVATED,
            environ={},
            passphrase=lambda _: "",
        )
        write_public_key(made, content)


def _award_and_register(root: Path, shape: Shape, issuer: str) -> None:
    write_awards(root, shape, issuer)
    files = _Share(FolderFiles(root), shape.badges_of(issuer))
    chance = random.Random(f"{shape.seed}/{issuer}")  # noqa: S311 -- repeatable, not secret
    carry_out(plan(load_registry(files), files, now=REGISTERED, chance=chance), root)


def _digest_of_sources() -> str:
    sources = b"".join((_HERE / name).read_bytes() for name in _MADE_BY)
    return f"{_FORM}-{sha256(sources).hexdigest()}"
