"""How much a credential takes of the space that a static host gives: its page and its JSON together."""

from __future__ import annotations

from pathlib import Path

import pytest

from conferral.files import FolderFiles
from conferral.loading import load_registry
from conferral.manifest import Manifest
from conferral.register.provenance import award_commits
from conferral.signed_folder import signed_credentials
from conferral.site.language import Language
from conferral.site.pages import Look, Pages
from conferral.site.views import Connections, credential_view, site_view
from tests.browser.browsing import CHECKOUT
from tests.unit.site.site_builder import sign

MOST = 10_000
LOOK = Look(stylesheets=("assets/brand.css",), repository="https://github.example.com/fieldmark-commons/credentials")


@pytest.mark.parametrize("preview", [True, False], ids=["preview", "published"])
def test_the_demos_credentials_take_at_most_ten_thousand_bytes_each_on_average(tmp_path: Path, preview: bool) -> None:
    signed = sign(CHECKOUT, tmp_path / "signed", preview=preview)
    manifest = Manifest.of(signed)
    registry = load_registry(FolderFiles(CHECKOUT))
    site = site_view(registry, manifest, Language.of(registry.file.languages[0]))
    page = Pages(CHECKOUT, site).credentials(LOOK)
    connections = Connections.of(registry, award_commits(CHECKOUT), {}, {}, LOOK.repository)
    documents = dict(signed_credentials(signed))
    sizes = []
    for award in registry.awards:
        view = credential_view(registry, site, award, connections)
        sizes.append(len(page(view).encode()) + len(documents[view.id]))

    assert len(sizes) > 100
    assert sum(sizes) / len(sizes) <= MOST
