"""A new version of a badge or an issuer: the text so far is kept for the awards given under it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from conferral.authoring.edit import Edit, EditedFiles
from conferral.authoring.pictures import picture
from conferral.authoring.settings import Settings, badge_value, with_settings
from conferral.errors import GIVEN, Problem, RegistryProblems
from conferral.fields import closest
from conferral.files import Files
from conferral.loading import load
from conferral.model import Award, Badge, Issuer, IssuerFile, Registry
from conferral.register.drift import signs_as_issued
from conferral.yaml_edits import YamlText

BADGE_KEYS = (
    *("name", "description", "criteria", "criteria_url", "type", "field", "level", "hours", "credits", "skills"),
    *("validity", "valid_until", "specialization", "code", "status_purpose", "image_caption"),
)
"""What `conferral badge new-version --set` sets."""

ISSUER_KEYS = ("name", "url")
"""What `conferral issuer new-version --set` sets."""


Earlier = Iterable[Mapping[str, bytes | None]]
"""What the files of a badge or an issuer held before, newest first (`conferral.history.earlier_contents`)."""


def files_of_badge(badge: Badge) -> tuple[str, ...]:
    """The files that hold the current version: its text, and its picture of either kind."""
    folder = f"credentials/badges/{badge.slug}"
    return f"{folder}/badge.yml", f"{folder}/badge.svg", f"{folder}/badge.png"


def file_of_issuer(issuer: Issuer) -> str:
    """The file that holds the current version."""
    return f"credentials/issuers/{issuer.slug}/issuer.yml"


def new_badge_version(
    registry: Registry,
    files: Files,
    badge: Badge,
    changes: Settings,
    *,
    image: Path | None = None,
    earlier: Earlier = (),
) -> Edit:
    """<n>.yml with the text so far and <n>.svg or .png with the picture so far; badge.yml with the next number.

    `image` is the picture of the new version, if it is another one.  Where text or picture were edited already, what
    is kept is the latest of `earlier` that says what was issued.  Raises `RegistryProblems` where there is none, or
    where a change cannot be made.
    """
    number, (path, *_) = badge.current.version, files_of_badge(badge)
    under = [award for award in registry.awards if award.badge == badge.slug and _is_under(award, number)]
    problems = [*_settings_problems(changes, BADGE_KEYS), *_begun_by_hand(badge, path)]
    then = _as_issued(registry, files, under, earlier)
    if then is None:
        problems.append(_changed(path))
    now = badge.images.get(number)
    changed: list[tuple[str, bytes | None]] = []
    if image:
        ending, content, faults = picture(image, "--image", square=True)
        problems += faults
        if now and now.extension != ending:
            changed.append((now.file, None))
        changed.append((f"credentials/badges/{badge.slug}/badge.{ending}", content))
    if problems or then is None:
        raise RegistryProblems(problems, where=GIVEN)
    kept: list[tuple[str, bytes | None]] = []
    picture_then = then.registry.badges[badge.slug].images.get(number)
    if picture_then:
        name = f"credentials/badges/{badge.slug}/{number}.{picture_then.extension}"
        kept.append((name, then.files.read(picture_then.file)))
    kept.append((f"credentials/badges/{badge.slug}/{number}.yml", then.files.read(path)))
    return Edit((*kept, *changed, (path, _raised(files, path, number, changes))))


def new_issuer_version(
    registry: Registry, files: Files, issuer: Issuer, changes: Settings, *, earlier: Earlier = ()
) -> Edit:
    """<n>.yml with the text so far; issuer.yml with the next number.  As `new_badge_version`."""
    number, path = issuer.current.version, file_of_issuer(issuer)
    badges = {badge.slug for badge in registry.badges.values() if badge.current.issuer == issuer.slug}
    of_it = (award for award in registry.awards if award.badge in badges)
    under = [award for award in of_it if award.row and award.row.issuer_version == number]
    problems = [*_settings_problems(changes, ISSUER_KEYS), *_begun_by_hand(issuer, path)]
    then = _as_issued(registry, files, under, earlier)
    if then is None:
        problems.append(_changed(path))
    if problems or then is None:
        raise RegistryProblems(problems, where=GIVEN)
    kept = f"credentials/issuers/{issuer.slug}/{number}.yml"
    return Edit(((kept, then.files.read(path)), (path, _raised(files, path, number, changes))))


def holders_of_version(registry: Registry, badge: Badge) -> int:
    """How many registered awards were given under the current version."""
    version = badge.current.version
    return sum(1 for award in registry.awards if award.badge == badge.slug and _is_under(award, version))


def _raised(files: Files, path: str, number: int, changes: Settings) -> bytes:
    yaml = YamlText.of(files, path).set(("version",), number + 1)
    return with_settings(yaml, changes, badge_value).text.encode()


def _settings_problems(changes: Settings, known: tuple[str, ...]) -> Iterator[Problem]:
    for key in changes:
        if key not in known:
            yield Problem("--set", 0, 0, f'"{key}" cannot be set', ", ".join(known), _why_not(key, known))


def _why_not(key: str, known: tuple[str, ...]) -> str:
    if key == "version":
        return "the number goes up by itself"
    if key == "image":
        return "use --image FILE"
    if known is ISSUER_KEYS and key in IssuerFile.model_fields:
        return "edit the file: it says nothing that is signed, so it needs no new version"
    return closest(key, known) or "run this without it, then edit the file"


def _is_under(award: Award, version: int) -> bool:
    return bool(award.row and award.row.badge_version == version)


def _begun_by_hand(owner: Badge | Issuer, path: str) -> Iterator[Problem]:
    """Whether somebody raised the number without keeping the text before it."""
    number = owner.current.version
    if number > 1 and number - 1 not in owner.versions:
        what = f"it says version {number}, but {number - 1}.yml is missing"
        hint = f"write `version: {number - 1}` into it again; this command raises the number by itself"
        yield Problem(path, 0, 0, what, f"version {number - 1}, as it was issued", hint)


@dataclass(frozen=True, slots=True)
class _State:
    """A registry at some time, and its files."""

    registry: Registry
    files: Files


def _as_issued(registry: Registry, files: Files, awards: Sequence[Award], earlier: Earlier) -> _State | None:
    """The registry with the text as it was issued: as it is, or with the latest of the earlier ones.

    One award tells; None if no text does.
    """
    award = next((award for award in reversed(awards) if award.id not in registry.being_corrected), None)
    if award is None or signs_as_issued(registry, award):
        return _State(registry, files)
    for texts in earlier:
        edited = EditedFiles(files, Edit(tuple(texts.items())))
        then = load(edited).registry
        same = next((one for one in then.awards if one.id == award.id), None) if then else None
        if then and same and signs_as_issued(then, same):
            return _State(then, edited)
    return None


def _changed(path: str) -> Problem:
    return Problem(
        path,
        0,
        0,
        "awards of this version would say something else than was issued",
        "the text as it was issued, which is to be kept",
        "`conferral check` says what differs; put it back, run this, then change the text",
    )
