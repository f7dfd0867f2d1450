"""What is published now is believed only where it is certain."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from conferral.errors import RegistryError
from conferral.live import Live, live
from conferral.verify.resolving import NotFoundError, RefusedError, UnreachableError
from tests.moved_registry import NEW, moved_registry
from tests.registry_builder import commit_all, write_registry
from tests.unit.register.conftest import register

BASE_URL = "https://credentials.example.org/registry"
CATALOG = f"{BASE_URL}/catalog.json"


class Host:
    """A resolver that knows one page, or fails."""

    note = ""

    def __init__(self, answer: bytes | Exception) -> None:
        self.answer, self.asked = answer, ""

    def fetch(self, url: str) -> bytes:
        self.asked = url
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def catalog(commit: str | None, **members: object) -> bytes:
    document = {"base_url": BASE_URL, "as_of": "2026-07-01T09:00:00Z", "commit": commit, "dirty": False}
    return json.dumps({**document, "preview": False, **members}).encode()


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    root = write_registry(tmp_path_factory.mktemp("live") / "registry")
    register(root)
    return root, commit_all(root)


def test_the_live_catalogue_names_the_commit(repository: tuple[Path, str]) -> None:
    root, commit = repository
    host = Host(catalog(commit, dirty=True))

    assert live(root, place=None, resolver=host) == Live(CATALOG, commit, "2026-07-01T09:00:00Z", dirty=True)
    assert host.asked == CATALOG


@pytest.mark.parametrize(
    ("place", "asked"),
    [
        ("https://mirror.example.org/", "https://mirror.example.org/catalog.json"),
        ("https://mirror.example.org/x.json", "https://mirror.example.org/x.json"),
        ("none", CATALOG),
    ],
)
def test_another_place_may_be_asked(repository: tuple[Path, str], place: str, asked: str) -> None:
    root, commit = repository
    host = Host(catalog(commit))

    assert live(root, place=place, resolver=host) == Live(asked, commit, "2026-07-01T09:00:00Z", dirty=False)
    assert host.asked == asked


@pytest.mark.parametrize("name", ["", "catalog.json"])
def test_a_folder_or_a_file_may_stand_in(repository: tuple[Path, str], tmp_path: Path, name: str) -> None:
    root, commit = repository
    (tmp_path / "catalog.json").write_bytes(catalog(commit))

    found = live(root, place=str(tmp_path / name), resolver=Host(AssertionError()))

    assert found == Live(str(tmp_path / "catalog.json"), commit, "2026-07-01T09:00:00Z", dirty=False)


NOTHING = [
    NotFoundError("it answers 404", url=CATALOG),
    UnreachableError("there is no such host", url=CATALOG),
]


@pytest.mark.parametrize("answer", NOTHING, ids=str)
def test_without_awards_nothing_published_means_the_first_publication(tmp_path: Path, answer: Exception) -> None:
    assert live(write_registry(tmp_path), place=None, resolver=Host(answer)) is None


@pytest.mark.parametrize("answer", NOTHING, ids=str)
def test_with_awards_it_has_to_be_said(repository: tuple[Path, str], answer: Exception) -> None:
    root, _ = repository

    with pytest.raises(RegistryError) as caught:
        live(root, place=None, resolver=Host(answer))

    assert caught.value.message == f"nothing is published at {CATALOG}: {answer}; yet this registry has issued awards"
    assert live(root, place="none", resolver=Host(answer)) is None


@pytest.mark.parametrize(
    "answer",
    [
        UnreachableError("it did not answer within 60 seconds", url=CATALOG),
        UnreachableError("it answers 503", url=CATALOG),
        UnreachableError("its certificate is not trusted", url=CATALOG),
        RefusedError("its host is not on the public internet", url=CATALOG),
    ],
    ids=str,
)
@pytest.mark.parametrize("place", [None, "none"])
def test_a_host_that_does_not_answer_is_no_first_publication(
    repository: tuple[Path, str], answer: Exception, place: str | None
) -> None:
    with pytest.raises(RegistryError) as caught:
        live(repository[0], place=place, resolver=Host(answer))

    assert caught.value.message == f"what is published cannot be told: {CATALOG}: {answer}"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"<html>", f"{CATALOG} is no catalogue: got text that is not JSON, expected a JSON object"),
        (b"{}", f"{CATALOG} is no catalogue of a registry"),
        (catalog("0" * 40, preview=True), f"{CATALOG} is of a preview, which nothing may be compared with"),
        (
            catalog("0" * 40, base_url="https://other.example.org"),
            f"{CATALOG} is the catalogue of https://other.example.org, and this registry is {BASE_URL}",
        ),
        (catalog(None), f"{CATALOG} names no commit: the site was not built from a git repository"),
        (catalog("--output=x"), f"{CATALOG} names no commit: the site was not built from a git repository"),
        (
            catalog("0123456789abcdef" * 2 + "01234567"),
            "the published site was built from commit 0123456789ab, which is not in this repository",
        ),
    ],
)
def test_what_cannot_be_compared_with_is_refused(repository: tuple[Path, str], content: bytes, message: str) -> None:
    with pytest.raises(RegistryError) as caught:
        live(repository[0], place=None, resolver=Host(content))

    assert caught.value.message == message


def test_the_pinned_address_counts_and_not_a_new_one(tmp_path: Path) -> None:
    host = Host(NotFoundError("it answers 404", url=CATALOG))
    root = write_registry(tmp_path)
    register(root)
    file = root / "credentials/registry.yml"
    file.write_text(file.read_text().replace(BASE_URL, "https://new.example.org"))

    with pytest.raises(RegistryError):
        live(root, place=None, resolver=host)

    assert host.asked == CATALOG


def test_without_a_readable_registry_there_is_no_address(tmp_path: Path) -> None:
    root = write_registry(tmp_path, {"credentials/registry.yml": "title: [\n"})

    with pytest.raises(RegistryError, match="the registry's address cannot be read"):
        live(root, place=None, resolver=Host(b""))


class Hosts:
    """A resolver that knows some pages and says of all others that they are not there."""

    note = ""

    def __init__(self, answers: dict[str, bytes | Exception]) -> None:
        self.answers = answers

    def fetch(self, url: str) -> bytes:
        answer = self.answers.get(url, NotFoundError("it answers 404", url=url))
        if isinstance(answer, Exception):
            raise answer
        return answer


NEW_CATALOG = f"{NEW}/catalog.json"


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    root = moved_registry(tmp_path_factory.mktemp("moved") / "registry")
    return root, commit_all(root)


def test_until_the_new_address_has_something_the_former_one_is_compared_with(moved: tuple[Path, str]) -> None:
    root, commit = moved
    former = {CATALOG: catalog(commit)}

    assert live(root, place=None, resolver=Hosts({**former})) == Live(
        CATALOG, commit, "2026-07-01T09:00:00Z", dirty=False
    )

    present = {NEW_CATALOG: catalog(commit, base_url=NEW, as_of="2026-07-09T09:00:00Z")}
    assert live(root, place=None, resolver=Hosts({**former, **present})) == Live(
        NEW_CATALOG, commit, "2026-07-09T09:00:00Z", dirty=False
    )


def test_a_new_address_that_does_not_answer_is_not_passed_over(moved: tuple[Path, str]) -> None:
    hosts = Hosts({CATALOG: catalog(moved[1]), NEW_CATALOG: UnreachableError("it answers 503", url=NEW_CATALOG)})

    with pytest.raises(RegistryError) as caught:
        live(moved[0], place=None, resolver=hosts)

    assert caught.value.message == f"what is published cannot be told: {NEW_CATALOG}: it answers 503"


def test_the_site_of_a_former_address_is_compared_with_what_is_live_there(moved: tuple[Path, str]) -> None:
    root, commit = moved
    hosts = Hosts({CATALOG: catalog(commit), NEW_CATALOG: catalog(commit, base_url=NEW)})

    found = live(root, place=BASE_URL, resolver=hosts)

    assert found
    assert found.place == CATALOG


def test_a_former_address_that_somebody_else_has_now_is_not_believed(moved: tuple[Path, str]) -> None:
    hosts = Hosts({CATALOG: catalog(moved[1], base_url="https://other.example.org")})

    with pytest.raises(RegistryError) as caught:
        live(moved[0], place=None, resolver=hosts)

    assert (
        caught.value.message
        == f"{CATALOG} is the catalogue of https://other.example.org, and this registry is {BASE_URL}"
    )


def test_where_neither_address_has_anything_it_has_to_be_said(moved: tuple[Path, str]) -> None:
    with pytest.raises(RegistryError) as caught:
        live(moved[0], place=None, resolver=Hosts({}))

    assert caught.value.message == (
        f"nothing is published at {NEW_CATALOG}: it answers 404; yet this registry has issued awards"
    )
    assert live(moved[0], place="none", resolver=Hosts({})) is None
