"""`conferral init`: from nothing to a registry that checks, builds and verifies; and what it refuses."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from unittest import mock

import pytest

import conferral
from conferral.authoring.workflows import PUBLISH
from conferral.files import FolderFiles
from conferral.loading import load_registry
from conferral.signers import SecretKey, open_signer
from conferral.verify import verify_site
from tests.cli.calling import Called, call
from tests.program import environ, ok, tree
from tests.registry_builder import git

IDENTITY = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_COUNT": "2",
    "GIT_CONFIG_KEY_0": "user.name",
    "GIT_CONFIG_VALUE_0": "Steward",
    "GIT_CONFIG_KEY_1": "user.email",
    "GIT_CONFIG_VALUE_1": "steward@example.org",
}
SECRET = "CONFERRAL_KEY_NORTHWIND_SCHOOL_1"
GIVEN = {
    "--repository": "northwind/credentials",
    "--operator": "@northwind-it",
    "--issuer-name": "Northwind School",
    "--issuer-url": "https://northwind.example.org",
    "--timezone": "Europe/Berlin",
    "--badge-name": "First steps",
    "--badge-description": "Can plan and finish a small project.",
    "--badge-criteria": "Finished a project: planned, done, and shown.",
}
WHEEL = f"tools/conferral-{conferral.__version__}-py3-none-any.whl"


def options(**changes: str | None) -> list[str]:
    """The options that say everything, but for changes; None leaves one out."""
    given = {**GIVEN, **{f"--{name.replace('_', '-')}": value for name, value in changes.items()}}
    return [word for option, value in given.items() if value is not None for word in (option, value)]


def init(folder: Path, *more: str, **changes: str | None) -> Called:
    """Make a registry without being asked anything."""
    with mock.patch.dict(os.environ, IDENTITY):
        return call("init", folder, "--yes", *more, *options(**changes))


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Called]:
    """A registry that nobody changes, and what was said when it was made."""
    folder = tmp_path_factory.mktemp("made") / "credentials"
    return folder, init(folder, "--commit")


@pytest.fixture
def made(made_once: tuple[Path, Called], tmp_path: Path) -> Path:
    """A registry to change."""
    return Path(shutil.copytree(made_once[0], tmp_path / "credentials"))


def test_a_new_registry_is_committed_and_checks(made_once: tuple[Path, Called]) -> None:
    folder, said = made_once

    assert said.code == 0, said.err
    assert git(folder, "log", "--format=%s %an").split("\n")[0] == "registry: the first files Steward"
    assert git(folder, "status", "--porcelain") == ""
    assert git(folder, "symbolic-ref", "--short", "HEAD") == "main\n"
    assert call("check", "--root", folder) == Called(0, "no problems: 1 issuer, 1 badge, 0 awards\n", "")
    assert call("codeowners", "--root", folder, "--check").code == 0
    assert not list(folder.parent.glob(".conferral-*"))


def test_what_it_holds(made_once: tuple[Path, Called]) -> None:
    folder, _ = made_once
    registry = load_registry(FolderFiles(folder))

    assert registry.file.base_url == "https://northwind.github.io/credentials"
    assert (registry.file.title, registry.file.timezone) == ("Northwind School credentials", "Europe/Berlin")
    assert registry.issuers["northwind-school"].current.name == "Northwind School"
    assert registry.badges["first-steps"].current.criteria == GIVEN["--badge-criteria"]
    assert [(key.issuer, key.name, key.file.signer) for key in registry.keys] == [
        ("northwind-school", "key-1", f"env:{SECRET}")
    ]
    assert (folder / ".githooks/pre-commit").stat().st_mode & 0o111
    assert {path for path in tree(folder) if not path.startswith((".git/", ".github/", "schemas/"))} == {
        ".gitattributes",
        ".githooks/pre-commit",
        ".gitignore",
        ".vscode/extensions.json",
        ".vscode/settings.json",
        "README.md",
        "credentials/badges/first-steps/badge.svg",
        "credentials/badges/first-steps/badge.yml",
        "credentials/issuers/northwind-school/issuer.yml",
        "credentials/registry.yml",
        "keys/northwind-school/key-1.yml",
        "mkdocs.yml",
        "tools/conferral.json",
        "tools/requirements.txt",
        WHEEL,
    }
    assert f"{SECRET}: ${{{{ secrets.{SECRET} }}}}\n" in (folder / PUBLISH).read_text()
    assert "secrets.CONFERRAL_KEY_ISSUER_1" not in (folder / PUBLISH).read_text()


def test_the_private_half_is_the_only_line_on_standard_output(made_once: tuple[Path, Called]) -> None:
    folder, said = made_once
    (key,) = load_registry(FolderFiles(folder)).keys

    signer = open_signer(key, root=folder, environ={SECRET: said.out}, passphrase=lambda _: "")

    assert said.out == f"{signer.secret.as_multibase()}\n"
    assert said.out.strip() not in said.err
    assert not [path for path, content in tree(folder).items() if said.out.strip().encode() in content]


def test_it_says_step_by_step_how_to_publish(made_once: tuple[Path, Called]) -> None:
    folder, said = made_once

    assert said.err == (
        f"{folder}: Northwind School credentials, which `conferral check` has no problem with\n"
        f"what went to standard output is the private half of its key, for the secret {SECRET};\n"
        "keep a copy offline, as nobody can make it again\n"
        "\n"
        "what is next (README.md says it again, and how to award):\n"
        "\n"
        "1. Look at it:\n"
        f"     cd {folder} && conferral serve\n"
        "2. Put a picture of your own in place of credentials/badges/first-steps/badge.svg before the first award: it\n"
        "   is part of what is signed.\n"
        "3. Make the empty, public repository northwind/credentials at https://github.com/new and push to it:\n"
        "     git remote add origin https://github.com/northwind/credentials.git && "
        "git push --set-upstream origin main\n"
        "4. At https://github.com/northwind/credentials/settings/pages choose GitHub Actions as the source.\n"
        "5. At https://github.com/northwind/credentials/settings/environments make the environment\n"
        "   credentials-signing and allow it no deployment branch but main. Add the environment secret\n"
        f"   {SECRET}: the line printed when the key was made.\n"
        "6. At https://github.com/northwind/credentials/settings/rules make a branch ruleset for the default branch: "
        "it\n"
        "   requires a pull request, a review from code owners, and the status check of the name check.\n"
        "7. At https://github.com/northwind/credentials/settings/variables/actions set the variable CONFERRAL_PUBLISH\n"
        "   to true. Until then nothing is published. If awards are registered already, set CONFERRAL_LIVE to\n"
        "   none as well: there is no site yet to compare them with.\n"
        "8. At https://github.com/northwind/credentials/actions/workflows/publish.yml run the workflow.\n"
        "9. Look at it as a stranger does:\n"
        "     conferral doctor https://northwind.github.io/credentials\n"
    )
    assert "https://github.com/northwind/credentials/settings/pages" in (folder / "README.md").read_text()


def test_it_builds_and_verifies_with_the_key_and_as_a_preview(made_once: tuple[Path, Called], tmp_path: Path) -> None:
    folder, said = made_once

    ok("build", "--out", tmp_path / "site", cwd=folder, env={SECRET: said.out})
    ok("build", "--preview", "--out", tmp_path / "preview", cwd=folder)

    for name, base_url in (("site", "https://northwind.github.io/credentials"), ("preview", "https://preview.invalid")):
        found = verify_site(tmp_path / name, at=datetime.now(UTC))
        assert found.exit_code == 0
        catalog = json.loads((tmp_path / name / "catalog.json").read_text())
        assert catalog["base_url"] == base_url


def test_a_second_time_is_refused(made: Path) -> None:
    before = tree(made)

    assert init(made) == Called(
        1,
        "",
        f"conferral: {made} holds a registry already\n"
        "hint: `conferral upgrade` renews what came with it; a new registry needs a folder of its own.\n",
    )
    assert tree(made) == before


def test_a_folder_that_holds_other_things_is_refused(tmp_path: Path) -> None:
    for name in ("LICENSE", "README.md", ".git", "a", "b", "c", "d", "e", "f"):
        (tmp_path / name).mkdir()

    assert init(tmp_path) == Called(
        1,
        "",
        f"conferral: {tmp_path} is not empty: a, b, c, d, e and 1 more\n"
        "hint: Name a new folder, or a clone that holds nothing but a README and a licence.\n",
    )
    assert init(tmp_path / "a" / "x" / ".." / "file").code == 0, "a folder whose parents are new"


def test_everything_wrong_is_said_at_once_and_nothing_is_written(tmp_path: Path) -> None:
    done = init(
        tmp_path / "new" / "registry",
        "--key-env",
        "GITHUB_KEY",
        "--key-file",
        "key.pem",
        host="bitbucket",
        repository="northwind",
        operator="northwind it",
        base_url="https://preview.invalid",
        issuer_name="Two\nlines",
        issuer_url="ftp://northwind.example.org",
        timezone="Europe/Atlantis",
        badge_name=None,
        badge="First Steps",
        badge_description="x" * 301,
        badge_criteria=None,
    )

    assert done == Called(
        1,
        "",
        '--badge: "First Steps" is no short name\n'
        "    expected: lower-case letters, digits and single hyphens, such as data-analysis, at most 80 characters\n"
        "--badge-criteria: is missing\n"
        "    expected: what has to be done to earn it\n"
        "--badge-description: text of 301 characters\n"
        "    expected: at most 300 characters\n"
        "--badge-name: is missing\n"
        "    expected: name of the first badge\n"
        '--base-url: "https://preview.invalid" can never resolve\n'
        "    expected: the address at which the site will be published\n"
        '--host: "bitbucket" is no host that there are workflows for\n'
        "    expected: github, gitlab or none\n"
        "--issuer-name: text with a line break or tab\n"
        "    expected: one line\n"
        "    hint: write it on one line\n"
        '--issuer-url: "ftp://northwind.example.org" is no https address\n'
        "    expected: an address that begins with https://\n"
        '--key-env: "GITHUB_KEY" can be no name of a secret\n'
        "    expected: letters A-Z, digits and underscores, beginning neither with a digit nor with GITHUB_\n"
        "--key-file: excludes --key-env\n"
        "    expected: one of them\n"
        '--operator: "northwind it" is no handle at a git host\n'
        "    expected: @user, @organisation/team or an e-mail address\n"
        '--repository: "northwind" is no repository\n'
        "    expected: OWNER/NAME, such as northwind/credentials\n"
        '--timezone: "Europe/Atlantis" is no timezone\n'
        "    expected: a name of the IANA database, such as Europe/Berlin or UTC\n"
        "conferral: 13 problems in what was given; nothing was written\n",
    )
    assert list(tmp_path.iterdir()) == []


def test_at_a_terminal_it_asks_and_asks_again(tmp_path: Path) -> None:
    typed = [
        "GitHub",
        "https://github.com/northwind/credentials.git",
        "@northwind-it",
        "",  # the address of the host's pages
        "Nordwind-Schule für Küche & Café",
        "",  # the short name made of it
        "northwind.example.org",
        "https://northwind.example.org",
        "",  # the title
        "Berlin",
        "Europe/Berlin",
        "First steps",
        "",
        "Can cook a soup.",
        "Cooked a soup.",
        "n",
    ]
    with mock.patch.dict(os.environ, IDENTITY):
        done = call("init", tmp_path / "registry", given="\n".join(typed) + "\n", terminal=True)

    assert done.code == 0, done.err
    registry = load_registry(FolderFiles(tmp_path / "registry"))
    assert registry.file.base_url == "https://northwind.github.io/credentials"
    assert registry.issuers.keys() == {"nordwind-schule-fur-kuche-and-cafe"}
    assert registry.file.title == "Nordwind-Schule für Küche & Café credentials"
    assert (
        '"northwind.example.org" is no https address\n    expected: an address that begins with https://\n' in done.err
    )
    assert '    hint: did you mean "Europe/Berlin"?\n' in done.err
    assert not (tmp_path / "registry/.git").exists()
    assert (
        "1. Commit it, and look at it:\n"
        f"     cd {tmp_path}/registry && git init --initial-branch=main && git add --all && git commit --message "
        "'registry: the first files' && conferral serve\n"
    ) in done.err


def test_at_a_terminal_what_was_given_is_looked_at_before_anything_is_asked(tmp_path: Path) -> None:
    done = call("init", tmp_path / "registry", "--timezone", "Nowhere", given="", terminal=True)

    assert (done.code, done.err.splitlines()[0]) == (1, '--timezone: "Nowhere" is no timezone')


def test_a_fresh_clone_keeps_what_it_has_and_says_where_it_came_from(tmp_path: Path) -> None:
    folder = tmp_path / "clone"
    folder.mkdir()
    git(folder, "init", "--quiet", "--initial-branch=trunk")
    git(folder, "remote", "add", "origin", "git@gitlab.com:northwind/school/badges.git")
    (folder / "README.md").write_text("# Ours\n")
    (folder / "LICENSE.txt").write_text("All yours.\n")

    done = init(folder, "--commit", repository=None)

    assert done.code == 0, done.err
    assert (folder / "README.md").read_text() == "# Ours\n"
    assert (folder / "STEWARDS.md").read_text().startswith("# Northwind School credentials\n")
    assert "what is next (STEWARDS.md says it again, and how to award):\n" in done.err
    assert load_registry(FolderFiles(folder)).file.base_url == "https://northwind.gitlab.io/school/badges"
    assert (folder / ".gitlab-ci.yml").exists()
    assert (folder / "CODEOWNERS").exists()
    assert not (folder / ".github").exists()
    assert git(folder, "log", "--format=%s", "trunk") == "registry: the first files\n"
    assert "3. Push it:\n     git push --set-upstream origin trunk\n" in done.err
    assert "At https://gitlab.com/northwind/school/badges/pages switch off the unique domain." in done.err


def test_without_a_git_host_the_key_goes_to_an_encrypted_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONFERRAL_PASSPHRASE", "correct-horse-battery")
    monkeypatch.setenv("HOME", str(tmp_path))
    folder = tmp_path / "registry"

    done = init(folder, host="none", repository=None, operator=None, base_url="https://badges.northwind.example.org/")

    file = tmp_path / ".conferral/northwind-school-key-1.pem"
    assert (done.code, done.out) == (0, ""), done.err
    assert b"ENCRYPTED" in file.read_bytes()
    (key,) = load_registry(FolderFiles(folder)).keys
    assert key.file.signer == "file:~/.conferral/northwind-school-key-1.pem"
    assert f"{file}: the private half of its key, encrypted; keep a copy of it and of its passphrase\n" in done.err
    assert "Put what is in build/site on a host of static files, so that it answers at" in done.err
    assert not (folder / ".github").exists()
    assert not (folder / ".gitlab-ci.yml").exists()


def test_a_key_file_is_named_by_its_way_from_the_registry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONFERRAL_PASSPHRASE", "correct-horse-battery")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    folder = tmp_path / "registry"

    done = init(folder, "--key-file", str(tmp_path / "keys/first.pem"))

    assert done.code == 0, done.err
    (key,) = load_registry(FolderFiles(folder)).keys
    assert key.file.signer == "file:../keys/first.pem"
    signer = open_signer(key, root=folder, environ={}, passphrase=lambda _: "correct-horse-battery")
    assert signer.secret.public_key == key.file.public_key
    assert "The key is in a file, where a CI cannot read it: make one for" in " ".join(done.err.split())


@pytest.mark.parametrize("place", ["registry/key.pem", "there.pem"])
def test_where_the_key_cannot_go_nothing_is_made(place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONFERRAL_PASSPHRASE", "correct-horse-battery")
    (tmp_path / "there.pem").write_text("mine")
    before = tree(tmp_path)

    done = init(tmp_path / "registry", "--key-file", str(tmp_path / place))

    assert done.code == 1
    assert (
        done.err
        == {
            "registry/key.pem": f"conferral: {tmp_path}/registry/key.pem lies inside the registry's folder\n"
            "hint: A private key never belongs in a repository; choose a place outside it.\n",
            "there.pem": f"conferral: {tmp_path}/there.pem cannot be written: file exists\n"
            "hint: Choose another --file; keys are never replaced.\n",
        }[place]
    )
    assert tree(tmp_path) == before
    assert not (tmp_path / "registry").exists()


def test_what_cannot_be_moved_leaves_neither_registry_nor_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONFERRAL_PASSPHRASE", "correct-horse-battery")
    folder = tmp_path / "clone"
    folder.mkdir()
    (folder / "README.md").write_text("# Ours\n")
    rename = Path.rename

    def full(self: Path, target: Path) -> Path:
        if target.name == "mkdocs.yml":
            raise OSError(28, "No space left on device", str(target))
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", full)
    done = init(folder, "--key-file", str(tmp_path / "key.pem"))

    assert done == Called(1, "", f"conferral: {folder}/mkdocs.yml: no space left on device\n")
    assert tree(tmp_path) == {"clone/README.md": b"# Ours\n"}
    assert [entry.name for entry in folder.iterdir()] == ["README.md"]


def test_a_commit_that_git_refuses_is_said_and_the_registry_is_there(tmp_path: Path) -> None:
    nobody = {
        **IDENTITY,
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": "user.useConfigOnly",
        "GIT_CONFIG_VALUE_0": "true",
    }
    with mock.patch.dict(os.environ, {**nobody, "HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)}):
        done = call("init", tmp_path / "registry", "--yes", "--commit", *options())

    assert done.code == 0
    assert "conferral: git commit failed: no email was given" in done.err
    assert "; everything is written, commit it yourself\n" in done.err
    assert "1. Commit it, and look at it:\n" in done.err
    assert call("check", "--root", tmp_path / "registry").code == 0


def test_the_wheel_and_the_lock_fit_together(made_once: tuple[Path, Called]) -> None:
    folder, _ = made_once
    lines = (folder / "tools/requirements.txt").read_text().splitlines()

    digest = subprocess.run(["sha256sum", WHEEL], cwd=folder, capture_output=True, text=True, check=True, env=environ())

    assert lines[-2:] == [f"./{WHEEL} \\", f"    --hash=sha256:{digest.stdout.split()[0]}"]


def test_a_key_that_was_printed_can_be_read_again(made_once: tuple[Path, Called]) -> None:
    folder, said = made_once
    (key,) = load_registry(FolderFiles(folder)).keys

    assert SecretKey.from_multibase(said.out.strip()).public_key == key.file.public_key
