"""What the pages of skill frameworks and their skills show: the tree, where a skill stands in it, and which badges
show it.

A skill has a page when something in the registry names it, or something that is part of it: of the thousands that a
framework may have, the others are counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from conferral import addresses
from conferral.model import Framework, Registry, Skill, Text
from conferral.model.skills import skill_name
from conferral.model.texts import Reading
from conferral.site.badge_views import BadgeView
from conferral.site.tallies import Counts
from conferral.site.views import SiteView
from conferral.skills import ShownBy, named_skills, shown_skills

DEPTH = 20
"""So many levels of a tree are drawn; `conferral check` refuses a deeper one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillLink:
    """A skill where another page names it: its name and page, and how many badges show it or something below it."""

    name: Text
    page: str
    badges: int
    deprecated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """A skill in the tree of its framework, with what is part of it.

    A skill that is part of several others stands below each; `again` says that what is below it was shown before.
    """

    link: SkillLink
    parts: tuple[Branch, ...]
    again: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Showing:
    """A badge that shows a skill, and what its card says of it: the level, and the part of the skill that it shows."""

    badge: BadgeView
    notes: tuple[Text, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillPage:
    """The page of a skill.

    `above` leads from the top of the framework to the skill, along what it is part of first; `broader` is everything
    that it is part of directly.  Of its `parts`, `others` are not shown.  `showing` are the badges that show the skill
    itself, `below` those that show something that is part of it; `awarded` is how many credentials of all these show
    it.  `source` is the skill's address in the framework, empty for one of the registry's own.  `instead` is what
    replaces a deprecated skill.
    """

    slug: str
    framework: FrameworkPage
    page: str
    name: Text
    description: Text | None
    code: str
    source: str
    above: tuple[SkillLink, ...]
    broader: tuple[SkillLink, ...]
    parts: tuple[SkillLink, ...]
    others: int
    showing: tuple[Showing, ...]
    below: tuple[Showing, ...]
    awarded: int
    deprecated: bool
    instead: SkillLink | None

    @property
    def badges(self) -> int:
        """How many badges show it, or something that is part of it."""
        return len(self.showing) + len(self.below)


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelView:
    """A level of a framework; `description` may be empty."""

    name: str
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameworkPage:
    """The page of a framework: its tree of the skills that have pages; `others` have none."""

    slug: str
    page: str
    json_path: str
    name: Text
    description: Text | None
    url: str
    edition: str
    license: str
    levels: tuple[LevelView, ...]
    tree: tuple[Branch, ...]
    skills: int
    shown: int
    others: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillPages:
    """All frameworks by name, and the pages of their skills, in the order of the files."""

    frameworks: tuple[FrameworkPage, ...] = ()
    skills: tuple[SkillPage, ...] = ()

    @property
    def most(self) -> tuple[SkillPage, ...]:
        """The skills that badges show themselves, those that most credentials show first."""
        shown = [page for page in self.skills if page.showing]
        return tuple(sorted(shown, key=lambda page: (-page.awarded, -page.badges, page.page)))


def skill_pages(registry: Registry, site: SiteView, badges: Sequence[BadgeView], counts: Counts) -> SkillPages:
    """Every page of frameworks and skills in one language; `badges` are those that are shown."""
    if not registry.frameworks:
        return SkillPages()
    named = named_skills(registry)
    shown = shown_skills(registry)
    views = {view.slug: view for view in badges}
    credentials = _credentials(registry, counts)
    frameworks: list[FrameworkPage] = []
    skills: list[SkillPage] = []
    for framework in registry.frameworks.values():
        made = _Made(site, framework, named, shown, views, credentials)
        page = made.framework_page()
        frameworks.append(page)
        skills += [made.skill_page(page, skill) for skill in made.kept.values()]
    frameworks.sort(key=lambda page: (site.words.sort_key(page.name), page.slug))
    return SkillPages(frameworks=tuple(frameworks), skills=tuple(skills))


def _credentials(registry: Registry, counts: Counts) -> Mapping[str, int]:
    """How many credentials show each skill, or something that is part of it, by the versions they were given under."""
    found: dict[str, int] = {}
    for (slug, number), awarded in counts.versions.items():
        badge = registry.badges.get(slug)
        version = badge.versions.get(number) if badge else None
        reached: set[str] = set()
        for alignment in version.alignments if version else ():
            framework, _, skill = (alignment.skill or "").partition("/")
            if framework in registry.frameworks:
                above = registry.frameworks[framework].ancestors(skill)
                reached |= {f"{framework}/{one}" for one in (skill, *above)}
        for name in reached:
            found[name] = found.get(name, 0) + awarded
    return found


class _Made:
    """The pages of one framework in one language."""

    def __init__(
        self,
        site: SiteView,
        framework: Framework,
        named: frozenset[str],
        shown: Mapping[str, tuple[ShownBy, ...]],
        views: Mapping[str, BadgeView],
        credentials: Mapping[str, int],
    ) -> None:
        self._site, self._framework, self._views, self._credentials = site, framework, views, credentials
        self.kept = {slug: skill for slug, skill in framework.skills.items() if f"{framework.slug}/{slug}" in named}
        self._showing: dict[str, dict[str, str]] = {}
        self._below: dict[str, dict[str, tuple[str, str]]] = {}
        for slug in self.kept:
            for one in shown.get(f"{framework.slug}/{slug}", ()):
                self._showing.setdefault(slug, {})[one.badge] = one.level or ""
                for above in framework.ancestors(slug):
                    self._below.setdefault(above, {}).setdefault(one.badge, (slug, one.level or ""))

    def framework_page(self) -> FrameworkPage:
        file, site = self._framework.file, self._site
        reading = Reading(file, file.translations.get(site.edition), site.edition, site.language)
        return FrameworkPage(
            slug=self._framework.slug,
            page=addresses.framework_page(self._framework.slug),
            json_path=addresses.framework_skills(self._framework.slug),
            name=reading.text("name"),
            description=reading.perhaps("description"),
            url=file.url or "",
            edition=file.edition or "",
            license=file.license or "",
            levels=tuple(LevelView(name=level.name, description=level.description or "") for level in file.levels),
            tree=self._tree(),
            skills=len(self._framework.skills),
            shown=sum(1 for slug in self.kept if slug in self._showing),
            others=len(self._framework.skills) - len(self.kept),
        )

    def skill_page(self, framework: FrameworkPage, skill: Skill) -> SkillPage:
        site, narrower = self._site, self._framework.narrower.get(skill.id, ())
        reading = Reading(skill, skill.translations.get(site.edition), site.edition, site.language)
        own = self._showing.get(skill.id, {})
        parts = [part for part in narrower if part in self.kept]
        return SkillPage(
            slug=skill.id,
            framework=framework,
            page=addresses.skill_page(self._framework.slug, skill.id),
            name=reading.text("name"),
            description=reading.perhaps("description"),
            code=skill.code or "",
            source=skill.url or "",
            above=tuple(self._link(one) for one in self._above(skill.id)),
            broader=tuple(self._link(one) for one in self._framework.broader(skill.id)),
            parts=tuple(self._link(part) for part in self._in_order(parts)),
            others=len(narrower) - len(parts),
            showing=self._cards((badge, (self._level(level),)) for badge, level in own.items()),
            below=self._cards(
                (badge, (self._name(part), self._level(level)))
                for badge, (part, level) in self._below.get(skill.id, {}).items()
                if badge not in own
            ),
            awarded=self._credentials.get(f"{self._framework.slug}/{skill.id}", 0),
            deprecated=skill.deprecated,
            instead=self._link(other) if (other := skill.replaced_by or "") in self._framework.skills else None,
        )

    def _cards(self, given: Iterable[tuple[str, tuple[Text, ...]]]) -> tuple[Showing, ...]:
        """Badges as they stand in the catalogue: those that are awarded first, by name."""
        notes = dict(given)
        return tuple(
            Showing(badge=view, notes=tuple(note for note in notes[slug] if note))
            for slug, view in self._views.items()
            if slug in notes
        )

    def _level(self, level: str) -> Text:
        return Text(level, self._site.language)

    def _name(self, skill: str) -> Text:
        return skill_name(self._framework.skills[skill], self._site.edition, self._site.language)

    def _link(self, skill: str) -> SkillLink:
        return SkillLink(
            name=self._name(skill),
            page=addresses.skill_page(self._framework.slug, skill) if skill in self.kept else "",
            badges=len(self._showing.get(skill, {}).keys() | self._below.get(skill, {}).keys()),
            deprecated=self._framework.skills[skill].deprecated,
        )

    def _above(self, skill: str) -> list[str]:
        way: list[str] = []
        step = self._framework.broader(skill)
        while step and step[0] not in (skill, *way) and len(way) < DEPTH:
            way.append(step[0])
            step = self._framework.broader(step[0])
        return way[::-1]

    def _in_order(self, skills: Iterable[str]) -> list[str]:
        return sorted(skills, key=lambda skill: (self._site.words.sort_key(self._name(skill)), skill))

    def _tree(self) -> tuple[Branch, ...]:
        told: set[str] = set()

        def branch(skill: str, depth: int) -> Branch:
            parts = [part for part in self._framework.narrower.get(skill, ()) if part in self.kept]
            again = skill in told and bool(parts)
            told.add(skill)
            below = () if again or depth >= DEPTH else tuple(branch(part, depth + 1) for part in self._in_order(parts))
            return Branch(link=self._link(skill), parts=below, again=again)

        return tuple(
            branch(root, 1) for root in self._in_order(one for one in self._framework.roots if one in self.kept)
        )
