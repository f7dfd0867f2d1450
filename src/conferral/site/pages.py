"""Views into HTML: the templates of this package, or a registry's own of the same name in site_templates/.

Everything a template prints is escaped, apart from what `conferral.site.text` has made safe.  A name that a view
does not have is an error, never an empty space.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, FileSystemLoader, StrictUndefined, Template, TemplateError, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from conferral.errors import BuildError
from conferral.site.overviews import Overview
from conferral.site.text import count_words, sentence
from conferral.site.views import CredentialView, SiteView, TombstoneView
from conferral.site.wording import ERASED_ICON, ICONS
from conferral.standards.timestamps import format_timestamp

OWN_TEMPLATES = "site_templates"
"""Folder of a registry in which its own templates and theme files lie."""

_PACKAGED = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True, kw_only=True)
class CataloguePage:
    """A page of the catalogue: its folder below the site's top ("" is the home page), and what stands on it.

    `description` is for search engines; `alternates` are JSON files beside the page that say the same.
    Lists of other pages are not `searched`, since a search finds these themselves.
    """

    path: str
    title: str
    description: str
    html: Markup
    alternates: tuple[str, ...] = ()
    searched: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What the catalogue's configuration gives to credential pages: site paths of stylesheets and the icon."""

    stylesheets: tuple[str, ...] = ()
    icon: str = "assets/favicon.svg"


class Pages:
    """The pages of one site."""

    def __init__(self, root: Path, site: SiteView) -> None:
        self._site = site
        self._environment = ImmutableSandboxedEnvironment(
            loader=ChoiceLoader([FileSystemLoader(root / OWN_TEMPLATES), FileSystemLoader(_PACKAGED)]),
            autoescape=True,
            undefined=StrictUndefined,
            extensions=["jinja2.ext.i18n"],
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self._environment.policies["ext.i18n.trimmed"] = True
        self._environment.install_null_translations(newstyle=True)  # type: ignore[attr-defined] # of the extension
        self._environment.filters["sentence"] = sentence
        # People's texts are in the registry's language, the interface is in English.
        lang = Markup("") if site.language == "en" else Markup(' lang="{}"').format(site.language)
        self._environment.globals |= {
            "site": site,
            "as_of": format_timestamp(site.as_of),
            "lang": lang,
            "count": count_words,
            "icons": ICONS,
        }

    def credentials(self, look: Look) -> Callable[[CredentialView], str]:
        """A function from what a credential's page shows to the page."""
        template = self._template("credential.html")

        def page(view: CredentialView) -> str:
            return self._render(template, c=view, root="../../", icon=ICONS[view.state.kind], look=look)

        return page

    def tombstones(self, look: Look) -> Callable[[TombstoneView], str]:
        """A function from what the page of an erased credential shows to the page."""
        template = self._template("erased.html")

        def page(view: TombstoneView) -> str:
            return self._render(template, e=view, root="../../", icon=ERASED_ICON, look=look)

        return page

    def verify(self, look: Look) -> str:
        """The page that verifies whatever it is given."""
        return self._render(self._template("verify.html"), root="../", look=look)

    def catalogue(self, overview: Overview) -> Sequence[CataloguePage]:
        """Every page of the catalogue; the first four are its navigation."""
        home, badges, issuers, revocations = (
            self._template(f"{name}.html") for name in ("home", "badges", "issuers", "revocations")
        )
        badge, issuer = self._template("badge.html"), self._template("issuer.html")
        site = self._site
        page = CataloguePage(path="", title="Home", description=site.description, html=Markup(), searched=False)
        return (
            replace(page, html=self._html(home, all=overview)),
            replace(
                page,
                path="badges/",
                title="Badges",
                description=f"The badges of {site.title}.",
                html=self._html(badges, all=overview),
            ),
            replace(
                page,
                path="issuers/",
                title="Issuers",
                description=f"Who awards the badges of {site.title}.",
                html=self._html(issuers, all=overview),
            ),
            replace(
                page,
                path="revocations/",
                title="Revocations",
                description=f"Credentials of {site.title} that were revoked or suspended.",
                html=self._html(revocations, all=overview),
            ),
            *(
                CataloguePage(
                    path=view.page,
                    title=view.name,
                    description=view.description,
                    html=self._html(badge, badge=view),
                    alternates=("badge.json",),
                )
                for view in overview.badges
            ),
            *(
                CataloguePage(
                    path=view.page,
                    title=view.name,
                    description=f"{view.name} in {site.title}: badges, identity and signing keys.",
                    html=self._html(issuer, issuer=view),
                    alternates=("profile.json", "did.json"),
                )
                for view in overview.issuers
            ),
        )

    def not_found(self) -> Markup:
        """What stands on the page for addresses that lead nowhere."""
        return self._html(self._template("not_found.html"))

    def _template(self, name: str) -> Template:
        try:
            return self._environment.get_template(name)
        except TemplateSyntaxError as error:
            raise BuildError(f"template {error.name} line {error.lineno}: {error.message}") from error

    def _html(self, template: Template, **values: Any) -> Markup:
        return Markup(self._render(template, **values))  # noqa: S704 - escaped by the template

    def _render(self, template: Template, **values: Any) -> str:
        try:
            return template.render(**values)
        except TemplateError as error:
            raise BuildError(f"template {template.name}: {error}") from error
