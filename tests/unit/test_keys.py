"""Keys: proof of possession, vouching, which one signs, the DID document."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from conferral.files import FolderFiles
from conferral.keys import did_document, findings, signing_key, statement
from conferral.loading import load_registry
from conferral.model import Registry
from tests.registry_builder import NOW, key_file, secret_key, write_registry

LATER = "2026-06-01T00:00:00Z"


def with_keys(folder: Path, **texts: str) -> Registry:
    changes: dict[str, str | None] = {
        f"keys/harbour/{name.replace('_', '-')}.yml": text for name, text in texts.items()
    }
    return load_registry(FolderFiles(write_registry(folder, changes)))


def said(registry: Registry) -> list[tuple[str, str, str]]:
    return [(finding.place.file, finding.what, finding.expected) for finding in findings(registry)]


def test_sound_keys_are_not_complained_about(tmp_path: Path) -> None:
    registry = with_keys(tmp_path, key_2=key_file("harbour", "key-2", vouched_by="key-1", activated=LATER))

    assert said(registry) == []


def test_the_statement_is_canonical_json() -> None:
    assert statement("harbour", "key-1", "z6MkX") == (
        b'{"issuer":"harbour","key":"key-1","publicKeyMultibase":"z6MkX","statement":"conferral signing key"}'
    )


def test_a_copied_key_does_not_prove_possession(tmp_path: Path) -> None:
    """The proof names issuer and key, so a file that was renamed or moved to another issuer fails."""
    registry = with_keys(tmp_path, key_1=key_file("lakeside"))

    assert said(registry) == [
        (
            "keys/harbour/key-1.yml",
            'key "key-1" of harbour does not prove that somebody holds its private half',
            "the signature that `conferral key new` wrote for this issuer and this file name",
        )
    ]


def test_a_second_key_needs_a_vouch(tmp_path: Path) -> None:
    registry = with_keys(tmp_path, key_2=key_file("harbour", "key-2", activated=LATER))

    assert said(registry) == [
        (
            "keys/harbour/key-2.yml",
            'no active key of harbour vouches for key "key-2"',
            "vouched_by, with a signature by key-1",
        )
    ]


def test_a_vouch_by_a_stranger_is_refused(tmp_path: Path) -> None:
    text = key_file("harbour", "key-2", activated=LATER)
    secret = secret_key("harbour/key-2")
    forged = secret.sign_statement("harbour", "key-2", secret.public_key)
    registry = with_keys(tmp_path, key_2=f"{text}vouched_by:\n  key: key-1\n  signature: {forged}\n")

    assert [what for _, what, _ in said(registry)] == ['this is no signature of key "key-1" about key "key-2"']


def test_a_compromised_key_vouches_for_nothing(tmp_path: Path) -> None:
    registry = with_keys(
        tmp_path,
        key_1=key_file("harbour", compromised="2026-05-01T00:00:00Z"),
        key_2=key_file("harbour", "key-2", vouched_by="key-1", activated=LATER),
    )

    assert said(registry) == [
        (
            "keys/harbour/key-2.yml",
            'key "key-2" of harbour is vouched for by "key-1", which is compromised or was retired by then',
            "no vouched_by: no other key was active then",
        )
    ]


def test_after_a_compromise_of_the_only_key_the_next_is_a_first_key_again(tmp_path: Path) -> None:
    registry = with_keys(
        tmp_path,
        key_1=key_file("harbour", compromised="2026-05-01T00:00:00Z"),
        key_2=key_file("harbour", "key-2", activated=LATER),
    )

    assert said(registry) == []


def test_the_latest_activated_key_signs(tmp_path: Path) -> None:
    registry = with_keys(
        tmp_path,
        key_2=key_file("harbour", "key-2", vouched_by="key-1", activated=LATER),
        key_3=key_file("harbour", "key-3", vouched_by="key-2", activated="2026-12-01T00:00:00Z"),
    )

    names = [
        key.name if (key := signing_key(registry, "harbour", datetime(2026, month, 2, tzinfo=UTC))) else None
        for month in (2, 7, 12)
    ]
    assert names == ["key-1", "key-2", "key-3"]
    assert signing_key(registry, "harbour", datetime(2025, 1, 1, tzinfo=UTC)) is None


def test_neither_a_retired_nor_a_compromised_key_signs(tmp_path: Path) -> None:
    retired = with_keys(tmp_path / "a", key_1=key_file("harbour", retired="2026-03-01T00:00:00Z"))
    compromised = with_keys(tmp_path / "b", key_1=key_file("harbour", compromised="2026-12-01T00:00:00Z"))

    assert signing_key(retired, "harbour", NOW) is None
    assert signing_key(compromised, "harbour", NOW) is None


def test_the_did_document_says_which_keys_may_assert(tmp_path: Path) -> None:
    """Retired keys stay unmarked, compromised ones stay with `revoked`, future ones are announced only."""
    registry = with_keys(
        tmp_path,
        key_1=key_file("harbour", retired="2026-06-15T00:00:00Z"),
        key_2=key_file("harbour", "key-2", vouched_by="key-1", activated=LATER, compromised="2026-06-20T00:00:00Z"),
        key_3=key_file("harbour", "key-3", vouched_by="key-1", activated="2026-06-10T00:00:00Z"),
        key_4=key_file("harbour", "key-4", vouched_by="key-3", activated="2026-12-01T00:00:00Z"),
    )
    did = "did:web:credentials.example.org:registry:issuers:harbour"

    document = did_document(registry.file.base_url, "harbour", registry.keys_of("harbour"), NOW)

    assert document == {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
        "id": did,
        "verificationMethod": [
            {
                "id": f"{did}#{name}",
                "type": "Multikey",
                "controller": did,
                "publicKeyMultibase": secret_key(f"harbour/{name}").public_key,
                **({"revoked": "2026-06-20T00:00:00Z"} if name == "key-2" else {}),
            }
            for name in ("key-1", "key-2", "key-3", "key-4")
        ],
        "assertionMethod": [f"{did}#key-1", f"{did}#key-3"],
    }
