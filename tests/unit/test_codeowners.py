"""CODEOWNERS asks the right people, told by git's own reading of the patterns."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conferral.codeowners import HEADER, codeowners
from conferral.errors import RegistryError
from conferral.loading import load
from conferral.model import Registry
from tests.registry_builder import files
from tests.unit.memory_files import MemoryFiles

STEWARDS = {
    "credentials/registry.yml": "operators: ['@ops', '@example-org/operators']\n",
    "credentials/issuers/harbour/issuer.yml": "stewards: ['@harbour', harbour@example.org]\n",
    "credentials/badges/sailing/badge.yml": "stewards: ['@sail']\n",
}
OPERATORS = "@ops @example-org/operators"
HARBOUR = f"@harbour harbour@example.org {OPERATORS}"


def registry_with(additions: dict[str, str], renamed: dict[str, str] | None = None) -> Registry:
    texts = {path: text + additions.get(path, "") for path, text in files().items()}
    for old, new in (renamed or {}).items():
        texts = {
            path.replace(f"/{old}/", f"/{new}/"): text.replace(f"badge: {old}", f"badge: {new}")
            for path, text in texts.items()
        }
    found = load(MemoryFiles({path: text.encode() for path, text in texts.items()})).registry
    assert found
    return found


def owners(text: str, paths: Sequence[str], folder: Path) -> list[str]:
    """Whom the last fitting line of CODEOWNERS names for each path: its patterns are those of .gitignore.

    Each pattern is asked about alone, since git looks no further below a folder that a pattern leaves out.
    """
    subprocess.run(["git", "init", "-q", str(folder)], check=True)
    found = dict.fromkeys(paths, "")
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        pattern, _, handles = line.replace("\\ ", "\0").partition(" ")
        (folder / ".git/info/exclude").write_text(pattern.replace("\0", " ") + "\n")
        done = subprocess.run(
            ["git", "check-ignore", "--no-index", "--stdin"],
            cwd=folder,
            input="\n".join(paths),
            capture_output=True,
            text=True,
            check=False,
        )
        found.update(dict.fromkeys(done.stdout.splitlines(), handles))
    return list(found.values())


CASES = [
    ("credentials/badges/sailing/badge.yml", f"@sail {HARBOUR}"),
    ("credentials/badges/sailing/badge.svg", f"@sail {HARBOUR}"),
    ("credentials/awards/sailing/2026-06-30-x-k3v9.yml", f"@sail {HARBOUR}"),
    ("credentials/corrections/sailing/x-k3v9.yml", f"@sail {HARBOUR}"),
    ("credentials/register/awards/sailing/2026-06-30-x-k3v9.csv", f"@sail {HARBOUR}"),
    ("credentials/register/corrections/sailing/x-k3v9.csv", f"@sail {HARBOUR}"),
    ("credentials/awards/teaching/2026-06-30-x-k3v9.yml", OPERATORS),
    ("credentials/awards/not-yet-there/2026-06-30-x-k3v9.yml", OPERATORS),
    ("credentials/issuers/harbour/issuer.yml", HARBOUR),
    ("credentials/issuers/lakeside/issuer.yml", OPERATORS),
    ("credentials/register/salts/harbour-k3v9.csv", HARBOUR),
    ("credentials/register/salts/harbour-x-k3v9.csv", OPERATORS),
    ("credentials/register/registry.csv", OPERATORS),
    ("credentials/registry.yml", OPERATORS),
    ("credentials/revocations/7p0c3yyyazrxhwy45e1bjsmkr9.yml", f"@harbour harbour@example.org @sail {OPERATORS}"),
    ("credentials/suspensions/7p0c3yyyazrxhwy45e1bjsmkr9.yml", f"@harbour harbour@example.org @sail {OPERATORS}"),
    ("recipients/r-7pb02gtds4a7fsm9t821vxn9rg5.yml", f"@harbour harbour@example.org @sail {OPERATORS}"),
    ("keys/harbour/key-1.yml", OPERATORS),
    (".github/workflows/publish.yml", OPERATORS),
    (".github/CODEOWNERS", OPERATORS),
    (".gitlab-ci.yml", OPERATORS),
    ("CODEOWNERS", OPERATORS),
    ("mkdocs.yml", OPERATORS),
    ("site_templates/badge.html", OPERATORS),
    ("tools/requirements.txt", OPERATORS),
    ("package-lock.json", OPERATORS),
    ("README.md", OPERATORS),
]


def test_everything_has_its_owners(tmp_path: Path) -> None:
    text = codeowners(registry_with(STEWARDS))

    assert owners(text, [path for path, _ in CASES], tmp_path) == [expected for _, expected in CASES]


@pytest.mark.parametrize("name", ["awards", "register", "corrections", "harbour"])
def test_a_badge_whose_name_is_that_of_a_folder_owns_its_own_folders_only(name: str, tmp_path: Path) -> None:
    text = codeowners(registry_with(STEWARDS, {"sailing": name}))
    own = [f"credentials/{kind}/{name}/x-k3v9.yml" for kind in ("awards", "corrections", "register/awards")]
    others = [(path, expected) for path, expected in CASES if "/sailing/" not in path]

    found = owners(text, [*own, *(path for path, _ in others)], tmp_path)

    assert found == [*[f"@sail {HARBOUR}"] * 3, *(expected for _, expected in others)]


def test_in_a_folder_of_a_larger_repository_only_that_folder_has_owners(tmp_path: Path) -> None:
    text = codeowners(registry_with(STEWARDS), folder="our registry/")
    inside = [f"our registry/{path}" for path, _ in CASES if path.startswith(("credentials/", "keys/", "recipients/"))]
    expected = [owner for path, owner in CASES if path.startswith(("credentials/", "keys/", "recipients/"))]
    outside = ["README.md", "credentials/registry.yml", ".github/workflows/publish.yml"]

    assert owners(text, [*inside, *outside], tmp_path) == [*expected, "", "", OPERATORS]
    assert "/our\\ registry/credentials/*/sailing/ @sail" in text


@given(st.permutations(sorted(files())))
def test_the_order_in_which_files_are_read_makes_no_difference(order: list[str]) -> None:
    texts = {path: files()[path] + STEWARDS.get(path, "") for path in order}
    registry = load(MemoryFiles({path: text.encode() for path, text in texts.items()})).registry
    assert registry

    assert codeowners(registry) == codeowners(registry_with(STEWARDS))


def test_awarding_changes_nothing() -> None:
    without = {path: text for path, text in files().items() if "/awards/" not in path}
    registry = load(MemoryFiles({p: (t + STEWARDS.get(p, "")).encode() for p, t in without.items()})).registry
    assert registry

    assert codeowners(registry) == codeowners(registry_with(STEWARDS))
    assert codeowners(registry).startswith(HEADER)


def test_somebody_has_to_operate_the_registry() -> None:
    with pytest.raises(RegistryError) as caught:
        codeowners(registry_with({}))

    assert caught.value.message == "nobody operates this registry"
    assert caught.value.hint == 'Write their handles into credentials/registry.yml, such as `operators: ["@user"]`.'


def test_a_folder_that_a_pattern_cannot_name_is_refused() -> None:
    with pytest.raises(RegistryError, match=r'CODEOWNERS cannot name the folder "a\*/"'):
        codeowners(registry_with(STEWARDS), folder="a*/")


def test_who_vouches_for_whom_is_for_the_operators(tmp_path: Path) -> None:
    path = "credentials/endorsements/board-sailing.yml"
    assert owners(codeowners(registry_with(STEWARDS)), [path], tmp_path) == [OPERATORS]


def test_a_pathway_is_for_the_stewards_of_what_it_earns_and_of_those_who_share_it(tmp_path: Path) -> None:
    texts = {path: text + STEWARDS.get(path, "") for path, text in files().items()}
    texts["credentials/issuers/lakeside/issuer.yml"] += "stewards: ['@lakeside']\n"
    said = "title: Sea\ndescription: At sea.\nrequires:\n  - badge: data-analysis\n"
    texts["credentials/pathways/sea.yml"] = f"{said}earns: sailing\n"
    texts["credentials/pathways/shared.yml"] = f"{said}earns: sailing\nissuers: [lakeside, harbour]\n"
    registry = load(MemoryFiles({path: text.encode() for path, text in texts.items()})).registry
    assert registry

    found = owners(
        codeowners(registry),
        [f"credentials/pathways/{name}.yml" for name in ("sea", "shared", "not-yet-there")],
        tmp_path,
    )

    assert found == [
        f"@sail {HARBOUR}",
        f"@sail @harbour harbour@example.org @lakeside {OPERATORS}",
        OPERATORS,
    ]
