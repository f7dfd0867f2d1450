"""Who is meant: recipient ids, e-mail addresses and names become recipient ids, never two for one person.

An id stands for itself.  An address or a name is looked up in the map of people; an address that it does not know
gets a derived id where the issuer's ids are derived, else a random one, and a row in the map.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from pydantic import TypeAdapter

from conferral.fields import RecipientId, closest, refusal
from conferral.identifiers import new_recipient_id
from conferral.people import NewPerson, People, Person, begins_a_formula, normal_email, normal_name
from conferral.recipient_secret import RecipientSecret

_RECIPIENT: TypeAdapter[str] = TypeAdapter(RecipientId)
_WITH_NAME = re.compile(r"\s*(?P<name>[^<>]*?)\s*<(?P<email>[^<>]+)>\s*")


class Fault(NamedTuple):
    """What is wrong with what is said about somebody, and in which of its parts (`recipient`, `email`, `name`)."""

    key: str
    what: str
    expected: str
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a row or an argument says about who is meant; empty for what it does not say."""

    recipient: str = ""
    email: str = ""
    name: str = ""
    given_name: str = ""
    family_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """Somebody who was identified; `recipient` is empty if nobody was, and `faults` say why."""

    recipient: str = ""
    email: str = ""
    name: str = ""
    new: NewPerson | None = None
    faults: tuple[Fault, ...] = ()
    warnings: tuple[str, ...] = ()


def said(text: str) -> Said:
    """What an argument says: an id, an e-mail address with or without a name before it, or a name."""
    text = text.strip()
    found = _WITH_NAME.fullmatch(text)
    if found:
        return Said(name=found["name"].strip("\"' "), email=found["email"].strip())
    if "@" in text:
        return Said(email=text)
    if text.startswith("r-") and " " not in text:
        return Said(recipient=text)
    return Said(name=text)


