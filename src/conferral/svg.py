"""SVG images of badges: still drawings, and nothing that runs, loads or links.

The images are published, shown on pages and downloaded.  So only what a drawing needs is allowed (SVG 2: structure,
shapes, text, gradients, patterns, clipping, masking, filter effects); everything else is refused, known or not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.parsers import expat

from conferral.standards.baking.svg import SVG_NAMESPACE, root_problem

MAX_DEPTH = 64
MAX_ELEMENTS = 20_000
MAX_WORK = 25_000
"""What drawing may take, in elements: see `_WEIGHTS` and `_ONCE_MORE`."""
_XLINK_HREF = "http://www.w3.org/1999/xlink href"
_XML = "http://www.w3.org/XML/1998/namespace "

_ELEMENTS = """
    svg g defs symbol use title desc path rect circle ellipse line polyline polygon text tspan textPath
    linearGradient radialGradient stop pattern clipPath mask marker style filter feBlend feColorMatrix
    feComponentTransfer feComposite feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feMerge
    feMergeNode feMorphology feOffset feTile feTurbulence"""
_ATTRIBUTES = """
    id class style lang role tabindex href version baseProfile viewBox preserveAspectRatio width height x y x1 y1 x2
    y2 dx dy cx cy r rx ry fx fy fr d points pathLength transform transform-origin offset gradientUnits
    gradientTransform spreadMethod patternUnits patternContentUnits patternTransform clipPathUnits maskUnits
    maskContentUnits mask-type markerUnits markerWidth markerHeight refX refY orient rotate textLength lengthAdjust
    startOffset method spacing side type media filterUnits primitiveUnits in in2 result mode operator values k1 k2 k3
    k4 stdDeviation edgeMode radius baseFrequency numOctaves seed stitchTiles tableValues slope intercept amplitude
    exponent fill fill-opacity fill-rule stroke stroke-width stroke-linecap stroke-linejoin stroke-miterlimit
    stroke-dasharray stroke-dashoffset stroke-opacity opacity color display visibility overflow font font-family
    font-size font-size-adjust font-weight font-style font-variant font-stretch font-feature-settings text-anchor
    text-decoration text-rendering letter-spacing word-spacing dominant-baseline alignment-baseline baseline-shift
    writing-mode direction unicode-bidi clip-path clip-rule mask filter marker marker-start marker-mid marker-end
    stop-color stop-opacity flood-color flood-opacity color-interpolation color-interpolation-filters shape-rendering
    vector-effect paint-order mix-blend-mode isolation enable-background"""
ELEMENTS = frozenset(_ELEMENTS.split())
ATTRIBUTES = frozenset(_ATTRIBUTES.split())

_PRIMITIVE = 100
_WEIGHTS = {name: _PRIMITIVE for name in ELEMENTS if name.startswith("fe") and not name.startswith("feFunc")}
"""An element counts as one; of a filter, each step goes over every pixel."""
_ONCE_MORE = dict.fromkeys(("pattern", "clipPath", "mask", "marker", "filter", "use"), 20)
"""Whatever refers to one of these has it drawn once more, on a canvas of its own."""
_MOST_OCTAVES = 10
_LARGEST_RADIUS = 0.05  # of what feMorphology looks at around each pixel, in sides of the drawing
_LARGEST_REGION = 5.0  # of a filter or a pattern, in sides of the drawing or of what has it
_MOST_RULES = 500  # references in style sheets
_DEEPEST = 5  # references from what is referred to
_BYTES_A_CORNER = 4  # of a path, at least; markers stand at its corners
_REFERENCE = re.compile(r"url\s*\(\s*['\"]?#([\w.:-]+)", re.IGNORECASE)
_NUMBER = re.compile(r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]{1,3})?")
_RULE = re.compile(r"([^{}]*)\{([^{}]*)\}")
_CLASS = re.compile(r"\.([\w-]+)")
_URL = re.compile(r"url\s*+\(\s*+(['\"]?+)(?!#[\w.:-]+\1\s*\))", re.IGNORECASE)
_LOADS = re.compile(
    r"(?:image-set|image|src|cross-fade|element|expression|-moz-binding)\s*\(|javascript\s*:|data\s*:", re.I
)
_AT_RULE = re.compile(r"@(?!media\b)[\w-]*", re.IGNORECASE)
_LOCAL = re.compile(r"#[\w.:-]+")
_VIEW_BOX = re.compile(r"\s*(?:[-+]?[0-9.]+(?:[eE][-+]?[0-9]+)?(?:\s*,\s*|\s+|$)){4}")


def svg_faults(content: bytes) -> list[str]:
    """What keeps an SVG file from being published, each in words; an empty list if nothing does."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return ["the SVG is not UTF-8"]
    for mark, what in (("<!DOCTYPE", "a document type"), ("<!ENTITY", "an entity declaration")):
        if mark in text.upper():
            return [f"the SVG holds {what}, which no drawing needs"]
    drawing = _Drawing()
    parser = expat.ParserCreate("utf-8", " ")
    parser.buffer_text = True
    parser.StartElementHandler = lambda name, attributes: drawing.start(name, attributes, parser.CurrentLineNumber)
    parser.EndElementHandler = drawing.end
    parser.CharacterDataHandler = drawing.characters
    parser.ProcessingInstructionHandler = lambda target, _: drawing.instruction(target, parser.CurrentLineNumber)
    try:
        parser.Parse(text.encode(), True)
    except expat.ExpatError as error:
        return [*drawing.faults, f"the SVG is no XML: {expat.ErrorString(error.code)} on line {error.lineno}"]
    except _TooLargeError as error:
        return [*drawing.faults, str(error)]
    return [*drawing.faults, *drawing.faults_of_the_whole()]


