"""Pieces of bytes through a pipe."""

from __future__ import annotations

import io
import struct

import pytest

from conferral.errors import BuildError
from conferral.site.frames import read_frame, read_json, write_frame

FRAMES = [("credentials/1/index.html", b"<p>a page</p>"), ("", b""), ("größer", bytes(100_000))]


def test_what_is_written_is_read() -> None:
    pipe = io.BytesIO()
    for name, content in FRAMES:
        write_frame(pipe, name, content)
    pipe.seek(0)

    assert [read_frame(pipe) for _ in FRAMES] == FRAMES
    with pytest.raises(EOFError):
        read_frame(pipe)


def test_a_frame_that_is_cut_short_is_none() -> None:
    pipe = io.BytesIO()
    write_frame(pipe, "page", b"content")
    whole = pipe.getvalue()

    for length in range(len(whole)):
        with pytest.raises(EOFError):
            read_frame(io.BytesIO(whole[:length]))


@pytest.mark.parametrize("lengths", [(1025, 0), (1, 256 * 1024**2 + 1), (2**32 - 1, 2**64 - 1)])
def test_a_frame_that_claims_to_be_huge_is_refused(lengths: tuple[int, int]) -> None:
    with pytest.raises(BuildError) as caught:
        read_frame(io.BytesIO(struct.pack(">IQ", *lengths)))
    assert caught.value.message == "rendering gave back something that is no page"
    assert caught.value.hint == "A page may have 256 MB."


@pytest.mark.parametrize("content", [b"", b"\xff", b"[" * 100_000, b"nothing"])
def test_what_is_no_json_is_nothing(content: bytes) -> None:
    assert read_json(content) is None
    assert read_json(b'["a", 1]') == ["a", 1]
