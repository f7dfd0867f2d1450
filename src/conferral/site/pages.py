"""Views into HTML: the templates of this package, or a registry's own of the same name in site_templates/.

Everything a template prints is escaped, apart from what `conferral.site.text` has made safe.  A name that a view
does not have is an error, never an empty space.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, FileSystemLoader, StrictUndefined, Template, TemplateError, TemplateSyntaxError
from markupsafe import Markup

from conferral import addresses
from conferral.errors import BuildError
from conferral.site.former_addresses import FormerAddress
from conferral.site.kept import Kept
from conferral.site.language import available
from conferral.site.overviews import Overview
from conferral.site.pathway_picture import drawings
from conferral.site.person_views import PersonView
from conferral.site.sandbox import Sandbox
from conferral.site.text import sentence
from conferral.site.views import CredentialView, SiteView, TombstoneView
from conferral.site.wording import ERASED_ICON, ICONS
from conferral.standards.timestamps import format_timestamp

OWN_TEMPLATES = "site_templates"
"""Folder of a registry in which its own templates and theme files lie."""

OWN_MESSAGES = f"{OWN_TEMPLATES}/languages"
"""Folder of a registry's own files of messages."""

_PACKAGED = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternate:
    """A file that says to programs what a page says: its site path, its media type, and what it is, in words."""

    path: str
    type: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CataloguePage:
    """A page of the catalogue: its folder below the site's top ("" is the home page), and what stands on it.

    `path` has the language's folder before it where the page is in one of the registry's other languages, `language`.
    `description` is for search engines.  `alternates` say the same to programs, `structured` is what the page says in
    the words of schema.org, `card` the site path of the picture that is shown where the page is shared, and
    `card_words` what that shows.
    `translations` are the site paths of the same page in all languages, by their codes.
    What is not `indexed` is kept from search engines.
    """

    path: str
    title: str
    description: str
    html: Markup
    language: str = "en"
    alternates: tuple[Alternate, ...] = ()
    structured: Mapping[str, Any] | None = None
    card: str = ""
    card_words: str = ""
    translations: Mapping[str, str] = field(default_factory=dict)
    indexed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What the catalogue's configuration gives to credential pages: site paths of stylesheets and the icon.

    `own_pages` are the site paths of pages that the registry has written itself, `repository` is the address of its
    repository (`repo_url`), empty where it names none.
    """

    stylesheets: tuple[str, ...] = ()
    icon: str = "assets/favicon.svg"
    own_pages: tuple[str, ...] = ()
    repository: str = ""


class Pages:
    """The pages of one site."""

    def __init__(self, root: Path, site: SiteView) -> None:
        self._site = site
        self._environment = Sandbox(
            loader=ChoiceLoader([FileSystemLoader(root / OWN_TEMPLATES), FileSystemLoader(_PACKAGED)]),
            autoescape=True,
            undefined=StrictUndefined,
            extensions=["jinja2.ext.i18n", Kept],
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self._environment.policies["ext.i18n.trimmed"] = True
        self._environment.install_gettext_callables(  # type: ignore[attr-defined] # of the extension
            site.words.gettext, site.words.ngettext, newstyle=True
        )
        self._environment.filters["sentence"] = sentence
        self._environment.filters["day"] = site.words.time
        self._environment.filters["number"] = site.words.number
        self._environment.filters["lang"] = site.words.lang
        self._environment.globals |= {
            "site": site,
            "as_of": format_timestamp(site.as_of),
            "lang": site.words.lang(site.language),  # of what is in the registry's own language, whatever the page's
            "words": site.words,
            "languages": available(root / OWN_MESSAGES),
            "icons": ICONS,
        }

    def credentials(self, look: Look) -> Callable[[CredentialView], str]:
        """A function from what a credential's page shows to the page."""
        template = self._template("credential.html")

        def page(view: CredentialView) -> str:
            return self._render(template, c=view, top="../../", home="../../", icon=ICONS[view.state.look], look=look)

        return page

    def portfolios(self, look: Look) -> Callable[[PersonView], str]:
        """A function from what a portfolio shows to the page."""
        template = self._template("person.html")

        def page(view: PersonView) -> str:
            return self._render(template, p=view, top="../../", home="../../", look=look)

        return page

    def tombstones(self, look: Look) -> Callable[[TombstoneView], str]:
        """A function from what the page of an erased credential shows to the page."""
        template = self._template("erased.html")

        def page(view: TombstoneView) -> str:
            return self._render(template, e=view, top="../../", home="../../", icon=ERASED_ICON, look=look)

        return page

    def former(self, look: Look) -> Callable[[FormerAddress], str]:
        """A function from a former address of a badge or an issuer to the page that stands there now."""
        template = self._template("former.html")

        def page(view: FormerAddress) -> str:
            depth = view.former.count("/")
            top = "../" * (self._site.home.count("/") + depth)
            return self._render(template, f=view, top=top, home="../" * depth, look=look)

        return page

    def verify(self, look: Look, listed: Collection[str]) -> str:
        """The page that verifies whatever it is given; `listed` are the site paths of the pages its menu may name."""
        return self._render(self._template("verify.html"), top="../", home="../", look=look, listed=listed)

    def catalogue(self, overview: Overview) -> Sequence[CataloguePage]:
        """Every page of the catalogue in the language of this site view."""
        say, title = self._site.words.say, self._site.title
        return (
            self._page("", "home", say("Home"), self._site.description, all=overview),
            self._page(
                addresses.BADGES_PAGE,
                "badges",
                say("Badges"),
                say("The badges of %(title)s.", title=title),
                all=overview,
                index=addresses.search_index(self._site.edition),
            ),
            self._page(
                addresses.ISSUERS_PAGE,
                "issuers",
                say("Issuers"),
                say("Who awards the badges of %(title)s.", title=title),
                all=overview,
            ),
            self._page(
                addresses.REVOCATIONS_PAGE,
                "revocations",
                say("Revocations"),
                say("Credentials of %(title)s that were revoked or suspended.", title=title),
                all=overview,
                withdrawn=overview.withdrawn,
            ),
            *self._collections(overview),
            *self._pathways(overview),
            *self._skills(overview),
            *self._registries(overview),
            self._page(
                addresses.STATISTICS_PAGE,
                "statistics",
                say("Statistics"),
                say("How much was awarded in %(title)s, and what became of it.", title=title),
                all=overview,
                numbers=overview.statistics,
            ),
            *(
                self._page(
                    view.page,
                    "badge",
                    view.name,
                    view.description,
                    badge=view,
                    related=overview.related[view.slug],
                    collections=overview.collections_of(view.slug),
                    pathways=overview.pathways_of(view.slug),
                    leading=overview.pathways_to(view.slug),
                )
                for view in overview.badges
            ),
            *(
                self._page(
                    view.page,
                    "issuer",
                    view.name,
                    say("%(issuer)s in %(title)s: badges, identity and signing keys.", issuer=view.name, title=title),
                    issuer=view,
                    pathways=overview.pathways_shared_by(view.slug),
                )
                for view in overview.issuers
            ),
        )

    def _collections(self, overview: Overview) -> Iterator[CataloguePage]:
        """The list of collections and their pages, where there are any."""
        if not overview.collections:
            return
        say, title = self._site.words.say, self._site.title
        yield self._page(
            addresses.COLLECTIONS_PAGE,
            "collections",
            say("Collections"),
            say("Badges of %(title)s that belong together.", title=title),
            all=overview,
        )
        for view in overview.collections:
            yield self._page(view.page, "collection", view.title, view.description, collection=view)

    def _pathways(self, overview: Overview) -> Iterator[CataloguePage]:
        """The list of pathways and their pages, where there are any."""
        if not overview.pathways:
            return
        say, title = self._site.words.say, self._site.title
        yield self._page(
            addresses.PATHWAYS_PAGE,
            "pathways",
            say("Pathways"),
            say("Badges of %(title)s that add up to larger ones.", title=title),
            all=overview,
        )
        for view in overview.pathways:
            top = "../" * f"{self._site.home}{view.page}".count("/")
            drawn = drawings(view, self._site.words, top)
            yield self._page(view.page, "pathway", view.title, view.description, pathway=view, drawings=drawn)

    def _registries(self, overview: Overview) -> Iterator[CataloguePage]:
        """The list of other registries and their pages, where there are any."""
        if not overview.registries:
            return
        say, title = self._site.words.say, self._site.title
        yield self._page(
            addresses.REGISTRIES_PAGE,
            "registries",
            say("Other registries"),
            say("Registries of others that %(title)s knows.", title=title),
            all=overview,
        )
        for view in overview.registries:
            named = say("%(registry)s, another registry", registry=view.title)
            page = self._page(view.page, "registry", named, view.description, registry=view)
            yield replace(page, indexed=False)  # what is theirs is found at theirs

    def _skills(self, overview: Overview) -> Iterator[CataloguePage]:
        """The list of frameworks, their pages, and those of their skills, where there are any."""
        if not overview.skills.frameworks:
            return
        say, title = self._site.words.say, self._site.title
        yield self._page(
            addresses.SKILLS_PAGE,
            "skills",
            say("Skills"),
            say("What the badges of %(title)s show that people can do, framework by framework.", title=title),
            all=overview,
        )
        for framework in overview.skills.frameworks:
            about = framework.description or say("The skills of %(name)s.", name=framework.name)
            yield self._page(framework.page, "framework", framework.name, about, framework=framework)
        for skill in overview.skills.skills:
            about = skill.description or say(
                "%(skill)s in %(framework)s.", skill=skill.name, framework=skill.framework.name
            )
            yield self._page(skill.page, "skill", skill.name, about, skill=skill)

    def not_found(self) -> CataloguePage:
        """The page for addresses that lead nowhere: it stands at any of them, so it knows no way to the top."""
        say = self._site.words.say
        return CataloguePage(
            path="404.html",
            language=self._site.edition,
            title=say("Nothing is published here"),
            description=say("This address leads to nothing in %(title)s.", title=self._site.title),
            html=self._html(self._template("not_found.html")),
            indexed=False,
        )

    def _page(self, path: str, template: str, title: str, description: str, **values: Any) -> CataloguePage:
        """A page at `path` below the top of this language's pages, by the template of this name."""
        here = f"{self._site.home}{path}"
        html = self._html(
            self._template(f"{template}.html"),
            top="../" * here.count("/"),
            home="../" * path.count("/"),
            **values,
        )
        return CataloguePage(
            path=here,
            language=self._site.edition,
            title=title,
            description=description,
            html=html,
            translations=self._translations(path),
        )

    def _translations(self, path: str) -> Mapping[str, str]:
        """The same page in every language; nothing where there is but one."""
        editions = self._site.editions
        return {code: f"{folder}{path}" for code, folder in editions.items()} if len(editions) > 1 else {}

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
