"""`conferral upgrade`: what came with the program is renewed, what somebody changed stays."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

import conferral
from conferral.atomic import replace_file
from conferral.authoring import carried
from conferral.authoring.carried import MANIFEST, REQUIREMENTS
from conferral.authoring.own_wheel import Wheel
from conferral.authoring.workflows import PUBLISH
from tests.cli.calling import Called, call, refused
from tests.cli.test_init import SECRET, init
from tests.program import tree
from tests.registry_builder import ACTIVATED, key_file

CHECK = ".github/workflows/check.yml"
OLD = f"tools/conferral-{conferral.__version__}-py3-none-any.whl"
LATER = Wheel("conferral-0.2.0-py3-none-any.whl", b"a later program")
NEW = f"tools/{LATER.name}"
NEXT = "next: look at `git diff`, commit these files on a branch of their own, open a pull request\n"


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A registry of this version that nobody changes."""
    folder = tmp_path_factory.mktemp("made") / "credentials"
    assert init(folder).code == 0
    return folder


@pytest.fixture
def root(made_once: Path, tmp_path: Path) -> Path:
    """A registry of this version."""
    return Path(shutil.copytree(made_once, tmp_path / "credentials"))


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """A later version is installed: another wheel, another check.yml, a new file, and no settings of VS Code."""
    starter = dict(carried._starter())
    starter[CHECK] = starter[CHECK].replace(b"timeout-minutes: 30", b"timeout-minutes: 60")
    starter[".githooks/pre-push"] = b"#!/bin/sh\n"
    del starter[".vscode/settings.json"]
    monkeypatch.setattr(carried, "_starter", starter.items)
    monkeypatch.setattr(conferral, "__version__", "0.2.0")
    monkeypatch.setattr("conferral.authoring.own_wheel.own_wheel", lambda: LATER)


def test_what_is_current_is_left_alone(root: Path) -> None:
    before = tree(root)

    assert call("upgrade", "--root", root) == Called(0, "", "nothing to renew\n")
    assert call("upgrade", "--root", root, "--check") == Called(0, "", "nothing to renew\n")
    assert tree(root) == before


@pytest.mark.usefixtures("later")
def test_a_later_version_renews_what_nobody_changed(root: Path) -> None:
    before = tree(root)

    done = call("upgrade", "--root", root)

    assert done == Called(
        0,
        "new      .githooks/pre-push\n"
        f"new      {NEW}\n"
        f"renewed  {CHECK}\n"
        f"renewed  {REQUIREMENTS}\n"
        "deleted  .vscode/settings.json\n"
        f"deleted  {OLD}\n",
        NEXT,
    )
    after = tree(root)
    changed = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
    assert changed == {".githooks/pre-push", NEW, CHECK, REQUIREMENTS, ".vscode/settings.json", OLD, MANIFEST}
    assert (root / ".githooks/pre-push").stat().st_mode & 0o111
    assert json.loads(after[MANIFEST])["conferral"] == "0.2.0"
    assert after[REQUIREMENTS].decode().endswith(f"./{NEW} \\\n    --hash=sha256:{LATER.sha256}\n")
    assert call("upgrade", "--root", root) == Called(0, "", "nothing to renew\n")
    assert call("check", "--root", root).code == 0


@pytest.mark.usefixtures("later")
def test_check_writes_nothing_and_fails(root: Path) -> None:
    before = tree(root)

    done = call("upgrade", "--root", root, "--check")

    assert (done.code, done.err) == (1, "`conferral upgrade` would write this\n")
    assert f"renewed  {CHECK}\n" in done.out
    assert tree(root) == before


