"""The catalogue through mkdocs and its theme Material: the only module that knows either.

The generator sees a folder of empty Markdown files, one a page; the plugin at the end of this module puts the HTML
in their place.  So nothing that people wrote for the registry is ever read as Markdown by the generator, nor by
its extensions, which can include files and keep attributes.
"""

from __future__ import annotations

import base64
import hashlib
import logging
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any

from jinja2 import FileSystemLoader, TemplateError, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from conferral import addresses
from conferral.errors import BuildError
from conferral.site.language import Language, direction_of, name_of
from conferral.site.pages import OWN_TEMPLATES, CataloguePage, Look
from conferral.site.text import sentence
from conferral.site.views import SiteView

os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.base import Config, ValidationError
from mkdocs.exceptions import Abort, MkDocsException
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority
from mkdocs.structure.toc import TableOfContents
from mkdocs.utils import get_theme_dir
from mkdocs.utils.yaml import yaml_load

CONFIGURATION = "mkdocs.yml"
STYLESHEETS = ("assets/conferral.css", "assets/catalogue.css", "assets/badges.css", "assets/depth.css")
"""Of every page of the catalogue."""

FOLDER = "credentials"
"""As `docs_dir` it means that the registry has no other pages.  It is better written than left out, since mkdocs
alone looks for a docs folder before it asks the plugin, which would not be there to say what to do."""

_THEME = Path(__file__).parent / "theme"
_MATERIAL = Path(get_theme_dir("material"))
_WITHOUT_FILE = "docs_dir: credentials\ntheme:\n  name: material\nplugins:\n  - conferral\n"
POLICY = (
    "default-src 'none';script-src 'self';style-src 'self';img-src 'self';connect-src 'self';"
    "base-uri 'none';form-action 'self'"
)
"""What the catalogue's pages may load and run: this site's files, and nothing written inline."""

_INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_FIRST = '<meta charset="utf-8">'

