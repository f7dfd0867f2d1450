"""Pages of credentials, made by processes behind the wall that can write nowhere and give back bytes.

One of them makes the catalogue as well, and tells its look as soon as it knows it; the others begin with pages then.
Whoever is ready gets the next portion.  What comes back has to be the pages of that portion in order, or the build
ends: what a process behind the wall says is believed of the content of a page, and of nothing else.
"""

from __future__ import annotations

import json
import pickle
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from queue import SimpleQueue
from typing import Any, NoReturn

from conferral.errors import BuildError
from conferral.progress import Progress
from conferral.site.channel import END, LOOK, READY, SAID, SETTING, SHARE
from conferral.site.credential_folders import CredentialFolder, belongs_to_none
from conferral.site.frames import read_frame, read_json, write_frame
from conferral.site.page_making import Setting
from conferral.site.page_work import PageWork, Task
from conferral.site.pages import Look
from conferral.site.wall import Walled, printable

Put = Callable[[CredentialFolder, bytes, bytes | None], None]
"""Called with a folder, its page, and its certificate if it has one; from several threads, each folder once."""

_AHEAD = 2  # portions that a process has at a time, so that it need not wait for us
_HINT = "A template, theme, plugin or hook has changed it, or ended rendering too early."


def make_pages(
    catalogue: Walled, others: Sequence[Walled], work: PageWork, put: Put, *, progress: Progress | None = None
) -> None:
    """Have all pages made while `catalogue` makes the rest of the site, and wait for it.

    `others` make pages and nothing else.  Raises `BuildError` when one of them fails, and ends all then.
    """
    happened: SimpleQueue[tuple[str, Any]] = SimpleQueue()
    conversations = [_Conversation(one, happened) for one in (catalogue, *others)]
    making = _Making(conversations, work, put, progress)
    try:
        while not making.is_done():
            making.go_on(*happened.get())
    except BaseException:
        for one in conversations:
            one.kill()
        raise
    finally:
        for one in conversations:
            one.join()


class _Making:
    """How far the work has come, in the one thread that knows it."""

    def __init__(
        self, conversations: Sequence[_Conversation], work: PageWork, put: Put, progress: Progress | None
    ) -> None:
        self._conversations = conversations
        self._work = work
        self._put = put
        self._progress = progress
        self._done = self._finished = self._ended = 0
        self._said: list[Any] = []
        self._faults: dict[int, list[str]] = {}
        conversations[0].begin(conversations[0].take_look)

    def is_done(self) -> bool:
        """Whether all processes have ended well, with all pages made."""
        if self._ended == len(self._conversations) > self._finished:
            raise _is_missing("index.html")
        return self._ended == len(self._conversations)

    def go_on(self, what: str, detail: Any) -> None:
        """Take in what has happened, and begin what comes next."""
        match what:
            case "failed":
                raise detail
            case "look":
                rest = _Rest(self._work.setting(detail), self._work.tasks(detail))
                for one in self._conversations:
                    one.begin(one.have_made, rest, self._put)
            case "made":
                number, pages, self._faults[number] = detail
                self._done += pages
                self._tell("pages", self._done, self._work.total)
            case "said":
                self._finished += 1
                self._said += detail
                if self._finished == len(self._conversations):
                    self._all_made()
            case "ended":
                self._ended += 1
            case "progress":
                self._tell(*detail)

    def _all_made(self) -> None:
        faults = dict.fromkeys(chain.from_iterable(self._faults[number] for number in sorted(self._faults)))
        if faults:
            from conferral.site.certificates import letters_missing  # noqa: PLC0415 -- typst is slow to start

            raise letters_missing(list(faults))
        catalogue = self._conversations[0]
        catalogue.begin(catalogue.tell_said, self._said)

    def _tell(self, *step: Any) -> None:
        if self._progress:
            self._progress(*step)


class _Rest:
    """What is still to be made, for several threads."""

    def __init__(self, setting: Setting, tasks: Iterator[Task]) -> None:
        self.setting = pickle.dumps(setting, pickle.HIGHEST_PROTOCOL)
        self._tasks = tasks
        self._lock = threading.Lock()

    def take(self) -> Task | None:
        """The next task; None when there is none any more."""
        with self._lock:
            return next(self._tasks, None)


