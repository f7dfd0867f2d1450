"""`conferral.people_file`: where the map lies, for whose eyes, and that git never gets it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyrage
import pytest

from conferral.errors import RegistryError
from conferral.people import NewPerson, new_map
from conferral.people_file import identity, make_people_file, people_file, put_new
from tests.registry_builder import commit_all, git, recipient

ADA = NewPerson(recipient=recipient(1), email="ada@example.org", name="Ada Lovelace")
BEN = NewPerson(recipient=recipient(2), email="ben@example.org", name="Ben Example")


@contextmanager
def refused(message: str) -> Iterator[None]:
    with pytest.raises(RegistryError) as caught:
        yield
    assert caught.value.message == message
    assert caught.value.hint


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder in no git repository."""
    return tmp_path


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A git repository that ignores what lies in private/."""
    git(tmp_path, "init", "-q", "-b", "main")
    (tmp_path / ".gitignore").write_text("private/\n")
    (tmp_path / "private").mkdir()
    return tmp_path


def test_a_new_map_is_for_its_owner_alone_and_stays_so(folder: Path) -> None:
    path = folder / "lists/people.csv"
    make_people_file(path, environ={})
    with people_file(path, environ={}) as map_:
        map_.add([ADA])

    assert path.read_text() == f"recipient,name,email\n{ADA.recipient},Ada Lovelace,ada@example.org\n"
    assert path.stat().st_mode & 0o777 == 0o600
    with refused(f"{path} exists"):
        make_people_file(path, environ={})
    assert [file.name for file in path.parent.iterdir()] == ["people.csv"]


def test_a_map_that_others_may_read_is_said_to_be(folder: Path) -> None:
    path = folder / "people.csv"
    path.write_bytes(new_map())
    path.chmod(0o644)
    with people_file(path, environ={}) as map_:
        assert map_.notes == (f"others on this machine may read {path}; `chmod 600` keeps it to you",)


def test_a_map_that_is_not_there_is_never_made_in_passing(folder: Path) -> None:
    with refused(f"there is no file {folder / 'peopel.csv'}"), people_file(folder / "peopel.csv", environ={}):
        pass


def test_a_map_in_a_repository_must_be_ignored_by_it(repository: Path) -> None:
    make_people_file(repository / "private/people.csv", environ={})
    with refused(f"{repository / 'people.csv'} lies in a git repository that does not ignore it"):
        make_people_file(repository / "people.csv", environ={})
    assert not (repository / "people.csv").exists()
    git(repository, "add", "-f", "private/people.csv")
    path = repository / "private/people.csv"
    with refused(f"{path} lies in a git repository that holds it"), people_file(path, environ={}):
        pass


def test_a_link_into_a_repository_is_looked_through(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    link = tmp_path_factory.mktemp("outside") / "people.csv"
    (repository / "people.csv").write_bytes(new_map())
    link.symlink_to(repository / "people.csv")

    with refused(f"{link} lies in a git repository that does not ignore it"), people_file(link, environ={}):
        pass


def test_two_runs_do_not_change_a_map_at_once(folder: Path) -> None:
    path = folder / "people.csv"
    make_people_file(path, environ={})

    with (
        people_file(path, environ={}),
        refused(f"another run is using the people file in {folder}"),
        people_file(path, environ={}),
    ):
        pass


def test_an_encrypted_map_is_shared_by_stewards_with_keys_of_their_own(repository: Path, folder: Path) -> None:
    first, second, stranger = (pyrage.x25519.Identity.generate() for _ in range(3))
    path = repository / "people.csv.age"
    (repository / "people-recipients.txt").write_text(f"# stewards\n{first.to_public()}\n\n{second.to_public()}\n")
    environ = {"CONFERRAL_AGE_IDENTITY": str(first)}
    key_file = folder / "private/key.txt"
    key_file.write_text(f"# public key: {second.to_public()}\n{second}\n")

    make_people_file(path, environ=environ)
    with people_file(path, environ=environ) as map_:
        map_.add([ADA])
    with people_file(path, environ={"CONFERRAL_AGE_IDENTITY": str(key_file)}) as map_:
        assert map_.people.by_email["ada@example.org"].recipient == ADA.recipient
    assert path.read_bytes().startswith(b"-----BEGIN AGE ENCRYPTED FILE-----\n")
    assert b"example.org" not in path.read_bytes()
    message = f"{path} cannot be opened with the key in the variable CONFERRAL_AGE_IDENTITY: no matching keys found"
    with refused(message), people_file(path, environ={"CONFERRAL_AGE_IDENTITY": str(stranger)}):
        pass
    nowhere = {"CONFERRAL_AGE_IDENTITY": str(folder / "none")}
    with (
        refused(f"there is no age key to open {path} with: none in {folder / 'none'}"),
        people_file(path, environ=nowhere),
    ):
        pass


def test_nobody_locks_themselves_out(folder: Path) -> None:
    mine, other = pyrage.x25519.Identity.generate(), pyrage.x25519.Identity.generate()
    environ = {"CONFERRAL_AGE_IDENTITY": str(mine)}
    path, stewards = folder / "people.csv.age", folder / "people-recipients.txt"

    with refused(f"nobody is named in {stewards}"):
        put_new(path, new_map(), environ=environ)
    stewards.write_text(f"{other.to_public()}\n")
    with refused(f"you could not open the file again: your public key is not in {stewards}"):
        put_new(path, new_map(), environ=environ)
    stewards.write_text(f"{mine.to_public()}\nage1nonsense\n")
    with refused(f"{stewards}:2: this is no public key of age"):
        put_new(path, new_map(), environ=environ)
    assert not path.exists()


def test_nobody_becomes_a_reader_in_passing(folder: Path) -> None:
    mine, other = pyrage.x25519.Identity.generate(), pyrage.x25519.Identity.generate()
    environ = {"CONFERRAL_AGE_IDENTITY": str(mine)}
    path, stewards = folder / "people.csv.age", folder / "people-recipients.txt"
    stewards.write_text(f"{mine.to_public()}\n")
    put_new(path, new_map(), environ=environ)
    before = path.read_bytes()
    stewards.write_text(f"{mine.to_public()}\n{other.to_public()}\n")

    with people_file(path, environ=environ) as map_:
        with refused(f"{path} is encrypted to 1 key, and {stewards} names 2"):
            map_.add([ADA])
        assert path.read_bytes() == before
        map_.write(map_.content)
    with people_file(path, environ=environ) as map_:
        map_.add([ADA])
    with people_file(path, environ={"CONFERRAL_AGE_IDENTITY": str(other)}) as map_:
        assert map_.readers == 2
        assert map_.people.by_email["ada@example.org"].recipient == ADA.recipient


def test_a_key_in_place_of_a_stewards_is_not_sent_the_map(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "-b", "main")
    mine, theirs, mallory = (pyrage.x25519.Identity.generate() for _ in range(3))
    environ = {"CONFERRAL_AGE_IDENTITY": str(mine)}
    path, stewards = tmp_path / "people.csv.age", tmp_path / "people-recipients.txt"
    stewards.write_text(f"{mine.to_public()}\n{theirs.to_public()}\n")
    make_people_file(path, environ=environ)
    commit_all(tmp_path)
    stewards.write_text(f"# ours\n{theirs.to_public()}\n{mine.to_public()}\n")
    commit_all(tmp_path)
    with people_file(path, environ=environ) as map_:
        map_.add([ADA])
    commit_all(tmp_path)

    stewards.write_text(f"{mine.to_public()}\n{mallory.to_public()}\n")
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    commit_all(tmp_path)
    before = path.read_bytes()
    with people_file(path, environ=environ) as map_:
        with refused(f"{stewards} names other keys than when {path} was written"):
            map_.add([BEN])
        assert path.read_bytes() == before

        map_.write(map_.content)
    commit_all(tmp_path)
    with people_file(path, environ=environ) as map_:
        map_.add([BEN])


def test_a_private_key_is_never_written_where_only_an_encrypted_file_may_lie(folder: Path) -> None:
    path = folder / "key.age"
    with refused(f"{path} would hold a private key as it is"):
        identity(environ={"CONFERRAL_AGE_IDENTITY": str(path)})
    assert not path.exists()


def test_a_key_is_made_once_and_shown_again(folder: Path) -> None:
    environ = {"CONFERRAL_AGE_IDENTITY": str(folder / "keys/age.txt")}

    made, shown = identity(environ=environ), identity(environ=environ)

    assert (made[0], made[2], shown[2]) == (folder / "keys/age.txt", True, False)
    assert made[1] == shown[1]
    assert made[1].startswith("age1")
    assert made[0].stat().st_mode & 0o777 == 0o600
    assert made[1] in made[0].read_text()


def test_without_the_extra_it_says_what_to_install(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyrage", None)

    with refused("encrypted people files need the package pyrage"):
        identity(environ={"CONFERRAL_AGE_IDENTITY": str(folder / "age.txt")})
