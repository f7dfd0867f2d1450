"""Pictures with a credential inside: chunks of PNG with their checksums right, and SVG changed tag by tag."""

from __future__ import annotations

import contextlib
import json
import re
import struct
import zlib
from collections.abc import Callable
from random import Random

from conferral.errors import EncodingError
from conferral.standards import baking
from conferral.standards.baking import png, svg
from conferral.verify.presented import read_presented
from tests.corpus.builders.issuers import ACADEMY
from tests.fuzz.mutations import mutated_bytes, mutated_json
from tests.fuzz.reports import promise
from tests.fuzz.timing import measured
from tests.fuzz.words import a_number, a_text

_START = png.SIGNATURE
_KINDS = (b"iTXt", b"tEXt", b"zTXt", b"IDAT", b"IEND", b"IHDR", b"PLTE", b"acTL", b"ITXt")
_NAMESPACES = ("https://purl.imsglobal.org/ob/v3p0", "http://openbadges.org", "https://purl.imsglobal.org/clr/v2p0")
_PIECES = (
    *("<openbadges:credential>", "</openbadges:credential>", '<credential xmlns="https://purl.imsglobal.org/ob/v3p0">'),
    *("</credential>", "<![CDATA[", "]]>", "<!--", "-->", "<?xml version='1.0' encoding='utf-16'?>", "<?a ?>", "<g>"),
    *("<!DOCTYPE svg [<!ENTITY a 'b'>]>", "&a;", "&#13;", "&#0;", "&lt;", "</svg>", "<svg>", "/>", ">", "<", '"', "'"),
    *(' verify="a.b.c"', ' verify="{}"', " xmlns:openbadges='urn:a'", ' a="1" a="2"', "\ufeff", "\r\n", " xmlns=''"),
)
_PIECE = re.compile(rb"<[^<>]*>|[^<>]+")
_Mutation = Callable[[bytes, int, Random], bytes]


def run_png(data: bytes) -> None:
    """Take the credential out of a PNG, and put one in."""
    _run(data, png.unbake, png.bake)


def run_svg(data: bytes) -> None:
    """Take the credential out of an SVG, and put one in."""
    _run(data, svg.unbake, svg.bake)


def _run(data: bytes, unbake: Callable[[bytes], baking.Baked | None], bake: Callable[[bytes, str], bytes]) -> None:
    text = json.dumps({"name": "Zoë ]]> \r\n 🎓"}, ensure_ascii=False)
    try:
        baked = measured(unbake, data)
    except EncodingError:
        baked = None
    if baked is not None:
        promise(0 < len(baked.text.encode()) <= baking.MAX_TEXT_BYTES, f"a text of {len(baked.text)} characters")
        text = baked.text
    with contextlib.suppress(EncodingError):
        measured(read_presented, data)
    try:
        image = measured(bake, data, text)
    except EncodingError:
        return
    again = unbake(image)
    promise(again is not None and again.text == text, "what was put in does not come out")
    promise(bake(image, text) == image, "put in once more, it gives another image")


def png_seeds() -> list[bytes]:
    """Small pictures, with credentials written in every way that is read."""
    text = json.dumps(ACADEMY.issued()).encode()
    flags = b"\0\0\0\0"
    texts = [
        (b"iTXt", b"openbadgecredential\0" + flags + text),
        (b"iTXt", b"openbadgecredential\0\1\0en\0a\0" + zlib.compress(text)),
        (b"iTXt", b"openbadges\0" + flags + b"https://example.org/a"),
        (b"tEXt", b"openbadges\0https://example.org/assertions/1"),
        (b"iTXt", b"clrcredential\0" + flags + b"{}"),
        (b"iTXt", b"openbadgecredential\0" + flags + b"e30.e30.e30"),
    ]
    return [_png(), *(_png(_chunk(*each)) for each in texts), _png(_chunk(*texts[0]), _chunk(*texts[2])), _bomb()]


def svg_seeds() -> list[bytes]:
    """Small drawings, with credentials written in every way that is read."""
    plain = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><g><circle r="4"/></g></svg>'
    text = json.dumps(ACADEMY.issued()).replace("&", "&amp;").replace("<", "&lt;")
    bodies = [
        f'<a:credential xmlns:a="{_NAMESPACES[0]}"><![CDATA[{text}]]></a:credential>',
        f'<a:credential xmlns:a="{_NAMESPACES[0]}">{text}</a:credential>',
        f'<a:credential xmlns:a="{_NAMESPACES[0]}" verify="e30.e30.e30"/>',
        f'<assertion xmlns="{_NAMESPACES[1]}" verify="https://example.org/a"></assertion>',
        f'<credential xmlns="{_NAMESPACES[2]}">{{}}</credential>',
        "<g>" * 60 + "</g>" * 60,
    ]
    found = [
        plain,
        *(plain.replace("<g>", f"{body}<g>") for body in bodies),
        "<?xml version='1.0'?>\n<!-- a -->" + plain,
    ]
    return [each.encode() for each in found]


