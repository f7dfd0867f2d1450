"""A place in a registry's files, what is wrong there, and the mappings that know their place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

from pydantic import BaseModel, ConfigDict


@dataclass(frozen=True, slots=True)
class Place:
    """A value in a file: the file's path in the registry and the keys that lead to the value."""

    file: str
    keys: tuple[str | int, ...] = ()

    def at(self, *keys: str | int) -> Place:
        """A place further inside."""
        return Place(self.file, self.keys + keys)

    def __reduce__(self) -> tuple[Any, ...]:
        return Place, (self.file, self.keys)


NOWHERE = Place("")


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong at a place, before the place is turned into a line and a column.

    The words are those of `conferral.errors.Problem`.
    """

    place: Place
    what: str
    expected: str = ""
    hint: str = ""


class Record(BaseModel):
    """A mapping in a file: every key known, every value of its kind, nothing guessed."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)

    @property
    def place(self) -> Place:
        """Where the record stands."""
        private = self.__pydantic_private__
        return private["_place"] if private else NOWHERE

    def put_at(self, place: Place) -> Self:
        """Note where the record was read from; for `conferral.loading` only."""
        # A private attribute that the class declares would be made for every record inside of others, too.
        object.__setattr__(self, "__pydantic_private__", {"_place": place})
        return self
