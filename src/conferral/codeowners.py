"""CODEOWNERS from the stewards and operators that the registry names.

A git host asks for the approval of whoever the last fitting line names.  So the file begins with the operators for
everything and goes on from the whole to the part: what a badge owns to its stewards, then what decides over all of it
to the operators again, this file included.  Folders are named and no batches, so that awarding changes nothing here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from conferral.errors import RegistryError
from conferral.model import Registry

HEADER = "# Written by `conferral codeowners` from issuer.yml, badge.yml and registry.yml; never edited by hand."
_EXPLANATION = "# The last line that fits a file counts."

_GUARDED = (
    ("the public halves of the keys, and what the registry is", ("keys/", "credentials/registry.yml")),
    ("what runs when the registry is built", ("site_templates/", "mkdocs.yml", "tools/", "schemas/")),
)
_OF_THE_HOST = (
    "workflows, and this file",
    (
        "/.github/",
        "/.gitlab/",
        "/.gitlab-ci.yml",
        "/.githooks/",
        "/.pre-commit-config.yaml",
        "/CODEOWNERS",
        "/docs/CODEOWNERS",
        "requirements*.txt",
        "pyproject.toml",
        "package.json",
        "package-lock.json",
        "*.lock",
        "*.whl",
    ),
)
_PLAIN = re.compile(r"[A-Za-z0-9._/ -]*")


def codeowners(registry: Registry, *, folder: str = "") -> str:
    """The text of CODEOWNERS, the same for the same registry.

    `folder` is the registry's place in the repository: empty, or a path with a slash at its end; what lies beside it
    has no line then, but for what the host runs.  Raises `RegistryError` when nobody operates the registry.
    """
    operators = registry.file.operators
    if not operators:
        raise RegistryError(
            "nobody operates this registry",
            hint='Write their handles into credentials/registry.yml, such as `operators: ["@user"]`.',
        )
    if not _PLAIN.fullmatch(folder):
        raise RegistryError(f'CODEOWNERS cannot name the folder "{folder}"', hint="Give it a name without such signs.")
    top = "/" + folder.replace(" ", "\\ ")
    stewards = [handle for issuer in sorted(registry.issuers) for handle in registry.issuers[issuer].current.stewards]
    stewards += [handle for badge in sorted(registry.badges) for handle in registry.badges[badge].current.stewards]
    lines = [HEADER, _EXPLANATION, ""]
    lines += [_line(top if folder else "*", operators)]
    lines += ["", "# of every issuer: what is named by awards and recipients"]
    lines += [
        _line(f"{top}{place}/", (*stewards, *operators))
        for place in ("credentials/revocations", "credentials/suspensions", "recipients")
    ]
    lines += ["", *_badges(registry, top), "", *_issuers(registry, top)]
    if registry.pathways:
        lines += ["", *_pathways(registry, top)]
    for what, places in _GUARDED:
        lines += ["", f"# {what}", *(_line(top + place, operators) for place in places)]
    what, patterns = _OF_THE_HOST
    lines += ["", f"# {what}", *(_line(pattern, operators) for pattern in patterns)]
    return "\n".join(lines) + "\n"


def _badges(registry: Registry, top: str) -> Iterator[str]:
    owners = {
        slug: (*registry.badges[slug].current.stewards, *_issuer_of(registry, slug), *registry.file.operators)
        for slug in sorted(registry.badges)
    }
    yield "# badges: their texts, awards and corrections"
    yield from (_line(f"{top}credentials/*/{slug}/", handles) for slug, handles in owners.items())
    yield ""
    yield "# their rows in the register"
    yield _line(f"{top}credentials/register/", registry.file.operators)  # a badge may be called "awards"
    yield from (_line(f"{top}credentials/register/*/{slug}/", handles) for slug, handles in owners.items())


def _issuer_of(registry: Registry, badge: str) -> tuple[str, ...]:
    issuer = registry.issuers.get(registry.badges[badge].current.issuer)
    return issuer.current.stewards if issuer else ()


def _issuers(registry: Registry, top: str) -> Iterator[str]:
    yield "# issuers: their texts, and the salts that their first awards bring"
    for slug in sorted(registry.issuers):
        owners = (*registry.issuers[slug].current.stewards, *registry.file.operators)
        yield _line(f"{top}credentials/issuers/{slug}/", owners)
        yield _line(f"{top}credentials/register/salts/{slug}-????.csv", owners)


def _pathways(registry: Registry, top: str) -> Iterator[str]:
    yield "# pathways: what the badge that each earns asks for"
    for slug in sorted(registry.pathways):
        file = registry.pathways[slug].file
        earned = registry.badges.get(file.earns)
        sharing = (registry.issuers[issuer] for issuer in file.issuers if issuer in registry.issuers)
        owners = [
            *(earned.current.stewards if earned else ()),
            *(_issuer_of(registry, file.earns) if earned else ()),
            *(handle for issuer in sharing for handle in issuer.current.stewards),
            *registry.file.operators,
        ]
        yield _line(f"{top}credentials/pathways/{slug}.yml", owners)


def _line(pattern: str, owners: Iterable[str]) -> str:
    return f"{pattern} {' '.join(dict.fromkeys(owners))}"
