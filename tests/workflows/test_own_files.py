"""This repository uses what `init` writes: the same files, but for its installation and its keys."""

from __future__ import annotations

from pathlib import Path

import pytest

from conferral.authoring.workflows import PUBLISH, adapted, secrets_of, with_secrets
from conferral.errors import RegistryError
from conferral.files import FolderFiles
from conferral.loading import load_registry
from tests.registry_builder import key_file, write_registry
from tests.workflows.files import CHECKOUT, STARTER
from tests.workflows.own_files import NOW, own_files

PUBLISH_TEXT = (STARTER / PUBLISH).read_text("utf-8")
OWN = own_files()


@pytest.mark.parametrize("path", OWN)
def test_a_file_of_this_repository_is_the_one_that_init_writes(path: str) -> None:
    assert (CHECKOUT / path).read_text("utf-8") == OWN[path], "run `python -m tests.workflows.own_files`"


def test_this_repository_has_no_other_workflows_than_its_registry_needs() -> None:
    own = {path.relative_to(CHECKOUT).as_posix() for path in (CHECKOUT / ".github/workflows").iterdir()}
    assert own == {path for path in OWN if path.startswith(".github/workflows/")}


def test_publishing_is_given_the_secret_of_each_key_that_may_sign_now_or_later(tmp_path: Path) -> None:
    write_registry(tmp_path)
    later = key_file("lakeside", "key-2", vouched_by="key-1", activated="2027-01-01T00:00:00Z")
    retired = key_file("harbour", "key-3", vouched_by="key-1", retired="2026-02-01T00:00:00Z")
    file = key_file("harbour", "key-4", vouched_by="key-1", signer="file:~/key.pem")
    for path, text in (("lakeside/key-2", later), ("harbour/key-3", retired), ("harbour/key-4", file)):
        (tmp_path / f"keys/{path}.yml").write_text(text)
    registry = load_registry(FolderFiles(tmp_path))
    assert secrets_of(registry, NOW) == ("TEST_KEY_HARBOUR", "TEST_KEY_LAKESIDE", "TEST_KEY_LAKESIDE_2")


def test_a_key_in_a_variable_that_no_secret_can_have_the_name_of_is_refused(tmp_path: Path) -> None:
    write_registry(tmp_path)
    (tmp_path / "keys/harbour/key-1.yml").write_text(key_file("harbour", signer="env:GITHUB_KEY"))
    with pytest.raises(RegistryError) as caught:
        secrets_of(load_registry(FolderFiles(tmp_path)), NOW)
    assert (
        caught.value.message == 'key "key-1" of harbour has the signer "env:GITHUB_KEY", which no secret can be named'
    )


def test_publish_names_each_secret_on_a_line_of_its_own() -> None:
    text = adapted(PUBLISH, PUBLISH_TEXT, branch="trunk", secrets=("FIRST_KEY", "SECOND_KEY"))
    assert "    branches: [trunk]\n" in text
    assert (
        "writes them\n"
        "          FIRST_KEY: ${{ secrets.FIRST_KEY }}\n"
        "          SECOND_KEY: ${{ secrets.SECOND_KEY }}\n"
        "          # end of keys\n"
    ) in text
    assert "CONFERRAL_KEY_ISSUER_1" not in text


def test_secrets_can_be_named_again_after_the_first_time() -> None:
    once = with_secrets(PUBLISH_TEXT, ("FIRST_KEY",))
    assert with_secrets(with_secrets(PUBLISH_TEXT, ()), ("FIRST_KEY",)) == once


def test_a_branch_with_an_unusual_name_stays_one_text() -> None:
    assert "    branches: ['a: [\"it''s\"]']\n" in adapted(PUBLISH, PUBLISH_TEXT, branch='a: ["it\'s"]', secrets=())


def test_a_publish_file_without_its_marks_is_not_guessed_at() -> None:
    with pytest.raises(RegistryError) as caught:
        adapted(PUBLISH, PUBLISH_TEXT.replace("# end of keys", ""), branch="main", secrets=())
    assert caught.value.message == (
        '.github/workflows/publish.yml has no "branches: [main]", or no comments "# keys: ..." and "# end of keys"'
    )
