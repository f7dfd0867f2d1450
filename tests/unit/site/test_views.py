"""What a credential's page shows: the same as its signed document, and made with little effort for many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path

import pytest

from conferral.credentials import credential
from conferral.files import FolderFiles
from conferral.loading import load_registry
from conferral.manifest import Manifest
from conferral.model import Registry
from conferral.portions import narrowed, portions, without_awards
from conferral.site.awarded_views import AwardedView
from conferral.site.language import Language
from conferral.site.views import Connections, CredentialView, SiteView, credential_view, site_view
from tests.registry_builder import recipient, write_registry
from tests.unit.site.demo_views import Demo
from tests.unit.site.site_builder import register, sign

NAMED = {
    f"recipients/{recipient(1)}.yml": (
        "display_name: Wren Ashdown\nidentity: {name: Wren Ashdown}\n"
        "consent: {on: 2026-01-01, to: [display_name, identity]}\n"
    ),
    f"recipients/{recipient(2)}.yml": (
        "display_name: Q. Harrow\nidentity: {name: Quill Harrow}\n"
        "consent: {on: 2026-01-01, to: [display_name, identity]}\n"
    ),
    f"recipients/{recipient(3)}.yml": "display_name: Sorrel\nconsent: {on: 2026-01-01, to: [display_name]}\n",
    f"recipients/{recipient(4)}.yml": (
        "display_name: did:web:person.example\nidentity: {did: 'did:web:person.example'}\n"
        "consent: {on: 2026-01-01, to: [display_name, identity]}\n"
    ),
}


def site_of(registry: Registry, root: Path, folder: Path) -> SiteView:
    return site_view(registry, Manifest.of(sign(root, folder)), Language.of("en"))


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    return Demo.signed_into(tmp_path_factory.mktemp("demo") / "signed")


def says(registry: Registry, views: Sequence[CredentialView], base_url: str) -> list[tuple[str, str, bool]]:
    """Of each the issuer's DID, the address of the document, and whether the holder's name is in the document."""
    said = []
    for award, view in zip(registry.awards, views, strict=True):
        document = credential(registry, award, base_url)
        identifiers = document["credentialSubject"].get("identifier", ())
        names = {one["identityHash"] for one in identifiers if one["identityType"] == "name" and not one["hashed"]}
        said.append((document["issuer"]["id"], document["id"], view.holder in names))
    return said


def shown(views: Sequence[CredentialView]) -> list[tuple[str, str, bool]]:
    return [(view.issuer_did, view.json_url, view.holder_is_signed) for view in views]


def test_pages_name_the_issuer_and_the_holder_as_the_signed_documents_do(demo: Demo, tmp_path: Path) -> None:
    views = demo.views()
    assert shown(views) == says(demo.registry, views, demo.site.base_url)

    root = write_registry(tmp_path / "registry", NAMED)
    register(root)
    registry = load_registry(FolderFiles(root))
    site, connections = site_of(registry, root, tmp_path / "signed"), Connections.of(registry, {}, {})
    views = [credential_view(registry, site, award, connections) for award in registry.awards]
    assert shown(views) == says(registry, views, site.base_url)
    assert {view.holder: view.holder_is_signed for view in views} == {
        "Wren Ashdown": True,
        "Q. Harrow": False,
        "Sorrel": False,
        "did:web:person.example": False,
    }


def test_a_name_that_was_given_for_signing_after_the_award_is_not_called_signed(tmp_path: Path) -> None:
    root = write_registry(tmp_path / "registry")
    register(root)
    for path, text in NAMED.items():
        (root / path).parent.mkdir(exist_ok=True)
        (root / path).write_text(text)
    registry = load_registry(FolderFiles(root))
    site, connections = site_of(registry, root, tmp_path / "signed"), Connections.of(registry, {}, {})
    views = [credential_view(registry, site, award, connections) for award in registry.awards]

    assert {view.holder for view in views} >= {"Wren Ashdown", "Sorrel"}
    assert shown(views) == says(registry, views, site.base_url)
    assert not any(view.holder_is_signed for view in views)


def test_what_is_alike_is_made_once_for_all_credentials_of_a_version(demo: Demo) -> None:
    views = demo.views()
    rows = [(award.badge, award.rows[-1]) for award in demo.registry.awards]
    versions = {(badge, row.badge_version, row.issuer_version) for badge, row in rows}

    assert len({id(view.alike) for view in views}) == len(versions)
    for view in views:
        assert all(getattr(view, one.name) is getattr(view.alike, one.name) for one in fields(AwardedView))


def test_a_portion_of_the_awards_has_the_same_pages_as_all_of_them(demo: Demo) -> None:
    shared = without_awards(demo.registry)
    parts = [view for portion in portions(demo.registry, 20) for view in demo.views(narrowed(shared, portion))]

    assert parts == demo.views()
