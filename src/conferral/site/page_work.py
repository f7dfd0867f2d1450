"""All pages of credentials that a site has, as work for others: portion by portion, with what each may give back.

This is trusted code: it knows what is signed and what may stand where, and hands on what pages need.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from conferral.manifest import Manifest
from conferral.model import Award, Registry
from conferral.portions import narrowed, portions, without_awards
from conferral.register.provenance import award_commits, requests_of
from conferral.signed_folder import signed_credentials
from conferral.site.credential_folders import CredentialFolder, SignedFiles
from conferral.site.page_making import Setting, Share
from conferral.site.pages import Look
from conferral.site.views import Connections, pages_elsewhere
from conferral.standards.timestamps import parse_timestamp
from conferral.states import state_of


@dataclass(frozen=True, slots=True)
class Task:
    """The pages of one portion; `folders` are those that they belong in, in the order in which they are made."""

    number: int
    share: Share
    folders: tuple[CredentialFolder, ...]


class PageWork:
    """The pages of all credentials of a registry whose documents were signed into the folder `signed`.

    Of a registry that has moved, `whole` is all of it, and `registry` what it is under `manifest.registry_base`.
    """

    def __init__(self, root: Path, whole: Registry, registry: Registry, signed: Path, manifest: Manifest) -> None:
        self._root = root
        self._whole = whole
        self._registry = registry
        self._signed = signed
        self._manifest = manifest
        self._as_of = parse_timestamp(manifest.as_of)
        self.total = sum(award.row is not None for award in self._registry.awards) + len(self._registry.erased)
        """How many pages there are."""

    def setting(self, look: Look) -> Setting:
        """What all pages share in the look that the catalogue has."""
        return Setting(without_awards(self._registry), self._manifest, look)

    def tasks(self, look: Look) -> Iterator[Task]:
        """Every portion, in order.  Raises `BuildError` where what was signed is not what the registry has."""
        registry, shared = self._registry, without_awards(self._registry)
        commits = award_commits(self._root)
        requests = requests_of(self._root, commits.values())
        elsewhere = pages_elsewhere(self._whole, self._manifest.registry_base)
        connections = Connections.of(registry, commits, elsewhere, requests, look.repository)
        signed = SignedFiles(registry, self._signed, signed_credentials(self._signed))
        for number, portion in enumerate(portions(registry)):
            here = narrowed(shared, portion)
            awards = tuple(award for award in here.awards if award.row)
            folders = [self._folder(here, award, signed) for award in awards]
            folders += [CredentialFolder(erased.id) for erased in here.erased]
            yield Task(number, Share.of(portion, awards, connections), tuple(folders))
        signed.refuse_others()

    def folders(self) -> Iterator[CredentialFolder]:
        """The folders of all awards, once more."""
        for task in self.tasks(Look()):
            yield from task.folders

    def _folder(self, registry: Registry, award: Award, signed: SignedFiles) -> CredentialFolder:
        assert award.row  # noqa: S101 -- only registered awards have folders
        image = registry.badges[award.badge].images[award.row.badge_version]
        certified = registry.file.policy.certificates and (
            state_of(registry, award, self._as_of).kind in ("valid", "expired")
        )
        return CredentialFolder(award.row.id, signed.of(award.row.id, image.extension), certified)
