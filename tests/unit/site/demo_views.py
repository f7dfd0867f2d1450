"""What the pages of the demo registry's credentials show."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Self

from conferral.files import FolderFiles
from conferral.loading import load_registry
from conferral.manifest import Manifest
from conferral.model import Registry
from conferral.pathways.progress import Rules
from conferral.portfolios import portfolios
from conferral.register.provenance import award_commits
from conferral.site.language import Language
from conferral.site.person_views import PersonView, person_view
from conferral.site.views import Connections, CredentialView, SiteView, credential_view, site_view
from tests.browser.browsing import CHECKOUT
from tests.unit.site.site_builder import sign


@dataclass(frozen=True, slots=True)
class Demo:
    """The demo registry, its site, and what its credentials are connected with."""

    registry: Registry
    site: SiteView
    connections: Connections

    @classmethod
    def signed_into(cls, folder: Path, *, preview: bool = True) -> Self:
        """The demo registry, signed with throwaway keys into a new folder."""
        registry = load_registry(FolderFiles(CHECKOUT))
        manifest = Manifest.of(sign(CHECKOUT, folder, preview=preview))
        site = site_view(registry, manifest, Language.of(registry.file.languages[0]))
        repository = "https://github.com/harbour/registry"
        return cls(registry, site, Connections.of(registry, award_commits(CHECKOUT), {}, {}, repository))

    def portfolios(self) -> list[PersonView]:
        """What each portfolio shows, without records."""
        rules = Rules(self.registry)
        people = [recipient for recipient, _ in portfolios(self.registry, self.site.as_of)]
        return [person_view(self.registry, self.site, recipient, rules) for recipient in people]

    def views(self, registry: Registry | None = None) -> list[CredentialView]:
        """What the page of each award shows; `registry` may have some of them alone."""
        of = registry or self.registry
        return [credential_view(of, self.site, award, self.connections) for award in of.awards]
