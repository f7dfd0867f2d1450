"""What somebody may do who makes pages.  Run behind the wall, by file name, from test_makers.py.

Most tell a look, as whoever makes the catalogue does, and then depart from what is asked.
"""

# ruff: noqa: ARG001 - every target is called with the same parameters

from __future__ import annotations

import json
import os
import pickle
import signal
import struct
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from conferral.site.channel import Channel
from conferral.site.frames import read_frame, write_frame
from conferral.site.pages import Look

Pages = Iterator[tuple[str, bytes]]


def _answer(channel: Channel, change: Callable[[list[str]], Pages], *, first: bool = True) -> None:
    """Answer every share with the pages that `change` makes of the ids of its awards; as the `first`, tell a look."""
    if first:
        channel.tell_look(Look())
    _tell(channel, "ready", None)
    read_frame(channel._given)  # the setting
    while True:
        name, content = read_frame(channel._given)
        if name == "end":
            break
        for path, page in change(_ids(content)):
            write_frame(channel._pages, path, page)
        _tell(channel, "", [])
    _tell(channel, "said", [])
    if first:
        read_frame(channel._given)


def _tell(channel: Channel, name: str, content: Any) -> None:
    write_frame(channel._pages, name, json.dumps(content).encode())
    channel._pages.flush()


def _ids(share: bytes) -> list[str]:
    portion = pickle.loads(share).portion  # noqa: S301
    return [entry.id for batch in portion.batches for entry in batch.file.recipients]


def _page(award: str) -> str:
    return f"credentials/{award}/index.html"


def honest(root: Path, signed: Path, out: Path, *, progress: Any, channel: Channel) -> None:
    """Every page, in order."""
    _answer(channel, lambda ids: ((_page(one), b"a page") for one in ids))


def leave_one_out(root: Path, signed: Path, out: Path, *, progress: Any, channel: Channel) -> None:
    """All pages but the second."""
    _answer(channel, lambda ids: ((_page(one), b"a page") for one in ids if one != ids[1]))


def leave_the_last_out(root: Path, signed: Path, out: Path, *, progress: Any, channel: Channel) -> None:
    """All pages but the last."""
    _answer(channel, lambda ids: ((_page(one), b"a page") for one in ids[:-1]))


def turn_round(root: Path, signed: Path, out: Path, *, progress: Any, channel: Channel) -> None:
    """All pages in another order."""
    _answer(channel, lambda ids: ((_page(one), b"a page") for one in reversed(ids)))


def make_one_twice(root: Path, signed: Path, out: Path, *, progress: Any, channel: Channel) -> None:
    """The last page a second time."""
    _answer(channel, lambda ids: ((_page(one), b"a page") for one in [*ids, ids[-1]]))


def sign(root: Path, signed: Path, out: Path, *, progress: Any, channel: Channel) -> None:
    """A credential in place of the first page."""
    _answer(channel, lambda ids: iter([(f"credentials/{ids[0]}/credential.json", b"{}")]))


def climb(root: Path, signed: Path, out: Path, *, progress: Any, channel: Channel) -> None:
    """A page that would lie outside of the site, with a name for the terminal."""
    _answer(channel, lambda _: iter([("../\x1b[2Jelsewhere", b"a page")]))


def certify(root: Path, signed: Path, out: Path, *, progress: Any, channel: Channel) -> None:
    """A certificate where none is asked for."""
    _answer(
        channel,
        lambda ids: iter([(_page(ids[0]), b"a page"), (f"credentials/{ids[0]}/certificate.pdf", b"%PDF")]),
    )


def complain(root: Path, signed: Path, out: Path, *, progress: Any, channel: Channel) -> None:
    """Say that letters were missing, in no form that was agreed on."""
    channel.tell_look(Look())
    _tell(channel, "ready", None)
    read_frame(channel._given)
    _, content = read_frame(channel._given)
    for one in _ids(content):
        write_frame(channel._pages, _page(one), b"a page")
    _tell(channel, "", ["\x1b[2Jrecipient", 7])
    _tell(channel, "said", {"a": 1})
    read_frame(channel._given)


def exaggerate(root: Path, signed: Path, out: Path, *, progress: Any, channel: Channel) -> None:
    """A page of more bytes than there are."""
    channel.tell_look(Look())
    _tell(channel, "ready", None)
    channel._pages.write(struct.pack(">IQ", 3, 2**60) + b"abc")
    channel._pages.flush()
    time.sleep(3600)


def look_elsewhere(root: Path, signed: Path, out: Path, *, progress: Any, channel: Channel) -> None:
    """A look that is none."""
    write_frame(channel._pages, "look", b'{"stylesheets": 1}' * 3)
    channel._pages.flush()
    time.sleep(3600)


def say_done(root: Path, signed: Path, out: Path, *, progress: Any, channel: Channel) -> None:
    """Tell the look, and that all is done."""
    channel.tell_look(Look())


def fall_silent(root: Path, signed: Path, out: Path, *, progress: Any, channel: Channel) -> None:
    """End in the middle of a page, with an exit code as if all were well."""
    channel.tell_look(Look())
    _tell(channel, "ready", None)
    channel._pages.write(struct.pack(">IQ", 3, 100) + b"abc")
    channel._pages.flush()
    os._exit(0)


def die(root: Path, signed: Path, out: Path, *, progress: Any, channel: Channel) -> None:
    """Be killed."""
    channel.tell_look(Look())
    os.kill(os.getpid(), signal.SIGKILL)


def sleep(root: Path, signed: Path, out: Path, *, progress: Any, channel: Channel) -> None:
    """Do nothing."""
    time.sleep(3600)


def break_out(root: Path, signed: Path, out: Path, *, progress: Any, channel: Channel) -> None:
    """Write to the site, to what is put in there at the end and to the registry: say on the first page what worked."""
    written = []
    for place in json.loads((root / "plan.json").read_text()):
        with suppress(OSError):
            (Path(place) / "forged").write_text("x")
            written.append(place)
    _answer(channel, lambda ids: ((_page(one), json.dumps(written).encode()) for one in ids), first=False)
