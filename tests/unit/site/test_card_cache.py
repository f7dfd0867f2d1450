"""Cards that are kept from build to build, and whom the cache does not believe."""

from __future__ import annotations

import os
import stat
import time
from pathlib import Path

import pytest

from conferral.site.card_cache import CardCache

DIGEST, OTHER = "a" * 64, "b" * 64


def cache_of(home: Path, **environ: str) -> CardCache:
    cache = CardCache.of({"HOME": str(home), **environ})
    assert cache is not None
    return cache


def test_what_was_kept_comes_back_in_the_next_build(tmp_path: Path) -> None:
    cache_of(tmp_path).put(DIGEST, b"a card")

    assert cache_of(tmp_path).get(DIGEST) == b"a card"
    assert cache_of(tmp_path).get(OTHER) is None


def test_files_lie_where_xdg_says_and_only_their_owner_reads_the_secret(tmp_path: Path) -> None:
    cache_of(tmp_path).put(DIGEST, b"a card")
    assert (tmp_path / ".cache/conferral/cards" / DIGEST).is_file()
    secret = tmp_path / ".local/state/conferral/cards.secret"
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600

    cache_of(tmp_path, XDG_CACHE_HOME=str(tmp_path / "c"), XDG_STATE_HOME=str(tmp_path / "s")).put(DIGEST, b"a card")
    assert (tmp_path / "c/conferral/cards" / DIGEST).is_file()
    assert (tmp_path / "s/conferral/cards.secret").read_bytes() != secret.read_bytes()

    cache_of(tmp_path, XDG_CACHE_HOME="relative")
    assert not Path("relative").exists()


def test_an_entry_of_another_machine_is_not_believed(tmp_path: Path) -> None:
    theirs, ours = cache_of(tmp_path / "theirs"), cache_of(tmp_path / "ours")
    theirs.put(DIGEST, b"a card")
    (ours.folder / DIGEST).write_bytes((theirs.folder / DIGEST).read_bytes())

    assert ours.get(DIGEST) is None


def test_an_entry_under_another_name_is_not_believed(tmp_path: Path) -> None:
    cache = cache_of(tmp_path)
    cache.put(DIGEST, b"a card")
    (cache.folder / OTHER).write_bytes((cache.folder / DIGEST).read_bytes())

    assert cache.get(OTHER) is None


@pytest.mark.parametrize("at", range(0, 38, 4))
def test_a_damaged_entry_is_not_believed_and_is_replaced(tmp_path: Path, at: int) -> None:
    cache = cache_of(tmp_path)
    cache.put(DIGEST, b"a card")
    entry = bytearray((cache.folder / DIGEST).read_bytes())
    entry[at] ^= 1
    (cache.folder / DIGEST).write_bytes(entry)
    assert cache.get(DIGEST) is None

    (cache.folder / DIGEST).write_bytes(entry[:at])
    assert cache.get(DIGEST) is None

    cache.put(DIGEST, b"a card")
    assert cache.get(DIGEST) == b"a card"


def test_links_and_pipes_are_not_followed(tmp_path: Path) -> None:
    cache = cache_of(tmp_path)
    cache.put(OTHER, b"a card")
    (cache.folder / DIGEST).symlink_to(cache.folder / OTHER)
    assert cache.get(DIGEST) is None

    (cache.folder / DIGEST).unlink()
    os.mkfifo(cache.folder / DIGEST)
    assert cache.get(DIGEST) is None


def test_under_ci_and_without_a_home_nothing_is_kept(tmp_path: Path) -> None:
    assert CardCache.of({"HOME": str(tmp_path), "CI": "true"}) is None
    assert CardCache.of({}) is None
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_keeps_nothing_and_hurts_nobody(tmp_path: Path) -> None:
    (tmp_path / ".cache").write_text("a file")
    assert CardCache.of({"HOME": str(tmp_path)}) is None

    cache = CardCache(tmp_path / "gone", b"s" * 32)
    cache.put(DIGEST, b"a card")
    cache.forget_old()
    assert cache.get(DIGEST) is None


def test_a_secret_that_is_none_is_not_used(tmp_path: Path) -> None:
    place = tmp_path / ".local/state/conferral/cards.secret"
    place.parent.mkdir(parents=True)
    place.write_bytes(b"")

    assert CardCache.of({"HOME": str(tmp_path)}) is None


def test_what_no_build_has_used_for_three_months_is_forgotten(tmp_path: Path) -> None:
    cache = cache_of(tmp_path)
    for digest in (DIGEST, OTHER):
        cache.put(digest, b"a card")
        os.utime(cache.folder / digest, (0, time.time() - 91 * 24 * 3600))

    assert cache.get(OTHER) == b"a card"  # used
    cache.forget_old()

    assert [path.name for path in cache.folder.iterdir()] == [OTHER]
