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
class _Drawing:
    """What has been seen of a drawing while its elements pass by."""

    faults: list[str] = field(default_factory=list)
    _open: list[tuple[str, str | None]] = field(default_factory=list)  # names and ids of the open elements
    _elements: int = 0
    _style: list[str] = field(default_factory=list)
    _uses: list[str] = field(default_factory=list)
    _using: set[str] = field(default_factory=set)  # ids of the elements that hold a <use>

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
        for attribute, value in attributes.items():
            self._check_attribute(local, attribute, value, line)
        if local == "use":
            self._uses.append(attributes.get("href", attributes.get(_XLINK_HREF, ""))[1:])
            self._using.update(identifier for _, identifier in self._open[:-1] if identifier)

    def end(self, name: str) -> None:
        """An element ends."""
        self._open.pop()
        if name.endswith(" style"):
            self._check_css("".join(self._style), "a style sheet")
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
        return [f'the SVG uses "#{identifier}", which itself holds a <use>' for identifier in nested]

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
