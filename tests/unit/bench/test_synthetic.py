"""The registries that speed is measured with: sound, the same for the same seed, and as large as they say."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from statistics import mean

import pytest
from bench.registering import environment_of, git, make_registry
from bench.synthetic import AS_OF, Shape, issuers_of, write_awards, write_one_more

from conferral.checking import check, ready_to_register
from conferral.files import FolderFiles
from conferral.keys import signing_key
from conferral.loading import load_registry
from conferral.register.registration import carry_out, plan
from conferral.signers import open_signer

SHAPE = Shape(60)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("synthetic") / "registry"
    make_registry(place, SHAPE)
    return place


@pytest.mark.xdist_group("synthetic")
def test_nothing_is_wrong_with_it_and_all_is_committed(root: Path) -> None:
    found = check(root, as_of=AS_OF)

    assert (found.problems, found.notes) == ((), ())
    assert git(root, "status", "--porcelain") == ""
    assert len(git(root, "log", "--format=%H").split()) == 7


@pytest.mark.xdist_group("synthetic")
def test_it_has_what_its_shape_says(root: Path) -> None:
    registry = load_registry(FolderFiles(root))

    assert len(registry.awards) == len(registry.rows) == SHAPE.awards
    assert len(registry.badges) == SHAPE.badges
    assert set(registry.issuers) == {"school-1", "school-2", "school-3"}
    holders = {award.recipient for award in registry.awards}
    assert len(holders) == SHAPE.recipients
    assert set(registry.recipients) <= holders
    assert registry.file.languages == ("en",)


@pytest.mark.xdist_group("synthetic")
def test_the_same_seed_gives_the_same_files_and_history(root: Path, tmp_path: Path) -> None:
    make_registry(tmp_path / "again", SHAPE)
    make_registry(tmp_path / "another", Shape(60, seed=2))
    again, another = (git(tmp_path / name, "rev-parse", "HEAD") for name in ("again", "another"))

    assert again == git(root, "rev-parse", "HEAD") != another


@pytest.mark.xdist_group("synthetic")
def test_its_keys_are_at_hand(root: Path) -> None:
    registry = load_registry(FolderFiles(root))
    for issuer in registry.issuers:
        key = signing_key(registry, issuer, AS_OF)
        assert key is not None
        open_signer(key, root=root, environ=environment_of(SHAPE), passphrase=lambda _: "")


def test_one_more_award_is_one_to_register(tmp_path: Path) -> None:
    make_registry(tmp_path / "registry", Shape(5, languages=("en", "de")))
    root = tmp_path / "registry"
    path = write_one_more(root, Shape(5), 3)
    registry, files = ready_to_register(root, as_of=AS_OF)
    planned = plan(registry, files, now=AS_OF)
    carry_out(planned, root)

    assert len(planned.registered) == 1
    assert path.startswith("credentials/awards/badge-0004/")
    found = check(root, as_of=AS_OF)
    assert (found.problems, found.notes) == ((), ())
    assert found.registry is not None
    assert len(found.registry.awards) == 6


@pytest.mark.parametrize("awards", [1, 5, 49, 1_000, 12_345, 100_000, 1_000_000])
def test_every_badge_has_awards_and_all_of_them_are_as_many_as_asked_for(awards: int) -> None:
    shape = Shape(awards)
    counted = shape.awards_of_badges()

    assert len(counted) == shape.badges
    assert sum(counted) == awards
    assert min(counted) >= 1


def test_shapes_of_the_sizes_that_targets_speak_of() -> None:
    assert [(Shape(size).badges, Shape(size).recipients, Shape(size).issuers) for size in (1_000, 100_000)] == [
        (50, 600, 3),
        (200, 60_000, 13),
    ]
    assert Shape(1_000_000).badges == 1_000


def test_nobody_has_a_badge_twice_and_a_quarter_has_several_awards(tmp_path: Path) -> None:
    shape = Shape(2_000)
    for issuer in issuers_of(shape):
        write_awards(tmp_path, shape, issuer)
    holders = Counter[str]()
    sizes = []
    for path in tmp_path.glob("credentials/awards/*/*.yml"):
        sizes.append(path.read_text(encoding="utf-8").count("- recipient: "))
    for folder in tmp_path.glob("credentials/awards/*"):
        lines = [line for path in folder.iterdir() for line in path.read_text(encoding="utf-8").splitlines()]
        of_badge = [line.split()[-1] for line in lines if line.startswith("- recipient: ")]
        assert len(of_badge) == len(set(of_badge))
        holders.update(of_badge)

    assert len(holders) == shape.recipients
    assert 0.15 < mean(number > 1 for number in holders.values()) < 0.35
    assert max(sizes) <= 80
    revoked = list(tmp_path.glob("credentials/revocations/*.yml"))
    assert 5 <= len(revoked) <= 40
