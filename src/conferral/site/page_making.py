"""The pages of credentials, some awards at a time: a pure function of what all share and of what these awards need.

Both are handed in from outside of the wall, so whoever makes pages reads of the registry only its own templates,
messages and fonts, and of the signed documents only the pictures on certificates.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Self

from conferral import addresses
from conferral.manifest import Manifest
from conferral.model import Award, Registry
from conferral.portions import Portion, narrowed
from conferral.site.language import Language
from conferral.site.pages import OWN_MESSAGES, Look, Pages
from conferral.site.views import Connections, credential_view, site_view, tombstone_view


@dataclass(frozen=True, slots=True)
class Setting:
    """What the pages of all credentials share; `registry` has no awards (`conferral.portions.without_awards`)."""

    registry: Registry
    manifest: Manifest
    look: Look


@dataclass(frozen=True, slots=True)
class Share:
    """What the pages of some awards need besides: the awards, and of the connections those that these have."""

    portion: Portion
    connections: Connections

    @classmethod
    def of(cls, portion: Portion, awards: tuple[Award, ...], connections: Connections) -> Share:
        """The share of a portion; `awards` are its awards, `connections` those of the whole registry."""
        renewed = {award.entry.renews for award in awards if award.entry.renews}
        ids = [award.id for award in awards if award.id]
        renewals = {one: connections.renewals[one] for one in ids if one in connections.renewals}
        linked = renewed | set(renewals.values())
        rows = [row for award in awards for row in award.rows]
        commits = {key: connections.commits[key] for row in rows if (key := (row.id, row.issue)) in connections.commits}
        hashes = {commit.hash for commit in commits.values()}
        files = {row.place.file for row in rows if row.issue > 1}
        return cls(
            portion,
            replace(
                connections,
                commits=commits,
                renewals=renewals,
                registered=connections.registered & linked,
                corrections={file: connections.corrections[file] for file in files if file in connections.corrections},
                elsewhere={one: connections.elsewhere[one] for one in linked if one in connections.elsewhere},
                requests={name: connections.requests[name] for name in hashes if name in connections.requests},
            ),
        )


class PageMaker:
    """Makes the pages of credentials of the registry in `root`, as long as the block lasts.

    `published` is the folder with the images of badges, each under its site path.
    """

    def __init__(self, root: Path, published: Path, setting: Setting) -> None:
        self._setting = setting
        registry = setting.registry
        first = registry.file.languages[0]
        # Pages that exist in one language have words of their own, which remember what was said.
        self._site = site_view(registry, setting.manifest, Language.of(first, root / OWN_MESSAGES), edition=first)
        pages = Pages(root, self._site)
        self._page = pages.credentials(setting.look)
        self._tombstone = pages.tombstones(setting.look)
        self._resources = ExitStack()
        self._certificates = None
        if registry.file.policy.certificates:
            from conferral.site.certificates import Certificates  # noqa: PLC0415 -- typst is slow to start

            on_paper = replace(self._site, words=Language.of(first, root / OWN_MESSAGES))
            self._certificates = self._resources.enter_context(Certificates.of(registry, on_paper, root, published))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._resources.close()

    @property
    def words(self) -> Language:
        """The language of the pages, which knows what was said."""
        return self._site.words

    def pages(self, share: Share) -> Iterator[tuple[str, bytes]]:
        """Site path and content of the page of each registered award, with its certificate after it, and of each grave.

        Where a certificate lacks letters there is none, and `faults` says so.
        """
        registry = narrowed(self._setting.registry, share.portion)
        for award in registry.awards:
            if award.row is None:
                continue
            view = credential_view(registry, self._site, award, share.connections)
            yield f"{view.page}index.html", self._page(view).encode()
            if self._certificates and view.certificate:
                certificate = self._certificates.certificate(award, view)
                if certificate is not None:
                    yield view.certificate, certificate
        for erased in registry.erased:
            yield (
                f"{addresses.credential_page(erased.id)}index.html",
                self._tombstone(tombstone_view(erased, self._site.words)).encode(),
            )

    def faults(self) -> list[str]:
        """The letters that certificates have lacked since this was last asked."""
        return self._certificates.faults() if self._certificates else []
