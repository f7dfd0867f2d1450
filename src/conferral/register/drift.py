"""What was issued never changes silently: every award must still sign what its row of the register says.

The register keeps only a hash, so which field changed is found by comparing with the same award as some earlier
commit had it: the one whose document has the registered digest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from conferral.credentials import Document, credential, digest, origin
from conferral.errors import CanonicalizationError
from conferral.model import Award, Finding, Registry
from conferral.progress import Progress

WAYS_OUT = (
    "put the text back; or keep it for old awards and raise the version (the earlier text moves to <version>.yml); "
    "or record a correction"
)


def findings(
    registry: Registry,
    earlier: Sequence[Callable[[], Registry | None]],
    *,
    whole: bool = True,
    progress: Progress | None = None,
) -> Iterator[Finding]:
    """Awards that would sign something else than registered.

    `earlier` gives the registry as of earlier commits, best guess first; each is asked for only when there is
    something to explain.  In a registry that is not `whole`, what an award lacks is the fault of a file that could
    not be read, and goes unsaid.
    """
    total = len(registry.awards)
    past = _Past(earlier)
    for done, award in enumerate(registry.awards, 1):
        if award.row:
            yield from _drift(registry, award, past, whole=whole)
        if progress:
            progress("checking", done, total)


def _drift(registry: Registry, award: Award, past: _Past, *, whole: bool) -> Iterator[Finding]:
    try:
        document = credential(registry, award, registry.file.base_url)
    except LookupError as error:
        if whole:
            what = f"this award can no longer be signed as registered: {error.args[0]}"
            yield Finding(award.place, what, "", WAYS_OUT)
        return
    try:
        signs = digest(document)
    except CanonicalizationError as error:
        yield Finding(award.place, f"this award cannot be signed: {error.message}", "", error.hint)
        return
    if award.row and signs != award.row.digest:
        yield from _explained(registry, award, document, past)


def _explained(registry: Registry, award: Award, document: Document, past: _Past) -> Iterator[Finding]:
    before = past.document(award)
    what = f"award {award.id} would sign something else than what was registered"
    if before is None:
        yield Finding(
            award.place,
            what,
            f"the digest {award.row.digest if award.row else ''}",
            "no earlier commit at hand shows which text changed; look at the history of this award, its badge and its "
            f"issuer, then {WAYS_OUT}",
        )
        return
    for pointer, old, new in changes(before, document):
        yield Finding(
            origin(registry, award, pointer),
            f"{what}: {pointer} is now {_short(new)}",
            _short(old),
            WAYS_OUT,
        )


class _Past:
    """The registry as of earlier commits, read when first needed."""

    def __init__(self, earlier: Sequence[Callable[[], Registry | None]]) -> None:
        self._unread = list(earlier)
        self._read: list[dict[str, tuple[Registry, Award]]] = []

    def document(self, award: Award) -> Document | None:
        """The document, as of the first earlier commit where it has the digest that is registered."""
        for awards in self._commits():
            registry, before = awards.get(award.id or "", (None, None))
            if registry is None or before is None or award.row is None:
                continue
            try:
                document = credential(registry, before, registry.file.base_url)
                if digest(document) == award.row.digest:
                    return document
            except (LookupError, CanonicalizationError):
                continue
        return None

    def _commits(self) -> Iterator[dict[str, tuple[Registry, Award]]]:
        yield from self._read
        while self._unread:
            registry = self._unread.pop(0)()
            awards = registry.awards if registry else ()
            self._read.append({award.id: (registry, award) for award in awards if registry and award.row and award.id})
            yield self._read[-1]


def changes(old: Any, new: Any, pointer: str = "") -> Iterator[tuple[str, Any, Any]]:
    """The members in which two JSON documents differ: (JSON Pointer, old value, new value); None for a missing one."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key in [*old, *(key for key in new if key not in old)]:
            yield from changes(old.get(key), new.get(key), f"{pointer}/{key}")
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for position, pair in enumerate(zip(old, new, strict=True)):
            yield from changes(*pair, f"{pointer}/{position}")
    elif old != new:
        yield pointer, old, new


def _short(value: Any) -> str:
    if value is None:
        return "nothing"
    text = f'"{value}"' if isinstance(value, str) else str(value)
    return text if len(text) <= 160 else f"{text[:100]} ... {text[-50:]}"
