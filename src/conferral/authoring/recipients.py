"""A recipient who lets something be published: a file of their own, with the recorded consent.

What is published about whom is decided by that person.  So everything here is either an edit that consent is given for,
with its day, or one that takes something back, which needs none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from conferral.authoring.edit import Edit, new_file
from conferral.authoring.values import value_problems
from conferral.errors import GIVEN, Problem, RegistryProblems
from conferral.files import Files
from conferral.model import Award, RecipientFile, Registry
from conferral.personal_data import personal_data
from conferral.yaml_edits import YamlText

Published = Literal["display_name", "portfolio", "record"]
"""What a recipient may have published that is not signed into their credentials."""

OPTIONS: Mapping[str, str] = {
    "display_name": "--name",
    "portfolio": "--portfolio",
    "record": "--learner-record",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody wants to be published, the day on which they consented to it, and where that consent is kept."""

    name: str | None = None
    portfolio: bool = False
    record: bool = False
    consent: date
    kept: str | None = None

    @property
    def values(self) -> Mapping[str, Any]:
        """What goes into the file."""
        return {
            **({"display_name": self.name} if self.name else {}),
            **({"portfolio": True} if self.portfolio else {}),
            **({"record": True} if self.record else {}),
        }


def publish(registry: Registry, files: Files, recipient: str, wanted: Wanted, *, today: date) -> Edit:
    """The recipient's file with all that is wanted, besides what it published before; a new file if there is none.

    The day of consent is then that of `wanted`, for everything.  Raises `RegistryProblems` with everything that is
    wrong with what was given.
    """
    _refuse(registry, wanted, today)
    path = f"recipients/{recipient}.yml"
    known = registry.recipients.get(recipient)
    if known is None:
        return Edit((new_file(path, _new(wanted)),))
    to = [*known.consent.to, *(key for key in wanted.values if key not in known.consent.to)]
    text = YamlText.of(files, path)
    for key, value in wanted.values.items():
        text = text.set((key,), value)
    text = text.set(("consent", "on"), wanted.consent).set(("consent", "to"), to)
    if wanted.kept:
        text = text.set(("consent", "record"), wanted.kept)
    return Edit(((path, text.text.encode()),))


def withdraw(registry: Registry, files: Files, recipient: str, keys: Sequence[Published]) -> Edit:
    """The recipient's file without these keys and the consent to them; no file where nothing is left in it.

    What is signed, `identity`, stays: only a correction takes that back.
    """
    path = f"recipients/{recipient}.yml"
    known = registry.recipients.get(recipient)
    published = [key for key in keys if known and getattr(known, key)]
    if known is None or not published:
        what = f"nothing of {recipient} is published" if known is None else "this is not published"
        raise RegistryProblems([Problem(recipient, 0, 0, what, "a recipient with a file in recipients/")], where=GIVEN)
    left = [key for key in OPTIONS if key not in published and getattr(known, key)]
    to = [key for key in known.consent.to if key in left or (key == "identity" and known.identity)]
    if not left and not known.identity:
        return Edit(((path, None),))
    text = YamlText.of(files, path)
    for key in published:
        text = text.remove((key,))
    if known.hidden and not {"portfolio", "record"} & set(left):
        text = text.remove(("hidden",))
    return Edit(((path, text.set(("consent", "to"), to).text.encode()),))


def hide(registry: Registry, files: Files, awards: Iterable[Award]) -> Edit:
    """The files of the awards' recipients, with these awards among what portfolio and record leave out."""
    return _with_hidden(registry, files, awards, hidden=True)


def unhide(registry: Registry, files: Files, awards: Iterable[Award]) -> Edit:
    """The files of the awards' recipients, with these awards no longer hidden."""
    return _with_hidden(registry, files, awards, hidden=False)


def _with_hidden(registry: Registry, files: Files, awards: Iterable[Award], *, hidden: bool) -> Edit:
    by_recipient: dict[str, list[Award]] = {}
    for award in awards:
        by_recipient.setdefault(award.recipient, []).append(award)
    problems = [
        problem
        for recipient, some in by_recipient.items()
        for problem in _cannot_change(registry.recipients.get(recipient), some, hidden=hidden)
    ]
    if problems:
        raise RegistryProblems(problems, where=GIVEN)
    changed = []
    for recipient, some in by_recipient.items():
        file = registry.recipients[recipient]
        text = YamlText.of(files, file.place.file)
        ids = {award.id or "" for award in some}
        kept = [award for award in file.hidden if award not in ids]
        if hidden:
            text = text.set(("hidden",), [*file.hidden, *(award.id for award in some)], after=_last_before(file))
        elif kept:
            for position in reversed([n for n, award in enumerate(file.hidden) if award in ids]):
                text = text.remove(("hidden", position))
        else:
            text = text.remove(("hidden",))
        changed.append((file.place.file, text.text.encode()))
    return Edit(tuple(changed))


def _last_before(file: RecipientFile) -> str:
    """The key of the file after which what is hidden stands."""
    return "record" if file.record else "portfolio" if file.portfolio else "consent"


def _cannot_change(file: RecipientFile | None, awards: Iterable[Award], *, hidden: bool) -> Iterator[Problem]:
    for award in awards:
        given = award.id or ""
        if file is None or not (file.portfolio or file.record):
            what = f"{award.recipient} has neither a portfolio nor a record, so there is nothing to hide it from"
            yield Problem(given, 0, 0, what, "an award of somebody who has one")
        elif hidden and given in file.hidden:
            yield Problem(given, 0, 0, "this award is hidden already", "an award that is shown")
        elif not hidden and given not in file.hidden:
            yield Problem(given, 0, 0, "this award is not hidden", "an award that is hidden")


def _new(wanted: Wanted) -> Mapping[str, Any]:
    consent = {"on": wanted.consent, "to": list(wanted.values), **({"record": wanted.kept} if wanted.kept else {})}
    return {**wanted.values, "consent": consent}


def _refuse(registry: Registry, wanted: Wanted, today: date) -> None:
    options = {**OPTIONS, "consent": "--record" if wanted.kept else "--consent"}
    problems = list(value_problems(RecipientFile, _new(wanted), options))
    if wanted.consent > today:
        what = f"{wanted.consent} has not come yet"
        problems.append(Problem("--consent", 0, 0, what, "the day on which the consent was given"))
    if wanted.record and registry.file.records_by is None:
        what = "nobody signs learner records in this registry, so there would be none"
        hint = "name the issuer who signs them there"
        problems.append(Problem("--learner-record", 0, 0, what, "records_by in credentials/registry.yml", hint))
    for option, text in (("--name", wanted.name), ("--record", wanted.kept)):
        for kind, found in personal_data(text or ""):
            what = f'this looks like {kind}: "{found}"'
            problems.append(Problem(option, 0, 0, what, "", "leave it out; everybody can read the file"))
    if problems:
        raise RegistryProblems(problems, where=GIVEN)
