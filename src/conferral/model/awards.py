"""What people write about awards: batches and their entries.

A registry holds many entries and most of them say little.  So what `AwardEntry` reads is held as an `Entry`.

The descriptions and examples are what editors show (`conferral.schemas`) and what the reference is made of.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import FrozenInstanceError
from datetime import date
from functools import cache, lru_cache
from typing import Annotated, Any, ClassVar, NoReturn, Self

from pydantic import (
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    TypeAdapter,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
    model_validator,
)
from pydantic_core import CoreSchema, PydanticCustomError

from conferral.fields import (
    AwardId,
    Day,
    HttpsUrl,
    Line,
    Markdown,
    RecipientId,
    ShortLine,
    Slug,
    award_id,
    recipient_id,
    refuse,
)
from conferral.model.choices import Credits, Many, ResultStatus, list_of_values
from conferral.model.depth import Activity, Organisation
from conferral.model.places import NOWHERE, Place, Record


def _evidence(value: Any) -> Any:
    """One address, or a list of addresses and of descriptions, as a list of descriptions."""
    if isinstance(value, str):
        value = [value]
    if isinstance(value, list):
        value = [{"id": item} if isinstance(item, str) else item for item in value]
    return list_of_values(value)


class Evidence(Record):
    """Something that shows the achievement. An address whose content does not change serves best."""

    id: HttpsUrl | None = Field(default=None, description="Its address.")
    name: Line | None = Field(default=None, description="What it is.")
    description: Line | None = Field(default=None, description="More about it.")
    narrative: Markdown | None = Field(default=None, description="How it came about, in Markdown.")
    genre: ShortLine | None = Field(default=None, description="Its kind, such as project or report.")
    audience: ShortLine | None = Field(default=None, description="Whom it was made for.")

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not (self.id or self.name or self.narrative):
            refuse("evidence without id, name or narrative", expected="at least one of them")
        return self


class Result(Record):
    """What a person reached."""

    status: ResultStatus | None = Field(default=None, description="How it ended.")
    value: ShortLine | None = Field(default=None, description="The value reached, as text.", examples=["92"])
    of: Slug | None = Field(default=None, description="Which of the badge's results it is.")
    level: Slug | None = Field(default=None, description="The level of that result that was reached, by its id.")

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.status is None and self.value is None and self.level is None:
            refuse("a result without status, value or level", expected="at least one of them")
        if self.level and not self.of:
            refuse("a level without the result it is one of", expected="of: <id of the badge's result>", at="level")
        return self


def _results(value: Any) -> Any:
    """One result, or a list of them, as a list."""
    return list_of_values([value] if isinstance(value, dict) else value)


OneOrMore = BeforeValidator(_results, json_schema_input_type=Result | list[Result])


Listed = BeforeValidator(_evidence, json_schema_input_type=HttpsUrl | list[HttpsUrl | Evidence])


def _living_or_erased(schema: dict[str, Any]) -> None:
    schema["anyOf"] = [{"required": schema.pop("required")}, {"required": ["id", "erased"]}]


class AwardEntry(Record):
    """One recipient of a batch; what stands here wins over the batch."""

    model_config = ConfigDict(json_schema_extra=_living_or_erased)

    recipient: RecipientId | None = Field(description="The recipient's random id; never a name or an e-mail address.")
    id: AwardId | None = Field(default=None, description="Written by `conferral register`; never changed by hand.")
    awarded: Day | None = Field(default=None, description="The day it was awarded, if not the batch's.")
    valid_until: Day | None = Field(default=None, description="Last valid day, if not the badge's validity.")
    result: Annotated[tuple[Result, ...], OneOrMore] = Field(
        default=(), description="What the person reached: one result, or a list of them."
    )
    narrative: Markdown | None = Field(default=None, description="How the person earned it; public, no names.")
    evidence: Annotated[tuple[Evidence, ...], Listed] = Field(
        default=(), description="Evidence of this person, besides the batch's."
    )
    activity: Activity | None = Field(default=None, description="When it was done, if not when the batch says.")
    role: ShortLine | None = Field(default=None, description="The person's part in it, if not the batch's.")
    source: Organisation | None = Field(default=None, description="Who assessed it, if not who the batch says.")
    credits_earned: Credits | None = Field(default=None, description="Credits earned, if not the batch's.")
    term: ShortLine | None = Field(default=None, description="The term, if not the batch's.")
    license_number: ShortLine | None = Field(
        default=None, description="The number of a licence; public, so none that stands for the person elsewhere."
    )
    renews: AwardId | None = Field(default=None, description="Id of the earlier award that this one renews.")
    erased: Day | None = Field(
        default=None,
        description="The day the award was erased, as `conferral erase` writes it; only the id stands beside it.",
    )

    @model_validator(mode="before")
    @classmethod
    def _erased_has_no_recipient(cls, data: Any) -> Any:
        return {"recipient": None, **data} if isinstance(data, dict) and "erased" in data else data

    @model_validator(mode="after")
    def _erased_whole(self) -> Self:
        if self.erased is None:
            if self.recipient is None:
                refuse("an entry without its recipient", expected="a recipient's id", at="recipient")
            return self
        if self.id is None:
            refuse("an erased entry without its id", expected="id and erased", at="erased")
        said = (key for key in type(self).model_fields if key not in ("id", "erased") and getattr(self, key))
        more = next(said, None)
        if more:
            hint = "delete the other lines: nothing is kept of an erased award but its id"
            refuse("an erased entry says more than its id", expected="id and erased, nothing else", hint=hint, at=more)
        return self


class Entry:
    """An `AwardEntry` as a registry holds it: frozen, with the same attributes, and small where little is said.

    An entry that says more than most is of a class of its own that has room for it; for the rest, it has what all have.
    """

    __slots__ = ("_file", "_keys", "id", "recipient", "result")

    recipient: str | None
    id: str | None
    result: tuple[Result, ...]
    awarded: date | None = None
    valid_until: date | None = None
    narrative: str | None = None
    evidence: tuple[Evidence, ...] = ()
    activity: Activity | None = None
    role: str | None = None
    source: Organisation | None = None
    credits_earned: int | float | None = None
    term: str | None = None
    license_number: str | None = None
    renews: str | None = None
    erased: date | None = None

    _file: str
    _keys: tuple[str | int, ...]

    written_as: ClassVar[type[Record]] = AwardEntry
    """The record that says what may stand in one."""

    def __init__(self, recipient: str | None, id_: str | None, result: tuple[Result, ...] = ()) -> None:
        _put(self, "recipient", recipient)
        _put(self, "id", id_)
        _put(self, "result", result)
        _put(self, "_file", NOWHERE.file)
        _put(self, "_keys", NOWHERE.keys)

    @staticmethod
    def saying(said: Mapping[str, Any]) -> Entry:
        """An entry with these values by their keys, each as its field has it."""
        most = said["recipient"], said.get("id"), said.get("result", ())
        if _MOST.issuperset(said):
            return Entry(*most)
        more = {key: value for key, value in said.items() if key not in _MOST and value is not None}
        entry = _with_room(tuple(sorted(more)))(*most)
        for key, value in more.items():
            _put(entry, key, value)
        return entry

    @property
    def place(self) -> Place:
        """Where the entry stands."""
        return Place(self._file, self._keys)

    def put_at(self, place: Place) -> Self:
        """Note where the entry was read from; for `conferral.loading` only."""
        _put(self, "_file", place.file)
        _put(self, "_keys", place.keys)
        return self

    @property
    def said(self) -> dict[str, Any]:
        """What it says, by the keys of the file."""
        return {key: value for key in AwardEntry.model_fields if (value := getattr(self, key))}

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise FrozenInstanceError(f"cannot assign to field {name!r}")

    def __eq__(self, other: object) -> bool:
        return (self.place, self.said) == (other.place, other.said) if isinstance(other, Entry) else NotImplemented

    def __hash__(self) -> int:
        return hash((self.recipient, self.id))

    def __repr__(self) -> str:
        return f"Entry({', '.join(f'{key}={value!r}' for key, value in self.said.items())})"

    def __reduce__(self) -> tuple[Any, ...]:
        more = None if type(self) is Entry else {key: getattr(self, key) for key in type(self).__slots__}
        return _entry_from, (self.recipient, self.id, self.result, more, self._file, self._keys)

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return handler.generate_schema(AwardEntry)


_put = object.__setattr__
_MOST = frozenset(("recipient", "id", "result"))
_USUAL = frozenset(AwardEntry.model_fields) - {"erased"}


@cache
def _with_room(keys: tuple[str, ...]) -> type[Entry]:
    """The class of the entries that say these things besides what most say."""
    return type("Entry", (Entry,), {"__slots__": keys, "__module__": __name__}) if keys else Entry


def _entry_from(
    recipient: str | None,
    id_: str | None,
    result: tuple[Result, ...],
    more: Mapping[str, Any] | None,
    file: str,
    keys: tuple[str | int, ...],
) -> Entry:
    entry = Entry(recipient, id_, result)
    if more:
        entry = Entry.saying({"recipient": recipient, "id": id_, "result": result, **more})
    _put(entry, "_file", file)
    _put(entry, "_keys", keys)
    return entry


def _entries(value: Any, handler: ValidatorFunctionWrapHandler) -> tuple[Entry, ...]:
    """The entries of a batch.

    The usual ones are made from the checks of their fields.  If one of them is wrong, all are read once more as
    records, for pydantic to say where.
    """
    if isinstance(value, list | tuple) and value:
        try:
            return tuple(map(_entry, value))
        except (ValidationError, PydanticCustomError):
            pass
    return tuple(map(_held, handler(value)))


Held = WrapValidator(_entries)


def _entry(value: Any) -> Entry:
    if isinstance(value, Entry):
        return value
    if isinstance(value, dict) and "recipient" in value and _USUAL.issuperset(value):
        return Entry.saying({key: _value(key, item) for key, item in value.items()})
    return _held(AwardEntry.model_validate(value))


def _held(record: AwardEntry) -> Entry:
    said = {key: getattr(record, key) for key in record.model_fields_set}
    return Entry.saying(said).put_at(record.place)


def _value(key: str, value: Any) -> Any:
    """What the field of that key makes of a value, or refuses it."""
    if key == "recipient":
        return recipient_id(value)
    if key == "id" and value is not None:
        return award_id(value)
    if key == "result" and isinstance(value, dict):
        try:
            return _one_result(tuple(value.items()))
        except TypeError:  # there is a list or a mapping in it
            return _check(key)(value)
    return _check(key)(value)


@lru_cache(1024)  # the same object for the same words, as many entries of many batches say them
def _one_result(items: tuple[tuple[str, Any], ...]) -> tuple[Result, ...]:
    return (Result.model_validate(dict(items)),)


@cache
def _check(key: str) -> Callable[[Any], Any]:
    field = AwardEntry.model_fields[key]
    kind: Any = Annotated[field.annotation, *field.metadata] if field.metadata else field.annotation
    return TypeAdapter[Any](kind, config=ConfigDict(strict=True)).validate_python


class BatchFile(Record):
    """credentials/awards/<badge>/<batch>.yml: a batch of awards: one cohort, one pull request."""

    badge: Slug = Field(description="The badge; the same as the folder's name.")
    awarded: Day = Field(description="The day it was awarded.", examples=["2026-06-30"])
    valid_until: Day | None = Field(default=None, description="Last valid day, if not the badge's validity.")
    evidence: Annotated[tuple[Evidence, ...], Listed] = Field(
        default=(), description="Evidence that all of the batch share."
    )
    activity: Activity | None = Field(default=None, description="When what it is for was done.")
    role: ShortLine | None = Field(default=None, description="The part that all of them had.", examples=["Team member"])
    source: Organisation | None = Field(default=None, description="Who assessed it for the issuer.")
    credits_earned: Credits | None = Field(default=None, description="Credits that each of them earned.")
    term: ShortLine | None = Field(default=None, description="The academic term.", examples=["Spring 2026"])
    recipients: Annotated[tuple[Entry, ...], Many, WrapValidator(_entries)] = Field(
        description="One entry per recipient."
    )