def mutate_png(data: bytes, most: int, chance: Random) -> bytes:
    """`data` with its chunks moved, repeated or changed, and mostly with the right checksums."""
    if chance.random() < 0.15:
        return mutated_bytes(data, most, chance)
    chunks = _split(data)
    for _ in range(chance.choice((1, 1, 2, 4))):
        _change_chunks(chunks, chance)
    return (_START + b"".join(_chunk(kind, content) for kind, content in chunks))[:most]


def mutate_svg(data: bytes, most: int, chance: Random) -> bytes:
    """`data` with its tags and texts moved, repeated or changed."""
    if chance.random() < 0.15:
        return mutated_bytes(data, most, chance)
    pieces = _PIECE.findall(data) or [b""]
    for _ in range(chance.choice((1, 1, 2, 4))):
        _change_pieces(pieces, chance)
    return b"".join(pieces)[:most]


def _change_chunks(chunks: list[tuple[bytes, bytes]], chance: Random) -> None:
    place = chance.randrange(len(chunks) + 1)
    kind, content = chunks[min(place, len(chunks) - 1)] if chunks else (b"IHDR", b"\0" * 13)
    match chance.randrange(7):
        case 0 if chunks:
            del chunks[min(place, len(chunks) - 1)]
        case 1:
            chunks[place:place] = [(kind, content)] * a_number(chance, 25_000 if len(content) < 100 else 9)
        case 2:
            chunks.insert(place, (chance.choice(_KINDS), content))
        case 3:
            chunks.insert(place, (chance.choice(_KINDS[:3]), _some_text(chance)))
        case 4:
            chance.shuffle(chunks)
        case _:
            changed = mutated_bytes(content, 1 << 20, chance)
            chunks[min(place, len(chunks) - 1) : place + 1] = [(kind, changed)]


def _change_pieces(pieces: list[bytes], chance: Random) -> None:
    place = chance.randrange(len(pieces) + 1)
    here = min(place, len(pieces) - 1)
    match chance.randrange(8):
        case 0:
            del pieces[here : here + chance.choice((1, 1, 5))]
        case 1:
            most = 120_000 if len(pieces[here]) < 20 else 300
            pieces[place:place] = pieces[here : here + 1] * a_number(chance, most)
        case 2:
            pieces.insert(place, chance.choice(_PIECES).encode())
        case 3:
            pieces.insert(place, chance.choice(_PIECES).encode() * a_number(chance, 20_000))
        case 4:
            pieces[here:here] = pieces[here : here + chance.randrange(9)]
        case 5:
            attributes = "".join(f' a{number}="{number}"' for number in range(a_number(chance, 60_000)))
            pieces[here : here + 1] = [pieces[here].replace(b">", attributes.encode() + b">", 1)]
        case 6:
            pieces.insert(place, a_text(chance).encode("utf-8", "surrogatepass"))
        case _:
            pieces[here : here + 1] = [mutated_bytes(pieces[here], 1 << 20, chance)]
    if not pieces:
        pieces.append(b"<svg/>")


def _some_text(chance: Random) -> bytes:
    """The content of a text chunk that may carry a credential."""
    keyword = chance.choice((b"openbadgecredential", b"openbadges", b"clrcredential", b"Comment", b"k" * 90, b""))
    text = mutated_json(b'{"a":[1]}', 1 << 20, chance) or b"{}"
    if chance.random() < 0.3:
        text = text * a_number(chance, max(1, 3_000_000 // len(text)))
    compressed = chance.random() < 0.5
    flags = chance.choice((b"\0\0", b"\1\0", b"\1\1", b"\2\0")) if chance.random() < 0.3 else bytes([compressed, 0])
    languages = chance.choice((b"\0\0", b"en\0a\0", b"\0", b""))
    return keyword + b"\0" + flags + languages + (zlib.compress(text) if compressed else text)


def _split(data: bytes) -> list[tuple[bytes, bytes]]:
    """The chunks of a PNG, as far as they can be told apart."""
    found: list[tuple[bytes, bytes]] = []
    position = len(_START)
    while position + 8 <= len(data) and len(found) < 30_000:
        length = int.from_bytes(data[position : position + 4], "big")
        found.append((data[position + 4 : position + 8], data[position + 8 : position + 8 + length]))
        position += 12 + length
    return found


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def _png(*texts: bytes) -> bytes:
    header = _chunk(b"IHDR", struct.pack(">IIBBBBB", 2, 2, 8, 2, 0, 0, 0))
    picture = _chunk(b"IDAT", zlib.compress(b"\0\x10\x20\x30\x40\x50\x60" * 2))
    return b"".join((_START, header, *texts, picture, _chunk(b"IEND", b"")))


def _bomb() -> bytes:
    """A small picture whose credential unpacks to many megabytes."""
    return _png(_chunk(b"iTXt", b"openbadgecredential\0\1\0\0\0" + zlib.compress(b" " * (40 << 20), 9)))
