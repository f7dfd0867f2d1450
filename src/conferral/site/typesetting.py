"""Pictures and documents that typst sets: the one module that knows it.

Templates lie in `typeset/`, and everything that people wrote reaches them as data, never as code.  A document sees the
files of one folder and nothing else: no network, no packages, no fonts of the system.  There are the fonts that typst
brings, of which pages use Libertinus Serif, and those that a registry has in site_templates/fonts/ for other letters.
So the same data give the same bytes on every machine.
"""

from __future__ import annotations

import json
import re
import shutil
import signal
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import typst

from conferral.errors import BuildError, RegistryError
from conferral.files import FolderFiles

OWN_FONTS = "site_templates/fonts"
"""Folder of a registry in which its own fonts lie."""

LONGEST = 60
"""Seconds for a document, which usually takes a twentieth of one."""

_TEMPLATES = Path(__file__).parent / "typeset"
_SERIF = "Libertinus Serif"
_FONT_FILES = (".ttf", ".otf", ".ttc", ".otc")
_LARGEST_FONTS = 128 * 1024 * 1024  # bytes, all of them
_LETTERS = "letters.typ"
_MARKS = r"[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u20d0-\u20ff\ufe00-\ufe0f\U0001f3fb-\U0001f3ff]*"
_CLUSTER = re.compile(rf"\S{_MARKS}(?:\u200d\S{_MARKS})*")
"""A character with its accents, and emoji that are joined into one."""


class CannotDrawError(Exception):
    """A picture that typst cannot draw, which is another program than the one that checks pictures."""


def own_fonts(root: Path) -> Mapping[str, bytes]:
    """The font files of a registry by their names; raises `BuildError` where they cannot be used."""
    folder = root / OWN_FONTS
    if not folder.is_dir():
        return {}
    if not Path(folder.resolve()).is_relative_to(root.resolve()):
        raise BuildError(
            f"{OWN_FONTS} is a link that leads out of the registry", hint="Put the fonts themselves there."
        )
    fonts: dict[str, bytes] = {}
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() in _FONT_FILES:
            try:
                fonts[path.name] = FolderFiles(root).read(f"{OWN_FONTS}/{path.name}")
            except RegistryError as error:
                raise BuildError(f"{OWN_FONTS}/{path.name} {error.message}", hint=error.hint) from error
    if sum(map(len, fonts.values())) > _LARGEST_FONTS:
        raise BuildError(f"the fonts in {OWN_FONTS} have more than {_LARGEST_FONTS} bytes", hint="Keep those you use.")
    return fonts


def direction(words: str) -> str:
    """Whether the first letter of a text runs from left to right, "ltr", or from right to left, "rtl"."""
    for character in words:
        kind = unicodedata.bidirectional(character)
        if kind in ("L", "R", "AL"):
            return "ltr" if kind == "L" else "rtl"
    return "ltr"


@contextmanager
def _limited() -> Iterator[None]:
    """End this process by a signal (SIGALRM) if it is in the block for too long."""
    signal.alarm(LONGEST)
    try:
        yield
    finally:
        signal.alarm(0)


class Typesetter:
    """Sets documents in a folder of its own, which has to be empty and stays as long as this is used.

    `fonts` are what `own_fonts` gives.  Raises `BuildError` for one that cannot be read.  A document that takes longer
    than `LONGEST` ends the process: a drawing can be made so that it takes for ever, and nothing else stops typst.
    """

    def __init__(self, folder: Path, fonts: Mapping[str, bytes]) -> None:
        self._folder = folder
        own = []  # a folder for each, since in one folder they would be found in no order
        for number, (name, content) in enumerate(sorted(fonts.items())):
            own.append(folder / f"font-{number}")
            own[-1].mkdir()
            (own[-1] / name).write_bytes(content)
        for template in sorted(_TEMPLATES.glob("*.typ")):
            shutil.copyfile(template, folder / template.name)
        found = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=own).fonts()
        unread = sorted(fonts.keys() - {Path(font.path).name for font in found if font.path})
        if unread:
            raise BuildError(f"{OWN_FONTS}/{unread[0]} is no font that can be read", hint="TrueType and OpenType can.")
        self._families = (_SERIF, *sorted({font.family for font in found} - {_SERIF}))
        self._fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=own)
        self._compilers: dict[str, typst.Compiler] = {}
        self._known: dict[str, tuple[str, ...]] = {}

    def picture(self, name: str, content: bytes) -> str:
        """Where documents find a picture, once it is put into the folder under a name with the ending of its kind."""
        path = self._folder / name
        if not path.exists():
            path.write_bytes(content)
        return f"/{name}"

    def said(self, words: str, language: str) -> dict[str, str]:
        """A text as documents take it, with its language and its direction."""
        return {"words": words, "lang": language.partition("-")[0], "dir": direction(words)}

    def png(self, template: str, data: Mapping[str, Any]) -> bytes:
        """A document of one page as a PNG with a pixel a point.  Raises `CannotDrawError`."""
        try:
            with _limited():
                made = self._compiler(template).compile(format="png", ppi=72, sys_inputs=self._inputs(data))
        except typst.TypstError as error:
            raise CannotDrawError(error.message) from error
        assert isinstance(made, bytes)  # noqa: S101 - of several pages it would be a list
        return made

    def pdf(self, template: str, data: Mapping[str, Any], when: datetime) -> bytes:
        """A document as a tagged PDF (PDF/UA-1, ISO 14289-1) of that time.  Raises `CannotDrawError`."""
        try:
            with _limited():
                made = self._compiler(template).compile(
                    format="pdf", pdf_standards=["ua-1"], timestamp=when, sys_inputs=self._inputs(data)
                )
        except typst.TypstError as error:
            raise CannotDrawError(error.message) from error
        assert isinstance(made, bytes)  # noqa: S101 - never a list
        return made

    def missing(self, words: str) -> tuple[str, ...]:
        """The characters of a text that no font has, each once, in order; some are of several code points."""
        if words not in self._known:
            self._known[words] = () if self._has([words]) else self._missing(words)
        return self._known[words]

    def _missing(self, words: str) -> tuple[str, ...]:
        clusters = dict.fromkeys(_CLUSTER.findall(words))
        return tuple(cluster for cluster in clusters if not self._has([cluster])) or tuple(clusters)

    def _has(self, texts: list[str]) -> bool:
        # PDF/UA forbids a document in which a letter is a box, so typst says when one would be.
        try:
            self._compiler(_LETTERS).compile(
                format="pdf", pdf_standards=["ua-1"], sys_inputs=self._inputs({"texts": texts})
            )
        except typst.TypstError as error:
            if not error.message.startswith("PDF/UA-1 error"):
                raise
            return False
        return True

    def _compiler(self, template: str) -> typst.Compiler:
        if template not in self._compilers:
            self._compilers[template] = typst.Compiler(
                self._folder / template, root=self._folder, font_paths=self._fonts
            )
        return self._compilers[template]

    def _inputs(self, data: Mapping[str, Any]) -> dict[str, str]:
        return {"data": json.dumps({**data, "fonts": self._families})}
