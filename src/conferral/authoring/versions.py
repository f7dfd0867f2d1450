"""A new version of a badge or an issuer: the text so far is kept for the awards given under it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from conferral.authoring.edit import Edit
from conferral.authoring.naming import GIVEN
from conferral.authoring.pictures import picture
from conferral.authoring.settings import Settings, badge_value, with_settings
from conferral.credentials import credential, digest
from conferral.errors import CanonicalizationError, Problem, RegistryProblems
from conferral.fields import closest
from conferral.files import Files
from conferral.model import Award, Badge, Issuer, Registry
from conferral.yaml_edits import YamlText

BADGE_KEYS = (
    *("name", "description", "criteria", "criteria_url", "type", "field", "level", "hours", "credits", "skills"),
    *("validity", "status_purpose", "image_caption"),
)
"""What `conferral badge new-version --set` sets."""

ISSUER_KEYS = ("name", "url", "description", "email")
"""What `conferral issuer new-version --set` sets."""


def new_badge_version(
    registry: Registry, files: Files, badge: Badge, changes: Settings, *, image: Path | None = None
) -> Edit:
    """<n>.yml with the text so far and <n>.svg or .png with the picture so far; badge.yml with the next number.

    `image` is the picture of the new version, if it is another one.  Raises `RegistryProblems` where badge.yml no
    longer says what was issued under the version that is to be kept, or a change cannot be made.
    """
    number, folder = badge.current.version, f"credentials/badges/{badge.slug}"
    under = [award for award in registry.awards if award.badge == badge.slug and _is_under(award, number)]
    problems = [*_settings_problems(changes, BADGE_KEYS), *_changed_already(registry, under, f"{folder}/badge.yml")]
    kept: list[tuple[str, bytes | None]] = []
    current = badge.images.get(number)
    if current:
        kept.append((f"{folder}/{number}.{current.extension}", files.read(current.file)))
    changed: list[tuple[str, bytes | None]] = []
    if image:
        ending, content, faults = picture(image, "--image", square=True)
        problems += faults
        if current and current.extension != ending:
            changed.append((current.file, None))
        changed.append((f"{folder}/badge.{ending}", content))
    if problems:
        raise RegistryProblems(problems, where=GIVEN)
    path = f"{folder}/badge.yml"
    kept.append((f"{folder}/{number}.yml", files.read(path)))
    return Edit((*kept, *changed, (path, _raised(files, path, number, changes))))


def new_issuer_version(registry: Registry, files: Files, issuer: Issuer, changes: Settings) -> Edit:
    """<n>.yml with the text so far; issuer.yml with the next number.  Raises as `new_badge_version`."""
    number, path = issuer.current.version, f"credentials/issuers/{issuer.slug}/issuer.yml"
    badges = {badge.slug for badge in registry.badges.values() if badge.current.issuer == issuer.slug}
    of_it = (award for award in registry.awards if award.badge in badges)
    under = [award for award in of_it if award.row and award.row.issuer_version == number]
    problems = [*_settings_problems(changes, ISSUER_KEYS), *_changed_already(registry, under, path)]
    if problems:
        raise RegistryProblems(problems, where=GIVEN)
    kept = f"credentials/issuers/{issuer.slug}/{number}.yml"
    return Edit(((kept, files.read(path)), (path, _raised(files, path, number, changes))))


def holders_of_version(registry: Registry, badge: Badge) -> int:
    """How many registered awards were given under the current version."""
    version = badge.current.version
    return sum(1 for award in registry.awards if award.badge == badge.slug and _is_under(award, version))


def _raised(files: Files, path: str, number: int, changes: Settings) -> bytes:
    yaml = YamlText(files.read(path).decode(), path).set(("version",), number + 1)
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
    return closest(key, known) or "run this without it, then edit the file"


def _is_under(award: Award, version: int) -> bool:
    return bool(award.row and award.row.badge_version == version)


def _changed_already(registry: Registry, awards: Sequence[Award], path: str) -> Iterator[Problem]:
    """Whether the text that is to be kept was edited since it was issued; one award tells."""
    award = next((award for award in reversed(awards) if award.id not in registry.being_corrected), None)
    if award is None or award.row is None:
        return
    try:
        same = digest(credential(registry, award, registry.file.base_url)) == award.row.digest
    except (LookupError, CanonicalizationError):
        same = True  # what `conferral check` has other words for
    if not same:
        yield Problem(
            path,
            0,
            0,
            f"award {award.id} would say something else than was issued",
            "the text as it was issued, which is to be kept",
            f"`conferral check` says what differs; put it back (`git restore {path}`), run this, then change the text",
        )