@dataclass
class Identifying:
    """Identifies one after another; somebody new who comes twice gets one id.

    Without `people`, only ids are understood, and addresses if there is a `secret` to derive ids with.
    """

    people: People | None = None
    secret: RecipientSecret | None = None
    _new: dict[str, NewPerson] = field(default_factory=dict)

    @property
    def knows_people(self) -> bool:
        """Whether anything but ids is understood."""
        return self.people is not None or self.secret is not None

    def who(self, given: Said) -> Who:
        """Who is meant; what is unclear is said, and never guessed."""
        faults = list(self._malformed(given))
        email = normal_email(given.email) or ""
        if faults:
            return Who(email=email, name=given.name, faults=tuple(faults))
        if given.recipient:
            return self._by_recipient(given, email)
        if email:
            return self._by_email(given, email)
        if given.name:
            return self._by_name(given)
        return Who(faults=(Fault("", "nobody is named", "a recipient id, an e-mail address or a name"),))

    def _malformed(self, given: Said) -> list[Fault]:
        faults = []
        if given.recipient:
            refused = refusal(_RECIPIENT, given.recipient)
            if refused:
                faults.append(Fault("recipient", *refused))
        if given.email and not normal_email(given.email):
            faults.append(Fault("email", f'"{given.email}" is no e-mail address', "one address, name@host"))
        return faults

    def _by_recipient(self, given: Said, email: str) -> Who:
        known = self.people.by_recipient.get(given.recipient) if self.people else None
        if self.people and not known:
            hint = closest(given.recipient, self.people.by_recipient)
            file = self.people.sheet.file
            fault = Fault("recipient", f"{given.recipient} is not in {file}", "the id of somebody who is", hint)
            return Who(email=email, name=given.name, faults=(fault,))
        other = self.people.by_email.get(email) if self.people and email else None
        if other and other.recipient and other.recipient != given.recipient:
            what = f"{email} belongs to {other.recipient}, and the row says {given.recipient}"
            fault = Fault("email", what, "an id and an address of one person")
            return Who(email=email, name=given.name, faults=(fault,))
        if self.secret and not known and email and self.secret.recipient_id(email) != given.recipient:
            warning = f"{given.recipient} is not the id that the secret gives for the address"
            return Who(recipient=given.recipient, email=email, name=given.name, warnings=(warning,))
        return Who(
            recipient=given.recipient,
            email=email or (known.email if known else ""),
            name=known.name if known else given.name,
            warnings=_other_name(known, given),
        )

    def _by_email(self, given: Said, email: str) -> Who:
        known = self.people.by_email.get(email) if self.people else None
        if known and known.recipient:
            return Who(
                recipient=known.recipient,
                email=email,
                name=known.name or given.name,
                warnings=_other_name(known, given),
            )
        if self.people is None and self.secret is None:
            hint = "say where the ids of people are kept with --people FILE"
            return Who(email=email, name=given.name, faults=(Fault("email", f"no id is known for {email}", "", hint),))
        new = self._new.get(email)
        if new is None:
            fault = None
            if self.people and not known:
                fault = _runs_in_a_spreadsheet(given) or self._without_address(self.people, given)
            if fault:
                return Who(email=email, name=given.name, faults=(fault,))
            new = NewPerson(
                recipient=self.secret.recipient_id(email) if self.secret else new_recipient_id(),
                email=email,
                name=given.name or f"{given.given_name} {given.family_name}".strip(),
                given_name=given.given_name,
                family_name=given.family_name,
                line=known.line if known else None,
            )
            self._new[email] = new
        return Who(
            recipient=new.recipient,
            email=email,
            name=(known.name if known else "") or given.name,
            new=new if self.people else None,
            warnings=_other_name(known, given) if known else self._namesakes(given, email),
        )

    def _by_name(self, given: Said) -> Who:
        if self.people is None:
            hint = "say where names are kept with --people FILE"
            return Who(name=given.name, faults=(Fault("name", f'no id is known for "{given.name}"', "", hint),))
        file = self.people.sheet.file
        found = self.people.named(given.name)
        if not found:
            names = {normal_name(person.name): person.name for person in self.people.persons if person.name}
            near = closest(normal_name(given.name), names) or _containing(given.name, names)
            hint = near or "give the e-mail address; somebody new is written down with it"
            fault = Fault("name", f'nobody in {file} is called "{given.name}"', "the name of somebody who is", hint)
            return Who(name=given.name, faults=(fault,))
        if len(found) > 1:
            lines = " and ".join(str(person.line) for person in found[:3])
            what = f'several people in {file} are called "{given.name}": lines {lines}'
            fault = Fault("name", what, "one person", "give the e-mail address or the recipient id")
            return Who(name=given.name, faults=(fault,))
        person = found[0]
        if not person.recipient and not person.email:
            fault = Fault("name", f"line {person.line} of {file} has neither id nor e-mail address", "one of them")
            return Who(name=given.name, faults=(fault,))
        if not person.recipient:
            return self._by_email(given, person.email)
        return Who(recipient=person.recipient, email=person.email, name=person.name)

    def _without_address(self, people: People, given: Said) -> Fault | None:
        found = [person for person in people.named(given.name) if not person.email] if given.name else []
        if not found:
            return None
        where = f"line {found[0].line} of {people.sheet.file}"
        return Fault(
            "email",
            f'{given.email} is new, and {where} has "{found[0].name}" without an address',
            "an address that is known, or somebody new",
            "write the address into that line if it is the same person, and the other one's if it is not",
        )

    def _namesakes(self, given: Said, email: str) -> tuple[str, ...]:
        found = self.people.named(given.name) if self.people and given.name else ()
        if not found:
            return ()
        lines = " and ".join(str(person.line) for person in found[:3])
        file = self.people.sheet.file if self.people else ""
        where = f'{email} is new, and "{given.name}" is in {file} with another address (line {lines})'
        return (f"{where}: if it is the same person, write the id of that line into a row with this address",)


def _containing(name: str, names: Mapping[str, str]) -> str:
    wanted = normal_name(name)
    found = [whole for normal, whole in names.items() if wanted in normal.split() or f" {wanted} " in f" {normal} "]
    return f'did you mean "{found[0]}"?' if len(found) == 1 else ""


def _other_name(known: Person | None, given: Said) -> tuple[str, ...]:
    if known is None or not known.name or not given.name or normal_name(known.name) == normal_name(given.name):
        return ()
    return (f'{known.email or known.recipient} is "{known.name}" in the people file, and "{given.name}" here',)


def _runs_in_a_spreadsheet(given: Said) -> Fault | None:
    values: Mapping[str, str] = {
        "email": given.email,
        "name": given.name,
        "given_name": given.given_name,
        "family_name": given.family_name,
    }
    for key, value in values.items():
        if begins_a_formula(value.strip()):
            return Fault(
                key,
                f'"{value}" begins like a formula',
                "a name or an address, which a spreadsheet only shows",
                "correct it, or write the person into the people file by hand",
            )
    return None
