"""`conferral key rotate`, `retire`, `compromise` and `list`."""

from __future__ import annotations

import errno
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from conferral.checking import check
from conferral.files import FolderFiles
from conferral.keys import signing_key
from conferral.loading import load_registry
from conferral.signers import SecretKey
from tests.cli.calling import call, refused
from tests.cli.conftest import TODAY
from tests.registry_builder import environment, key_file, secret_key

NOW = "2026-08-03T22:30:00Z"
PROBLEM = "conferral: 1 problem in what was given; nothing was written\n"
SECOND = datetime(2026, 2, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _present(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("conferral.cli.keys.now", lambda: TODAY)
    for name, value in environment().items():
        monkeypatch.setenv(name, value)


def _full(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def problems(root: Path) -> list[str]:
    return [problem.what for problem in check(root, as_of=TODAY, base=None)[1]]


def two_keys(root: Path) -> None:
    """A second key of harbour, for which the first vouches."""
    (root / "keys/harbour/key-2.yml").write_text(
        key_file("harbour", "key-2", vouched_by="key-1", activated="2026-02-01T00:00:00Z")
    )


def test_a_new_key_of_a_registry_that_carries_its_workflows_has_to_get_into_them(root: Path) -> None:
    (root / "tools").mkdir()
    (root / "tools/conferral.json").write_text("{}")

    done = call("key", "new", "harbour", "--env", "HARBOUR_2", "--root", root)

    assert (done.code, SecretKey.from_multibase(done.out.strip()).as_multibase()) == (0, done.out.strip())
    assert done.err == (
        f"{root}/keys/harbour/key-2.yml: commit this file\n"
        "the next line is the private half; store it as the secret HARBOUR_2, with one copy offline\n"
        "next: conferral upgrade, so that the CI hands out the new secret\n"
    )


def test_rotating_makes_a_new_key_and_retires_the_old_one(root: Path) -> None:
    before = (root / "keys/harbour/key-1.yml").read_text()

    done = call("key", "rotate", "harbour", "--env", "HARBOUR_2", "--root", root)

    assert done.code == 0
    secret = SecretKey.from_multibase(done.out.strip())
    assert done.err == (
        "keys/harbour/key-2.yml\nkeys/harbour/key-1.yml\n"
        'key "key-2" of harbour takes over from "key-1" on 2026-08-03 at 22:30:00 UTC\n'
        "next: conferral upgrade, so that the CI hands out the new secret\n"
        "      commit these files; from the next build on everything is signed with the new key\n"
        '      keep the old private half away from everybody, or destroy it, once "key-1" no longer signs\n'
        "the next line is the private half; store it as the secret HARBOUR_2, with one copy offline\n"
    )
    assert (root / "keys/harbour/key-1.yml").read_text() == before.replace(
        "activated: 2026-01-01T00:00:00Z\n", f"activated: 2026-01-01T00:00:00Z\nretired: {NOW}\n"
    )
    registry = load_registry(FolderFiles(root))
    key = signing_key(registry, "harbour", TODAY)
    assert key is not None
    assert (key.name, key.file.public_key, key.file.signer) == ("key-2", secret.public_key, "env:HARBOUR_2")
    assert problems(root) == []


def test_a_rotation_that_fails_leaves_no_private_half_behind(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONFERRAL_PASSPHRASE", "correct horse battery")
    file = tmp_path / "harbour-2.pem"
    refused(
        root,
        *("key", "rotate", "harbour", "--name", "Key Two", "--file", file),
        because='conferral: "Key Two" is no short name\n'
        "hint: Choose a --name of lower-case letters, digits and single hyphens, such as key-2.\n",
    )
    with monkeypatch.context() as patched:
        patched.setattr("conferral.authoring.edit.carry_out", _full)
        refused(root, *("key", "rotate", "harbour", "--file", file), because="conferral: no space left on device\n")
    assert not file.exists()

    done = call("key", "rotate", "harbour", "--file", file, "--activated", "2027-01-01", "--root", root)

    assert done.code == 0
    assert done.out == "keys/harbour/key-2.yml\nkeys/harbour/key-1.yml\n"
    assert f"{file}: the private half, encrypted; keep a copy of it and of its passphrase\n" in done.err
    assert file.stat().st_mode & 0o777 == 0o600
    assert "retired: 2027-01-01T00:00:00Z\n" in (root / "keys/harbour/key-1.yml").read_text()


def test_what_keeps_a_rotation_from_being_made_is_told(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    neither = call("key", "rotate", "harbour", "--root", root)
    assert neither.code == 2
    assert neither.err.endswith("Error: say where the private half goes: --file PATH, or --env NAME\n")
    refused(
        root,
        *("key", "rotate", "harbor", "--env", "X"),
        because="harbor: there is no issuer of this name\n    expected: the name of a folder in credentials/issuers\n"
        f'    hint: did you mean "harbour"?\n{PROBLEM}',
    )
    monkeypatch.delenv("TEST_KEY_HARBOUR")
    refused(
        root,
        *("key", "rotate", "harbour", "--env", "X"),
        because='conferral: the active key "key-1" of harbour has to vouch for the new one: '
        'key "key-1" of harbour is missing: the environment variable TEST_KEY_HARBOUR is not set\n'
        "hint: Set it to the line that `conferral key new` printed, or use --preview for a site to look at. "
        "If it is lost for good: `conferral key retire harbour key-1`, then a new key.\n",
    )
    (root / "keys/harbour/key-1.yml").unlink()
    refused(
        root,
        *("key", "rotate", "harbour", "--env", "X"),
        because="conferral: harbour has no key that signs, so there is none to rotate\n"
        "hint: Make one with `conferral key new harbour`.\n",
    )


def test_retiring_the_last_key_says_that_another_is_needed(root: Path) -> None:
    done = call("key", "retire", "harbour", "keys/harbour/key-1.yml", "--root", root)

    assert (done.code, done.out) == (0, "keys/harbour/key-1.yml\n")
    assert done.err == (
        'key "key-1" of harbour is retired\n'
        "next: conferral key new harbour ..., since no key signs for it now; until then nothing can be built\n"
        "      commit these files\n"
    )
    assert f"activated: 2026-01-01T00:00:00Z\nretired: {NOW}\n" in (root / "keys/harbour/key-1.yml").read_text()


def test_every_key_that_cannot_be_retired_has_its_own_words(root: Path) -> None:
    two_keys(root)
    refused(
        root,
        *("key", "retire", "harbour", "key-3"),
        because="key-3: harbour has no key of this name\n    expected: the name of a file in keys/harbour\n"
        f'    hint: did you mean "key-2"?\n{PROBLEM}',
    )
    refused(
        root,
        *("key", "retire", "harbour", "key-1", "--at", "2025-12-31"),
        because="harbour/key-1: 2025-12-31T00:00:00Z is before it was activated, 2026-01-01T00:00:00Z\n"
        f"    expected: 2026-01-01T00:00:00Z or later\n{PROBLEM}",
    )
    refused(
        root,
        *("key", "retire", "harbour", "key-1", "--at", "2026-01-15"),
        because="harbour/key-1: it vouches for key-2, activated later than 2026-01-15T00:00:00Z\n"
        f"    expected: 2026-02-01T00:00:00Z or later\n{PROBLEM}",
    )
    assert call("key", "retire", "harbour", "key-1", "--at", "2026-03-01", "--root", root).err == (
        'key "key-1" of harbour is retired\nnext: commit these files\n'
    )
    assert problems(root) == []
    refused(
        root,
        *("key", "retire", "harbour", "key-1"),
        because="harbour/key-1: this key is retired from 2026-03-01T00:00:00Z on\n"
        "    expected: a key that is neither retired nor compromised\n"
        "    hint: an earlier time may be written into keys/harbour/key-1.yml by hand, a later one may not\n"
        f"{PROBLEM}",
    )
    call("key", "compromise", "harbour", "key-2", "--root", root)
    refused(
        root,
        *("key", "retire", "harbour", "key-2"),
        because=f"harbour/key-2: this key is marked as compromised since {NOW}\n"
        "    expected: a key that is neither retired nor compromised\n"
        f"    hint: that ends it for good, and says more than retired\n{PROBLEM}",
    )


def test_a_compromised_key_says_what_it_vouched_for(root: Path) -> None:
    two_keys(root)

    done = call("key", "compromise", "harbour", "key-1", "--root", root)

    assert (done.code, done.out) == (0, "keys/harbour/key-1.yml\n")
    assert done.err == (
        'key "key-1" of harbour is marked as compromised\n'
        'next: it vouched for "key-2": if that key is yours, run this again with --sound key-2, '
        "else conferral key compromise harbour key-2\n"
        "      have this reviewed by somebody who knows whose keys they are, merge it and publish\n"
        "      tell the holders to download their credentials again; copies that this key signed no longer verify\n"
    )
    assert problems(root) == [
        'key "key-2" of harbour is vouched for by "key-1", which is compromised or was retired by then'
    ]

    again = call("key", "compromise", "harbour", "key-1", "--sound", "key-2", "--root", root)

    assert (again.code, again.out) == (0, "keys/harbour/key-2.yml\n")
    assert f"compromised: {NOW}\n" in (root / "keys/harbour/key-1.yml").read_text()
    assert "vouched_by" not in (root / "keys/harbour/key-2.yml").read_text()
    assert problems(root) == []


def test_a_key_is_compromised_earlier_than_was_thought_and_its_successor_is_sound(root: Path) -> None:
    two_keys(root)
    call("key", "compromise", "harbour", "key-1", "--root", root)

    done = call("key", "compromise", "harbour", "key-1", "--at", "2026-01-15", "--sound", "key-2", "--root", root)

    assert (done.code, done.out) == (0, "keys/harbour/key-1.yml\nkeys/harbour/key-2.yml\n")
    assert "compromised: 2026-01-15T00:00:00Z\n" in (root / "keys/harbour/key-1.yml").read_text()
    assert "conferral key new" not in done.err
    assert problems(root) == []


def test_every_way_to_mark_a_key_wrongly_has_its_own_words(root: Path) -> None:
    two_keys(root)
    refused(
        root,
        *("key", "compromise", "harbour", "key-1", "--sound", "key-9"),
        because='--sound: "key-1" does not vouch for a key "key-9"\n    expected: key-2\n' + PROBLEM,
    )
    third = key_file("harbour", "key-3", vouched_by="key-2", activated="2026-03-01T00:00:00Z")
    (root / "keys/harbour/key-3.yml").write_text(third)
    refused(
        root,
        *("key", "compromise", "harbour", "key-2", "--sound", "key-3"),
        because='--sound: "key-3" needs another voucher, as key-1 could sign then\n'
        "    expected: a key that nothing else could vouch for\n"
        f"    hint: mark it as well, and make a new key: conferral key new harbour\n{PROBLEM}",
    )
    call("key", "compromise", "harbour", "key-3", "--at", "2026-07-01", "--root", root)
    refused(
        root,
        *("key", "compromise", "harbour", "key-3"),
        because="harbour/key-3: this key is marked as compromised since 2026-07-01T00:00:00Z\n"
        "    expected: an earlier time, if it happened before that\n"
        f"    hint: say since when: --at TIME\n{PROBLEM}",
    )


def test_the_list_says_which_key_signs_and_whether_its_private_half_is_at_hand(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    two_keys(root)
    locked = tmp_path / "lakeside.pem"
    locked.write_bytes(secret_key("lakeside/key-1").as_pem("correct horse battery"))
    (root / "keys/lakeside/key-1.yml").write_text(key_file("lakeside", signer=f"file:{locked}"))
    call("key", "retire", "harbour", "key-1", "--root", root)

    text = call("key", "list", "--root", root)
    data = json.loads(call("key", "list", "harbour", "--json", "--root", root).out)

    assert text.out == (
        "issuer    key    state    activated   ended       private half  signer\n"
        "harbour   key-1  retired  2026-01-01  2026-08-03  here          env:TEST_KEY_HARBOUR\n"
        "harbour   key-2  signs    2026-02-01              not here      env:TEST_KEY_HARBOUR_2\n"
        f"lakeside  key-1  signs    2026-01-01              locked        file:{locked}\n"
    )
    assert [(row["key"], row["state"], row["signs"], row["private_half"], row["why"]) for row in data["keys"]] == [
        ("key-1", "retired", False, "here", ""),
        (
            *("key-2", "active", True, "not here"),
            'key "key-2" of harbour is missing: the environment variable TEST_KEY_HARBOUR_2 is not set',
        ),
    ]
    monkeypatch.setenv("TEST_KEY_HARBOUR_2", secret_key("other").as_multibase())
    wrong = json.loads(call("key", "list", "harbour", "--json", "--root", root).out)["keys"][1]
    assert (wrong["private_half"], wrong["why"]) == (
        "not here",
        'what env:TEST_KEY_HARBOUR_2 holds is not the private half of key "key-2" of harbour',
    )
