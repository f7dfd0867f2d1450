"""Who an imported award is for: known people keep their id, others get one; hashes are compared with who is known.

A hash of an e-mail address with its salt can be tested for each address of the map of people and of the import itself.
Whose hash matches none stays unknown: the award is carried, and the map says the hash in place of a name.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from conferral.authoring.identifying import Identifying, Said
from conferral.authoring.importing.found import FoundIdentity
from conferral.identifiers import new_recipient_id
from conferral.people import NewPerson, begins_a_formula, normal_email

_ALGORITHMS = {"sha256": hashlib.sha256, "md5": hashlib.md5}
"""The two of the specification (Open Badges 2.0, section 4.4)."""

MAX_COMPARISONS = 30_000_000
"""Hashes made to find out whose they are; beyond, the rest stays unknown."""

_NAMELESS = ("urn:uuid:", "did:key:")
"""Ids that say nothing about who has them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identified:
    """An id for somebody.

    `name` is what the map or the file calls them, `new` what is to be written into the map; `is_known` is false where
    nobody can tell who it is.  `fault` says why there is no id, and is empty else.
    """

    recipient: str = ""
    name: str = ""
    new: NewPerson | None = None
    is_known: bool = True
    fault: str = ""


@dataclass
class Recipients:
    """Identifies the recipients of one import, each person once."""

    identifying: Identifying
    addresses: tuple[str, ...]
    """E-mail addresses that hashes are compared with: those of the map, and plain ones of the import."""

    _by_identity: dict[tuple[str, ...], Identified] = field(default_factory=dict)
    _salts: set[tuple[str, str]] = field(default_factory=set)
    _hashes: dict[tuple[str, str], Mapping[str, str]] = field(default_factory=dict)
    _comparisons: int = 0

    def of(self, identities: Iterable[FoundIdentity]) -> Identified:
        """Who is meant by all identities of an award together: an address counts first, then a hash, then the rest."""
        given = list(identities)
        if not given:
            return Identified(fault="nobody is named as recipient")
        names = [one.value for one in given if one.type == "name" and not one.hashed]
        name = next((one.name for one in given if one.name), names[0] if names else "")
        for one in given:
            if one.type == "email" and not one.hashed:
                return self._by_address(one.value.removeprefix("mailto:"), name)
        for one in given:
            if one.hashed and (address := self._address_of(one)):
                return self._by_address(address, name)
        for one in given:
            if not one.hashed and one.type != "name" and not one.value.lower().startswith(_NAMELESS):
                return self._by_value(one.value, name)
        if name:
            return self._by_value(name, name)
        return self._by_value(given[0].value, "", is_known=False)

    def _by_address(self, address: str, name: str) -> Identified:
        safe = "" if begins_a_formula(name) else name
        who = self.identifying.who(Said(email=address, name=safe))
        if who.faults:
            return Identified(fault=who.faults[0].what)
        return Identified(recipient=who.recipient, name=who.name, new=who.new)

    def _by_value(self, value: str, name: str, *, is_known: bool = True) -> Identified:
        """Somebody without an e-mail address, written down by what identifies them: a name, an address on the web.

        Who is not known is written down by the hash, or the id, so that importing it again finds the same person.
        """
        key = ("value", value)
        if key in self._by_identity:
            return self._by_identity[key]
        label = name or value
        people = self.identifying.people
        known = people.named(label) if people else ()
        if len(known) == 1 and known[0].recipient:
            found = Identified(recipient=known[0].recipient, name=name, is_known=is_known)
        elif len(known) > 1:
            found = Identified(fault="several people of the map have the name of the recipient")
        else:
            recipient = new_recipient_id()
            new = None if begins_a_formula(label) else NewPerson(recipient=recipient, email="", name=label)
            found = Identified(recipient=recipient, name=name, new=new, is_known=is_known and new is not None)
        self._by_identity[key] = found
        return found

    def _address_of(self, identity: FoundIdentity) -> str:
        """The address that a hash was made of, if it is one that is known."""
        algorithm, _, digest = identity.value.partition("$")
        if algorithm not in _ALGORITHMS or identity.type != "email":
            return ""
        digest = digest.lower()
        key = (algorithm, identity.salt)
        if key not in self._hashes:
            self._comparisons += len(self.addresses)
            if self._comparisons > MAX_COMPARISONS:
                return ""
            if key not in self._salts:  # most salts come once: no need to keep what was made with them
                self._salts.add(key)
                return next((one for one, made in self._made(*key) if made == digest), "")
            self._hashes[key] = {made: one for one, made in self._made(*key)}
        return self._hashes[key].get(digest, "")

    def _made(self, algorithm: str, salt: str) -> Iterator[tuple[str, str]]:
        """Each known address and its hash."""
        make, end = _ALGORITHMS[algorithm], salt.encode()
        return ((one, make(one.encode() + end).hexdigest()) for one in self.addresses)


def plain_addresses(identities: Iterable[FoundIdentity]) -> list[str]:
    """The e-mail addresses that stand in plain text, as they stand and in their normal form."""
    found: dict[str, None] = {}
    for one in identities:
        if one.type == "email" and not one.hashed:
            found[one.value] = None
            if normal := normal_email(one.value):
                found[normal] = None
    return list(found)


def known_addresses(emails: Iterable[str], plain: Iterable[str]) -> tuple[str, ...]:
    """Every address that a hash may have been made of, each once."""
    return tuple(dict.fromkeys((*emails, *plain)))
