from __future__ import annotations

import pytest

from conferral.file_kinds import FileKind, MisplacedError, file_kind, salt_issuer

AWARD = "79v19c1mrrnwr9vsntmwm9338f"
RECIPIENT = "r-7pb02gtds4a7fsm9t821vxn9rg5"


@pytest.mark.parametrize(
    ("path", "kind", "names"),
    [
        ("credentials/registry.yml", "registry", ()),
        ("credentials/issuers/a-1/issuer.yml", "issuer", ("a-1",)),
        ("credentials/issuers/a-1/logo.png", "issuer logo", ("a-1", "png")),
        ("credentials/issuers/a-1/12.yml", "issuer version", ("a-1", "12")),
        ("credentials/badges/b/badge.yml", "badge", ("b",)),
        ("credentials/badges/b/badge.svg", "badge image", ("b", "svg")),
        ("credentials/badges/b/1.yml", "badge version", ("b", "1")),
        ("credentials/badges/b/1.png", "badge version image", ("b", "1", "png")),
        ("credentials/awards/b/2026-spring-k3v9.yml", "awards", ("b", "2026-spring-k3v9")),
        (f"credentials/revocations/{AWARD}.yml", "revocation", (AWARD,)),
        (f"credentials/suspensions/{AWARD}.yml", "suspension", (AWARD,)),
        (f"recipients/{RECIPIENT}.yml", "recipient", (RECIPIENT,)),
        ("keys/a-1/key-1.yml", "key", ("a-1", "key-1")),
        ("credentials/register/registry.csv", "pins", ()),
        ("credentials/register/awards/b/2026-spring-k3v9.csv", "rows", ("b", "2026-spring-k3v9")),
        ("credentials/register/salts/a-1-k3v9.csv", "salt", ("a-1-k3v9",)),
    ],
)
def test_every_place_of_a_registry_is_known(path: str, kind: str, names: tuple[str, ...]) -> None:
    assert file_kind(path) == FileKind(kind, names)


@pytest.mark.parametrize("path", ["credentials/README.md", "keys/a/README.md", "recipients/README.md"])
def test_a_readme_may_stand_anywhere(path: str) -> None:
    assert file_kind(path) is None


@pytest.mark.parametrize(
    ("path", "what"),
    [
        ("credentials", "there is no place for this file in a registry"),
        ("credentials/badges/b/c/badge.yml", "there is no place for this file in a registry"),
        ("credentials/badges/b/badge.jpg", "there is no place for this file in a registry"),
        ("credentials/badges/b/01.yml", '"01" is no version number'),
        ("credentials/badges/b/0.yml", '"0" is no version number'),
        ("credentials/badges/b/draft.svg", '"draft" is no version number'),
        ("credentials/badges/../badge.yml", '".." is no short name'),
        ("credentials/awards/b/spring.yml",
         'the file name "spring" does not end in a hyphen and four random characters'),
        ("credentials/awards/b/Spring-k3v9.yml", '"Spring-k3v9" is no short name'),
        ("credentials/awards/b/spring-k3vo.yml",
         'the file name "spring-k3vo" does not end in a hyphen and four random characters'),
        ("credentials/revocations/x.yml", '"x" is no award id'),
        ("recipients/jane-doe.yml", '"jane-doe" is no recipient id'),
        ("keys/a/key-1.yaml", 'the file name ends in ".yaml"'),
    ],
)  # fmt: skip
def test_any_other_place_is_refused(path: str, what: str) -> None:
    with pytest.raises(MisplacedError) as caught:
        file_kind(path)
    assert caught.value.what == what


def test_a_salt_is_of_the_issuer_before_the_random_ending() -> None:
    assert salt_issuer("aldermoor-institute-k3v9") == "aldermoor-institute"
