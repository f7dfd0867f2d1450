"""Signers: from a `signer:` URI to a key, and errors that say what to do without saying what is secret."""

from __future__ import annotations

import traceback
from pathlib import Path

import pytest

from conferral.errors import SigningError
from conferral.files import FolderFiles
from conferral.loading import load_registry
from conferral.model import Key
from conferral.signers import Signer, open_signer
from tests.registry_builder import environment, key_file, secret_key, write_registry

NAME = "TEST_KEY_HARBOUR"
SECRET = secret_key("harbour/key-1").as_multibase()


def key(folder: Path, text: str | None = None) -> Key:
    changes = {"keys/harbour/key-1.yml": text} if text else {}
    (found,) = load_registry(FolderFiles(write_registry(folder, changes))).keys_of("harbour")
    return found


def opened(key: Key, root: Path, environ: dict[str, str] | None = None, passphrase: str = "correct") -> Signer:
    return open_signer(
        key, root=root, environ=environment() if environ is None else environ, passphrase=lambda _: passphrase
    )


def refusal(key: Key, root: Path, environ: dict[str, str] | None = None, passphrase: str = "correct") -> SigningError:
    with pytest.raises(SigningError) as caught:
        opened(key, root, environ, passphrase)
    said = "".join(traceback.format_exception(caught.value))
    assert SECRET not in said
    assert "z3u2" not in said.replace("begins with z3u2", "")
    return caught.value


def test_a_key_in_the_environment_signs(tmp_path: Path) -> None:
    signer = opened(key(tmp_path), tmp_path)

    assert signer.sign(b"x") == secret_key("harbour/key-1").sign(b"x")
    assert SECRET not in repr(signer)


def test_a_missing_variable_is_named(tmp_path: Path) -> None:
    error = refusal(key(tmp_path), tmp_path, {})

    assert error.message == f'key "key-1" of harbour is missing: the environment variable {NAME} is not set'
    assert error.hint == (
        "Set it to the line that `conferral key new` printed, or use --preview for a site to look at."
    )


@pytest.mark.parametrize("value", [SECRET[:-2], SECRET + "x", "z6Mk" + SECRET[4:], "hello"])
def test_an_unusable_variable_is_named_and_its_content_is_not(tmp_path: Path, value: str) -> None:
    error = refusal(key(tmp_path), tmp_path, {NAME: value})

    assert error.message == (
        f'key "key-1" of harbour is unusable: the environment variable {NAME} does not hold a secret key'
    )


def test_another_key_than_the_declared_one_is_refused(tmp_path: Path) -> None:
    error = refusal(key(tmp_path), tmp_path, {NAME: secret_key("other").as_multibase()})

    assert error.message == f'what env:{NAME} holds is not the private half of key "key-1" of harbour'


def test_an_encrypted_file_signs(tmp_path: Path) -> None:
    pem = tmp_path / "outside" / "harbour.pem"
    pem.parent.mkdir()
    pem.write_bytes(secret_key("harbour/key-1").as_pem("correct"))
    root = tmp_path / "registry"
    declared = key(root, key_file("harbour", signer=f"file:{pem}"))

    assert b"ENCRYPTED" in pem.read_bytes()
    assert opened(declared, root).sign(b"x") == secret_key("harbour/key-1").sign(b"x")
    assert refusal(declared, root, passphrase="wrong").message == (
        f'key "key-1" of harbour is unusable: {pem} cannot be opened with that passphrase'
    )


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    declared = key(tmp_path / "r", key_file("harbour", signer="file:../nowhere.pem"))

    assert refusal(declared, tmp_path / "r").message == (
        f'key "key-1" of harbour is missing: {tmp_path}/nowhere.pem cannot be read (No such file or directory)'
    )


def test_a_private_key_inside_the_registry_is_refused(tmp_path: Path) -> None:
    (tmp_path / "harbour.pem").write_bytes(secret_key("harbour/key-1").as_pem("correct"))

    error = refusal(key(tmp_path, key_file("harbour", signer="file:harbour.pem")), tmp_path)

    assert error.message == (
        f'key "key-1" of harbour is unusable: {tmp_path}/harbour.pem lies inside the registry\'s folder'
    )


@pytest.mark.parametrize("signer", ["file:~nobody-of-that-name/k.pem", "file:/dev/zero"])
def test_a_signer_that_is_no_file_is_refused(tmp_path: Path, signer: str) -> None:
    error = refusal(key(tmp_path, key_file("harbour", signer=signer)), tmp_path)

    assert "names no file" in error.message or error.message.endswith("/dev/zero is no regular file")


def test_an_unknown_kind_of_signer_is_refused(tmp_path: Path) -> None:
    error = refusal(key(tmp_path, key_file("harbour", signer="vault:harbour")), tmp_path)

    assert error.message == 'key "key-1" of harbour has the signer "vault:harbour"'
    assert error.hint == "Write env:NAME or file:PATH in its file under keys/."