_driven: ContextVar[Mapping[str, CataloguePage] | None] = ContextVar("driven", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """A language in the menu: what its own speakers call it, and the words by which a page is offered to them."""

    code: str
    name: str
    direction: str
    offer: str
    home: str

    @classmethod
    def of(cls, site: SiteView) -> Offered:
        """The language of a site's pages."""
        name = name_of(site.edition)
        return cls(
            code=site.edition,
            name=sentence(name),
            direction=direction_of(site.edition),
            offer=site.words.say("Read this page in %(language)s", language=name),
            home=site.home,
        )


def build_catalogue(
    root: Path,
    out: Path,
    sites: Sequence[SiteView],
    pages: Sequence[CataloguePage],
    *,
    not_found: CataloguePage,
    on_look: Callable[[Look], None] | None = None,
) -> Look:
    """Write the catalogue into `out`, in the look that the registry's mkdocs.yml asks for.

    `sites` has one view for each language, the registry's first before the others.  Returns what credential pages
    share of that look; `on_look` is told the same before the first page is written.  Raises `BuildError` with what
    mkdocs says, and where a plugin changes the look after that.
    """
    with tempfile.TemporaryDirectory(prefix="conferral-") as folder, _said() as said:
        sources = Path(folder) / "docs"
        sources.mkdir()
        token = _driven.set({f"{page.path}index.md": page for page in pages})
        try:
            file, own = _configuration(root, Path(folder))
            if own:
                shutil.copytree(own, sources, dirs_exist_ok=True)
            _write_stubs(sources, pages)
            config = load_config(
                str(file),
                site_name=sites[0].title,
                site_url=f"{sites[0].base_url}/",
                docs_dir=str(sources),
                site_dir=str(out),
                use_directory_urls=True,
            )
            _adjust(config, root, sites, pages, not_found)
            _pass_over_icons(config.theme)
            plugin: Any = config.plugins["conferral"]
            plugin.on_look = on_look
            with _clock(sites[0]):
                build(config)
        except Abort as error:
            raise BuildError(said.errors() or str(error), hint="mkdocs said so; see mkdocs.yml.") from error
        except TemplateError as error:
            raise BuildError(f"a template of the theme: {error}", hint=f"Look into {OWN_TEMPLATES}/.") from error
        except MkDocsException as error:
            raise BuildError(str(error), hint="mkdocs said so; see mkdocs.yml.") from error
        finally:
            _driven.reset(token)
    look = _look(config, plugin.own_pages)
    if look != plugin.look:
        raise BuildError(
            "a plugin or hook changed the stylesheets, the icon or the list of pages while pages were being made",
            hint="It has to do so earlier, at on_config or on_files.",
        )
    return look


def _look(config: Any, own_pages: Iterable[str]) -> Look:
    return Look(
        stylesheets=tuple(map(str, config.extra_css[len(STYLESHEETS) :])),
        icon=config.theme["favicon"],
        own_pages=tuple(sorted(own_pages)),
        repository=config.repo_url or "",
    )


def _configuration(root: Path, folder: Path) -> tuple[Path, Path | None]:
    """The configuration file, and the folder of the registry's own pages if it names one."""
    file = root / CONFIGURATION
    if not file.exists():
        (folder / CONFIGURATION).write_text(_WITHOUT_FILE, encoding="utf-8")
        return folder / CONFIGURATION, None
    try:
        written = yaml_load(file.read_text(encoding="utf-8"))
    except Exception as error:
        raise BuildError(f"{CONFIGURATION} is no YAML that mkdocs reads: {error}") from error
    if not isinstance(written, dict):
        raise BuildError(f"{CONFIGURATION} holds no settings", hint=f"It needs at least:\n{_WITHOUT_FILE}")
    listed = written.get("plugins") or []
    names = [next(iter(item)) if isinstance(item, dict) and item else item for item in listed]
    if "conferral" not in names:
        raise BuildError(
            f"{CONFIGURATION} does not list the plugin conferral",
            hint="Add to it:\nplugins:\n  - conferral",
        )
    theme = written.get("theme")
    if (theme.get("name") if isinstance(theme, dict) else theme) != "material":
        raise BuildError(f'{CONFIGURATION} names another theme than "material"', hint="Write theme: {name: material}.")
    own = written.get("docs_dir")
    if own is None or Path(own) == Path(FOLDER):
        return file, None
    if not (root / own).is_dir():
        raise BuildError(f'{CONFIGURATION} names the docs_dir "{own}", which is no folder')
    return file, root / own


def _write_stubs(sources: Path, pages: Sequence[CataloguePage]) -> None:
    for path in (*(page.path for page in pages), addresses.VERIFY_PAGE):
        own = next((name for name in _sources_of(path) if (sources / name).exists()), None)
        if own:
            raise BuildError(
                f"your own page {own} stands where a page of the registry belongs",
                hint=f"Give it another name, or change that page by a template of your own in {OWN_TEMPLATES}/.",
            )
    for page in pages:
        stub = sources / page.path / "index.md"
        stub.parent.mkdir(parents=True, exist_ok=True)
        stub.write_bytes(b"")


def _render_empty(page: Any, config: Any, files: Any) -> None:  # noqa: ARG001 - as mkdocs calls it
    """What rendering a stub comes to, without setting up a Markdown processor for each."""
    page.content, page.toc = "", TableOfContents([])
    page.present_anchor_ids, page.links_to_anchors = set(), {}


def _lies_in(file: str | None, folder: Path) -> bool:
    return file is not None and Path(file).is_relative_to(folder)


def _sources_of(path: str) -> tuple[str, ...]:
    """The files of which mkdocs makes the page in the folder `path`."""
    return (f"{path}index.md", f"{path}README.md", *([f"{path.removesuffix('/')}.md"] if path else []))


def _adjust(
    config: Any, root: Path, sites: Sequence[SiteView], pages: Sequence[CataloguePage], not_found: CataloguePage
) -> None:
    theme = config.theme
    # Looked up in this order: the registry's own files, its custom_dir, ours, Material's.
    before = [theme.custom_dir] if theme.custom_dir else []
    rest = theme.dirs[len(before) :]
    own = [str(root / OWN_TEMPLATES)] if (root / OWN_TEMPLATES).is_dir() else []
    theme.dirs[:] = [*own, *before, str(_THEME), *rest]
    theme["font"] = False
    theme.static_templates.discard(addresses.SITEMAP)
    theme["palette"] = {}  # light or dark is the reader's choice, see assets/scheme.js
    theme["language"] = sites[0].words.code
    if theme.get("favicon", "").startswith("assets/images/favicon"):
        theme["favicon"] = Look().icon
    config.site_name = Markup.escape(sites[0].title)
    config.site_description = Markup.escape(sites[0].description)
    brand = [addresses.BRAND_STYLESHEET] if sites[0].brand else []
    config.extra_css[:0] = [*STYLESHEETS, *(path for path in brand if path not in config.extra_css)]
    config.extra["conferral"] = {
        "site": sites[0],
        "sites": {site.edition: site for site in sites},
        "languages": [Offered.of(site) for site in sites] if len(sites) > 1 else [],
        "pages": frozenset(page.path for page in pages),
        "not_found": not_found,
    }
    config.nav = [{page.title: "index.md"} for page in pages if not page.path] + (config.nav or [])


class _Templates(FileSystemLoader):
    """A theme's templates.  Folders whose names begin with a dot are not looked through for files to publish.

    mkdocs would leave out what it found there, after looking at each of the 14,000 icons of Material.
    """

    def list_templates(self) -> list[str]:
        found: set[str] = set()
        for top in self.searchpath:
            for place, folders, names in os.walk(top):
                folders[:] = [name for name in folders if not name.startswith(".")]
                found.update(Path(place, name).relative_to(top).as_posix() for name in names)
        return sorted(found)


def _pass_over_icons(theme: Any) -> None:
    make = theme.get_env

    def get_env() -> Any:
        environment = make()
        environment.loader = _Templates(theme.dirs)
        return environment

    theme.get_env = get_env


def policy_of_own_pages(html: str) -> str:
    """A policy that allows a page in Material's layout its own files and the very inline scripts it has."""
    hashes = sorted(
        {
            f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
            for script in _INLINE_SCRIPT.findall(html)
        }
    )
    return (
        f"default-src 'none';script-src 'self' {' '.join(hashes)};style-src 'self';img-src 'self' data:;"
        "font-src 'self';connect-src 'self';worker-src 'self';manifest-src 'self';base-uri 'none';form-action 'self'"
    )


def _with_policy(html: str, policy: str) -> str:
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    return html.replace(_FIRST, f"{_FIRST}\n{meta}", 1)


class _Messages(logging.Handler):
    """What mkdocs reports while it works."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self._records.append(record)

    def errors(self) -> str:
        """The errors, joined."""
        return "; ".join(item.getMessage() for item in self._records if item.levelno >= logging.ERROR)

    def warnings(self) -> list[str]:
        """The warnings."""
        return [item.getMessage() for item in self._records if item.levelno == logging.WARNING]


@contextmanager
def _said() -> Iterator[_Messages]:
    messages = _Messages()
    logger = logging.getLogger("mkdocs")
    logger.addHandler(messages)
    try:
        yield messages
    finally:
        logger.removeHandler(messages)
        for warning in messages.warnings():
            logging.getLogger("conferral").warning("mkdocs: %s", warning)


@contextmanager
def _clock(site: SiteView) -> Iterator[None]:
    """The build date that mkdocs tells its pages is the as-of time."""
    before = os.environ.get("SOURCE_DATE_EPOCH")
    os.environ["SOURCE_DATE_EPOCH"] = str(int(site.as_of.timestamp()))
    try:
        yield
    finally:
        if before is None:
            del os.environ["SOURCE_DATE_EPOCH"]
        else:
            os.environ["SOURCE_DATE_EPOCH"] = before


class _NoOptions(Config):  # type: ignore[no-untyped-call] # mkdocs leaves a hook untyped
    """The plugin has no options."""


class CataloguePlugin(BasePlugin[_NoOptions]):  # type: ignore[no-untyped-call] # mkdocs leaves a hook untyped
    """Puts the registry's pages in place of their stubs; refuses to run unless conferral drives mkdocs.

    It is listed in mkdocs.yml so that whoever types `mkdocs build` learns which command makes the whole site.
    """

    def __init__(self) -> None:
        super().__init__()
        self.own_pages: list[str] = []
        """The site paths of the pages that the registry has written itself, once they are made."""
        self.on_look: Callable[[Look], None] | None = None
        """Who wants to know the look early."""
        self.look: Look | None = None
        """The look when all pages were read, before the first was written."""

    def load_config(
        self, options: dict[str, Any], config_file_path: str | None = None
    ) -> tuple[list[tuple[str, Exception]], list[tuple[str, str]]]:
        """Called by mkdocs while it reads its configuration; raises `ValidationError` outside of a build."""
        if _driven.get() is None:
            raise ValidationError(
                "mkdocs alone cannot make this site, since its credentials must be signed. "
                "Use `conferral build` instead of `mkdocs build`, and `conferral serve` instead of `mkdocs serve`"
            )
        loaded: tuple[list[tuple[str, Exception]], list[tuple[str, str]]]
        loaded = super().load_config(options, config_file_path)
        return loaded

    def on_files(self, files: Any, *, config: Any) -> Any:  # noqa: ARG002
        """What is not published: the theme's sitemap, and Material's own files where no page is in its layout.

        Our sitemap knows the languages of pages (`conferral.site.indexes.sitemap`).  Nor is a registry's own file of
        messages, which names its translators.
        """
        ours = _driven.get() or {}
        material = None if any(page.src_uri not in ours for page in files.documentation_pages()) else _MATERIAL
        for file in list(files):
            is_messages = PurePosixPath(file.src_uri).match("languages/*.po")
            if is_messages or file.src_uri == addresses.SITEMAP or (material and _lies_in(file.abs_src_path, material)):
                files.remove(file)
        return files

    def _speak(self, env: Any, *, config: Any, files: Any) -> Any:  # noqa: ARG002
        """Templates of the theme say things in the language of the page."""
        sites: Mapping[str, SiteView] = config.extra["conferral"]["sites"]

        def words(context: Context) -> Language:
            ours = context.get("ours")
            return (sites[ours.language] if ours else config.extra["conferral"]["site"]).words

        @pass_context
        def gettext(context: Context, text: str) -> str:
            return words(context).gettext(text)

        @pass_context
        def ngettext(context: Context, one: str, many: str, number: int) -> str:
            return words(context).ngettext(one, many, number)

        env.add_extension("jinja2.ext.i18n")
        env.policies["ext.i18n.trimmed"] = True
        env.install_gettext_callables(gettext, ngettext, newstyle=True)
        return env

    @event_priority(-100)  # what other plugins do at this point is done
    def _tell_look(self, env: Any, *, config: Any, files: Any) -> Any:
        """The last step before pages are written."""
        pages = [file.page for file in files.documentation_pages()]
        self.look = _look(config, (page.url for page in pages if "conferral" not in page.meta))
        if self.on_look:
            self.on_look(self.look)
        return env

    on_env = CombinedEvent(_speak, _tell_look)

    def on_page_markdown(self, markdown: str, *, page: Any, config: Any, files: Any) -> str:  # noqa: ARG002
        """Title and description of a page of ours."""
        ours = (_driven.get() or {}).get(page.file.src_uri)
        if ours:
            page.title = Markup.escape(ours.title)
            page.meta = {"conferral": ours, "title": page.title, "search": {"exclude": True}}
            page.render = partial(_render_empty, page)
        return markdown

    def on_post_page(self, output: str, *, page: Any, config: Any) -> str:  # noqa: ARG002
        """Every page gets a policy for what it may load and run."""
        if "conferral" not in page.meta:
            self.own_pages.append(page.url)
        return _with_policy(output, POLICY if "conferral" in page.meta else policy_of_own_pages(output))

    def on_post_template(self, output_content: str, *, template_name: str, config: Any) -> str:  # noqa: ARG002
        """So do pages that are no Markdown: 404.html, and those that a registry's theme adds."""
        if not template_name.endswith(".html"):
            return output_content
        policy = POLICY if template_name == "404.html" else policy_of_own_pages(output_content)
        return _with_policy(output_content, policy)
