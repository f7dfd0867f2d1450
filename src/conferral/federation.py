"""What other registries publish of themselves, held to what is shown of it: read as a stranger's, since it is.

A copy of another registry's catalog.json lies in credentials/federated/<name>.json, with the instant at which it was
fetched.  It holds no more than pages show, and nothing of it is believed that cannot be checked on the spot: it must be
of the base URL that is listed, claim neither this registry nor its addresses, be of the shape that catalog.schema.json
has, hold texts as short and as visible as this registry's own, and lead nowhere but below its own base URL.

Whether another registry's credentials hold is not said by any of this: that is for a verifier.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any
from urllib.parse import unquote, urlsplit

from pydantic import TypeAdapter

from conferral.catalog_shape import BADGE, CATALOG_HEAD, CATALOG_TRANSLATIONS, ISSUER
from conferral.errors import EncodingError
from conferral.fields import HttpsUrl, Language, Line, ShortLine, Slug, refusal
from conferral.keys import did
from conferral.model import FederatedRegistry, Registry, Text
from conferral.published_json import INSTANT, list_of, record
from conferral.standards.json_schema import misfits
from conferral.standards.strict_documents import read_document
from conferral.standards.timestamps import format_timestamp, parse_timestamp

MAX_BYTES = 16 << 20
"""Of a catalogue as it is published, and of the copy."""

MOST_BADGES = 10_000
MOST_ISSUERS = 1_000
MOST_SKILLS = 100
STALE_AFTER = timedelta(days=366)
"""A copy that is older says too little of what is there now."""

_MOST_FAULTS = 20

_KEPT = ("version", "title", "description", "translations", "languages", "base_url", "as_of", "commit", "preview")
_KEPT_MOVES = ("moved_to", "moved_from")
_KEPT_OF_ISSUER = ("issuer", "name", "did", "url", "page")
_KEPT_OF_BADGE = ("badge", "name", "description", "issuer", "state", "type", "field", "level", "hours", "credits")
_KEPT_LISTS = ("skills", "translations", "page")
_KEPT_TEXTS = ("title", "name", "description")

_SHAPE = record(
    {
        "fetched": INSTANT,
        "catalog": record({**CATALOG_HEAD, "issuers": list_of(ISSUER), "badges": list_of(BADGE)}, CATALOG_TRANSLATIONS),
    }
)


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in another registry's catalogue for which it is not shown, at a JSON Pointer (empty: the whole)."""

    pointer: str
    what: str
    expected: str = ""
    hint: str = ""

    @property
    def words(self) -> str:
        """What is wrong, and where."""
        return f"{self.what} (at {self.pointer})" if self.pointer else self.what


class UnsoundCatalogError(Exception):
    """Another registry's catalogue cannot be shown; `faults` are the reasons, the first twenty of them."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(faults[0].words)
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True, kw_only=True)
class FederatedIssuer:
    """An issuer of another registry; `page` and `url` are addresses at its own registry and its own website."""

    slug: str
    name: str
    did: str
    url: str
    page: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FederatedBadge:
    """A badge of another registry; `page` is its address there, the keywords are empty where it has none."""

    slug: str
    names: Mapping[str, str]
    descriptions: Mapping[str, str]
    issuer: FederatedIssuer
    page: str
    type: str
    field: str
    level: str
    hours: float
    credits: float
    skills: tuple[str, ...]
    retired: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FederatedCatalog:
    """What another registry says of itself; texts are by language, the first being `language`."""

    listed: FederatedRegistry
    fetched: datetime
    as_of: datetime
    language: str
    titles: Mapping[str, str]
    descriptions: Mapping[str, str]
    issuers: tuple[FederatedIssuer, ...]
    badges: tuple[FederatedBadge, ...] = field(repr=False)

    def text(self, texts: Mapping[str, str], language: str) -> Text:
        """A text in a language, else in the registry's own first one."""
        return Text(texts[language], language) if language in texts else Text(texts[self.language], self.language)

    @property
    def title(self) -> str:
        """Its name in its own first language."""
        return self.titles[self.language]


