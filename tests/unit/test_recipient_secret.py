"""`conferral.recipient_secret`: ids derived from addresses."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from conferral.errors import RegistryError
from conferral.fields import RecipientId
from conferral.files import FolderFiles
from conferral.loading import load_registry
from conferral.recipient_secret import RecipientSecret, secret_of, variable
from tests.registry_builder import write_registry

SECRET = RecipientSecret(bytes(range(32)))
ISSUER = "credentials/issuers/lakeside/issuer.yml"
DERIVED = (
    "version: 1\nname: Lakeside School\nurl: https://lakeside.example.org\ndescription: A school.\n"
    f"recipient_ids: {{kind: derived, check: {SECRET.fingerprint}}}\n"
)


@given(st.binary(min_size=32, max_size=32), st.emails())
def test_a_secret_is_written_read_and_derives_sound_ids(raw: bytes, email: str) -> None:
    secret = RecipientSecret(raw)
    again = RecipientSecret.from_text(f" {secret.as_text()}\n")

    assert again == secret
    assert again.recipient_id(email) == secret.recipient_id(email)
    TypeAdapter(RecipientId).validate_python(secret.recipient_id(email))


def test_an_id_is_the_keyed_hash_of_the_address() -> None:
    # printf ada@example.org | openssl dgst -sha256 -mac HMAC -macopt hexkey:000102...1f, its first 128 bits in base32
    assert SECRET.recipient_id("ada@example.org") == "r-62sa2j9tnkwn0e2fae4ebvwcstv"


@given(st.integers(0, 52), st.sampled_from("0123456789abcdefghjkmnpqrstvwxyz"))
def test_a_mistyped_secret_is_refused(place: int, character: str) -> None:
    text = SECRET.as_text()
    at = len(text) - 1 - place
    typed = text[:at] + character + text[at + 1 :]
    if typed != text:
        with pytest.raises(ValueError, match="no recipient secret"):
            RecipientSecret.from_text(typed)


def test_a_secret_shows_itself_to_nobody() -> None:
    assert repr(SECRET) == "RecipientSecret()"
    assert SECRET.fingerprint not in SECRET.as_text()


def test_the_secret_comes_from_a_file_or_the_environment_and_must_be_the_issuers(tmp_path: Path) -> None:
    issuers = load_registry(FolderFiles(write_registry(tmp_path, {ISSUER: DERIVED}))).issuers
    lakeside = issuers["lakeside"]
    file, other = tmp_path / "secret.txt", RecipientSecret(bytes(32))
    file.write_text(SECRET.as_text())

    assert variable("night-school") == "CONFERRAL_RECIPIENT_SECRET_NIGHT_SCHOOL"
    assert secret_of(lakeside, environ={}, file=file) == SECRET
    assert secret_of(lakeside, environ={variable("lakeside"): SECRET.as_text()}) == SECRET
    assert secret_of(issuers["harbour"], environ={}) is None
    named = variable("lakeside")
    refusals = [
        (lakeside, "", None, "the recipient ids of lakeside are derived, and its secret is not at hand"),
        (lakeside, "x", None, f"the variable {named} holds no recipient secret"),
        (lakeside, other.as_text(), None, f"the variable {named} holds another secret than that of lakeside"),
        (issuers["harbour"], "", file, "the recipient ids of harbour are random, so there is no secret"),
    ]
    for issuer, text, given_file, message in refusals:
        with pytest.raises(RegistryError) as caught:
            secret_of(issuer, environ={named: text}, file=given_file)
        assert caught.value.message == message
        assert SECRET.as_text() not in caught.value.hint
