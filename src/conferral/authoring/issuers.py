"""A new issuer: its file, and its logo if it has one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from conferral.authoring.edit import Edit
from conferral.authoring.naming import GIVEN
from conferral.authoring.pictures import picture
from conferral.authoring.values import slug_problem, unknown_owner, value_problems
from conferral.errors import RegistryProblems
from conferral.model import IssuerFile, Registry
from conferral.schemas import modeline
from conferral.yaml_edits import block


def new_issuer(
    registry: Registry, slug: str, values: Mapping[str, Any], *, options: Mapping[str, str], logo: Path | None = None
) -> Edit:
    """issuer.yml, version 1, and the logo beside it.

    `values` are keys of issuer.yml, in its order, `options` what each was given by.  Raises `RegistryProblems` with
    everything that is wrong with what was given.
    """
    former = {name: one.slug for one in registry.issuers.values() for name in one.current.formerly}
    problems = [slug_problem(slug, "issuer", registry.issuers, former)]
    if values.get("parent") and values["parent"] not in registry.issuers:
        problems.append(unknown_owner("--parent", values["parent"], "issuer", registry.issuers))
    files: list[tuple[str, bytes | None]] = []
    if logo:
        ending, content, faults = picture(logo, "--logo", square=False)
        problems += faults
        files.append((f"credentials/issuers/{slug}/logo.{ending}", content))
    whole = {"version": 1, **values}
    problems += value_problems(IssuerFile, whole, options)
    found = [problem for problem in problems if problem]
    if found:
        raise RegistryProblems(found, where=GIVEN)
    path = f"credentials/issuers/{slug}/issuer.yml"
    return Edit((*files, (path, f"{modeline(path)}\n{block(whole)}".encode())))
