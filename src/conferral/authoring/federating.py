"""Other registries: listing one, and fetching what it publishes into a copy that is checked before it is written."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from conferral import addresses
from conferral.authoring.edit import Edit, new_file
from conferral.errors import GIVEN, Problem, RegistryError, RegistryProblems
from conferral.federation import FederatedCatalog, UnsoundCatalogError, copied, read
from conferral.fields import closest
from conferral.files import Files
from conferral.model import FederatedRegistry, Registry
from conferral.verify.resolving import FetchError, Resolver
from conferral.yaml_edits import YamlText

FILE = "credentials/federation.yml"


def listed_as(registry: Registry, name: str | None) -> tuple[FederatedRegistry, ...]:
    """The registry of that name in the list, or all of them.  Raises `RegistryError` where there is none."""
    every = registry.federation.registries if registry.federation else ()
    if not every:
        raise RegistryError(
            "no other registry is listed",
            hint="List one with `conferral federation add NAME URL`, or write it into credentials/federation.yml.",
        )
    found = tuple(one for one in every if name is None or one.name == name)
    if not found:
        names = [one.name for one in every]
        hint = closest(name or "", names) or f"Listed are: {', '.join(names)}."
        raise RegistryError(f'no registry "{name}" is listed', hint=hint)
    return found


def listing(
    registry: Registry, files: Files, name: str, url: str, *, since: date, note: str | None
) -> tuple[Edit, FederatedRegistry]:
    """List another registry.  Raises `RegistryProblems` for values that do not fit."""
    entry: dict[str, Any] = {"name": name, "url": url.rstrip("/"), "since": since.isoformat()}
    if note:
        entry["note"] = note
    try:
        listed = FederatedRegistry.model_validate(entry)
    except ValueError as error:
        errors = error.errors() if hasattr(error, "errors") else []
        problems = [
            Problem(_OPTIONS[str(one["loc"][0])], 0, 0, str(one.get("ctx", {}).get("what") or one["msg"]))
            for one in errors
        ]
        raise RegistryProblems(problems, where=GIVEN) from None
    known = registry.federation.registries if registry.federation else ()
    twin = next((one for one in known if name == one.name or listed.url == one.url), None)
    if twin:
        what = f'"{twin.name}" is listed already, with the base URL {twin.url}'
        raise RegistryProblems([Problem("NAME", 0, 0, what, "each registry once")], where=GIVEN)
    if registry.federation is None:
        return Edit((new_file(FILE, {"registries": [entry]}),)), listed
    text = YamlText.of(files, FILE).append(("registries",), entry).text
    return Edit(((FILE, text.encode()),)), listed


_OPTIONS = {"name": "NAME", "url": "URL", "since": "--since", "note": "--note"}


def fetched(
    registry: Registry, listed: FederatedRegistry, resolver: Resolver, *, now: datetime
) -> tuple[Edit, FederatedCatalog]:
    """Fetch the catalog.json of a listed registry into its copy, and what that says.

    Raises `RegistryError` where it cannot be had, and `RegistryProblems` where it cannot be shown.
    """
    if listed.url in registry.bases:
        raise RegistryError(f'"{listed.name}" is this registry itself', hint="Take it out of the list.")
    address = addresses.url(listed.url, addresses.CATALOG)
    try:
        content = resolver.fetch(address)
    except FetchError as error:
        hint = "Ask again later, or see in a browser what stands there."
        raise RegistryError(f"{address} cannot be fetched: {error.message}", hint=hint) from error
    try:
        copy = copied(content, listed, registry, fetched=now)
    except UnsoundCatalogError as error:
        problems = [Problem(address, 0, 0, fault.words, fault.expected, fault.hint) for fault in error.faults]
        raise RegistryProblems(problems, where=f"what {listed.name} publishes; nothing was written") from None
    return Edit(((f"credentials/federated/{listed.name}.json", copy),)), read(copy, listed, registry)
