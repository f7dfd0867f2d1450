"""A new badge class: its file and its picture."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from conferral.authoring.badge_picture import placeholder
from conferral.authoring.edit import Edit
from conferral.authoring.naming import GIVEN
from conferral.authoring.pictures import picture
from conferral.authoring.values import slug_problem, unknown_owner, value_problems
from conferral.errors import RegistryProblems
from conferral.model import BadgeFile, Registry
from conferral.schemas import modeline
from conferral.yaml_edits import block


def new_badge(
    registry: Registry, slug: str, values: Mapping[str, Any], *, options: Mapping[str, str], image: Path | None = None
) -> Edit:
    """badge.yml, version 1, and the picture beside it.

    `values` are keys of badge.yml, in its order, `options` what each was given by.  Without an `image` the badge gets
    a picture to begin with and is a draft.  Raises `RegistryProblems` with everything that is wrong.
    """
    former = {name: one.slug for one in registry.badges.values() for name in one.current.formerly}
    problems = [slug_problem(slug, "badge", registry.badges, former)]
    if values.get("issuer") and values["issuer"] not in registry.issuers:
        problems.append(unknown_owner("--issuer", values["issuer"], "issuer", registry.issuers))
    ending, content = "svg", placeholder(str(values.get("name", slug)), slug)
    if image:
        ending, content, faults = picture(image, "--image", square=True)
        problems += faults
    whole = {
        "issuer": values.get("issuer"),
        "version": 1,
        **({} if image else {"state": "draft"}),
        **{key: value for key, value in values.items() if key != "issuer"},
    }
    problems += value_problems(BadgeFile, whole, options)
    found = [problem for problem in problems if problem]
    if found:
        raise RegistryProblems(found, where=GIVEN)
    path = f"credentials/badges/{slug}/badge.yml"
    return Edit(
        (
            (f"credentials/badges/{slug}/badge.{ending}", content),
            (path, f"{modeline(path)}\n{block(whole)}".encode()),
        )
    )
