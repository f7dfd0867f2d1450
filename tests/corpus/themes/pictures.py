"""Credentials in pictures (Open Badges 3.0, section 5.3), put together chunk by chunk and tag by tag."""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Iterator
from typing import Any

from tests.corpus.builders.credentials import put
from tests.corpus.builders.expectations import ALTERED, UNREAD, Case, case
from tests.corpus.builders.issuers import ACADEMY
from tests.corpus.builders.packing import zlib_of
from tests.corpus.builders.tokens import signed

SIGNATURE = b"\x89PNG\r\n\x1a\n"
KEYWORD = "openbadgecredential"
NAMESPACE = "https://purl.imsglobal.org/ob/v3p0"
DRAWING = '<rect width="10" height="10" fill="#147"/>'


def cases() -> Iterator[Case]:
    """All cases of this theme."""
    yield from _png()
    yield from _no_png()
    yield from _svg()
    yield from _no_svg()
    yield from _xml()
    yield from _no_xml()
    yield from _chunks()
    yield from _other_files()


def _credential() -> str:
    return json.dumps(ACADEMY.issued(), ensure_ascii=False, indent=2)


def _token() -> str:
    return signed(ACADEMY, ACADEMY.unsigned())


def _case(name: str, about: str, given: Any, **expected: Any) -> Case:
    return case(f"picture-{name}", about, given, ACADEMY.documents(), **expected)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _text_chunk(text: str | bytes, keyword: str = KEYWORD, flags: bytes = b"\0\0", language: bytes = b"") -> bytes:
    data = text.encode("utf-8") if isinstance(text, str) else text
    return _chunk(b"iTXt", keyword.encode("latin-1") + b"\0" + flags + language + b"\0\0" + data)


def _picture(*chunks: bytes, late: bytes = b"") -> bytes:
    """A picture of one grey point, with `chunks` after its header and `late` after its points."""
    header = _chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    points = _chunk(b"IDAT", zlib_of(b"\x00\x80"))
    return SIGNATURE + header + b"".join(chunks) + points + late + _chunk(b"IEND", b"")


def _png() -> Iterator[Case]:
    text = _credential()
    for name, about, given in (
        ("png", "A PNG with a credential as JSON.", _picture(_text_chunk(text))),
        ("png-token", "A PNG with a credential as a token.", _picture(_text_chunk(_token()))),
        ("png-token-with-a-line-end", "A PNG with a token and a line end.", _picture(_text_chunk(_token() + "\n"))),
        ("png-late", "A PNG with the credential after its points.", _picture(late=_text_chunk(text))),
        (
            "png-in-a-language",
            "The chunk names a language, which means nothing.",
            _picture(_text_chunk(text, language=b"en")),
        ),
        (
            "png-compressed",
            "The chunk is compressed, against the specification, and can be read.",
            _picture(_text_chunk(zlib_of(text.encode()), flags=b"\1\0")),
        ),
        (
            "png-among-other-texts",
            "Other texts stand beside the credential.",
            _picture(_text_chunk("By hand", "Comment"), _chunk(b"tEXt", b"Title\0Badge"), _text_chunk(text)),
        ),
        ("png-followed-by-more", "Something follows the end of the picture.", _picture(_text_chunk(text)) + b"more"),
        ("png-of-a-record", "A credential under the keyword of records.", _picture(_text_chunk(text, "clrcredential"))),
    ):
        yield _case(name, about, given)
    yield _case(
        "png-altered",
        "A PNG with a credential that was altered.",
        _picture(_text_chunk(json.dumps(put(ACADEMY.issued(), "/name", "Data Science")))),
        **ALTERED,
    )


