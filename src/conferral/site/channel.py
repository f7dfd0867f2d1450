"""The inner end of what passes the wall while pages are made: `conferral.site.makers` holds the outer one.

In come, as frames (`conferral.site.frames`), a setting and one share of awards after another, and at last `end`; out
go, for each share, its pages in order and then a frame without a name, with what certificates have lacked.
"""

from __future__ import annotations

import json
import pickle
import threading
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from queue import Queue
from typing import IO, Any

from conferral.progress import Progress
from conferral.signed_folder import DOCUMENTS
from conferral.site.frames import read_frame, write_frame
from conferral.site.page_making import PageMaker
from conferral.site.pages import Look

READY, LOOK, SETTING, SHARE, END, SAID = "ready", "look", "setting", "share", "end", "said"
_AHEAD = 2  # shares that wait here


class Channel:
    """Two pipes: one by which work is given in, one by which pages go out."""

    def __init__(self, given: IO[bytes], pages: IO[bytes]) -> None:
        self._given = given
        self._pages = pages

    def tell_look(self, look: Look) -> None:
        """Say what pages of credentials share of the catalogue's look, as soon as it is known."""
        self._tell(LOOK, asdict(look))

    def make_pages(self, root: Path, published: Path) -> Iterable[tuple[str, str]]:
        """Make all pages that are asked for; what was said on them, see `Language.said`.

        `published` is the folder with the images of badges, each under its site path.
        """
        self._tell(READY, None)
        waiting: Queue[tuple[str, bytes]] = Queue(_AHEAD)
        # Whoever gives us a share must not have to wait until it has taken the pages of the last one.
        threading.Thread(target=self._take_in, args=(waiting,), daemon=True).start()
        _, setting = waiting.get()
        with PageMaker(root, published, pickle.loads(setting)) as maker:  # noqa: S301 -- from outside of the wall
            for share in iter(waiting.get, (END, b"")):
                for path, content in maker.pages(pickle.loads(share[1])):  # noqa: S301
                    write_frame(self._pages, path, content)
                self._tell("", maker.faults())
        self._tell(SAID, list(maker.words.said))
        return maker.words.said

    def said_elsewhere(self) -> Iterable[tuple[str, str]]:
        """What was said on pages of credentials, wherever they were made."""
        _, content = read_frame(self._given)
        return [(one, many) for one, many in json.loads(content)]

    def _take_in(self, waiting: Queue[tuple[str, bytes]]) -> None:
        name = ""
        while name != END:
            try:
                name, content = read_frame(self._given)
            except EOFError:  # nobody waits for pages any more
                name, content = END, b""
            waiting.put((name, content))

    def _tell(self, name: str, content: Any) -> None:
        write_frame(self._pages, name, json.dumps(content).encode())
        self._pages.flush()


def make_pages(root: Path, signed: Path, out: Path, *, progress: Progress, channel: Channel) -> None:  # noqa: ARG001
    """Make pages of credentials and write nothing: a target for `conferral.site.wall`."""
    channel.make_pages(root, signed / DOCUMENTS)