class _Conversation:
    """What passes between us and one process, in threads: what comes of it is put into `happened`."""

    def __init__(self, walled: Walled, happened: SimpleQueue[tuple[str, Any]]) -> None:
        self._walled = walled
        self._happened = happened
        self._threads: list[threading.Thread] = []
        self._listener = self.begin(self._listen)

    def begin(self, step: Callable[..., None], *given: Any) -> threading.Thread:
        """Do one of the steps below in a thread of its own."""

        def run() -> None:
            try:
                step(*given)
            except BaseException as error:  # noqa: BLE001 -- whoever waits for what happens raises it
                self._happened.put(("failed", error))

        self._threads.append(threading.Thread(target=run))
        self._threads[-1].start()
        return self._threads[-1]

    def kill(self) -> None:
        """End the process, and so every step."""
        self._walled.kill()

    def join(self) -> None:
        """Wait for the end of every step."""
        for thread in self._threads:
            thread.join()

    def take_look(self) -> None:
        """The look of the catalogue, which comes before any page."""
        match self._take(LOOK, "index.html"):
            case {"stylesheets": list(styles), "icon": str(icon), "own_pages": list(own), "repository": str(address)}:
                look = Look(
                    stylesheets=tuple(map(str, styles)),
                    icon=icon,
                    own_pages=tuple(map(str, own)),
                    repository=address,
                )
                self._happened.put(("look", look))
            case _:
                raise _is_missing("index.html")

    def have_made(self, rest: _Rest, put: Put) -> None:
        """Pages, as long as there are any to be made; then what was said on them."""
        under_way: deque[Task] = deque()
        self._take(READY, "index.html")
        self._give(SETTING, rest.setting)
        while True:
            while len(under_way) < _AHEAD and (task := rest.take()):
                self._give(SHARE, pickle.dumps(task.share, pickle.HIGHEST_PROTOCOL))
                under_way.append(task)
            if not under_way:
                break
            task = under_way.popleft()
            lacking = self._pages(task, put)
            self._happened.put(("made", (task.number, len(task.folders), lacking)))
        self._give(END, b"")
        said = self._take(SAID, "index.html")
        self._happened.put(("said", said if isinstance(said, list) else []))

    def tell_said(self, said: Sequence[Any]) -> None:
        """What was said on all pages, for what is made of it."""
        words = {(str(one[0]), str(one[1])) for one in said if isinstance(one, list) and len(one) == 2}
        self._give(SAID, json.dumps(sorted(words)).encode())

    def _listen(self) -> None:
        self._walled.listen(lambda *step: self._happened.put(("progress", step)))
        self._walled.judge()
        self._happened.put(("ended", None))

    def _pages(self, task: Task, put: Put) -> list[str]:
        """Take the pages of one task; what its certificates have lacked."""
        path, content = self._read(task.folders[0].page if task.folders else "index.html")
        for folder in task.folders:
            if path != folder.page:
                raise _unexpected(path, folder, task)
            page, certificate = content, None
            path, content = self._read(folder.page)
            if folder.certificate and path == folder.certificate:
                certificate = content
                path, content = self._read(folder.page)
            put(folder, page, certificate)
        if path:
            raise belongs_to_none(printable(path))
        lacking = read_json(content)
        return [printable(str(fault)) for fault in lacking] if isinstance(lacking, list) else []

    def _take(self, name: str, missing: str) -> Any:
        found, content = self._read(missing)
        if found != name:
            raise _is_missing(missing)
        return read_json(content)

    def _read(self, missing: str) -> tuple[str, bytes]:
        """The next frame; where there is none, why the process has ended, or else that a page is missing."""
        try:
            return read_frame(self._walled.pages)
        except EOFError:
            self._has_ended(missing)

    def _give(self, name: str, content: bytes) -> None:
        try:
            write_frame(self._walled.given, name, content)
            self._walled.given.flush()
        except BrokenPipeError:
            self._has_ended("index.html")

    def _has_ended(self, missing: str) -> NoReturn:
        self._listener.join()  # it knows why
        raise _is_missing(missing)


def _unexpected(path: str, folder: CredentialFolder, task: Task) -> BuildError:
    """Why a path may not come where the page of a folder has to."""
    known = not path or any(path in (one.page, one.certificate) for one in task.folders)
    return _is_missing(folder.page) if known else belongs_to_none(printable(path))


def _is_missing(page: str) -> BuildError:
    return BuildError(f"the page '{page}' is missing from the site", hint=_HINT)
