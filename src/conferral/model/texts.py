"""Texts in several languages: the translations of what people describe, and reading a text in a language.

The texts of a file are in the registry's first language, which is the one that is signed.  Translations stand beside
them, by language, and are never signed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Self, TypeVar

from pydantic import BeforeValidator, Field

from conferral.fields import Language, Line, Markdown, ShortLine, refuse
from conferral.model.choices import Many
from conferral.model.places import Record


class Text(str):
    """A text and the language it is in, as a code such as "de"."""

    __slots__ = ("language",)

    language: str

    def __new__(cls, value: str, language: str) -> Self:
        """The text `value`, which is in `language`."""
        made = super().__new__(cls, value)
        made.language = language
        return made

    @property
    def value(self) -> str:
        """The text alone."""
        return str(self)


class RegistryTranslation(Record):
    """The texts of a registry in another language."""

    title: ShortLine | None = Field(default=None, description="The registry's name; left out: as in every language.")
    description: Line = Field(description="One sentence for the home page.")


class IssuerTranslation(Record):
    """The texts of an issuer in another language. Its name is signed and stays as it is."""

    description: Markdown = Field(description="Who they are and why their word counts.")


class BadgeTranslation(Record):
    """The texts of a badge in another language."""

    name: ShortLine = Field(description="The badge's name.")
    description: Line = Field(description="What whoever holds it can do, in one or two sentences.")
    criteria: Markdown = Field(description="What had to be done to earn it, in Markdown.")
    field: ShortLine | None = Field(default=None, description="Field of study.")
    skills: Annotated[tuple[ShortLine, ...], Many] = Field(
        default=(), description="As many as the badge's own skills, in the same order."
    )
    image_caption: Line | None = Field(default=None, description="What the image shows, for those who cannot see it.")


class CollectionTranslation(Record):
    """The texts of a collection in another language."""

    title: ShortLine = Field(description="The collection's name.")
    description: Line = Field(description="What its badges have in common.")


@dataclass(frozen=True, slots=True, kw_only=True)
class TitledTexts:
    """The texts of a registry or of a collection in a language; each is in the first one where it is not translated."""

    title: Text
    description: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuerTexts:
    """The texts of an issuer in a language, or in the first one where they are not translated."""

    description: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class BadgeTexts:
    """The texts of a badge version in a language; each is in the first one where it is not translated."""

    name: Text
    description: Text
    criteria: Text
    field: Text | None
    skills: tuple[Text, ...]
    image_caption: Text | None


def _some(value: Any) -> Any:
    """The value, unless it is an empty mapping."""
    if value == {}:
        refuse("translations into no language", expected="at least one language", hint="delete the key")
    return value


T = TypeVar("T", bound=Record)
Translations = Annotated[Mapping[Language, T], BeforeValidator(_some), Field(min_length=1)]
"""Translations by language; a file without the key has none."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Reading the texts of a record in a language, each in the first language where it is not translated."""

    record: Record
    translation: Record | None
    language: str
    first: str

    def text(self, key: str) -> Text:
        """The text of a key that every such record has."""
        found = self.perhaps(key)
        assert found is not None, key  # noqa: S101 -- the record's class requires it
        return found

    def perhaps(self, key: str) -> Text | None:
        """The text of a key; None where the record has none."""
        original = getattr(self.record, key)
        translated = getattr(self.translation, key, None)
        if original is None:
            return None
        return Text(translated, self.language) if translated else Text(original, self.first)

    def texts(self, key: str) -> tuple[Text, ...]:
        """The texts of a list; a translation with another number of them does not count."""
        original: tuple[str, ...] = getattr(self.record, key)
        translated: tuple[str, ...] = getattr(self.translation, key, ())
        if len(original) == len(translated):
            return tuple(Text(value, self.language) for value in translated)
        return tuple(Text(value, self.first) for value in original)
