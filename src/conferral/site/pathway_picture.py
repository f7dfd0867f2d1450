"""A pathway drawn: from the badges that it takes, over their groups, to the one that they earn.

There are two drawings of each.  The `wide` one has columns: badges and skills, then a rule for each group of them, then
what is earned.  The `tall` one stacks them in frames, and is no wider than a telephone.  Both stand in the page, whose
style sheet shows one of them; the wide one is published as a file, too.  What it takes is also said in words on the
page, so the drawings are one image each to programs that read pages aloud.

A drawing is laid out as for a language that runs from left to right, and mirrored for others when it is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

from markupsafe import Markup

from conferral.model import Text
from conferral.site.drawn_text import lines
from conferral.site.language import Language, direction_of
from conferral.site.pathway_views import PathwayView, RequirementView, StepBadge

BoxKind = Literal["badge", "skill", "rule", "frame", "heading", "earned"]

WIDEST = 1120
"""A wide drawing that needs more is too wide for a page, which then shows the tall one alone."""

_NAME, _SMALL, _TITLE = 14, 12, 17  # sizes of type
_LEADING = 1.35
_PAD = 12
_IMAGE = 40
_LEAF = 288  # width of a badge in the wide drawing
_RULE = 132
_EARNED = 208
_BETWEEN = 44  # columns of the wide drawing
_TALL = 336
_TRUNK = 26  # to the end of the tall drawing, where the line to what is earned runs
_GAP, _GAP_OR, _GAP_GROUPS = 12, 26, 22
_CORNER = 8
_ROUND = 6  # further in begins the text of a skill, whose ends are round
_STRAIGHT = 4  # heights that differ by less are the same to the eye
_MARGIN = 24  # of the drawing as a file, which has a ground of its own


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text; `role` says how it looks."""

    text: str
    role: Literal["name", "small", "note", "title", "rule"]
    language: str

    @property
    def size(self) -> int:
        """Of the type."""
        return {"name": _NAME, "title": _TITLE}.get(self.role, _SMALL)

    @property
    def height(self) -> int:
        """With the room to the next one."""
        return round(self.size * _LEADING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A box with its lines; `image` is the site path of a badge's image, empty where it has none."""

    kind: BoxKind
    x: int
    y: int
    width: int
    height: int
    lines: tuple[Line, ...] = ()
    image: str = ""
    optional: bool = False

    @property
    def middle(self) -> int:
        """Where lines leave it."""
        return self.y + self.height // 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A line from a point to another, which turns at `turn`; to what is earned it has an arrow."""

    start: tuple[int, int]
    turn: int
    end: tuple[int, int]
    optional: bool = False
    arrow: bool = False


@dataclass(slots=True)
class Drawing:
    """What was laid out; `words` are the "or" between alternatives, each with the middle of its place."""

    width: int = 0
    height: int = 0
    boxes: list[Box] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    words: list[tuple[int, int]] = field(default_factory=list)


def wide(view: PathwayView, words: Language) -> Drawing:
    """The drawing in columns."""
    drawing = _Columns(words).laid_out(view)
    earned = _earned(view.earns, _EARNED)
    last = drawing.boxes[-1]
    top = last.middle - earned.height // 2
    down = max(0, -top)  # all of it, where what is earned is higher than what it takes
    drawing.boxes = [replace(box, y=box.y + down) for box in drawing.boxes]
    drawing.links = [_lower(link, down) for link in drawing.links]
    drawing.words = [(x, y + down) for x, y in drawing.words]
    last = drawing.boxes[-1]
    earned = replace(earned, x=last.x + last.width + _BETWEEN, y=top + down)
    drawing.links.append(
        Link(
            start=(last.x + last.width, last.middle),
            turn=last.x + last.width + _BETWEEN // 2,
            end=(earned.x, last.middle),
            arrow=True,
        )
    )
    drawing.boxes.append(earned)
    drawing.width = earned.x + earned.width
    drawing.height = max(box.y + box.height for box in drawing.boxes)
    return drawing


def _lower(link: Link, down: int) -> Link:
    (x1, y1), (x2, y2) = link.start, link.end
    return replace(link, start=(x1, y1 + down), end=(x2, y2 + down))


@dataclass(slots=True)
class _Columns:
    """Lays out columns; the last box that is put down is always that of the whole requirement."""

    words: Language
    drawing: Drawing = field(default_factory=Drawing)

    def laid_out(self, view: PathwayView) -> Drawing:
        """All but what is earned."""
        self._place(view.requires, 0, optional=False)
        return self.drawing

    def _height(self, requirement: RequirementView, *, optional: bool) -> int:
        if not requirement.parts:
            return _leaf(requirement, self.words, _LEAF, optional=optional).height
        inside = optional or requirement.kind == "optional"
        parts = [self._height(part, optional=inside) for part in requirement.parts]
        return max(
            sum(parts) + _gap(requirement) * (len(parts) - 1), _rule(requirement, self.words, optional=inside).height
        )

    def _place(self, requirement: RequirementView, top: int, *, optional: bool) -> Box:
        """Put a requirement down, `top` being the upper edge of its place; the box that the next column starts at."""
        if not requirement.parts:
            box = replace(_leaf(requirement, self.words, _LEAF, optional=optional), y=top)
            self.drawing.boxes.append(box)
            return box
        inside = optional or requirement.kind == "optional"
        rule = _rule(requirement, self.words, optional=inside)
        heights = [self._height(part, optional=inside) for part in requirement.parts]
        gap = _gap(requirement)
        content = sum(heights) + gap * (len(heights) - 1)
        height = max(content, rule.height)
        y = top + (height - content) // 2
        ends = []
        for number, (part, its) in enumerate(zip(requirement.parts, heights, strict=True)):
            if number and requirement.kind == "one_of":
                self.drawing.words.append((_LEAF // 2, y - gap // 2))
            ends.append(self._place(part, y, optional=inside))
            y += its + gap
        middle = (ends[0].middle + ends[-1].middle) // 2
        at = min(max(middle - rule.height // 2, top), top + height - rule.height)
        rule = replace(rule, x=_LEAF + _level(requirement) * (_BETWEEN + _RULE) - _RULE, y=at)
        for part, end in zip(requirement.parts, ends, strict=True):
            self.drawing.links.append(
                Link(
                    start=(end.x + end.width, end.middle),
                    turn=rule.x - _BETWEEN // 2,
                    end=(rule.x, rule.middle),
                    optional=inside or part.kind == "optional",
                )
            )
        self.drawing.boxes.append(rule)
        return rule


def tall(view: PathwayView, words: Language) -> Drawing:
    """The drawing in frames."""
    return _Frames(words).laid_out(view)


@dataclass(slots=True)
class _Frames:
    """Lays out frames, one below the other and within each other."""

    words: Language
    drawing: Drawing = field(default_factory=Drawing)

    def laid_out(self, view: PathwayView) -> Drawing:
        """All of it, from the top to what is earned."""
        whole = view.requires
        room = _TALL - _TRUNK
        y, ends = 0, []
        if whole.parts and whole.kind != "optional":
            heading = _heading(whole, self.words, room, optional=False)
            self.drawing.boxes.append(heading)
            y = heading.height + _GAP // 2
        for number, part in enumerate(whole.parts or (whole,)):
            y += self._between(whole, number, room // 2, y)
            box = self._place(part, 0, y, room, optional=whole.kind == "optional")
            ends.append((box, part.kind == "optional" or whole.kind == "optional"))
            y = box.y + box.height
        earned = _earned(view.earns, room, beside=True)
        earned = replace(earned, y=y + _GAP_GROUPS)
        for number, (box, optional) in enumerate(ends):
            self.drawing.links.append(
                Link(
                    start=(room, box.middle),
                    turn=_TALL - _CORNER,
                    end=(room, earned.middle),
                    optional=optional,
                    arrow=number == len(ends) - 1,
                )
            )
        self.drawing.boxes.append(earned)
        self.drawing.width = _TALL
        self.drawing.height = earned.y + earned.height
        return self.drawing

    def _between(self, group: RequirementView, number: int, middle: int, y: int) -> int:
        if not number:
            return 0
        gap = _gap(group)
        if group.kind == "one_of":
            self.drawing.words.append((middle, y + gap // 2))
        return gap

    def _place(self, requirement: RequirementView, x: int, y: int, room: int, *, optional: bool) -> Box:
        if not requirement.parts:
            box = replace(_leaf(requirement, self.words, room, optional=optional), x=x, y=y)
            self.drawing.boxes.append(box)
            return box
        inside = optional or requirement.kind == "optional"
        at = len(self.drawing.boxes)
        heading = _heading(requirement, self.words, room - 2 * _PAD, optional=inside)
        self.drawing.boxes.append(replace(heading, x=x + _PAD, y=y + _PAD // 2))
        bottom = y + _PAD // 2 + heading.height + 4
        for number, part in enumerate(requirement.parts):
            bottom += self._between(requirement, number, x + room // 2, bottom)
            box = self._place(part, x + _PAD, bottom, room - 2 * _PAD, optional=inside)
            bottom = box.y + box.height
        frame = Box(kind="frame", x=x, y=y, width=room, height=bottom + _PAD - y, optional=inside)
        self.drawing.boxes.insert(at, frame)
        return frame


def _level(requirement: RequirementView) -> int:
    """The column of a requirement: 0 of what has no parts."""
    return 1 + max(map(_level, requirement.parts)) if requirement.parts else 0


def _gap(group: RequirementView) -> int:
    if group.kind == "one_of":
        return _GAP_OR
    return _GAP_GROUPS if any(part.parts for part in group.parts) else _GAP


def _leaf(requirement: RequirementView, words: Language, width: int, *, optional: bool) -> Box:
    """A badge or a skill, at the top left."""
    image = requirement.badge.image if requirement.badge else ""
    room = width - 2 * _PAD - (_IMAGE + _PAD if requirement.badge else 2 * _ROUND if requirement.skill else 0)
    made: list[Line] = []
    if requirement.skill:
        made += _wrapped(Text(words.say("Any badge that shows"), words.code), "small", room)
        made += _wrapped(requirement.skill.name, "name", room)
    elif requirement.badge:
        made += _wrapped(requirement.badge.name, "name", room)
        made += _wrapped(requirement.badge.issuer, "small", room, most=2)
    else:
        made += _wrapped(Text(words.say("A badge that is not published yet"), words.code), "name", room)
    for note in requirement.notes:
        made += _wrapped(Text(note, words.code), "note", room, most=2)
    height = max(_block(made), _IMAGE if requirement.badge else 0) + 2 * 10
    return Box(
        kind="skill" if requirement.skill else "badge",
        x=0,
        y=0,
        width=width,
        height=height,
        lines=tuple(made),
        image=image,
        optional=optional,
    )


def _rule(group: RequirementView, words: Language, *, optional: bool) -> Box:
    """What it takes of a group, in the column after it."""
    made = tuple(_group_lines(group, words, _RULE - 16))
    return Box(kind="rule", x=0, y=0, width=_RULE, height=_block(made) + 16, lines=made, optional=optional)


def _heading(group: RequirementView, words: Language, room: int, *, optional: bool) -> Box:
    """The same above it, in a frame."""
    made = tuple(_group_lines(group, words, room))
    return Box(kind="heading", x=0, y=0, width=room, height=_block(made) + 8, lines=made, optional=optional)


def _group_lines(group: RequirementView, words: Language, room: int) -> Iterator[Line]:
    if group.title:
        yield from _wrapped(group.title, "name", room)
    yield from _wrapped(Text(group.label, words.code), "rule", room)
    for note in group.notes:
        yield from _wrapped(Text(note, words.code), "note", room, most=2)


def _earned(badge: StepBadge, width: int, *, beside: bool = False) -> Box:
    """What is earned: its image above its name, or beside it."""
    image = 72 if beside else 112
    room = width - 2 * _PAD - (image + _PAD if beside else 0)
    made = (
        *_wrapped(Text(badge.type, badge.name.language), "small", room, most=1),
        *_wrapped(badge.name, "title", room, most=4),
        *_wrapped(badge.issuer, "small", room, most=2),
    )
    text = _block(made)
    height = max(image, text) + 2 * _PAD if beside else image + 8 + text + 2 * _PAD
    return Box(kind="earned", x=0, y=0, width=width, height=height, lines=made, image=badge.image)


def _wrapped(
    text: Text, role: Literal["name", "small", "note", "title", "rule"], room: int, *, most: int = 3
) -> Iterator[Line]:
    size = Line("", role, "").size
    for line in lines(text.value, room, size, bold=role not in ("small", "note"), most=most):
        yield Line(line, role, text.language)


def _block(made: Iterable[Line]) -> int:
    return sum(line.height for line in made)


def in_words(requirement: RequirementView) -> str:
    """What is asked for as one line, for those who cannot see the drawing."""
    notes = f" ({', '.join(requirement.notes)})" if requirement.notes else ""
    if requirement.skill:
        return f"{requirement.skill.name}{notes}"
    if not requirement.parts:
        return f"{requirement.badge.name}{notes}" if requirement.badge else "…"
    title = f"{requirement.title}, " if requirement.title else ""
    parts = "; ".join(f"[{in_words(part)}]" if part.parts else in_words(part) for part in requirement.parts)
    return f"{title}{requirement.label}{notes}: {parts}"


_STYLE = """
.cf-way{--bg:#faf8f3;--ink:#1c2128;--muted:#565e68;--accent:#0b5a6b;--line:#e3ddd0;--edge:#8b8578;--surface:#fff;--raised:#f3efe6;
font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
@media (prefers-color-scheme:dark){.cf-way{--bg:#15181b;
--ink:#ecebe7;--muted:#b0b6bd;--accent:#86cdd9;--line:#383e45;--edge:#7d858e;
--surface:#1d2125;--raised:#282d33}}
.cf-way rect{fill:var(--surface);stroke:var(--edge)}
.cf-way .cf-way-rule rect{fill:var(--raised);stroke:none}
.cf-way .cf-way-earned rect{stroke:var(--accent);stroke-width:2}
.cf-way .cf-way-mark{fill:var(--raised);stroke:var(--accent);stroke-width:2;stroke-linejoin:round}
.cf-way .cf-way-ground{fill:var(--bg);stroke:none}
.cf-way .cf-way-optional rect,.cf-way .cf-way-line.cf-way-optional{stroke-dasharray:5 4}
.cf-way text{fill:var(--ink)}
.cf-way .cf-way-small,.cf-way .cf-way-or{fill:var(--muted)}
.cf-way .cf-way-note{fill:var(--accent)}
.cf-way-name,.cf-way-title,.cf-way-rule{font-weight:600}
.cf-way-line{fill:none;stroke:var(--edge);stroke-width:1.5}
.cf-way-arrow{fill:var(--edge)}
"""


def svg(drawing: Drawing, view: PathwayView, words: Language, *, name: str, top: str | None = None) -> Markup:
    """A drawing as SVG for a page; `name` is part of its ids, and `top` the way to the site's top.

    Without `top` it is a file by itself, without images but with its own colours.
    """
    paper = _Paper(drawing.width, words, top)
    identity = f"way-{name}"
    title = words.say("The way to %(badge)s", badge=view.earns.name)
    margin = _MARGIN if top is None else 1
    width, height = drawing.width + 2 * margin, drawing.height + 2 * margin
    attributes = Markup(' viewBox="{} {} {} {}" width="{}" height="{}" role="img" class="cf-way"').format(
        -margin, -margin, width, height, width, height
    )
    attributes += Markup(' aria-labelledby="{}" aria-describedby="{}-words" lang="{}" direction="{}"').format(
        identity, identity, words.code, words.direction
    )
    return Markup("").join(
        [
            Markup('<svg xmlns="http://www.w3.org/2000/svg"') + attributes + Markup(">"),
            Markup('<title id="{}">{}</title>').format(identity, title),
            Markup('<desc id="{}-words">{}</desc>').format(identity, in_words(view.requires)),
            _ground(margin, width, height) if top is None else Markup(""),
            *(paper.link(link) for link in drawing.links),
            *(paper.box(box) for box in drawing.boxes),
            *(paper.alternative(x, y) for x, y in drawing.words),
            Markup("</svg>"),
        ]
    )


def _ground(margin: int, width: int, height: int) -> Markup:
    """The colours of a file of its own, and what it is drawn on."""
    style = Markup("<style>{}</style>").format(Markup(_STYLE))  # noqa: S704 - ours
    return style + Markup('<rect class="cf-way-ground" x="{}" y="{}" width="{}" height="{}" rx="16"/>').format(
        -margin, -margin, width, height
    )


def picture_file(view: PathwayView, words: Language) -> bytes:
    """The wide drawing as a file of its own."""
    return f"{svg(wide(view, words), view, words, name=view.slug)}\n".encode()


def drawings(view: PathwayView, words: Language, top: str) -> Markup:
    """Both drawings for a page, the way to the site's top being `top`; too wide a one is left out."""
    columns = wide(view, words)
    if columns.width > WIDEST:
        return svg(tall(view, words), view, words, name="tall", top=top)
    return Markup('<div class="cf-way-wide">{}</div><div class="cf-way-tall">{}</div>').format(
        svg(columns, view, words, name="wide", top=top), svg(tall(view, words), view, words, name="tall", top=top)
    )


@dataclass(frozen=True, slots=True)
class _Paper:
    """Where a drawing is written: mirrored in a language that runs from right to left."""

    width: int
    words: Language
    top: str | None

    def _x(self, x: int, width: int = 0) -> int:
        return self.width - x - width if self.words.direction == "rtl" else x

    def link(self, link: Link) -> Markup:
        """A line with round corners."""
        (x1, y1), (x2, y2), turn = link.start, link.end, link.turn
        bend = min(_CORNER, abs(y2 - y1) // 2)
        down = bend if y2 > y1 else -bend
        before = -bend if turn > x1 else bend
        after = bend if x2 > turn else -bend
        if abs(y2 - y1) < _STRAIGHT:
            path = f"M{self._x(x1)} {y1}H{self._x(x2)}"
        else:
            path = (
                f"M{self._x(x1)} {y1}H{self._x(turn + before)}Q{self._x(turn)} {y1} {self._x(turn)} {y1 + down}"
                f"V{y2 - down}Q{self._x(turn)} {y2} {self._x(turn + after)} {y2}H{self._x(x2)}"
            )
        optional = " cf-way-optional" if link.optional else ""
        made = Markup('<path class="cf-way-line{}" d="{}"/>').format(optional, path)
        if link.arrow:
            back = -9 if x2 > turn else 9
            corners = f"M{self._x(x2)} {y2}L{self._x(x2 + back)} {y2 - 5}V{y2 + 5}Z"
            made += Markup('<path class="cf-way-arrow" d="{}"/>').format(corners)
        return made

    def box(self, box: Box) -> Markup:
        """A box with what stands in it."""
        optional = " cf-way-optional" if box.optional else ""
        radius = {"rule": 14, "skill": min(26, box.height // 2), "earned": 14}.get(box.kind, 10)
        parts = [Markup('<g class="cf-way-{}{}">').format(box.kind, optional)]
        if box.kind != "heading":
            parts.append(
                Markup('<rect x="{}" y="{}" width="{}" height="{}" rx="{}"/>').format(
                    self._x(box.x, box.width), box.y, box.width, box.height, radius
                )
            )
        parts.extend(self._inside(box))
        return Markup("").join([*parts, Markup("</g>")])

    def _inside(self, box: Box) -> Iterator[Markup]:
        text = _block(box.lines)
        x, y = box.x + _PAD, box.y + (box.height - text) // 2
        centred = box.kind == "rule"
        if box.kind == "earned" and box.width == _EARNED:
            centred, size = True, 112
            yield self._image(box.image, box.x + (box.width - size) // 2, box.y + _PAD, size)
            y = box.y + _PAD + size + 8
        elif box.image:
            size = 72 if box.kind == "earned" else _IMAGE
            yield self._image(box.image, x, box.middle - size // 2, size)
            x += size + _PAD
        elif box.kind in ("heading", "skill"):
            x = box.x if box.kind == "heading" else x + _ROUND
        for line in box.lines:
            y += line.height
            at = box.x + box.width // 2 if centred else x
            yield self._line(line, at, y - round(line.size * 0.34), centred=centred)

    def _image(self, path: str, x: int, y: int, size: int) -> Markup:
        if self.top is None:
            side, half = round(size * 0.39), size // 2
            middle = self._x(x + half)
            corners = (
                f"M{middle} {y + half - round(size * 0.45)}l{side} {size // 4}v{round(size * 0.4)}l-{side} {size // 4}"
            )
            return Markup('<path class="cf-way-mark" d="{}l-{} -{}v-{}z"/>').format(
                corners, side, size // 4, round(size * 0.4)
            )
        return Markup('<image href="{}{}" x="{}" y="{}" width="{}" height="{}"/>').format(
            self.top, path, self._x(x, size), y, size, size
        )

    def _line(self, line: Line, x: int, y: int, *, centred: bool) -> Markup:
        direction = direction_of(line.language)
        anchor = ""
        if centred:
            anchor = "middle"
        elif direction != self.words.direction:
            anchor = "end"
        made = Markup('<text class="cf-way-{}" x="{}" y="{}" font-size="{}"').format(
            line.role, self._x(x), y, line.size
        )
        if anchor:
            made += Markup(' text-anchor="{}"').format(anchor)
        if line.language != self.words.code:
            made += Markup(' lang="{}"').format(line.language)
        if direction != self.words.direction:
            made += Markup(' direction="{}"').format(direction)
        return made + Markup(">{}</text>").format(line.text)

    def alternative(self, x: int, y: int) -> Markup:
        """The word between two alternatives."""
        return Markup('<text class="cf-way-or" x="{}" y="{}" font-size="{}" text-anchor="middle">{}</text>').format(
            self._x(x), y + 4, _SMALL, self.words.say("or")
        )
