"""Other registries that differ between two states of a registry: how they are listed, and what is copied of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from conferral.federation import FederatedCatalog, UnsoundCatalogError, read
from conferral.model import FederatedRegistry, Registry


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistryChange:
    """Another registry that is new in the list, gone, listed otherwise, or of which there is another copy.

    `title` is what it calls itself, its short name where there is no sound copy.  `new` and `gone` are names of badges
    and issuers in the copies, `number` how many badges there are now; `unsound` that the new copy cannot be shown.
    """

    name: str
    kind: Literal["added", "removed", "listed", "copied"]
    title: str
    url: str
    fields: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    number: int = 0
    unsound: bool = False

    def as_json(self) -> dict[str, Any]:
        """The change as plain data."""
        return {
            "name": self.name,
            "change": self.kind,
            "title": self.title,
            "url": self.url,
            "fields": list(self.fields),
            "new": list(self.new),
            "gone": list(self.gone),
            "badges": self.number,
            "unsound": self.unsound,
        }


def registry_changes(base: Registry, registry: Registry) -> Iterator[RegistryChange]:
    """Every other registry that differs, by name."""
    if ("federation",) in base.gaps | registry.gaps:
        return
    before, now = _by_name(base), _by_name(registry)
    for name in sorted({*before, *now, *base.federated, *registry.federated}):
        was, is_now = before.get(name), now.get(name)
        if is_now is None:
            if was is not None:
                yield RegistryChange(name=name, kind="removed", title=_title(base, was), url=was.url)
            continue
        if was is None:
            yield RegistryChange(name=name, kind="added", title=_title(registry, is_now), url=is_now.url)
        elif was != is_now:
            fields = tuple(key for key in type(is_now).model_fields if getattr(was, key) != getattr(is_now, key))
            title = _title(registry, is_now)
            yield RegistryChange(name=name, kind="listed", title=title, url=is_now.url, fields=fields)
        if base.federated.get(name) != registry.federated.get(name):
            yield _copied(base, registry, was, is_now)


def _copied(
    base: Registry, registry: Registry, was: FederatedRegistry | None, is_now: FederatedRegistry
) -> RegistryChange:
    old = _read(base, was) if was else None
    new = _read(registry, is_now)
    before, now = _names(old), _names(new)
    return RegistryChange(
        name=is_now.name,
        kind="copied",
        title=_title(registry, is_now),
        url=is_now.url,
        new=tuple(name for name in now if name not in before),
        gone=tuple(name for name in before if name not in now),
        number=len(new.badges) if new else 0,
        unsound=new is None and is_now.name in registry.federated,
    )


def _by_name(registry: Registry) -> dict[str, FederatedRegistry]:
    listed = registry.federation.registries if registry.federation else ()
    return {one.name: one for one in reversed(listed)}


def _read(registry: Registry, listed: FederatedRegistry) -> FederatedCatalog | None:
    content = registry.federated.get(listed.name)
    if content is None:
        return None
    try:
        return read(content, listed, registry)
    except UnsoundCatalogError:
        return None


def _title(registry: Registry, listed: FederatedRegistry) -> str:
    found = _read(registry, listed)
    return found.title if found else listed.name


def _names(catalog: FederatedCatalog | None) -> dict[str, None]:
    """What is shown of a catalogue, by name: its own, its issuers and its badges."""
    if catalog is None:
        return {}
    badges = (badge.names[catalog.language] for badge in catalog.badges)
    return dict.fromkeys((catalog.title, *(issuer.name for issuer in catalog.issuers), *badges))
