"""A new issuer: its file, and its logo if it has one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from conferral.authoring.edit import Edit, new_file
from conferral.authoring.pictures import picture
from conferral.authoring.values import slug_problem, unknown_owner, value_problems
from conferral.errors import GIVEN, Problem, RegistryProblems
from conferral.model import IssuerFile, Registry


def faults(registry: Registry, slug: str, values: Mapping[str, Any], options: Mapping[str, str]) -> Iterator[Problem]:
    """What is wrong with a new issuer as far as it was described: each at the option (key -> option) that said it."""
    former = {name: one.slug for one in registry.issuers.values() for name in one.current.formerly}
    problem = slug_problem(slug, "issuer", registry.issuers, former)
    if problem:
        yield problem
    if "parent" in values and values["parent"] not in registry.issuers:
        yield unknown_owner(options["parent"], values["parent"], "issuer", registry.issuers)
    yield from value_problems(IssuerFile, {"version": 1, **values}, options)


def new_issuer(
    registry: Registry, slug: str, values: Mapping[str, Any], *, options: Mapping[str, str], logo: Path | None = None
) -> Edit:
    """issuer.yml, version 1, and the logo beside it.

    `values` are keys of issuer.yml, in its order, `options` what each was given by.  Raises `RegistryProblems` with
    everything that is wrong with what was given.
    """
    problems = list(faults(registry, slug, values, options))
    files: list[tuple[str, bytes | None]] = []
    if logo:
        ending, content, found = picture(logo, "--logo", square=False)
        problems += found
        files.append((f"credentials/issuers/{slug}/logo.{ending}", content))
    if problems:
        raise RegistryProblems(problems, where=GIVEN)
    path = f"credentials/issuers/{slug}/issuer.yml"
    return Edit((*files, new_file(path, {"version": 1, **values})))
