"""What a registry carries besides its data: the program, its CI, schemas, settings of editors, a guide for stewards.

The files stand in `conferral/starter` as they are, but for what differs between registries: publish.yml names the
secrets with the signing keys (`conferral.authoring.workflows`), and the guide names the registry.  tools/conferral.json
lists all of them with their digests, so that an upgrade can tell what somebody changed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from string import Template
from typing import Any

import conferral
from conferral.authoring.git_host import KINDS, GitHost
from conferral.authoring.own_wheel import Wheel
from conferral.authoring.publishing import first_publication, numbered
from conferral.authoring.workflows import PUBLISH, adapted, secrets_of, with_secrets
from conferral.errors import RegistryError
from conferral.model import Registry
from conferral.schemas import schema_files

MANIFEST = "tools/conferral.json"
REQUIREMENTS = "tools/requirements.txt"
GUIDES = ("README.md", "STEWARDS.md")
"""The guide for stewards; the second where the first is somebody's own."""

_ONCE = ("mkdocs.yml",)
"""What is written once, and then is the registry's own to change."""

_PLACES = (".githooks", ".github", ".vscode", "schemas", "tools")
_ALONE = (".gitattributes", ".gitignore", ".gitlab-ci.yml", *GUIDES)
_OF_HOSTS = {".github": "github", ".gitlab-ci.yml": "gitlab"}
_EXECUTABLE = ".githooks/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a version of conferral wrote into a registry: the digest of every file as it was written."""

    conferral: str
    host: GitHost
    files: Mapping[str, str]

    @property
    def guide(self) -> str:
        """The name of the guide for stewards."""
        return next((name for name in reversed(GUIDES) if name in self.files), GUIDES[0])

    def to_json(self) -> bytes:
        """As a file."""
        written = {
            "conferral": self.conferral,
            "host": self.host.kind,
            "repository": self.host.repository,
            "branch": self.host.branch,
            "files": dict(sorted(self.files.items())),
        }
        return json.dumps(written, indent=2).encode() + b"\n"

    @classmethod
    def read(cls, root: Path) -> Manifest:
        """That of the registry in a folder.  Raises `RegistryError` when there is none, or none that can be read."""
        try:
            data: Any = json.loads((root / MANIFEST).read_bytes())
            repository, given = data["repository"], data["files"]
            sound = data["host"] in KINDS and (repository is None or isinstance(repository, str))
            texts = (data["conferral"], data["branch"], *given.keys(), *given.values())
            if not sound or not all(isinstance(text, str) for text in texts) or not all(map(_may_be_carried, given)):
                raise ValueError
            host = GitHost(kind=data["host"], repository=repository, branch=data["branch"])
            return cls(conferral=data["conferral"], host=host, files=given)
        except FileNotFoundError:
            raise RegistryError(
                f"there is no {MANIFEST} in {root}, so no `conferral init` wrote this registry",
                hint="Make a new one with `conferral init`, and put credentials/, keys/ and recipients/ of this one "
                "in place of its own.",
            ) from None
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            raise RegistryError(
                f"{MANIFEST} is not as `conferral init` wrote it", hint=f"Restore it: git checkout {MANIFEST}"
            ) from None


def carried_files(
    host: GitHost, registry: Registry, wheel: Wheel, *, as_of: datetime, guide: str = GUIDES[0]
) -> dict[str, bytes]:
    """Every file by its path in the registry, but for the manifest.

    Raises `RegistryError` where a key's secret cannot be named in a workflow.
    """
    secrets = secrets_of(registry, as_of)
    found: dict[str, bytes] = {}
    for path, content in _starter():
        of = _OF_HOSTS.get(path.partition("/")[0], host.kind)
        if of == host.kind and path not in _ONCE:
            found[path] = content
    if host.kind == "github":
        text = adapted(PUBLISH, found[PUBLISH].decode(), branch=host.branch, secrets=secrets)
        found[PUBLISH] = text.encode()
    found[guide] = _guide(found.pop(GUIDES[0]).decode(), host, registry, secrets)
    found[REQUIREMENTS] += f"./tools/{wheel.name} \\\n    --hash=sha256:{wheel.sha256}\n".encode()
    found[f"tools/{wheel.name}"] = wheel.content
    return found | schema_files()


def files_to_begin_with() -> dict[str, bytes]:
    """What a new registry gets once, and no upgrade looks at."""
    return {path: content for path, content in _starter() if path in _ONCE}


def manifest_of(host: GitHost, written: Mapping[str, bytes]) -> Manifest:
    """The manifest of what this version writes."""
    digests = {path: digest(path, content) for path, content in written.items()}
    return Manifest(conferral=conferral.__version__, host=host, files=digests)


def digest(path: str, content: bytes) -> str:
    """SHA-256 (hexadecimal) of a file; of publish.yml without its lines of keys, which come and go with keys."""
    if path == PUBLISH:
        content = with_secrets(content.decode(errors="replace"), ()).encode()
    return hashlib.sha256(content).hexdigest()


def is_executable(path: str) -> bool:
    """Whether a carried file is a program."""
    return path.startswith(_EXECUTABLE)


def _starter(folder: Traversable | None = None, before: str = "") -> Iterator[tuple[str, bytes]]:
    for entry in sorted((folder or files("conferral") / "starter").iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            yield from _starter(entry, f"{before}{entry.name}/")
        elif entry.name != ".DS_Store":
            yield f"{before}{entry.name}", entry.read_bytes()


def _guide(text: str, host: GitHost, registry: Registry, secrets: tuple[str, ...]) -> bytes:
    steps = first_publication(host, registry.file.base_url, secrets)
    return (
        Template(text)
        .substitute(
            title=registry.file.title,
            base_url=registry.file.base_url,
            branch=host.branch,
            request="merge request" if host.kind == "gitlab" else "pull request",
            steps="\n".join(numbered(steps, markdown=True)),
        )
        .encode()
    )


def _may_be_carried(path: str) -> bool:
    """Whether an upgrade may replace or delete it: only what lies where this program puts things.

    Whoever changes the list could else have any file deleted.
    """
    parts = path.split("/")
    plain = "\\" not in path and not any(part in ("", ".", "..") for part in parts)
    return plain and (path in _ALONE or (len(parts) > 1 and parts[0] in _PLACES))
