"""Credentials in SVG images: an element of its own, directly after the start of the root (Open Badges 3.0, 5.3.2).

An image of a stranger is read by the parser of the standard library with document types refused, so that no entity
can grow and nothing outside is named.  Baking edits the text of the file at the start of its root: what is not the
credential stays byte for byte.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from conferral.errors import EncodingError
from conferral.standards.baking.carried import (
    Baked,
    Kind,
    check_image_size,
    checked,
    text_to_bake,
)
from conferral.standards.jose import looks_like_jws

SVG_NAMESPACE = "http://www.w3.org/2000/svg"
NAMESPACE = "https://purl.imsglobal.org/ob/v3p0"
ELEMENTS: Mapping[tuple[str, str], Kind] = {
    (NAMESPACE, "credential"): "ob3",
    ("http://openbadges.org", "assertion"): "ob2",
    ("https://purl.imsglobal.org/clr/v2p0", "credential"): "clr",
}
"""Namespace and name of the elements that carry a credential."""

MAX_DEPTH = 256
"""Most levels of elements; browsers stop at the same number."""

MAX_ELEMENTS = 100_000
"""Most elements of an image."""

MAX_ATTRIBUTES = 200_000
"""Most attributes of an image, together; the parser takes all those of an element in before anybody can object."""

MAX_NAMESPACE = 1_000
"""Most characters of a namespace; the parser puts it before the name of each element and attribute in it."""

_PREFIX = "openbadges"
_START_TAG = re.compile(rb"(<[^\s/>]++)(?:[^>\"']++|\"[^\"]*+\"|'[^']*+')*+>")
_VALUE = re.compile(rb"=\s*+[\"']")
_NO_XML = re.compile(r"[\ufffe\uffff]")
_WHAT = "the credential in the SVG"


def bake(svg: bytes, text: str) -> bytes:
    """The image with the credential `text` in it, in place of any that it held; all else stays byte for byte.

    Raises `EncodingError` for an image that is no sound SVG in UTF-8 without document type, or too large, and for a
    text that cannot be a credential, or not in XML.
    """
    content = text_to_bake(text)
    found = _NO_XML.search(content)
    if found:
        raise EncodingError(f"the credential holds U+{ord(found[0]):04X}, which cannot stand in an SVG")
    reading = _read(svg)
    start_tag = _start_tag(svg, reading.root)
    name, (begin, end) = start_tag[1], start_tag.span()
    if reading.bound is None:
        declaration, element = f' xmlns:{_PREFIX}="{NAMESPACE}"'.encode(), _element(content)
    else:  # the root's own meaning of the prefix may be needed elsewhere in the file
        declaration, element = b"", _element(content, declared=reading.bound == NAMESPACE)
    head, tail = svg[begin:end], b""
    if head.endswith(b"/>"):
        head, tail = head[:-2] + b">", b"</" + name[1:] + b">"
    parts = [svg[:begin], name, declaration, head[len(name) :], element, tail]
    for carrier in reading.carriers:
        parts.append(svg[end : carrier.start])
        end = carrier.end
    baked = b"".join((*parts, svg[end:]))
    _check_size(baked)
    return baked


def unbake(svg: bytes) -> Baked | None:
    """The credential in an image, or None if it holds none; it may stand anywhere in the image.

    Raises `EncodingError` for an image that is no sound SVG in UTF-8 without document type, or too large, and for
    one that holds more than one credential.
    """
    carriers = _read(svg).carriers
    if len(carriers) > 1:
        raise EncodingError(f"got {len(carriers)} credentials in the SVG, expected one")
    return carriers[0].baked() if carriers else None


def without_credential(svg: bytes) -> bytes:
    """The image without any element that carries a credential; all else stays byte for byte.

    Raises `EncodingError` for an image that is no sound SVG in UTF-8 without document type, or too large.
    """
    parts, position = [], 0
    for carrier in _read(svg).carriers:
        parts.append(svg[position : carrier.start])
        position = carrier.end
    return b"".join((*parts, svg[position:]))


def root_problem(namespace: str, local: str) -> str | None:
    """What is wrong with a drawing whose root element has this name, or None."""
    if (namespace, local) == (SVG_NAMESPACE, "svg"):
        return None
    return f'the file begins with <{local}> and not with <svg xmlns="{SVG_NAMESPACE}">'


def _element(content: str, *, declared: bool = True) -> bytes:
    namespace = "" if declared else f' xmlns:{_PREFIX}="{NAMESPACE}"'
    if looks_like_jws(content):
        return f'<{_PREFIX}:credential{namespace} verify="{content}"></{_PREFIX}:credential>'.encode()
    # XML ends CDATA at the first "]]>", and turns carriage returns into line feeds unless they are references.
    body = content.replace("]]>", "]]]]><![CDATA[>").replace("\r", "]]>&#13;<![CDATA[")
    return f"<{_PREFIX}:credential{namespace}><![CDATA[{body}]]></{_PREFIX}:credential>".encode()


@dataclass(slots=True)
class _Carrier:
    """An element that carries a credential: what it holds, and where the whole of it stands in the file."""

    kind: Kind
    start: int
    attribute: str
    depth: int
    end: int = 0
    body: list[str] = field(default_factory=list)
    holds_elements: bool = False

    def baked(self) -> Baked:
        """What it carries; raises `EncodingError`."""
        body = "".join(self.body)
        if self.holds_elements:
            raise EncodingError(f"{_WHAT} holds elements, expected text")
        if self.kind != "ob2" and body.strip() and self.attribute.strip():
            raise EncodingError(f"{_WHAT} has both a body and an attribute “verify”, expected one of them")
        # An assertion of Open Badges 2.0 that is not signed has its own address in the attribute, too.
        return Baked(kind=self.kind, text=checked(body if body.strip() else self.attribute.strip(), _WHAT))


@dataclass(slots=True)
class _Reading:
    """What has been seen of an SVG while its elements pass by."""

    parser: expat.XMLParserType
    svg: bytes
    root: int = -1
    bound: str | None = None
    carriers: list[_Carrier] = field(default_factory=list)
    _depth: int = 0
    _elements: int = 0
    _open: _Carrier | None = None

    def declaration(self, _version: str, encoding: str | None, _standalone: int) -> None:
        """The XML declaration, which may name another encoding."""
        if encoding is not None and encoding.lower() != "utf-8":
            raise EncodingError("the SVG is not UTF-8")

    def document_type(self, *_: object) -> None:
        """A document type, which could define entities or name a file elsewhere."""
        raise EncodingError("the SVG holds a document type, which no drawing needs")

    def namespace(self, prefix: str | None, uri: str | None) -> None:
        """A namespace declaration of the element that begins next."""
        if len(uri or "") > MAX_NAMESPACE:
            raise EncodingError(f"the SVG holds a namespace of more than {MAX_NAMESPACE} characters")
        if self.root < 0 and prefix == _PREFIX:
            self.bound = uri

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        self._depth += 1
        self._elements += 1
        if self._depth > MAX_DEPTH or self._elements > MAX_ELEMENTS:
            raise EncodingError(f"the SVG holds more than {MAX_ELEMENTS} elements or {MAX_DEPTH} levels of them")
        namespace, _, local = name.rpartition(" ")
        if self.root < 0:
            self.root = self.parser.CurrentByteIndex
            problem = root_problem(namespace, local)
            if problem is not None:
                raise EncodingError(problem)
        if self._open:
            self._open.holds_elements = True
            return
        kind = ELEMENTS.get((namespace, local))
        if kind:
            start = self.parser.CurrentByteIndex
            self._open = _Carrier(kind=kind, start=start, attribute=attributes.get("verify", ""), depth=self._depth)
            self.carriers.append(self._open)

    def end(self, _name: str) -> None:
        """An element ends."""
        if self._open and self._open.depth == self._depth:
            start_tag = _start_tag(self.svg, self._open.start)
            empty = start_tag[0].endswith(b"/>")
            self._open.end = start_tag.end() if empty else self.svg.index(b">", self.parser.CurrentByteIndex) + 1
            self._open = None
        self._depth -= 1

    def characters(self, text: str) -> None:
        """Text, which matters inside a credential only."""
        if self._open:
            self._open.body.append(text)


def _check_size(svg: bytes) -> None:
    check_image_size(svg)
    if sum(1 for _ in _VALUE.finditer(svg)) > MAX_ATTRIBUTES:  # a few too many, as texts may look like attributes
        raise EncodingError(f"the SVG holds more than {MAX_ATTRIBUTES} attributes")


def _start_tag(svg: bytes, position: int) -> re.Match[bytes]:
    """The start tag that the parser has found at `position`."""
    found = _START_TAG.match(svg, position)
    if found is None:
        raise EncodingError("the SVG cannot be taken apart")
    return found


def _read(svg: bytes) -> _Reading:
    _check_size(svg)
    try:
        svg.decode()
    except UnicodeDecodeError as error:
        raise EncodingError("the SVG is not UTF-8") from error
    parser = expat.ParserCreate("utf-8", " ")
    parser.buffer_text = True
    reading = _Reading(parser, svg)
    parser.XmlDeclHandler = reading.declaration
    parser.StartDoctypeDeclHandler = reading.document_type
    parser.StartNamespaceDeclHandler = reading.namespace
    parser.StartElementHandler = reading.start
    parser.EndElementHandler = reading.end
    parser.CharacterDataHandler = reading.characters
    try:
        parser.Parse(svg, True)
    except expat.ExpatError as error:
        # The words are of this parser; what others say has to be the same.
        hint = f"{expat.ErrorString(error.code).capitalize()} on line {error.lineno}."
        raise EncodingError("the SVG is no XML", hint=hint) from error
    return reading