def copied(catalog: bytes, listed: FederatedRegistry, registry: Registry, *, fetched: datetime) -> bytes:
    """The copy of another registry's catalog.json, as it is kept.  Raises `UnsoundCatalogError`."""
    document = _document(catalog)
    kept = {"fetched": format_timestamp(fetched), "catalog": _what_is_kept(document)}
    content = json.dumps(kept, ensure_ascii=False, indent=1).encode() + b"\n"
    read(content, listed, registry)
    return content


def read(content: bytes, listed: FederatedRegistry, registry: Registry) -> FederatedCatalog:
    """What a copy says.  Raises `UnsoundCatalogError` with all that is wrong with it, as far as it can be read."""
    return _read(content, listed, registry.bases)


@lru_cache(maxsize=64)  # each language of a site, and its indexes, ask for the same
def _read(content: bytes, listed: FederatedRegistry, own: tuple[str, ...]) -> FederatedCatalog:
    document = _document(content)
    catalog, fetched = document.get("catalog"), document.get("fetched")
    _refuse([*_missing(document, ("fetched", "catalog"), ""), *_of_shape(document)])
    assert isinstance(catalog, dict)  # noqa: S101 -- its shape says so
    assert isinstance(fetched, str)  # noqa: S101 -- likewise
    _refuse(list(_of_members(catalog)))
    _refuse([*_of_identity(catalog, listed, own), *_of_content(catalog, listed.url)])
    return _catalog(catalog, listed, parse_timestamp(fetched))


def sound_copies(registry: Registry) -> tuple[FederatedCatalog, ...]:
    """The other registries that are listed and of which there is a sound copy, in the order of the list."""
    found: dict[str, FederatedCatalog] = {}
    for listed in registry.federation.registries if registry.federation else ():
        content = registry.federated.get(listed.name)
        if content is not None and listed.name not in found:
            try:
                found[listed.name] = read(content, listed, registry)
            except UnsoundCatalogError:
                continue  # `conferral check` says why
    return tuple(found.values())


def _document(content: bytes) -> dict[str, Any]:
    try:
        return read_document(content, max_bytes=MAX_BYTES, max_values=MAX_BYTES)
    except EncodingError as error:
        raise UnsoundCatalogError([Fault("", str(error), "the catalog.json of a conferral registry")]) from None


def _what_is_kept(catalog: Mapping[str, Any]) -> dict[str, Any]:
    """The members that are shown or checked, where they are there; whatever has another form stays for the check."""
    return {
        **_members(catalog, (*_KEPT, *_KEPT_MOVES)),
        **{
            name: _each(catalog[name], kept)
            for name, kept in (("issuers", _KEPT_OF_ISSUER), ("badges", (*_KEPT_OF_BADGE, *_KEPT_LISTS)))
            if name in catalog
        },
    }