class _TooLargeError(Exception):
    """A drawing of a size at which looking further is a risk."""


@dataclass(slots=True)
class _Element:
    """What it takes to draw an element: its own weight, what stands in it, and the ids that it refers to."""

    name: str
    classes: frozenset[str]
    corners: int
    refers: list[str]
    inside: list[_Element] = field(default_factory=list)
    work: int | None = None
    """Once it is known; 0 while it is being found out, so that what refers to itself comes to an end."""


@dataclass(slots=True)
class _Drawing:
    """What has been seen of a drawing while its elements pass by."""

    faults: list[str] = field(default_factory=list)
    _open: list[tuple[str, str | None]] = field(default_factory=list)  # names and ids of the open elements
    _elements: int = 0
    _style: list[str] = field(default_factory=list)
    _uses: list[str] = field(default_factory=list)
    _using: set[str] = field(default_factory=set)  # ids of the elements that hold a <use>
    _parents: list[_Element] = field(default_factory=list)  # the open elements
    _all: list[_Element] = field(default_factory=list)
    _by_id: dict[str, _Element] = field(default_factory=dict)
    _rules: dict[str, set[str]] = field(default_factory=dict)  # what style sheets have classes, or all, refer to
    _side: float = 0  # of the drawing, the longer one

    def start(self, name: str, attributes: dict[str, str], line: int) -> None:
        """An element begins."""
        self._elements += 1
        if len(self._open) >= MAX_DEPTH or self._elements > MAX_ELEMENTS:
            raise _TooLargeError(f"the SVG holds more than {MAX_ELEMENTS} elements or {MAX_DEPTH} levels of them")
        namespace, _, local = name.rpartition(" ")
        if not self._open:
            self._check_root(namespace, local, attributes)
        elif namespace != SVG_NAMESPACE:
            self._fault(f"the element <{local}> of another vocabulary ({namespace or 'none'})", line)
        elif local not in ELEMENTS:
            self._fault(f"the element <{local}>", line)
        self._open.append((local, attributes.get("id")))
        self._note(local, attributes, line)
        for attribute, value in attributes.items():
            self._check_attribute(local, attribute, value, line)
        if local == "use":
            self._uses.append(attributes.get("href", attributes.get(_XLINK_HREF, ""))[1:])
            self._using.update(identifier for _, identifier in self._open[:-1] if identifier)

    def end(self, name: str) -> None:
        """An element ends."""
        self._open.pop()
        self._parents.pop()
        if name.endswith(" style"):
            self._check_css("".join(self._style), "a style sheet")
            for selector, body in _RULE.findall("".join(self._style)):
                refers = set(_REFERENCE.findall(body))
                for one in (_CLASS.findall(selector) or [""]) if refers else ():
                    self._rules.setdefault(one, set()).update(refers)
            self._style.clear()

    def characters(self, text: str) -> None:
        """Text, which matters inside style sheets only."""
        if self._open and self._open[-1][0] == "style":
            self._style.append(text)

    def instruction(self, target: str, line: int) -> None:
        """A processing instruction such as a link to a style sheet."""
        self._fault(f"the processing instruction <?{target}?>", line)

    def faults_of_the_whole(self) -> list[str]:
        """What shows only at the end: copies of copies, which can grow without bound."""
        nested = sorted(self._using.intersection(self._uses))
        if nested:
            return [f'the SVG uses "#{identifier}", which itself holds a <use>' for identifier in nested]
        if not self._all:
            return []
        if sum(map(len, self._rules.values())) > _MOST_RULES:
            return ["the style sheets of the SVG refer to too much"]
        for element in self._all:
            for name in ("", *element.classes):
                element.refers += self._rules.get(name, ())
        if self._work(self._all[0]) > MAX_WORK:
            return ["the SVG takes too much work to draw: its patterns, masks, clips, markers or filters multiply"]
        return []

    def _note(self, name: str, attributes: dict[str, str], line: int) -> None:
        refers = [found for value in attributes.values() for found in _REFERENCE.findall(value)]
        refers += [value[1:] for key in ("href", _XLINK_HREF) if (value := attributes.get(key, "")).startswith("#")]
        corners = len(attributes.get("d", attributes.get("points", ""))) // _BYTES_A_CORNER
        element = _Element(name, frozenset(attributes.get("class", "").split()), corners, refers)
        if self._parents:
            self._parents[-1].inside.append(element)
        else:
            self._side = max(map(abs, _numbers(attributes.get("viewBox", ""))[2:]), default=0)
        self._parents.append(element)
        self._all.append(element)
        self._by_id.setdefault(attributes.get("id", ""), element)
        if name in ("filter", "pattern") and self._is_vast(name, attributes):
            self._fault(f"a <{name}> that is much larger than the drawing", line)
        if any(number > _MOST_OCTAVES for number in _numbers(attributes.get("numOctaves", ""))):
            self._fault(f"noise of more than {_MOST_OCTAVES} octaves", line)
        if any(number > _LARGEST_RADIUS * self._side for number in _numbers(attributes.get("radius", ""))):
            self._fault("a <feMorphology> of a radius of more than a twentieth of the drawing", line)

    def _is_vast(self, name: str, attributes: dict[str, str]) -> bool:
        units = attributes.get(f"{name}Units", "objectBoundingBox")
        largest = _LARGEST_REGION * (self._side if units == "userSpaceOnUse" else 1)
        for key in ("x", "y", "width", "height"):
            value = attributes.get(key, "")
            limit = _LARGEST_REGION * 100 if value.strip().endswith("%") else largest
            if any(abs(number) > limit for number in _numbers(value)):
                return True
        return False

    def _work(self, element: _Element, deep: int = 0) -> int:
        """What it takes to draw an element with all that it refers to, in elements; more than MAX_WORK as that."""
        if element.work is None:
            element.work = 0
            work = _WEIGHTS.get(element.name, 1)
            for inside in element.inside:
                work += self._work(inside, deep)
            for reference in element.refers:
                target = self._by_id.get(reference)
                if target and work <= MAX_WORK:
                    times = 1 + element.corners if target.name == "marker" else 1
                    again = MAX_WORK if deep >= _DEEPEST else self._work(target, deep + 1)
                    work += times * (again + _ONCE_MORE.get(target.name, _ONCE_MORE.get(element.name, 0)))
            element.work = work
        return element.work

    def _check_root(self, namespace: str, local: str, attributes: dict[str, str]) -> None:
        problem = root_problem(namespace, local)
        if problem is not None:
            self.faults.append(problem)
        elif not _VIEW_BOX.fullmatch(attributes.get("viewBox", "")):
            self.faults.append('the SVG has no viewBox with four numbers, such as viewBox="0 0 100 100"')

    def _check_attribute(self, element: str, name: str, value: str, line: int) -> None:
        local = name.rpartition(" ")[2]
        if name in ("href", _XLINK_HREF):
            if not _LOCAL.fullmatch(value):
                self._fault("a link to something outside the file", line)
        elif name.startswith(_XML) and local in ("space", "lang", "id"):
            pass
        elif name not in ATTRIBUTES and not re.fullmatch(r"(?:aria|data)-[a-z-]+", name):
            what = "the script attribute" if local.lower().startswith("on") else "the attribute"
            self._fault(f'{what} "{local}" of <{element}>', line)
        elif name == "style":
            self._check_css(value, f"the style of <{element}>")
        elif _URL.search(value) or "\\" in value or "javascript:" in value.lower():
            self._fault(f'the attribute "{local}" of <{element}>, which names something outside the file', line)

    def _check_css(self, css: str, where: str) -> None:
        at_rule = _AT_RULE.search(css)
        if at_rule:
            self.faults.append(f"{where} holds {at_rule[0]}")
        if _URL.search(css) or _LOADS.search(css):
            self.faults.append(f"{where} loads something from outside the file")
        if "\\" in css:
            self.faults.append(f"{where} holds a backslash")

    def _fault(self, what: str, line: int) -> None:
        self.faults.append(f"the SVG holds {what} on line {line}")


def _numbers(text: str) -> list[float]:
    """The numbers in an attribute."""
    return [float(found) for found in _NUMBER.findall(text)]
