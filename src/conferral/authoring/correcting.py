"""Issuing awards again: their entries or their badge's text are edited, and a file of correction says why.

    conferral correct ID --set result.value=95 --reason clerical-error
    conferral extend ID --by "1 year"
    conferral badge correct sailing --set description=... --reason badge-text

Each gives an `Edit`, with one file of correction for each badge; `conferral register` then appends the rows.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

from conferral.authoring.edit import Edit, new_file
from conferral.authoring.hindrances import Because, revoked, unregistered
from conferral.authoring.notes import note_problems
from conferral.authoring.settings import Settings, badge_value, with_settings
from conferral.authoring.versions import BADGE_KEYS as VERSION_KEYS
from conferral.credentials import layout_for
from conferral.errors import GIVEN, Problem, RegistryProblems
from conferral.fields import Period, closest
from conferral.files import Files
from conferral.identifiers import new_file_ending
from conferral.model import Award, Badge, Registry
from conferral.register.drift import signs_as_issued
from conferral.states import last_day
from conferral.yaml_edits import YamlText

_CALENDAR_DAY = re.compile(r"\d{4}-\d\d-\d\d")

ENTRY_KEYS = (
    *("awarded", "valid_until", "result.status", "result.value", "result.of", "result.level", "narrative", "evidence"),
    *("activity.start", "activity.end", "role", "source.name", "source.url", "credits_earned", "term"),
    "license_number",
)
"""What `conferral correct --set` sets; besides, `result=` takes the whole result away, and so on for others."""
_WHOLES = ("result", "activity", "source")
BADGE_KEYS = tuple(key for key in VERSION_KEYS if key != "status_purpose")
"""What `conferral badge correct --set` sets."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Why awards are issued again: what their files of correction say besides the awards.

    `reason` is one of `conferral.model.CorrectionReason`.
    """

    on: date
    reason: str
    note: str | None = None


def correct(
    registry: Registry, files: Files, awards: Sequence[Award], decision: Decision, changes: Settings | None = None
) -> Edit:
    """The entries of the awards with the changes, and a file of correction for each badge.

    Without changes, awards are issued again as their files are now.  Raises `RegistryProblems` with every award that
    cannot be corrected, among them those of which nothing would change, and with what is wrong with keys and note.
    """
    changes = changes or {}
    problems = [*_key_problems(changes, ENTRY_KEYS, _WHY_NOT), *_note(registry, awards, decision)]
    texts: dict[str, YamlText] = {}
    for award in awards:
        what = _not_correctable(registry, award)
        before = _entry_text(texts, files, award)
        what = what or _several_results(before, award, changes)
        after = before if problems or what else with_settings(before, changes, _value, award.place.keys)
        if what is None and after.data == before.data and not _differs(registry, award):
            hint = "edit the entry first, or say what changes with --set"
            what = "nothing of this award changed since it was issued", "an award to correct", hint
        if what:
            problems.append(Problem(award.id or "", 0, 0, *what))
        texts[award.place.file] = after
    return _edit(files, awards, decision, texts, problems)


def extend(
    registry: Registry, files: Files, awards: Sequence[Award], decision: Decision, *, until: date | Period
) -> Edit:
    """The last valid day of the awards moved to a day, or by a period from the present one.  Raises as `correct`."""
    problems = list(_note(registry, awards, decision))
    texts: dict[str, YamlText] = {}
    for award in awards:
        what = _not_correctable(registry, award)
        last = last_day(registry, award)
        day = until if isinstance(until, date) else until.after(last) if last else None
        if what is None and last is None:
            hint = "for an end where there was none: `conferral correct --set valid_until=...`"
            what = "this award has no end that could be moved", "an award with a last valid day", hint
        elif what is None and day and last and day <= last:
            hint = "to end it earlier: `conferral correct --set valid_until=...`"
            what = f"{day} is no later than its last valid day, {last}", f"a day after {last}", hint
        if what:
            problems.append(Problem(award.id or "", 0, 0, *what))
        else:
            text = _entry_text(texts, files, award)
            texts[award.place.file] = text.set(("recipients", award.place.keys[-1], "valid_until"), day)
    return _edit(files, awards, decision, texts, problems)


def badge_correct(
    registry: Registry,
    files: Files,
    badge: Badge,
    decision: Decision,
    *,
    version: int | None = None,
    changes: Settings | None = None,
) -> tuple[Edit, tuple[Award, ...]]:
    """A version of the badge (by default the current one) with the changes, and the correction of its awards.

    Without changes, of the awards whose text differs from what was issued; with changes, of all awards of the version.
    Returns the edit, and the awards.  Raises `RegistryProblems` when there is no such version or nothing to correct.
    """
    changes = changes or {}
    number = version or badge.current.version
    if number not in badge.versions:
        known = ", ".join(map(str, badge.versions))
        what = f'the badge "{badge.slug}" has no version {number}'
        raise RegistryProblems([Problem("--version", 0, 0, what, f"one of {known}")], where=GIVEN)
    of_it = [award for award in registry.awards if award.badge == badge.slug and award.row]
    of_it = [award for award in of_it if award.row and award.row.badge_version == number]
    file = badge.versions[number].place.file
    before = YamlText.of(files, file)
    problems = [*_key_problems(changes, BADGE_KEYS, _WHY_NOT_OF_BADGES), *_note(registry, of_it, decision)]
    after = before if problems else with_settings(before, changes, badge_value)
    awards = of_it if after.data != before.data else [award for award in of_it if not signs_as_issued(registry, award)]
    if not awards and not problems:
        what = f'no award of version {number} of "{badge.slug}" says anything else than what was issued'
        hint = f"edit {file} first, or say what changes with --set"
        problems.append(Problem(badge.slug, 0, 0, what, "a text that changed", hint))
    waiting = [award for award in awards if award.id in registry.being_corrected]
    problems += [Problem(award.id or "", 0, 0, *_WAITING) for award in waiting]
    return _edit(files, awards, decision, {file: after}, problems), tuple(awards)


_WAITING: Because = (
    "a correction of this award is not registered yet",
    "an award without one",
    "run `conferral register` first; or edit the files by hand, and that correction issues what they say",
)
_WHY_NOT: Mapping[str, str] = {
    "recipient": "a credential never passes to somebody else: revoke the award, and award anew",
    "id": "the id of an award is for good",
    "erased": "use `conferral erase`",
    "badge": "revoke the award, and award the other badge",
    "badge_version": "an award keeps its version; correct the badge's text with `conferral badge correct`",
    "renews": "edit the entry by hand: it says nothing that is signed",
}
_WHY_NOT_OF_BADGES: Mapping[str, str] = {
    **dict.fromkeys(
        ("alignments", "results", "image", "identifiers", "creator", "related"),
        "edit the file by hand, and run this without --set",
    ),
    "version": "a correction keeps the version; for awards to come use `conferral badge new-version`",
    "status_purpose": "its awards would move to another status list; begin a new version",
    "state": "edit the file by hand: it says nothing that is signed",
}


def _key_problems(changes: Settings, known: Sequence[str], why_not: Mapping[str, str]) -> list[Problem]:
    problems = []
    for key, value in changes.items():
        if key in _WHOLES and known is ENTRY_KEYS:
            if value:
                parts = ", ".join(one for one in known if one.startswith(f"{key}."))
                hint = f"{key}= takes the whole {key} away"
                problems.append(Problem("--set", 0, 0, f'"{key}" has parts', parts, hint))
        elif key not in known:
            hint = why_not.get(key) or closest(key, known)
            problems.append(Problem("--set", 0, 0, f'"{key}" cannot be set', ", ".join(known), hint))
    return problems


def _value(key: str, text: str) -> Any:
    """A value of an entry: days plain, evidence as addresses with spaces between them."""
    if key == "evidence":
        return text.split()
    if key == "credits_earned":
        return badge_value("credits", text)
    if key in ("awarded", "valid_until", "activity.start", "activity.end") and _CALENDAR_DAY.fullmatch(text):
        with suppress(ValueError):  # checking the file says what is wrong with it
            return date.fromisoformat(text)
    return text.replace("\\n", "\n") if key == "narrative" else text


def _several_results(text: YamlText, award: Award, changes: Settings) -> Because | None:
    """A part of a result where results stand in a list: which of them is meant?"""
    key = next((key for key in changes if key.startswith("result.")), None)
    entry = text.data
    for step in award.place.keys:
        entry = entry[step]
    if key is None or not isinstance(entry.get("result"), list):
        return None
    hint = "edit the entry, and run this without --set"
    return f'this award lists its results, so "{key}" does not say which', "an award with one result", hint


def _note(registry: Registry, awards: Sequence[Award], decision: Decision) -> list[Problem]:
    return list(note_problems(registry, decision.note, (award.recipient for award in awards)))


def _not_correctable(registry: Registry, award: Award) -> Because | None:
    because = unregistered(award, f"edit its entry in {award.place.file}")
    because = because or revoked(registry, award, "a revocation is for good; award the badge anew")
    return because or (_WAITING if award.id in registry.being_corrected else None)


def _differs(registry: Registry, award: Award) -> bool:
    """Whether issuing a registered award again would say anything else than its latest row: text, issuer, identity."""
    row = award.row
    if row is None:
        return False
    issuer = registry.issuers[registry.badges[award.badge].current.issuer].current.version
    today = issuer, layout_for(registry.recipients.get(award.recipient))
    return (row.issuer_version, row.layout) != today or not signs_as_issued(registry, award)


def _entry_text(texts: dict[str, YamlText], files: Files, award: Award) -> YamlText:
    file = award.place.file
    return texts.setdefault(file, YamlText.of(files, file))


def _edit(
    files: Files,
    awards: Sequence[Award],
    decision: Decision,
    texts: Mapping[str, YamlText],
    problems: Sequence[Problem],
) -> Edit:
    """The edited files that changed, then the files of correction."""
    if problems:
        raise RegistryProblems(problems, where=GIVEN)
    edited = [(file, text.text.encode()) for file, text in texts.items()]
    changed = [(file, content) for file, content in edited if content != files.read(file)]
    by_badge: dict[str, list[str]] = {}
    for award in awards:
        by_badge.setdefault(award.badge, []).append(award.id or "")
    return Edit((*changed, *(_correction(badge, ids, decision) for badge, ids in by_badge.items())))


def _correction(badge: str, awards: Sequence[str], decision: Decision) -> tuple[str, bytes]:
    path = f"credentials/corrections/{badge}/{decision.on}-{decision.reason}-{new_file_ending()}.yml"
    values: dict[str, Any] = {"badge": badge, "on": decision.on, "reason": decision.reason}
    if decision.note:
        values["note"] = decision.note
    return new_file(path, {**values, "awards": list(awards)})
