"""Parts of templates that are rendered once: they depend on what they are given, and on nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from jinja2 import (
    DictLoader,
    Environment,
    StrictUndefined,
    TemplateRuntimeError,
    TemplateSyntaxError,
    UndefinedError,
)
from markupsafe import Markup

from conferral.errors import BuildError
from conferral.site import pages
from conferral.site.kept import Kept
from conferral.site.pages import Look, Pages
from tests.browser.browsing import CHECKOUT
from tests.registry_builder import write_registry
from tests.unit.site.demo_views import Demo
from tests.unit.site.site_builder import add_files, register, render, sign
from tests.unit.site.unkept import Unkept


@dataclass(frozen=True)
class Thing:
    name: str
    days: tuple[date, ...] = ()


@dataclass
class Changing:
    name: str


def environment(**templates: str) -> Environment:
    loader = DictLoader({f"{name}.html": text for name, text in templates.items()})
    made = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, extensions=[Kept], trim_blocks=True)
    made.globals["site"] = "Harbour"
    made.globals["ask"] = partial(next, count(1))
    return made


def page(template: str, **values: Any) -> str:
    return environment(page=template).get_template("page.html").render(**values)


def test_a_part_is_rendered_once_for_the_same_values() -> None:
    template = environment(page="{% kept one=thing %}{{ ask() }} {{ one.name }} {% endkept %}").get_template(
        "page.html"
    )
    first, second = Thing("first"), Thing("second")

    assert [template.render(thing=one) for one in (first, second, first, second)] == [
        "1 first ",
        "2 second ",
        "1 first ",
        "2 second ",
    ]


def test_every_part_has_its_own() -> None:
    assert page("{% kept t=t %}<b>{{ t }}</b>{% endkept %}{% kept t=t %}<i>{{ t }}</i>{% endkept %}", t="x") == (
        "<b>x</b><i>x</i>"
    )


def test_values_are_escaped_once_and_html_stays_html() -> None:
    template = environment(page="{% kept t=t %}{{ t }}{% endkept %}").get_template("page.html")

    assert [template.render(t=text) for text in ("&", Markup("&amp;"), "&amp;")] == ["&amp;", "&amp;", "&amp;amp;"]


def test_what_is_equal_and_looks_different_is_told_apart() -> None:
    template = environment(page="{% kept t=t %}{{ t }}{% endkept %}").get_template("page.html")

    assert [template.render(t=value) for value in (1, True, 1.0, "1")] == ["1", "True", "1.0", "1"]


def test_a_part_knows_what_every_template_knows() -> None:
    assert page("{% kept %}{{ site }}{% endkept %}") == "Harbour"


@pytest.mark.parametrize(
    "template",
    [
        "{% kept other=1 %}{{ c }}{% endkept %}",
        "{% set c = 1 %}{% kept %}{{ c }}{% endkept %}",
        "{% for c in [1] %}{% kept %}{{ c }}{% endkept %}{% endfor %}",
        "{% macro c() %}{% endmacro %}{% kept %}{{ c() }}{% endkept %}",
        "{% macro shown(c) %}{% kept %}{{ c }}{% endkept %}{% endmacro %}{{ shown(1) }}",
        "{% block b %}{% kept %}{{ c }}{% endkept %}{% endblock %}",
    ],
)
def test_a_part_knows_nothing_of_the_page_around_it(template: str) -> None:
    with pytest.raises(UndefinedError, match=r"^'c' is undefined$"):
        page(template, c=1)


def test_a_page_that_gives_a_name_of_every_template_another_value_does_not_change_what_is_kept() -> None:
    assert page("{% set site = 'Elsewhere' %}{{ site }} {% kept %}{{ site }}{% endkept %}") == "Elsewhere Harbour"


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ([], "list"),
        ({}, "dict"),
        (Changing("x"), "Changing"),
        (Thing([]), "Thing"),  # type: ignore[arg-type]
        (((), ([],)), "tuple"),
        (Thing, "type"),
        (len, "builtin_function_or_method"),
    ],
)
def test_what_may_change_is_refused(value: object, kind: str) -> None:
    with pytest.raises(TemplateRuntimeError, match=rf"^thing is of the kind {kind}, which cannot be kept$"):
        page("{% kept thing=given %}{% endkept %}", given=value)


@pytest.mark.parametrize("value", [None, True, 2.5, "x", Markup("x"), date(2026, 6, 30), (), Thing("x", (date.max,))])
def test_what_never_changes_is_kept(value: object) -> None:
    assert page("{% kept thing=given %}kept{% endkept %}", given=value) == "kept"


def test_a_name_that_does_not_exist_is_named_as_anywhere_else() -> None:
    with pytest.raises(UndefinedError, match=r"^'given' is undefined$"):
        page("{% kept thing=given %}{% endkept %}")


def test_a_block_in_a_part_could_not_be_overridden_so_there_is_none() -> None:
    with pytest.raises(TemplateSyntaxError, match=r"^a block cannot be overridden where it is kept$"):
        page("{% kept %}{% block b %}{% endblock %}{% endkept %}")


def test_nothing_is_rendered_before_a_page_asks_for_it() -> None:
    made = environment(page="{% if shown %}{% kept %}{{ ask() }}{% endkept %}{% endif %}")
    made.get_template("page.html").render(shown=False)

    assert made.get_template("page.html").render(shown=True) == "1"


def test_a_fault_in_a_part_is_told_with_its_line(tmp_path: Path) -> None:
    root = write_registry(tmp_path / "registry")
    register(root)
    add_files(root, {"site_templates/credential.html": "<p>\n{% kept c=c.alike %}\n<p>{{ c.id }}\n{% endkept %}\n"})

    with pytest.raises(BuildError) as caught:
        render(root, sign(root, tmp_path / "signed"), tmp_path / "out")
    assert caught.value.message == (
        "template credential.html: 'conferral.site.awarded_views.AwardedView object' has no attribute 'id'"
    )


@pytest.mark.parametrize("preview", [True, False], ids=["preview", "published"])
def test_the_demos_pages_are_the_same_bytes_as_if_nothing_were_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, preview: bool
) -> None:
    demo = Demo.signed_into(tmp_path / "signed", preview=preview)
    look = Look(stylesheets=("assets/brand.css",))

    def made() -> list[str]:
        its_pages = Pages(CHECKOUT, demo.site)
        credential, person = its_pages.credentials(look), its_pages.portfolios(look)
        return [*map(credential, demo.views()), *map(person, demo.portfolios())]

    kept = made()
    monkeypatch.setattr(pages, "Kept", Unkept)
    assert kept == made()
    assert len(kept) > 100
