"""The sandbox of templates answers as that of jinja2 does, whatever it is asked."""

from __future__ import annotations

import pytest
from jinja2 import StrictUndefined, Undefined, UndefinedError
from jinja2.exceptions import SecurityError

from conferral.site.overviews import overview
from conferral.site.sandbox import MEMBERS, Sandbox
from conferral.site.tallies import counts
from tests.unit.site.demo_views import Demo


@pytest.fixture(scope="module")
def objects(tmp_path_factory: pytest.TempPathFactory) -> list[object]:
    """Everything that the pages of credentials, of badges and of people read, of the whole demo registry."""
    demo = Demo.signed_into(tmp_path_factory.mktemp("demo") / "signed")
    found: dict[int, object] = {id(demo.site): demo.site}
    for view in demo.views():
        parts = (view, view.alike, view.state, view.recorded, *view.facts, *view.evidence, *view.results)
        found |= {id(one): one for one in parts if one is not None}
    for person in demo.portfolios():
        abilities = (*person.abilities, *person.former_abilities)
        holdings = (holding for year in person.years for holding in year.holdings)
        skills = (skill for ability in abilities for skill in ability.skills)
        found |= {id(one): one for one in (person, *person.years, *holdings, *abilities, *skills)}
    for badge in overview(demo.registry, demo.site, counts(demo.registry, demo.site.as_of)).badges:
        terms = (badge.type, badge.level, badge.field, *badge.skills)
        found |= {id(one): one for one in (badge, *terms) if one is not None}
    return list(found.values())


def test_members_of_views_are_given_as_jinja2_gives_them(objects: list[object]) -> None:
    sandbox = Sandbox()
    assert {type(one) for one in objects} == set(MEMBERS)
    for one in objects:
        for name in MEMBERS[type(one)]:
            given = super(Sandbox, sandbox).getattr(one, name)
            assert given is getattr(one, name)
            assert sandbox.getattr(one, name) is given


def test_no_view_holds_what_the_sandbox_would_wrap(objects: list[object]) -> None:
    called = {name for one in objects for name in MEMBERS[type(one)] if callable(getattr(one, name))}
    assert called == set()


@pytest.mark.parametrize("name", ["__class__", "__init__", "__slots__", "__dataclass_fields__", "_private"])
def test_what_is_private_is_not_given(objects: list[object], name: str) -> None:
    for one in {type(one): one for one in objects}.values():
        assert isinstance(Sandbox().getattr(one, name), Undefined)
    assert not any(member.startswith("_") for members in MEMBERS.values() for member in members)


@pytest.mark.parametrize(
    "template",
    [
        "{{ one.__class__.__mro__ }}",
        "{{ one.as_of_words.format.__self__.__class__ }}",
        "{{ '{0.__class__}'.format(one) }}",
        "{{ one.title.format.__globals__ }}",
    ],
)
def test_a_template_does_not_get_behind_a_view(objects: list[object], template: str) -> None:
    site = next(one for one in objects if type(one).__name__ == "SiteView")
    with pytest.raises((SecurityError, UndefinedError)):
        Sandbox(undefined=StrictUndefined).from_string(template).render(one=site)