@pytest.mark.usefixtures("later")
def test_what_somebody_changed_stays_and_is_shown_against_the_new_one(root: Path) -> None:
    own = (root / CHECK).read_text().replace("retention-days: 14", "retention-days: 2")
    (root / CHECK).write_text(own)
    (root / ".gitattributes").write_text("# ours\n")
    (root / "schemas/key.schema.json").unlink()
    (root / "mkdocs.yml").write_text("# never the program's\n")

    done = call("upgrade", "--root", root)

    assert done.code == 0
    assert (root / CHECK).read_text() == own
    assert (root / ".gitattributes").read_text() == "# ours\n"
    assert not (root / "schemas/key.schema.json").exists()
    assert (
        "kept     .gitattributes (changed here)\n"
        f"kept     {CHECK} (changed here; --force {CHECK} takes the new one)\n"
        "kept     schemas/key.schema.json (deleted here)\n"
        f"--- {CHECK}\n"
        f"+++ {CHECK} of conferral 0.2.0\n"
    ) in done.out
    assert "-    timeout-minutes: 30\n+    timeout-minutes: 60\n" in done.out
    assert "# ours" not in done.out, "the new version has nothing new there"

    again = call("upgrade", "--root", root)
    assert again == Called(
        0,
        "kept     .gitattributes (changed here)\n"
        f"kept     {CHECK} (changed here)\n"
        "kept     schemas/key.schema.json (deleted here)\n",
        "nothing to renew\n",
    ), "it was shown once"

    forced = call("upgrade", "--root", root, "--force", CHECK, "--force", "schemas/key.schema.json")
    assert forced == Called(
        0,
        f"renewed  {CHECK}\nrenewed  schemas/key.schema.json\nkept     .gitattributes (changed here)\n",
        NEXT,
    )
    assert "timeout-minutes: 60" in (root / CHECK).read_text()


@pytest.mark.usefixtures("later")
def test_as_json(root: Path) -> None:
    (root / CHECK).write_text("# ours\n")

    done = call("upgrade", "--root", root, "--json", "--check")

    said = json.loads(done.out)
    assert {name: said[name] for name in ("before", "new", "renewed", "deleted")} == {
        "before": "0.1.0",
        "new": [".githooks/pre-push", NEW],
        "renewed": [REQUIREMENTS],
        "deleted": [".vscode/settings.json", OLD],
    }
    assert [(kept["file"], kept["deleted"], kept["diff"][0]) for kept in said["kept"]] == [
        (CHECK, False, f"--- {CHECK}")
    ]


def test_keys_come_into_the_workflow_and_go(root: Path) -> None:
    keys = root / "keys/northwind-school"
    (keys / "key-1.yml").write_text(key_file("northwind-school", signer="env:FIRST_KEY"))
    (keys / "key-2.yml").write_text(key_file("northwind-school", "key-2", vouched_by="key-1", signer="env:ANOTHER_KEY"))

    assert call("upgrade", "--root", root) == Called(0, f"renewed  {PUBLISH}\nrenewed  README.md\n", NEXT)
    lines = (root / PUBLISH).read_text().splitlines()
    at = lines.index("          # end of keys")
    assert lines[at - 2 : at] == [
        "          ANOTHER_KEY: ${{ secrets.ANOTHER_KEY }}",
        "          FIRST_KEY: ${{ secrets.FIRST_KEY }}",
    ]
    assert SECRET not in (root / PUBLISH).read_text()

    (keys / "key-1.yml").write_text(key_file("northwind-school", signer="env:FIRST_KEY", retired=ACTIVATED))
    call("upgrade", "--root", root)
    assert "FIRST_KEY" not in (root / PUBLISH).read_text()
    assert "FIRST_KEY" not in (root / "README.md").read_text()
    assert call("upgrade", "--root", root) == Called(0, "", "nothing to renew\n")


@pytest.mark.usefixtures("later")
def test_a_changed_lock_stops_the_upgrade(root: Path) -> None:
    with (root / REQUIREMENTS).open("a") as file:
        file.write("mkdocs-plugin==1.0\n")

    refused(
        root,
        "upgrade",
        because=f"conferral: {REQUIREMENTS} was changed, and what it names would no longer be there\n"
        f"hint: Replace it with --force {REQUIREMENTS}, and add to it again what you need, with its digests.\n",
    )
    assert call("upgrade", "--root", root, "--force", REQUIREMENTS).code == 0
    assert "mkdocs-plugin" not in (root / REQUIREMENTS).read_text()


