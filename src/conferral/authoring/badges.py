"""A new badge class: its file and its picture."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from conferral.authoring.badge_picture import placeholder
from conferral.authoring.edit import Edit, new_file
from conferral.authoring.pictures import picture
from conferral.authoring.values import slug_problem, unknown_owner, value_problems
from conferral.errors import GIVEN, Problem, RegistryProblems
from conferral.model import BadgeFile, Registry


def faults(registry: Registry, slug: str, values: Mapping[str, Any], options: Mapping[str, str]) -> Iterator[Problem]:
    """What is wrong with a new badge as far as it was described: each at the option (key -> option) that said it."""
    former = {name: one.slug for one in registry.badges.values() for name in one.current.formerly}
    problem = slug_problem(slug, "badge", registry.badges, former)
    if problem:
        yield problem
    if "issuer" in values and values["issuer"] not in registry.issuers:
        yield unknown_owner(options["issuer"], values["issuer"], "issuer", registry.issuers)
    yield from value_problems(BadgeFile, {"version": 1, **values}, options)


def new_badge(
    registry: Registry, slug: str, values: Mapping[str, Any], *, options: Mapping[str, str], image: Path | None = None
) -> Edit:
    """badge.yml, version 1, and the picture beside it.

    `values` are keys of badge.yml, in its order, `options` what each was given by.  Without an `image` the badge gets
    a picture to begin with and is a draft.  Raises `RegistryProblems` with everything that is wrong.
    """
    problems = list(faults(registry, slug, values, options))
    ending, content = "svg", placeholder(str(values.get("name", slug)), slug)
    if image:
        ending, content, found = picture(image, "--image", square=True)
        problems += found
    if problems:
        raise RegistryProblems(problems, where=GIVEN)
    path = f"credentials/badges/{slug}/badge.yml"
    whole = {
        "issuer": values.get("issuer"),
        "version": 1,
        **({} if image else {"state": "draft"}),
        **{key: value for key, value in values.items() if key != "issuer"},
    }
    return Edit(
        (
            (f"credentials/badges/{slug}/badge.{ending}", content),
            new_file(path, whole),
        )
    )
