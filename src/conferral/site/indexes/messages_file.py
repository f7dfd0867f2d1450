"""assets/languages/<code>.json: what a script puts in where the reader's language is not that of the page.

    {"direction": "rtl", "page": {…}, "said": {…}}

`page` has the messages of the pages that exist in one language, by the text that stands there, in which {0} is the
first element, {1} the second: {"Valid until {0}": "…"}.  `said` has those of scripts, by their English text, with
values as %(name)s.  What has a plural is an object with a text for each form that the Unicode CLDR has for the
language; in `page`, `number` says which element has the number.  Scripts say in English what `said` lacks.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from conferral.site.language import Language

_OF_SCRIPTS = Path(__file__).parents[1] / "languages/scripts.json"
_VALUE = re.compile(r"%\((\w+)\)s")


def messages_file(page: Language, reader: Language) -> bytes:
    """The file of one language; `page` is that of the pages, which were all made before."""
    content: dict[str, Any] = {"direction": reader.direction, "said": said(reader)}
    if page.code != reader.code:
        content["page"] = _of_page(page.said, page, reader)
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def _of_page(said: Iterable[tuple[str, str]], page: Language, reader: Language) -> dict[str, Any]:
    """Messages by what stands on the page; where two say the same there, the first in the alphabet counts."""
    found: dict[str, Any] = {}
    for one, many in sorted(said):
        if many:
            forms = reader.forms(one, many)
            for form in page.forms(one, many).values():
                names = _names(form)
                if "num" in names:
                    placed = {key: _placed(text, names) for key, text in forms.items()}
                    found.setdefault(_placed(form, names), {**placed, "number": names.index("num")})
        else:
            shown = page.gettext(one)
            names = _names(shown)
            found.setdefault(_placed(shown, names), _placed(reader.gettext(one), names))
    return found


def said(reader: Language) -> dict[str, Any]:
    """What scripts say in a language, by their English text."""
    found: dict[str, Any] = {}
    for one, many in _of_scripts():
        if many:
            forms = reader.forms(one, many)
            if forms["other"] != many:
                found[one] = forms
        elif (text := reader.gettext(one)) != one:
            found[one] = text
    return found


@cache
def _of_scripts() -> tuple[tuple[str, str], ...]:
    listed: list[str | list[str]] = json.loads(_OF_SCRIPTS.read_text(encoding="utf-8"))
    return tuple((item, "") if isinstance(item, str) else (item[0], item[1]) for item in listed)


def _names(text: str) -> list[str]:
    """The values of a message, in order, each once."""
    return list(dict.fromkeys(_VALUE.findall(text)))


def _placed(text: str, names: list[str]) -> str:
    """A message with the places of its values instead of their names."""
    return _VALUE.sub(lambda value: f"{{{names.index(value[1])}}}", text).replace("%%", "%")