def test_an_earlier_version_does_not_take_over(root: Path) -> None:
    manifest = json.loads((root / MANIFEST).read_text()) | {"conferral": "0.10.0"}
    (root / MANIFEST).write_text(json.dumps(manifest))

    refused(
        root,
        "upgrade",
        because="conferral: this registry carries conferral 0.10.0, and this is 0.1.0\n"
        "hint: Install the later version, and upgrade with that.\n",
    )


def test_files_that_did_not_come_along_cannot_be_forced(root: Path) -> None:
    refused(
        root,
        "upgrade",
        "--force",
        "readme.md",
        "--force",
        "credentials/registry.yml",
        because="--force credentials/registry.yml: no file of that name came with conferral\n"
        "--force readme.md: no file of that name came with conferral\n"
        "conferral: 2 problems in what was given; nothing was written\n",
    )


@pytest.mark.parametrize(
    "broken",
    [
        b"{}",
        b"[]",
        b"not JSON",
        b"\xff",
        b'{"conferral": "0.1.0", "host": "elsewhere", "repository": null, "branch": "main", "files": {}}',
        b'{"conferral": "0.1.0", "host": "none", "repository": null, "branch": "main", "files": {"../x": "0"}}',
        b'{"conferral": "0.1.0", "host": "none", "repository": null, "branch": "main", "files": {".git/config": "0"}}',
        b'{"conferral": "0.1.0", "host": "none", "repository": null, "branch": "main", "files": {"keys/a.yml": "0"}}',
        b'{"conferral": "0.1.0", "host": "none", "repository": null, "branch": "main", "files": {"thesis.txt": "0"}}',
        b'{"conferral": "0.1.0", "host": "none", "repository": 1, "branch": "main", "files": {}}',
        b'{"conferral": "0.1.0", "host": "none", "repository": null, "branch": "main", "files": {"a": 1}}',
    ],
)
def test_a_broken_list_of_files_is_no_traceback(broken: bytes, root: Path) -> None:
    (root / MANIFEST).write_bytes(broken)

    refused(
        root,
        "upgrade",
        because=f"conferral: {MANIFEST} is not as `conferral init` wrote it\n"
        f"hint: Restore it: git checkout {MANIFEST}\n",
    )


def test_a_registry_that_init_did_not_make_is_left_alone(root: Path) -> None:
    (root / MANIFEST).unlink()

    refused(
        root,
        "upgrade",
        because=f"conferral: there is no {MANIFEST} in {root}, so no `conferral init` wrote this registry\n"
        "hint: Make a new one with `conferral init`, and put credentials/, keys/ and recipients/ of this one in place "
        "of its own.\n",
    )


@pytest.mark.usefixtures("later")
@pytest.mark.parametrize("link", [".githooks/pre-push", ".githooks"])
def test_nothing_is_written_through_a_link(link: str, root: Path, tmp_path: Path) -> None:
    shutil.rmtree(root / ".githooks")
    (root / link).parent.mkdir(exist_ok=True)
    (root / link).symlink_to(tmp_path / "elsewhere")

    refused(
        root,
        "upgrade",
        because=f"conferral: {link} is a symbolic link\n"
        "hint: Put the file or folder itself there; links are never followed.\n",
    )
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.usefixtures("later")
def test_what_cannot_be_written_takes_back_the_rest(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = tree(root)

    def full(path: Path, content: bytes) -> None:
        if path.name == "conferral.json":
            raise OSError(28, "No space left on device", str(path))
        replace_file(path, content)

    monkeypatch.setattr("conferral.authoring.edit.replace_file", full)
    done = call("upgrade", "--root", root)

    assert (done.code, done.out) == (1, "")
    assert done.err == f"conferral: {root / MANIFEST}: no space left on device\n"
    assert tree(root) == before
