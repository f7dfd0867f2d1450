"""A registry in memory, for tests that need no folder."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from conferral.errors import RegistryError

REGISTRIES = Path(__file__).parents[1] / "registries"


@dataclass(frozen=True)
class MemoryFiles:
    """`conferral.files.Files` in a dict."""

    contents: dict[str, bytes]

    def paths(self) -> Iterable[str]:
        return reversed(self.contents)

    def read(self, path: str) -> bytes:
        if path not in self.contents:
            raise RegistryError("cannot be read: it is gone")
        return self.contents[path]


def minimal(changes: Mapping[str, str | bytes | None] | None = None) -> MemoryFiles:
    """The sound registry tests/registries/minimal; changes by path, None takes a file away."""
    root = REGISTRIES / "minimal"
    contents = {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}
    for path, content in (changes or {}).items():
        contents.pop(path, None)
        if content is not None:
            contents[path] = content.encode() if isinstance(content, str) else content
    return MemoryFiles(contents)


def registered() -> dict[str, str | bytes | None]:
    """What registering changes in the minimal registry."""
    root = REGISTRIES.parent / "invalid" / "bases" / "registered"
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*.*")}
