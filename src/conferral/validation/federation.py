"""Other registries that are listed, and the copies of what they publish.

A mistake in a copy stands in no build's way: pages leave out what is not sound, and awards and revocations have nothing
to do with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from conferral.federation import STALE_AFTER, FederatedCatalog, UnsoundCatalogError, read
from conferral.model import FederatedRegistry, Finding, Place
from conferral.standards.confusables import skeleton
from conferral.validation.facts import Facts

_SLACK = timedelta(days=1)


def registries_are_listed_once(facts: Facts) -> Iterator[Finding]:
    """Each other registry has a name and a base URL of its own, and none is this one."""
    own = facts.registry.bases
    names: set[str] = set()
    urls: set[str] = set()
    for place, listed in _listed(facts):
        if listed.name in names:
            yield Finding(place.at("name"), f'the name "{listed.name}" stands here twice', "each name once")
        if listed.url in urls:
            yield Finding(place.at("url"), f'"{listed.url}" stands here twice', "each registry once", "delete one")
        if listed.url in own:
            hint = "delete the entry; a registry's own badges are in its catalogue"
            yield Finding(place.at("url"), "this is the registry itself", "another registry", hint)
        names.add(listed.name)
        urls.add(listed.url)


def copies_are_there_and_sound(facts: Facts) -> Iterator[Finding]:
    """Of each registry that is listed there is a copy that can be shown, and of no other."""
    registry = facts.registry
    for place, listed in _listed(facts):
        command = f"`conferral federation fetch {listed.name}`"
        if listed.name not in registry.federated:
            if not facts.is_gap("federated catalog", listed.name):
                what = f'there is no copy of what "{listed.name}" publishes'
                yield Finding(place, what, _file(listed.name), f"{command} fetches it")
            continue
        try:
            found = read(registry.federated[listed.name], listed, registry)
        except UnsoundCatalogError as error:
            for fault in error.faults:
                hint = fault.hint or f"{command} fetches it anew; tell its operators, if that does not mend it"
                yield Finding(Place(_file(listed.name)), fault.words, fault.expected, hint)
            continue
        if found.fetched > facts.as_of + _SLACK:
            what = f"it was fetched on {found.fetched:%Y-%m-%d}, which is still to come"
            yield Finding(Place(_file(listed.name)), what, "a time that has been", f"{command} fetches it anew")
    if not facts.is_gap("federation"):
        names = {listed.name for _, listed in _listed(facts)}
        for name in sorted(registry.federated.keys() - names):
            what = f'no registry "{name}" is listed'
            hint = "list it there, or delete this file"
            yield Finding(Place(_file(name)), what, "an entry in credentials/federation.yml", hint)


def what_is_old_or_alike(facts: Facts) -> Iterator[Finding]:
    """Copies of long ago, and names of others that look like those of this registry."""
    own = {skeleton(facts.registry.file.title.casefold()): "this registry"}
    for issuer in facts.registry.issuers.values():
        own.setdefault(skeleton(issuer.current.name.casefold()), f'the issuer "{issuer.slug}"')
    for found in _sound(facts):
        place = Place(_file(found.listed.name))
        if found.fetched + STALE_AFTER < facts.as_of:
            hint = f"`conferral federation fetch {found.listed.name}` fetches it anew"
            yield Finding(place, f"it was fetched on {found.fetched:%Y-%m-%d}, more than a year ago", "", hint)
        names = [found.title, *(issuer.name for issuer in found.issuers)]
        for name in dict.fromkeys(names):
            twin = own.get(skeleton(name.casefold()))
            if twin:
                hint = "see whether it is the same organisation; its pages say in which registry it is"
                yield Finding(place, f'"{name}" there has the name of {twin}, or one that looks like it', "", hint)


def _listed(facts: Facts) -> Iterator[tuple[Place, FederatedRegistry]]:
    federation = facts.registry.federation
    for number, listed in enumerate(federation.registries if federation else ()):
        assert federation is not None  # noqa: S101 -- it has registries
        yield federation.place.at("registries", number), listed


def _sound(facts: Facts) -> Iterator[FederatedCatalog]:
    registry = facts.registry
    for _, listed in _listed(facts):
        if listed.name in registry.federated:
            try:
                yield read(registry.federated[listed.name], listed, registry)
            except UnsoundCatalogError:
                continue


def _file(name: str) -> str:
    return f"credentials/federated/{name}.json"


RULES = (registries_are_listed_once,)
"""What must hold."""

ON_BRANCHES = (copies_are_there_and_sound,)
"""What should be mended before it is merged."""

NOTES = (what_is_old_or_alike,)
"""What is good to know."""