def _no_png() -> Iterator[Case]:
    text = _credential()
    whole = _picture(_text_chunk(text))
    damaged = bytearray(whole)
    damaged[len(SIGNATURE) + 25 + 12 + 40] ^= 1
    for name, about, given in (
        ("png-without-credential", "A PNG without a credential.", _picture()),
        ("png-with-two", "A PNG with two credentials.", _picture(_text_chunk(text), _text_chunk(text))),
        (
            "png-with-two-kinds",
            "A PNG with a credential and one of Open Badges 2.0.",
            _picture(_text_chunk(text), _text_chunk("{}", "openbadges")),
        ),
        ("png-damaged", "A PNG whose credential was changed, so that its checksum is wrong.", bytes(damaged)),
        ("png-cut-short", "A PNG that is cut short.", whole[: len(whole) // 2]),
        ("png-of-nothing", "A PNG that is only its first bytes.", SIGNATURE),
        (
            "png-without-header",
            "A PNG that does not begin with a header.",
            SIGNATURE + _text_chunk(text) + _chunk(b"IEND", b""),
        ),
        (
            "png-with-endless-chunk",
            "A chunk that says it is longer than the file.",
            SIGNATURE + struct.pack(">I", 0x7FFFFFFF) + b"IHDR" + bytes(13),
        ),
        (
            "png-another-text-chunk",
            "The credential stands in a chunk of another kind.",
            _picture(_chunk(b"tEXt", KEYWORD.encode() + b"\0" + _token().encode())),
        ),
        (
            "png-another-keyword",
            "The credential stands under a keyword of nobody.",
            _picture(_text_chunk(text, "OpenBadgeCredential")),
        ),
        ("png-not-utf-8", "The credential in the PNG is no UTF-8.", _picture(_text_chunk(b'{"name": "\xff"}'))),
        ("png-not-json", "What stands in the PNG is no JSON.", _picture(_text_chunk("a credential"))),
        ("png-empty-text", "What stands in the PNG is empty.", _picture(_text_chunk(""))),
        (
            "png-chunk-cut-short",
            "The chunk ends before its text.",
            _picture(_chunk(b"iTXt", KEYWORD.encode() + b"\0\0")),
        ),
        (
            "png-compressed-badly",
            "The chunk cannot be unpacked.",
            _picture(_text_chunk(b"\x78\x01none", flags=b"\1\0")),
        ),
        (
            "png-compressed-otherwise",
            "The chunk is compressed in a way that nobody knows.",
            _picture(_text_chunk(zlib_of(text.encode()), flags=b"\1\7")),
        ),
        (
            "png-bomb",
            "The chunk unpacks to more than any credential.",
            _picture(_text_chunk(zlib_of(b" " * ((1 << 20) + 1)), flags=b"\1\0")),
        ),
        (
            "png-huge-text",
            "The credential in the PNG is larger than any credential.",
            _picture(_text_chunk(" " * ((1 << 20) + 1))),
        ),
        ("png-with-line-ends-changed", "A PNG that was sent as a text.", whole.replace(b"\r\n", b"\n")),
        (
            "png-address-of-an-assertion",
            "A PNG that holds the address of an assertion of Open Badges 2.0.",
            _picture(_text_chunk("https://academy.example/assertions/17", "openbadges")),
        ),
        (
            "png-older-address",
            "The same in the chunk of the first badges.",
            _picture(_chunk(b"tEXt", b"openbadges\0https://academy.example/assertions/17")),
        ),
    ):
        yield _case(name, about, given, **UNREAD)


def _drawing(inside: str, attributes: str = f'xmlns:openbadges="{NAMESPACE}"', head: str = "", tail: str = "") -> str:
    start = f'<svg xmlns="http://www.w3.org/2000/svg" {attributes} width="10" height="10">'
    return f"{head}{start}{inside}{DRAWING}{tail}</svg>"


def _element(content: str, prefix: str = "openbadges") -> str:
    return f"<{prefix}:credential><![CDATA[{content}]]></{prefix}:credential>"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _svg() -> Iterator[Case]:
    text = _credential()
    declaration = '<?xml version="1.0" encoding="UTF-8"?>\n'
    tricky = json.dumps(ACADEMY.issued(description="Ends here: ]]> & <b>not</b>"))
    for name, about, given in (
        ("svg", "An SVG with a credential as JSON.", _drawing(_element(text))),
        (
            "svg-token",
            "An SVG with a credential as a token.",
            _drawing(f'<openbadges:credential verify="{_token()}"/>'),
        ),
        (
            "svg-token-in-single-quotes",
            "The token stands in single quotes.",
            _drawing(f"<openbadges:credential verify='{_token()}'></openbadges:credential>"),
        ),
        (
            "svg-token-as-text",
            "The token stands where JSON would.",
            _drawing(f"<openbadges:credential>{_token()}</openbadges:credential>"),
        ),
        (
            "svg-with-declaration",
            "An SVG with a declaration and comments.",
            _drawing(_element(text), head=f"{declaration}<!-- by hand -->\n"),
        ),
        ("svg-with-byte-order-mark", "An SVG with a mark of its byte order.", "\ufeff" + _drawing(_element(text))),
        (
            "svg-other-prefix",
            "The namespace has another prefix.",
            _drawing(_element(text, "ob"), f'xmlns:ob="{NAMESPACE}"'),
        ),
        (
            "svg-default-namespace",
            "The element declares its namespace itself.",
            _drawing(f'<credential xmlns="{NAMESPACE}"><![CDATA[{text}]]></credential>', ""),
        ),
        ("svg-prefixed-root", "The drawing itself has a prefix.", _prefixed(text)),
        (
            "svg-escaped",
            "The JSON is written with escapes instead of CDATA.",
            _drawing(f"<openbadges:credential>{_escaped(text)}</openbadges:credential>"),
        ),
        (
            "svg-escaped-by-number",
            "Quotes are written by their numbers.",
            _drawing(
                "<openbadges:credential>"
                + _escaped(text).replace('"', "&#34;").replace(":", "&#x3A;")
                + "</openbadges:credential>"
            ),
        ),
        (
            "svg-cdata-in-parts",
            "The JSON holds what ends CDATA, and stands in two parts.",
            _drawing(_element(tricky.replace("]]>", "]]]]><![CDATA[>"))),
        ),
        (
            "svg-with-a-comment-inside",
            "A comment stands amid the JSON, which is no part of it.",
            _drawing(f"<openbadges:credential><!-- JSON --><![CDATA[{text}]]></openbadges:credential>"),
        ),
        ("svg-last", "The credential is the last element and not the first.", _drawing("", tail=_element(text))),
        (
            "svg-long-namespace",
            "A namespace is as long as it may be.",
            _drawing(_element(text), f'xmlns:openbadges="{NAMESPACE}" xmlns:p="{chr(0x1F600) * 1000}"'),
        ),
        ("svg-deep", "The credential stands in a group.", _drawing(f"<g><g>{_element(text)}</g></g>")),
        (
            "svg-of-a-record",
            "A credential in the namespace of records.",
            _drawing(_element(text, "clr"), 'xmlns:clr="https://purl.imsglobal.org/clr/v2p0"'),
        ),
        ("svg-with-line-ends", "Every line ends as on Windows.", _drawing(_element(text)).replace("\n", "\r\n")),
    ):
        yield _case(name, about, given.encode())
    yield _case("svg-as-text", "An SVG that was pasted as a text.", _drawing(_element(text)))
    altered = json.dumps(put(ACADEMY.issued(), "/name", "Data Science"))
    yield _case(
        "svg-altered", "An SVG with a credential that was altered.", _drawing(_element(altered)).encode(), **ALTERED
    )


def _prefixed(text: str) -> str:
    return f'<s:svg xmlns:s="http://www.w3.org/2000/svg" xmlns:openbadges="{NAMESPACE}">{_element(text)}<s:g/></s:svg>'


def _no_svg() -> Iterator[Case]:
    text = _credential()
    doctype = '<!DOCTYPE svg [<!ENTITY c "{}">]>'
    steps = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 9))
    laughs = f'<!DOCTYPE svg [<!ENTITY a0 "ha">{steps}]>'
    for name, about, given in (
        ("svg-without-credential", "An SVG without a credential.", _drawing("")),
        ("svg-with-two", "An SVG with two credentials.", _drawing(_element(text) * 2)),
        (
            "svg-with-two-kinds",
            "An SVG with a credential and one of Open Badges 2.0.",
            _drawing(
                _element(text),
                f'xmlns:openbadges="{NAMESPACE}"',
                tail='<a:assertion xmlns:a="http://openbadges.org" verify="https://academy.example/1"/>',
            ),
        ),
        (
            "svg-with-an-entity",
            "An SVG that defines an entity for its credential.",
            _drawing("<openbadges:credential>&c;</openbadges:credential>", head=doctype),
        ),
        (
            "svg-with-many-entities",
            "An SVG whose entities would grow without end.",
            _drawing("<openbadges:credential>&a8;</openbadges:credential>", head=laughs),
        ),
        (
            "svg-with-a-file",
            "An SVG that wants to read a file.",
            _drawing(
                "<openbadges:credential>&f;</openbadges:credential>",
                head='<!DOCTYPE svg [<!ENTITY f SYSTEM "file:///etc/hostname">]>',
            ),
        ),
        (
            "svg-with-a-document-type",
            "An SVG with the document type that older programs write.",
            _drawing(
                _element(text),
                head='<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">',
            ),
        ),
        (
            "svg-unknown-entity",
            "An SVG with an entity that nothing defines.",
            _drawing("<openbadges:credential>&nbsp;</openbadges:credential>"),
        ),
        (
            "svg-too-long-namespace",
            "A namespace is so long that each element in it would weigh.",
            _drawing(_element(text), f'xmlns:openbadges="{NAMESPACE}" xmlns:p="{"u" * 1001}"', tail="<p:g/>"),
        ),
        ("svg-not-closed", "An SVG that is cut short.", _drawing(_element(text))[:-20]),
        ("svg-undeclared-prefix", "The prefix of the credential is declared nowhere.", _drawing(_element(text), "")),
        (
            "svg-other-namespace",
            "The credential is in a namespace of nobody.",
            _drawing(_element(text), 'xmlns:openbadges="https://openbadges.example/"'),
        ),
        (
            "svg-with-elements-inside",
            "The credential holds elements.",
            _drawing("<openbadges:credential><b>{}</b></openbadges:credential>"),
        ),
        (
            "svg-both-forms",
            "The credential stands there twice: as JSON and as a token.",
            _drawing(f'<openbadges:credential verify="{_token()}"><![CDATA[{text}]]></openbadges:credential>'),
        ),
        ("svg-empty", "The credential in the SVG is empty.", _drawing("<openbadges:credential/>")),
        ("svg-not-json", "What stands in the SVG is no JSON.", _drawing(_element("a credential"))),
        (
            "svg-in-another-encoding",
            "An SVG that says it is in another encoding.",
            _drawing(_element(text), head='<?xml version="1.0" encoding="iso-8859-1"?>'),
        ),
        (
            "svg-address-of-an-assertion",
            "An SVG that holds the address of an assertion of Open Badges 2.0.",
            _drawing(
                '<o:assertion xmlns:o="http://openbadges.org" verify="https://academy.example/assertions/17"/>', ""
            ),
        ),
        (
            "svg-of-no-namespace",
            "An SVG without its namespace.",
            f'<svg xmlns:openbadges="{NAMESPACE}">{_element(text)}</svg>',
        ),
    ):
        yield _case(name, about, given.encode(), **UNREAD)
    yield _case("svg-in-utf-16", "An SVG in UTF-16.", _drawing(_element(text)).encode("utf-16"), **UNREAD)
    yield _case(
        "svg-not-utf-8",
        "An SVG that is no UTF-8.",
        _drawing(_element(text)).replace("Data", "D\xe4ta", 1).encode("latin-1"),
        **UNREAD,
    )
    deep = _drawing("<g>" * 300 + _element(text) + "</g>" * 300)
    yield _case("svg-too-deep", "An SVG whose groups are nested too deeply.", deep.encode(), **UNREAD)