def _members(value: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:
    kept = {name: value[name] for name in names if name in value}
    translations = kept.get("translations")
    if isinstance(translations, dict):
        kept["translations"] = {
            code: _members(texts, _KEPT_TEXTS) if isinstance(texts, dict) else texts
            for code, texts in sorted(translations.items())
        }
    return kept


def _each(values: Any, names: Sequence[str]) -> Any:
    if not isinstance(values, list):
        return values
    return [_members(one, names) if isinstance(one, dict) else one for one in values]


def _refuse(faults: Sequence[Fault]) -> None:
    if faults:
        raise UnsoundCatalogError(faults[:_MOST_FAULTS])


def _of_shape(document: Mapping[str, Any]) -> Iterator[Fault]:
    for pointer, expected in misfits(_SHAPE, document):
        yield Fault(pointer, "this is of another form than catalog.json has", expected)


def _missing(value: Mapping[str, Any], names: Sequence[str], pointer: str) -> Iterator[Fault]:
    yield from (Fault(pointer, f'the member "{name}" is missing', name) for name in names if name not in value)


def _of_members(catalog: Mapping[str, Any]) -> Iterator[Fault]:
    """Whether everything that is needed is there, and no more of it than can be shown."""
    needed = ("title", "description", "languages", "base_url", "as_of", "preview", "issuers", "badges")
    yield from _missing(catalog, needed, "/catalog")
    for name, most in (("issuers", MOST_ISSUERS), ("badges", MOST_BADGES)):
        if len(catalog.get(name, ())) > most:
            yield Fault(f"/catalog/{name}", f"{len(catalog[name])} {name}", f"at most {most}")
    for number, one in enumerate(catalog.get("issuers", ())):
        yield from _missing(one, _KEPT_OF_ISSUER, f"/catalog/issuers/{number}")
    for number, one in enumerate(catalog.get("badges", ())):
        yield from _missing(one, ("badge", "name", "description", "issuer", "page"), f"/catalog/badges/{number}")


def _of_identity(catalog: Mapping[str, Any], listed: FederatedRegistry, own: Sequence[str]) -> Iterator[Fault]:
    """Whether it is the registry that is listed, and does not say that it is this one."""
    base_url = catalog["base_url"]
    if base_url != listed.url:
        hint = "list the base URL that it has, if it is the registry that was meant"
        yield Fault("/catalog/base_url", f'it says that its base URL is "{base_url}"', listed.url, hint)
    if base_url in own or listed.url in own:
        yield Fault("/catalog/base_url", "it says that it is this registry", "another registry")
    if catalog["preview"]:
        yield Fault("/catalog/preview", "it is a preview, which is no registry", "what is published")
    if set(catalog.get("moved_from") or ()) & set(own):
        yield Fault("/catalog/moved_from", "it says that it was this registry", "addresses of its own")
    if catalog.get("moved_to"):
        hint = "see whether that is true, and list it there"
        yield Fault("/catalog/moved_to", f'it has moved to "{catalog["moved_to"]}"', "a registry that is there", hint)


def _of_content(catalog: Mapping[str, Any], base_url: str) -> Iterator[Fault]:
    languages = catalog["languages"]
    if not languages:
        yield Fault("/catalog/languages", "no language is named", "at least one")
    for number, code in enumerate(languages):
        yield from _field(f"/catalog/languages/{number}", code, _LANGUAGE)
    yield from _texts("/catalog", catalog, ("title", "description"))
    slugs: dict[str, set[str]] = {"issuer": set(), "badge": set()}
    for kind in ("issuer", "badge"):
        for number, one in enumerate(catalog[f"{kind}s"]):
            pointer = f"/catalog/{kind}s/{number}"
            yield from _field(f"{pointer}/{kind}", one[kind], _SLUG)
            yield from _own_address(f"{pointer}/page", one["page"], base_url)
            yield from _texts(pointer, one, ("name",) if kind == "issuer" else ("name", "description"))
            if one[kind] in slugs[kind]:
                yield Fault(f"{pointer}/{kind}", f'"{one[kind]}" stands there twice', "each once")
            slugs[kind].add(one[kind])
            yield from _of_issuer(pointer, one, base_url) if kind == "issuer" else _of_badge(pointer, one, slugs)


def _of_issuer(pointer: str, issuer: Mapping[str, Any], base_url: str) -> Iterator[Fault]:
    yield from _field(f"{pointer}/url", issuer["url"], _URL)
    if refusal(_SLUG, issuer["issuer"]) is None and issuer["did"] != did(base_url, issuer["issuer"]):
        expected = did(base_url, issuer["issuer"])
        yield Fault(f"{pointer}/did", "the DID is not the one that its address gives", expected)


def _of_badge(pointer: str, badge: Mapping[str, Any], slugs: Mapping[str, set[str]]) -> Iterator[Fault]:
    if badge["issuer"] not in slugs["issuer"]:
        yield Fault(f"{pointer}/issuer", f'there is no issuer "{badge["issuer"][:80]}"', "one of the issuers")
    for key in ("type", "field", "level"):
        if badge.get(key):
            yield from _field(f"{pointer}/{key}", badge[key], _SHORT)
    skills = badge.get("skills") or ()
    if len(skills) > MOST_SKILLS:
        yield Fault(f"{pointer}/skills", f"{len(skills)} skills", f"at most {MOST_SKILLS}")
    for number, skill in enumerate(skills[:MOST_SKILLS]):
        yield from _field(f"{pointer}/skills/{number}", skill, _SHORT)


def _texts(pointer: str, thing: Mapping[str, Any], keys: Sequence[str]) -> Iterator[Fault]:
    for key in keys:
        kind = _LINE if key == "description" else _SHORT
        yield from _field(f"{pointer}/{key}", thing[key], kind)
        for code, texts in (thing.get("translations") or {}).items():
            yield from _field(f"{pointer}/translations", code, _LANGUAGE)
            if texts.get(key) is not None:
                yield from _field(f"{pointer}/translations/{code}/{key}", texts[key], kind)


def _field(pointer: str, value: Any, kind: TypeAdapter[Any]) -> Iterator[Fault]:
    """A value that is none of a kind that this registry's own files have; it is not repeated at length."""
    refused = refusal(kind, value)
    if refused:
        yield Fault(pointer, refused.what, refused.expected)


def _own_address(pointer: str, value: str, base_url: str) -> Iterator[Fault]:
    """An address that leads anywhere but below the registry's own base URL."""
    steps = unquote(urlsplit(value).path).split("/") if refusal(_URL, value) is None else [".."]
    if not value.startswith(f"{base_url}/") or ".." in steps or "." in steps:
        yield Fault(pointer, "an address that is not below its own base URL", f"{base_url}/...")


def _catalog(catalog: Mapping[str, Any], listed: FederatedRegistry, fetched: datetime) -> FederatedCatalog:
    language = catalog["languages"][0]
    issuers = {
        one["issuer"]: FederatedIssuer(
            slug=one["issuer"], name=one["name"], did=one["did"], url=one["url"], page=one["page"]
        )
        for one in catalog["issuers"]
    }
    return FederatedCatalog(
        listed=listed,
        fetched=fetched,
        as_of=parse_timestamp(catalog["as_of"]),
        language=language,
        titles=_by_language(catalog, "title", language),
        descriptions=_by_language(catalog, "description", language),
        issuers=tuple(issuers.values()),
        badges=tuple(
            FederatedBadge(
                slug=one["badge"],
                names=_by_language(one, "name", language),
                descriptions=_by_language(one, "description", language),
                issuer=issuers[one["issuer"]],
                page=one["page"],
                type=one.get("type") or "",
                field=one.get("field") or "",
                level=one.get("level") or "",
                hours=one.get("hours") or 0,
                credits=one.get("credits") or 0,
                skills=tuple(one.get("skills") or ()),
                retired=one.get("state") == "retired",
            )
            for one in catalog["badges"]
        ),
    )


def _by_language(thing: Mapping[str, Any], key: str, first: str) -> dict[str, str]:
    """A text by language; the registry's own first language is that of the text itself."""
    translated = {code: texts[key] for code, texts in (thing.get("translations") or {}).items() if texts.get(key)}
    return {**translated, first: thing[key]}


_LANGUAGE: TypeAdapter[Any] = TypeAdapter(Language)
_LINE: TypeAdapter[Any] = TypeAdapter(Line)
_SHORT: TypeAdapter[Any] = TypeAdapter(ShortLine)
_SLUG: TypeAdapter[Any] = TypeAdapter(Slug)
_URL: TypeAdapter[Any] = TypeAdapter(HttpsUrl)
