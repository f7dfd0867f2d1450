"""Named pieces of bytes through a pipe: how pages come out from behind the wall, and what they are made of goes in.

A frame is the length of its name (4 bytes, big-endian), the length of its content (8 bytes), the name in UTF-8 and the
content.  What comes out from behind the wall is read as bytes and as JSON, never as objects of Python, which would run
code here; what goes in may be such objects.
"""

from __future__ import annotations

import json
import struct
from typing import IO, Any

from conferral.errors import BuildError

_LENGTHS = struct.Struct(">IQ")
_LONGEST_NAME = 1024  # bytes
_LARGEST = 256 * 1024 * 1024  # bytes of a page, a certificate or a list


def write_frame(pipe: IO[bytes], name: str, content: bytes) -> None:
    """Write one frame; whoever waits for it may need a flush."""
    encoded = name.encode()
    pipe.write(_LENGTHS.pack(len(encoded), len(content)))
    pipe.write(encoded)
    pipe.write(content)


def read_frame(pipe: IO[bytes]) -> tuple[str, bytes]:
    """Name and content of the next frame.

    Raises `EOFError` where the pipe ends before the frame does, and `BuildError` for what is none or too large.
    """
    name_length, length = _LENGTHS.unpack(_exactly(pipe, _LENGTHS.size))
    if name_length > _LONGEST_NAME or length > _LARGEST:
        raise BuildError(
            "rendering gave back something that is no page",
            hint=f"A page may have {_LARGEST // 1024**2} MB.",
        )
    name = _exactly(pipe, name_length).decode("utf-8", "replace")
    return name, _exactly(pipe, length)


def read_json(content: bytes) -> Any:
    """What JSON says that came out from behind the wall; None in place of what is none."""
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return None


def _exactly(pipe: IO[bytes], length: int) -> bytes:
    content = pipe.read(length)
    while len(content) < length:
        more = pipe.read(length - len(content))
        if not more:
            raise EOFError
        content += more
    return content
