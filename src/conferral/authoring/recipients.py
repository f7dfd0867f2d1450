"""A recipient who lets something be published: a file of their own, with the recorded consent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from conferral.authoring.edit import Edit, new_file
from conferral.authoring.values import value_problems
from conferral.errors import GIVEN, Problem, RegistryProblems
from conferral.model import RecipientFile, Registry
from conferral.personal_data import personal_data


def new_recipient(
    registry: Registry,
    recipient: str,
    *,
    name: str | None,
    portfolio: bool,
    consent: date,
    today: date,
    record: str | None = None,
) -> Edit:
    """recipients/<recipient>.yml with a display name, a portfolio page, or both, as consented to on that day.

    `record` says where the consent is kept.  Raises `RegistryProblems` with everything that is wrong with what was
    given.
    """
    to = [*(["display_name"] if name else []), *(["portfolio"] if portfolio else [])]
    values: Mapping[str, Any] = {
        **({"display_name": name} if name else {}),
        **({"portfolio": True} if portfolio else {}),
        "consent": {"on": consent, "to": to, **({"record": record} if record else {})},
    }
    options = {"display_name": "--name", "consent": "--record" if record else "--consent"}
    problems = list(value_problems(RecipientFile, values, options))
    if consent > today:
        what = f"{consent} has not come yet"
        problems.append(Problem("--consent", 0, 0, what, "the day on which the consent was given"))
    for option, text in (("--name", name), ("--record", record)):
        for kind, found in personal_data(text or ""):
            what = f'this looks like {kind}: "{found}"'
            problems.append(Problem(option, 0, 0, what, "", "leave it out; everybody can read the file"))
    if recipient in registry.recipients:
        file = registry.recipients[recipient].place.file
        problems.append(Problem(recipient, 0, 0, f"{file} is there already", "", "edit that file"))
    if problems:
        raise RegistryProblems(problems, where=GIVEN)
    path = f"recipients/{recipient}.yml"
    return Edit((new_file(path, values),))
