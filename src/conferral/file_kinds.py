"""Which file is what: every place that a registry has for a file, by its path (DESIGN section 3)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pydantic import TypeAdapter

from conferral.fields import AwardId, RecipientId, is_short_name, refusal
from conferral.identifiers import FILE_ENDING, new_file_ending

SHAPES = (
    ("registry", "credentials/registry.yml"),
    ("logo", "credentials/logo.<image>"),
    ("issuer", "credentials/issuers/<issuer>/issuer.yml"),
    ("issuer logo", "credentials/issuers/<issuer>/logo.<image>"),
    ("issuer version", "credentials/issuers/<issuer>/<version>.yml"),
    ("badge", "credentials/badges/<badge>/badge.yml"),
    ("badge image", "credentials/badges/<badge>/badge.<image>"),
    ("badge version", "credentials/badges/<badge>/<version>.yml"),
    ("badge version image", "credentials/badges/<badge>/<version>.<image>"),
    ("collection", "credentials/collections/<collection>.yml"),
    ("framework", "credentials/skills/<framework>.yml"),
    ("pathway", "credentials/pathways/<pathway>.yml"),
    ("endorsement", "credentials/endorsements/<endorsement>.yml"),
    ("endorsement answers", "credentials/endorsements/<endorsement>.fetched.json"),
    ("endorsement document", "credentials/endorsements/<endorsement>.json"),
    ("endorsement token", "credentials/endorsements/<endorsement>.jwt"),
    ("federation", "credentials/federation.yml"),
    ("federated catalog", "credentials/federated/<registry>.json"),
    ("awards", "credentials/awards/<badge>/<batch>.yml"),
    ("revocation", "credentials/revocations/<id>.yml"),
    ("suspension", "credentials/suspensions/<id>.yml"),
    ("correction", "credentials/corrections/<badge>/<correction>.yml"),
    ("recipient", "recipients/<recipient>.yml"),
    ("key", "keys/<issuer>/<key>.yml"),
    ("pins", "credentials/register/registry.csv"),
    ("rows", "credentials/register/awards/<badge>/<batch>.csv"),
    ("corrected rows", "credentials/register/corrections/<badge>/<correction>.csv"),
    ("salt", "credentials/register/salts/<salt>.csv"),
)

_SHORT_NAMES = frozenset(
    (
        *("issuer", "badge", "collection", "framework", "pathway", "endorsement", "registry"),
        *("key", "batch", "correction", "salt"),
    )
)
_VERSION = re.compile(r"[1-9][0-9]{0,3}")
_AWARD_ID: TypeAdapter[str] = TypeAdapter(AwardId)
_RECIPIENT_ID: TypeAdapter[str] = TypeAdapter(RecipientId)


class MisplacedError(Exception):
    """A registry has no place for a file of that path; the words are those of `conferral.errors.Problem`."""

    def __init__(self, what: str, expected: str = "", hint: str = "") -> None:
        super().__init__(what)
        self.what, self.expected, self.hint = what, expected, hint


@dataclass(frozen=True, slots=True)
class FileKind:
    """What a file is, and the names in its path: of the issuer and key, of the badge and batch, and so on."""

    kind: str
    names: tuple[str, ...] = ()


def _pattern(shape: str) -> re.Pattern[str]:
    shape = re.escape(shape).replace("<image>", "(svg|png)")
    return re.compile(re.sub(r"<\w+>", "([^/]+)", shape))


_PATTERNS = tuple((kind, _pattern(shape), re.findall(r"<(\w+)>", shape)) for kind, shape in SHAPES)


def file_kind(path: str) -> FileKind | None:
    """What the file of that path is; None for a README.md, which may stand anywhere.

    Raises `MisplacedError` for a path that no file of a registry has.
    """
    if path.rsplit("/", 1)[-1] == "README.md":
        return None
    if path.endswith(".yaml"):
        raise MisplacedError(
            'the file name ends in ".yaml"',
            'a file name that ends in ".yml"',
            f"rename it to {path[:-5].rsplit('/', 1)[-1]}.yml",
        )
    for kind, pattern, parts in _PATTERNS:
        found = pattern.fullmatch(path)
        if found:
            for part, name in zip(parts, found.groups(), strict=True):
                _check_name(part, name, kind)
            return FileKind(kind, found.groups())
    raise MisplacedError(
        "there is no place for this file in a registry",
        " or ".join(_possible(path)),
        "rename or move it, or delete it; only README.md may stand anywhere",
    )


def salt_issuer(name: str) -> str:
    """The issuer whose salt the file of that name (without ending) holds."""
    return name[:-5]


def _possible(path: str) -> list[str]:
    """The shapes of the files that may stand in the same folder."""
    folder = path.rpartition("/")[0]
    shapes = [
        shape.replace("<image>", "svg, .png")
        for _, shape in SHAPES
        if _pattern(shape.rpartition("/")[0]).fullmatch(folder)
    ]
    return shapes or ["a file in the folder of a badge, an issuer, awards, and so on"]


def _check_name(part: str, name: str, kind: str) -> None:
    if part == "version" and not _VERSION.fullmatch(name):
        one = kind.split(maxsplit=1)[0]
        raise MisplacedError(
            f'"{name}" is no version number',
            f"{one}.yml or, for an earlier version, its number, such as 1.yml; images likewise",
            "rename or move it, or delete it",
        )
    if part == "id":
        _check_id(_AWARD_ID, name, "name the file like the award's id")
    elif part == "recipient":
        _check_id(_RECIPIENT_ID, name, "name the file like the recipient's id")
    elif part in _SHORT_NAMES and not is_short_name(name):
        raise MisplacedError(
            f'"{name}" is no short name',
            "lower-case letters, digits and single hyphens, such as data-analysis, at most 80 characters",
            "rename the file or folder",
        )
    if part in ("batch", "correction", "salt") and not FILE_ENDING.fullmatch(name[-5:]):
        raise MisplacedError(
            f'the file name "{name}" does not end in a hyphen and four random characters',
            "an ending that no other branch will choose, of 0-9 and a-z without i, l, o, u",
            f"rename it to {name}-{new_file_ending()}{'.yml' if kind in ('awards', 'correction') else '.csv'}",
        )


def _check_id(adapter: TypeAdapter[str], name: str, hint: str) -> None:
    refused = refusal(adapter, name)
    if refused:
        raise MisplacedError(refused.what, refused.expected, hint)
