"""What was found, as one edit of a registry: issuers, badges with their pictures, and batches of awards.

A badge or issuer of the same name that the registry has is used as it is.  Signatures, status and ids of the old
copies are not carried: what was awarded elsewhere is issued anew here, and the old copies stay as they are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from conferral.authoring.edit import Edit
from conferral.authoring.importing.defining import Defining, Draft, Target
from conferral.authoring.importing.fitting import day_written
from conferral.authoring.importing.found import Found, FoundAward, FoundIdentity, Notes, Origin
from conferral.authoring.importing.granting import Granted, Granting
from conferral.authoring.importing.recipients import Recipients
from conferral.errors import Problem
from conferral.identifiers import new_file_ending
from conferral.model import Registry
from conferral.names_in_text import Names
from conferral.people import NewPerson
from conferral.timezones import zone

MOST_IN_A_BATCH = 1_000
"""Awards in one file; a file of more is hard to review."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedAward:
    """An award that is carried, and the batch that it is in."""

    granted: Granted
    file: str

    def as_json(self) -> dict[str, Any]:
        """The award as plain data: what it was, and what it becomes."""
        award, who = self.granted.award, self.granted.who
        return {
            "file": award.origin.file,
            "pointer": award.origin.pointer,
            "id": award.ids[0] if award.ids else None,
            "badge": self.granted.target.slug,
            "recipient": who.recipient,
            "known": who.is_known,
            "awarded": self.granted.entry["awarded"].isoformat(),
            "batch": self.file,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """All that an import would do; `problems` are what keeps it from being done."""

    edit: Edit
    issuers: tuple[tuple[str, bool], ...]
    """Short names of the issuers concerned, and whether each is new."""

    badges: tuple[tuple[str, bool], ...]
    """Likewise."""

    awards: tuple[CarriedAward, ...]
    people: tuple[NewPerson, ...]
    """Who is to be written into the map of people."""

    left_out: int
    """Awards that are not carried, each with a note."""

    problems: tuple[Problem, ...]


@dataclass
class Carrying:
    """Carries what was found into a registry, in steps: badges first, then who is meant, then the awards.

    `issuer` is whose badges all become, and `into` the badge that all awards are of, where that is said.
    """

    registry: Registry
    found: Found
    notes: Notes
    today: date
    issuer: str | None = None
    into: str | None = None
    _awards: list[tuple[FoundAward, Target]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._draft = Draft(self.today)
        self._defining = Defining(self.registry, self.found, self._draft, self.notes, self.issuer)
        self._left_out = 0

    def prepare(self) -> Sequence[str]:
        """Carry issuers and badges, and find the badge of each award; the short names of the issuers concerned."""
        awards = list(self._each_once())
        if self.into:
            self._sort_into(awards, self.into)
        else:
            self._sort(awards)
        return list(self._defining.issuers)

    def identities(self) -> Iterator[FoundIdentity]:
        """Who the awards that will be carried are for."""
        for award, _ in self._awards:
            yield from award.identities

    def carried(self, recipients: Recipients) -> Carried:
        """The edit, once it is known how people are identified."""
        identified = [recipients.of(award.identities) for award, _ in self._awards]
        people = recipients.identifying.people
        known = {person.name for person in people.persons} if people else set()
        names = Names({*known, *(one.name for one in identified)} - {""})
        granting = Granting(self.registry, self._draft, self.notes, names)
        granted: dict[str, list[Granted]] = {}
        # the earliest first, so that of two which hold at the same time the earlier is carried
        days = [day_written(award.issued, zone(self.registry.file.timezone)) for award, _ in self._awards]
        for number in sorted(range(len(identified)), key=lambda number: days[number] or date.max):
            one = granting.award(*self._awards[number], identified[number])
            if one:
                granted.setdefault(one.target.slug, []).append(one)
        awards: list[CarriedAward] = []
        for slug, of_badge in granted.items():
            for start in range(0, len(of_badge), MOST_IN_A_BATCH):
                part = of_badge[start : start + MOST_IN_A_BATCH]
                path = self._batch(slug, part)
                awards += (CarriedAward(granted=one, file=path) for one in part)
        new = [one.granted.who.new for one in awards if one.granted.who.new]
        return Carried(
            edit=Edit(tuple(self._draft.files)),
            issuers=tuple(self._defining.issuers.items()),
            badges=tuple((slug, target.is_new) for slug, target in self._defining.badges.items()),
            awards=tuple(awards),
            people=tuple({one.recipient: one for one in new}.values()),
            left_out=self._left_out + granting.left_out,
            problems=tuple(self._draft.problems),
        )

    def _each_once(self) -> Iterator[FoundAward]:
        """Awards that hold: not revoked, and of copies with one id the newest."""
        newest: dict[str, FoundAward] = {}
        for award in self.found.awards:
            for name in award.ids[:1]:
                if name not in newest or award.newness > newest[name].newness:
                    newest[name] = award
        for award in self.found.awards:
            latest = newest[award.ids[0]] if award.ids else award
            if latest is not award:
                if latest.newness != award.newness:
                    self.notes.not_carried(award.origin, "an earlier copy of an award that was issued again")
            elif award.revoked or self.found.revoked.intersection(award.ids):
                self._left_out += 1
                self.notes.not_carried(award.origin, "an award that was revoked")
            else:
                yield award

    def _sort(self, awards: Sequence[FoundAward]) -> None:
        """Each award to its badge."""
        for defined in self.found.badges:
            self._defining.target(defined)
        for award in awards:
            badge = self._defining.badge_of(award)
            if badge is None:
                named = f'"{award.badge}"' if award.badge else "nothing"
                what = f"the badge of this award is in none of the files: it names {named}"
                hint = "hand it in as well, or name a badge of the registry with --into"
                self._draft.problem(award.origin, what, "its badge class", hint)
            elif target := self._defining.target(badge):
                self._awards.append((award, target))
        if not self.found.badges and not self.found.awards and not self.issuer:
            for issuer in self.found.issuers:
                self._defining.issuer(issuer)

    def _sort_into(self, awards: Sequence[FoundAward], slug: str) -> None:
        """All awards to one badge that the registry has."""
        target = self._defining.known(slug)
        kinds: dict[str, Origin] = {}
        for award in awards:
            badge = self._defining.badge_of(award)
            kinds.setdefault(str(badge.name if badge else award.badge or ""), award.origin)
            self._awards.append((award, target))
        if len(kinds) > 1:
            named = ", ".join(f'"{name}"' for name in list(kinds)[:5])
            what = f"the awards are of {len(kinds)} badges ({named}), and --into names one"
            hint = "leave --into out, or hand in the files of one badge"
            self._draft.problem(list(kinds.values())[1], what, "awards of one badge", hint)
        for defined in self.found.badges:
            self.notes.note(defined.origin, f'the badge class itself is not carried: --into names "{slug}"')

    def _batch(self, slug: str, granted: Sequence[Granted]) -> str:
        """Write a batch, its entries by recipient id, as in `conferral.authoring.awarding.batch`; its path."""
        path = f"credentials/awards/{slug}/{self.today}-import-{new_file_ending()}.yml"
        usual = Counter(one.entry["awarded"] for one in granted).most_common(1)[0][0]
        entries = [
            {key: value for key, value in one.entry.items() if key != "awarded" or value != usual}
            for one in sorted(granted, key=lambda one: str(one.entry["recipient"]))
        ]
        self._draft.write_record(path, {"badge": slug, "awarded": usual, "recipients": entries})
        return path
