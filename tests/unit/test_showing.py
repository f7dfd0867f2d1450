"""One thing of a registry in full: what was corrected, renewed and erased shows."""

from __future__ import annotations

import pytest

from conferral.errors import RegistryError
from conferral.files import FolderFiles
from conferral.loading import load_registry
from conferral.model import Award, Badge, Erased, Issuer, Key, Registry
from conferral.showing import Recipient, award_details, erased_details, things_named
from tests.registry_builder import NOW, files, recipient, write_registry
from tests.unit.register.conftest import register

BATCH = "credentials/awards/data-analysis/2026-06-30-spring-k3v9.yml"


def _id(registry: Registry, person: int, badge: str = "data-analysis") -> str:
    found = next(one for one in registry.awards if (one.badge, one.recipient) == (badge, recipient(person)))
    assert found.id
    return found.id


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> tuple[Registry, dict[str, str]]:
    """A registry with a corrected award, one whose correction is not registered, an erased one and a renewal."""
    issuer = "credentials/issuers/harbour/issuer.yml"
    root = write_registry(
        tmp_path_factory.mktemp("shown"), {issuer: files()[issuer] + "formerly: [quay, lakeside-old]\n"}
    )
    register(root)
    registry = load_registry(FolderFiles(root))
    ids = {
        "corrected": _id(registry, 1),
        "erased": _id(registry, 2),
        "pending": _id(registry, 3),
        "renewed": _id(registry, 1, "sailing"),
    }

    def write(path: str, text: str) -> None:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")

    correction = "badge: data-analysis\non: 2026-07-01\nreason: {}\nawards: [{}]\n"
    write(
        "credentials/corrections/data-analysis/score-k3v9.yml",
        correction.format("clerical-error\nnote: The day was wrong.", ids["corrected"]),
    )
    text = (root / BATCH).read_text(encoding="utf-8")
    write(BATCH, text.replace("  # the first", "\n    awarded: 2026-06-29"))
    write(
        "credentials/awards/sailing/2027-01-01-again-k3v9.yml",
        f"badge: sailing\nawarded: 2026-07-01\nrecipients:\n- recipient: {recipient(1)}\n  renews: {ids['renewed']}\n",
    )
    register(root)
    text = (root / BATCH).read_text(encoding="utf-8")
    begin, end = text.index(f"  - recipient: {recipient(2)}"), text.index(f"  - {{recipient: {recipient(3)}")
    write(BATCH, f"{text[:begin]}  - id: {ids['erased']}\n    erased: 2026-07-01\n{text[end:]}")
    write("credentials/corrections/data-analysis/more-k3v9.yml", correction.format("extension", ids["pending"]))
    return load_registry(FolderFiles(root)), ids


def _award(shown: tuple[Registry, dict[str, str]], name: str) -> Award:
    registry, ids = shown
    (found,) = things_named(registry, ids[name])
    assert isinstance(found, Award)
    return found


def test_a_corrected_award_shows_its_issues_and_why(shown: tuple[Registry, dict[str, str]]) -> None:
    row = award_details(shown[0], _award(shown, "corrected"), NOW, {})
    assert [(issue["issue"], issue["badge_version"]) for issue in row["issued"]] == [(1, 2), (2, 2)]
    assert row["corrections"] == [
        {
            "on": "2026-07-01",
            "reason": "clerical-error",
            "note": "The day was wrong.",
            "file": "credentials/corrections/data-analysis/score-k3v9.yml",
        }
    ]
    assert (row["issues"], row["correction_pending"], row["awarded"]) == (2, False, "2026-06-29")


def test_a_correction_that_is_not_registered_shows_as_pending(shown: tuple[Registry, dict[str, str]]) -> None:
    row = award_details(shown[0], _award(shown, "pending"), NOW, {})
    assert (row["correction_pending"], row["issues"]) == (True, 1)


def test_a_renewal_shows_on_both_awards(shown: tuple[Registry, dict[str, str]]) -> None:
    registry, ids = shown
    row = award_details(registry, _award(shown, "renewed"), NOW, {})
    (renewal,) = row["renewed_by"]
    (found,) = things_named(registry, renewal)
    assert isinstance(found, Award)
    assert award_details(registry, found, NOW, {})["renews"] == ids["renewed"]


def test_of_an_erased_award_only_its_id_and_days_show(shown: tuple[Registry, dict[str, str]]) -> None:
    registry, ids = shown
    (found,) = things_named(registry, ids["erased"])
    assert isinstance(found, Erased)
    row = erased_details(registry, found, {})
    assert (row["words"], row["state"], row["recipient"], row["awarded"]) == (
        "erased on 2026-07-01",
        "erased",
        None,
        None,
    )
    assert [issue["issue"] for issue in row["issued"]] == [1]


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("harbour", Issuer, "harbour"),
        ("quay", Issuer, "harbour"),
        ("badges/sailing/", Badge, "sailing"),
        ("https://credentials.example.org/registry/badges/sailing/1/badge.json", Badge, "sailing"),
        ("https://CREDENTIALS.example.org/registry/issuers/harbour/did.json?x=1#key-1", Issuer, "harbour"),
        ("https://preview.invalid/badges/sailing/", Badge, "sailing"),
        (f"https://credentials.example.org/registry/people/{recipient(4)}/", Recipient, recipient(4)),
        ("lakeside/key-1", Key, "key-1"),
        ("keys/lakeside/key-1.yml", Key, "key-1"),
    ],
)
def test_a_thing_is_found_by_every_name_it_has(
    shown: tuple[Registry, dict[str, str]], text: str, kind: type, name: str
) -> None:
    (found,) = things_named(shown[0], text)
    assert isinstance(found, kind)
    assert name in (getattr(found, "slug", ""), getattr(found, "id", ""), getattr(found, "name", ""))


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("badges/sailin/", "there is no badge, collection, issuer, award, recipient or key", 'Did you mean "sailing"?'),
        (
            "lakeside/key-2",
            "there is no badge, collection, issuer, award, recipient or key",
            'Did you mean "lakeside/key-1"?',
        ),
        ("7zzzzzzzzzzzzzzzzzzzzzzzzz", "there is no award 7zzzzzzzzzzzzzzzzzzzzzzzzz", ""),
        (recipient(99), f"there is no recipient {recipient(99)}", ""),
    ],
)
def test_the_nearest_name_is_a_hint(shown: tuple[Registry, dict[str, str]], text: str, message: str, hint: str) -> None:
    with pytest.raises(RegistryError) as raised:
        things_named(shown[0], text)
    assert raised.value.message.startswith(message)
    assert raised.value.hint == hint


def test_an_award_is_suggested_by_the_begin_or_the_end_of_its_id(shown: tuple[Registry, dict[str, str]]) -> None:
    registry, ids = shown
    wrong = ids["corrected"][:-1] + ("0" if ids["corrected"][-1] != "0" else "1")
    with pytest.raises(RegistryError) as raised:
        things_named(registry, wrong)
    assert raised.value.hint == f'Did you mean "{ids["corrected"]}"?'