def _other_files() -> Iterator[Case]:
    for name, about, given in (
        ("jpeg", "A JPEG, which carries no credentials.", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01" + bytes(60)),
        ("gif", "A GIF, which carries no credentials.", b"GIF89a\x01\x00\x01\x00" + bytes(30)),
        ("webp", "A WebP, which carries no credentials.", b"RIFF\x24\x00\x00\x00WEBPVP8 " + bytes(30)),
        ("pdf", "A PDF, which is no picture.", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n"),
        (
            "in-a-web-page",
            "A web page with a drawing in it.",
            f"<!doctype html><html><body>{_drawing(_element(_credential()))}</body></html>".encode(),
        ),
    ):
        yield _case(name, about, given, **UNREAD)


def _xml() -> Iterator[Case]:
    """Drawings in which XML is written as one seldom sees it."""
    text, token = _credential(), _token()
    for name, about, given in (
        (
            "instruction-inside",
            "An instruction amid the JSON, which is no part of it.",
            _inside(f"<?by hand?><![CDATA[{text}]]>"),
        ),
        (
            "token-with-spaces",
            "Spaces and line ends around the token in its attribute.",
            _drawing(f'<openbadges:credential verify="\n {token}\t\n"/>'),
        ),
        (
            "token-by-number",
            "A letter of the token is written by its number.",
            _drawing(f'<openbadges:credential verify="&#x{ord(token[0]):x};{token[1:]}"/>'),
        ),
        (
            "spaces-in-tags",
            "Spaces and line ends within the tags.",
            _drawing(f"<openbadges:credential\n\t><![CDATA[{text}]]></openbadges:credential \n>"),
        ),
        (
            "other-attributes",
            "Attributes that mean nothing.",
            _drawing(f'<openbadges:credential id="c" openbadges:verify="x"><![CDATA[{text}]]></openbadges:credential>'),
        ),
        (
            "commented-out",
            "Another credential stands in a comment.",
            _drawing(f"<!-- {_element('{}')} -->{_element(text)}"),
        ),
        (
            "quoted",
            "Another credential stands in a text.",
            _drawing(f"<desc><![CDATA[{_element('{}').replace(']]>', '')}]]></desc>{_element(text)}"),
        ),
        (
            "in-a-foreign-object",
            "The credential stands in a page within the drawing.",
            _drawing(
                f'<foreignObject><div xmlns="http://www.w3.org/1999/xhtml">{_element(text)}</div></foreignObject>'
            ),
        ),
        (
            "emoji-by-number",
            "A character beyond U+FFFF is written by its number.",
            _inside(
                _escaped(json.dumps(ACADEMY.issued(name="\U0001f393"), ensure_ascii=False)).replace(
                    "\U0001f393", "&#x1F393;"
                )
            ),
        ),
        (
            "quotes-by-name",
            "Quotes are written by their names.",
            _inside(_escaped(text).replace('"', "&quot;").replace("'", "&apos;")),
        ),
        (
            "small-encoding",
            "The encoding is written in small letters.",
            _drawing(_element(text), head="<?xml version='1.0' encoding='utf-8' standalone='yes' ?>"),
        ),
        (
            "prefix-declared-inside",
            "The prefix is declared where it is used.",
            _drawing(f'<g xmlns:ob="{NAMESPACE}">{_element(text, "ob")}</g>', ""),
        ),
        (
            "prefix-changed-inside",
            "The prefix means something else elsewhere.",
            _drawing(f'<g xmlns:openbadges="urn:x">{_element("{}")}</g>{_element(text)}'),
        ),
        (
            "names-beyond-ascii",
            "Other elements have names beyond ASCII.",
            _drawing(f'<m\u00e9ta xmlns="urn:x" \u00fc="1"/>{_element(text)}'),
        ),
        (
            "after-the-end",
            "A comment and spaces follow the drawing.",
            _drawing(_element(text)) + "\n<!-- end -->\n<?end?>\n",
        ),
        ("line-end-first", "A line end stands before the drawing.", "\n" + _drawing(_element(text))),
    ):
        yield _case(f"xml-{name}", about, given.encode())


def _inside(content: str) -> str:
    return _drawing(f"<openbadges:credential>{content}</openbadges:credential>")


def _no_xml() -> Iterator[Case]:
    text = _credential()
    good, body = _element(text), _escaped(text)
    for name, about, given in (
        ("text-after-the-end", "A text follows the drawing.", _drawing(good) + "more"),
        ("two-roots", "A second drawing follows the first.", _drawing(good) + _drawing("")),
        ("end-of-cdata-in-text", "The end of CDATA stands in a text.", _inside(f"{body}]]>")),
        ("dashes-in-a-comment", "A comment holds two dashes.", _drawing(f"<!-- a -- b -->{good}")),
        ("comment-without-end", "A comment does not end.", _drawing(good) + "<!-- end"),
        (
            "attribute-twice",
            "An attribute stands twice.",
            _drawing(good, f'xmlns:openbadges="{NAMESPACE}" id="a" id="b"'),
        ),
        (
            "attribute-twice-by-namespace",
            "An attribute stands twice, by two prefixes of one namespace.",
            _drawing(good, f'xmlns:openbadges="{NAMESPACE}" xmlns:a="urn:x" xmlns:b="urn:x" a:c="1" b:c="2"'),
        ),
        (
            "attribute-without-quotes",
            "An attribute stands without quotes.",
            _drawing(good, f'xmlns:openbadges="{NAMESPACE}" id=a'),
        ),
        (
            "attribute-without-value",
            "An attribute has no value.",
            _drawing(good, f'xmlns:openbadges="{NAMESPACE}" hidden'),
        ),
        (
            "attributes-without-space",
            "No space stands between two attributes.",
            _drawing(good, f'xmlns:openbadges="{NAMESPACE}"id="a"'),
        ),
        (
            "bracket-in-an-attribute",
            "An attribute holds an opening bracket.",
            _drawing(good, f'xmlns:openbadges="{NAMESPACE}" id="<"'),
        ),
        ("zero-by-number", "A zero is written by its number.", _inside(f"{body}&#0;")),
        ("half-a-pair-by-number", "Half of a pair is written by its number.", _inside(f"{body}&#xD83C;")),
        ("beyond-unicode-by-number", "A number beyond all characters.", _inside(f"{body}&#x110000;")),
        ("number-without-digits", "A number without digits.", _inside(f"{body}&#;")),
        ("reference-without-end", "A reference without its end.", _inside(f"{body}&amp")),
        ("bare-ampersand", "An ampersand that is no reference.", _inside(f"{body} & more")),
        ("control-character", "A control character that XML does not allow.", _inside(f"{body}\u0001")),
        ("no-character", "A number that is no character.", _inside(f"{body}\ufffe")),
        (
            "undeclared-prefix-of-an-attribute",
            "The prefix of an attribute is declared nowhere.",
            _drawing(good, f'xmlns:openbadges="{NAMESPACE}" a:b="c"'),
        ),
        ("prefix-taken-back", "The meaning of a prefix is taken back.", _drawing(f'<g xmlns:openbadges="">{good}</g>')),
        (
            "prefix-xml-changed",
            "The prefix xml is given another meaning.",
            _drawing(good, f'xmlns:openbadges="{NAMESPACE}" xmlns:xml="urn:x"'),
        ),
        (
            "prefix-xmlns-declared",
            "The prefix xmlns is declared.",
            _drawing(good, f'xmlns:openbadges="{NAMESPACE}" xmlns:xmlns="urn:x"'),
        ),
        ("name-with-a-digit", "The name of an element begins with a digit.", _drawing(f"<1/>{good}")),
        ("name-with-two-colons", "The name of an element has two colons.", _drawing(f"<openbadges:a:b/>{good}")),
        ("tags-crossed", "Tags end in the wrong order.", _drawing(f"<g><desc>{good}</g></desc>")),
        ("tag-in-capitals", "A tag ends in other letters than it begins.", _drawing(f"<g></G>{good}")),
        ("instruction-called-xml", "A declaration stands amid the drawing.", _drawing(f'<?xml version="1.0"?>{good}')),
        (
            "declaration-late",
            "A line end stands before the declaration.",
            "\n" + _drawing(good, head='<?xml version="1.0"?>'),
        ),
        (
            "declaration-without-version",
            "The declaration names no version.",
            _drawing(good, head='<?xml encoding="UTF-8"?>'),
        ),
        (
            "standalone-in-other-words",
            "The declaration says whether it stands alone in words of its own.",
            _drawing(good, head='<?xml version="1.0" standalone="maybe"?>'),
        ),
        (
            "encoding-by-another-name",
            "The encoding has a name that is none.",
            _drawing(good, head='<?xml version="1.0" encoding="utf8"?>'),
        ),
        (
            "encoding-of-another-size",
            "The declaration says UTF-16, and the file is none.",
            _drawing(good, head='<?xml version="1.0" encoding="UTF-16"?>'),
        ),
        (
            "credential-in-a-credential",
            "A credential stands within the credential.",
            _drawing(f"<openbadges:credential>{good}</openbadges:credential>"),
        ),
        (
            "small-document-type",
            "A document type in small letters, which is none.",
            _drawing(good, head="<!doctype svg>"),
        ),
        (
            "capitals",
            "The name of the drawing is written in capitals.",
            _drawing(good).replace("<svg", "<SVG").replace("</svg", "</SVG"),
        ),
        ("only-commented-out", "The only credential stands in a comment.", _drawing(f"<!-- {_element('{}')} -->")),
        (
            "attribute-of-the-namespace",
            "The token stands in an attribute of the namespace.",
            _drawing(f'<openbadges:credential openbadges:verify="{_token()}"/>'),
        ),
    ):
        yield _case(f"xml-{name}", about, given.encode(), **UNREAD)


def _chunks() -> Iterator[Case]:
    """Pictures in which chunks are written as one seldom sees it."""
    text = _credential().encode()
    packed = zlib_of(text)
    named = b"openbadgecredential\0\0\0de\0Nachweis\0" + text
    yield _case(
        "png-translated-keyword",
        "The chunk has its keyword in another language as well.",
        _picture(_chunk(b"iTXt", named)),
    )
    for name, about, given in (
        ("after-its-end", "The credential stands after the end of the picture.", _picture() + _text_chunk(text)),
        (
            "packed-with-more",
            "Something follows the packed credential within its chunk.",
            _picture(_text_chunk(packed + b"more", flags=b"\1\0")),
        ),
        (
            "packed-with-wrong-checksum",
            "The packed credential does not match its checksum.",
            _picture(_text_chunk(packed[:-1] + bytes([packed[-1] ^ 1]), flags=b"\1\0")),
        ),
        (
            "packed-with-a-dictionary",
            "The credential is packed with a dictionary that nobody has.",
            _picture(_text_chunk(b"\x78\x20" + packed[2:], flags=b"\1\0")),
        ),
        ("packed-cut-short", "The packed credential is cut short.", _picture(_text_chunk(packed[:-9], flags=b"\1\0"))),
        (
            "packed-by-a-flag-of-two",
            "The chunk says neither that it is packed nor that it is not.",
            _picture(_text_chunk(packed, flags=b"\2\0")),
        ),
        (
            "said-to-be-packed",
            "The chunk says that it is packed, and is not.",
            _picture(_text_chunk(text, flags=b"\1\0")),
        ),
        ("not-said-to-be-packed", "The chunk is packed, and does not say so.", _picture(_text_chunk(packed))),
        (
            "length-beyond",
            "A chunk says that it is longer than any.",
            SIGNATURE + struct.pack(">I", 0x80000000) + _picture()[12:],
        ),
        ("without-checksum", "The last chunk has no checksum.", _picture(_text_chunk(text))[:-4]),
        ("without-end", "The picture has no end.", _picture(_text_chunk(text))[:-12]),
        (
            "header-too-long",
            "The header of the picture has a byte more.",
            SIGNATURE + _chunk(b"IHDR", bytes(14)) + _text_chunk(text) + _chunk(b"IEND", b""),
        ),
        (
            "control-character",
            "The credential in the picture begins with a control character.",
            _picture(_text_chunk(b"\x01" + text)),
        ),
    ):
        yield _case(f"png-{name}", about, given, **UNREAD)
