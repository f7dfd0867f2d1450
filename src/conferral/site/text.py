"""What people wrote, made fit for pages: their Markdown as safe HTML."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from markupsafe import Markup

_TAGS = {
    "a", "p", "br", "hr", "em", "strong", "s", "code", "pre", "blockquote", "ul", "ol", "li",
    "h2", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
_LINKS = ("https://", "http://", "mailto:")


class _Renderer(RendererHTML):
    """Images become links of their words, or of their address where they have none: a page asks no other host."""

    def image(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        token = tokens[idx]
        words = self.renderInlineAsText(token.children or [], options, env)
        source = Markup.escape(str(token.attrs.get("src", "")))
        return f'<a href="{source}">{Markup.escape(words) or source}</a>'


def _parser() -> MarkdownIt:
    options: dict[str, Any] = {"html": False, "linkify": False, "typographer": False}
    return MarkdownIt("commonmark", options, renderer_cls=_Renderer).enable(["table", "strikethrough"])


_MARKDOWN = _parser()


@lru_cache(maxsize=1024)
def markdown(text: str, *, below: int = 2) -> Markup:
    """Markdown as HTML that can neither run nor load anything.

    Raw HTML shows as text; links lead to https, http and mail addresses only; images become links.  The levels
    of headings that occur, whichever they are, become those right below a heading of level `below`.
    """
    tokens = _MARKDOWN.parse(text)
    headings = [token for token in tokens if token.type in {"heading_open", "heading_close"}]
    levels = sorted({token.tag for token in headings})
    for token in headings:
        token.tag = f"h{min(6, below + 1 + levels.index(token.tag))}"
    html = _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {})
    return Markup(  # noqa: S704 - this is where it is made safe
        nh3.clean(
            html,
            tags=_TAGS,
            attributes=_ATTRIBUTES,
            attribute_filter=_absolute_links_only,
            link_rel="nofollow noopener",
            url_schemes={"https", "http", "mailto"},
        ).strip()
    )


def _absolute_links_only(tag: str, attribute: str, value: str) -> str | None:
    # The same text stands on pages of different folders, so a relative link would lead nowhere.
    if (tag, attribute) == ("a", "href") and not value.lower().startswith(_LINKS):
        return None
    return value


def sentence(words: str) -> str:
    """Words with a capital at their beginning."""
    return words[:1].upper() + words[1:]
