"""The verifier's sentences in the language of a page: each is recognised by the message that it was made of."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from conferral.site.indexes.messages_file import messages_file
from conferral.site.language import Language
from tests.messages.files import codes
from tests.messages.found import NOT_ON_PAGES, SENTENCES
from tests.unit.verifier.browser_side import Json, ask, outcome

MODULE = "../../tests/unit/pages/telling.ts"
PARTS = ("sentences", "statements", "dated", "notes")
VALUE = re.compile(r"\{(\w+)\}")
DAY = "30 June 2026, 21:59 UTC"
INNER = "The signature names no key."
GIVEN = {
    **dict.fromkeys(("begin", "end", "date"), DAY),
    **dict.fromkeys(("number", "count", "size"), "3"),
    "sentence": INNER,
}
DAYS = {
    "de": "30. Juni 2026, 21:59 UTC",
    "fr": "30 juin 2026, 21:59 UTC",
    "es": "30 de junio de 2026, 21:59 UTC",
    "tr": "30 Haziran 2026, 21:59 UTC",
    "ar": "30 يونيو 2026، 21:59 بالتوقيت العالمي",
}


def sentences() -> list[str]:
    said = json.loads(SENTENCES.read_text(encoding="utf-8"))
    return [text for part in PARTS for code, text in said[part].items() if not code.startswith(NOT_ON_PAGES)]


def filled(text: str, values: dict[str, str]) -> str:
    return VALUE.sub(lambda found: values.get(found[1], f"some ({found[1]}): a.b?"), text)


def told(code: str, *asked: str) -> list[str]:
    file: dict[str, Any] = json.loads(messages_file(Language.of("en"), Language.of(code)))
    [answer] = ask(MODULE, [("told", (code, Json(file), list(asked)))])
    found: list[str] = outcome(answer)
    return found


@pytest.mark.parametrize("code", codes())
def test_every_sentence_of_the_verifier_is_said_with_its_values(code: str) -> None:
    words = Language.of(code)
    asked = [filled(text, GIVEN) for text in sentences()]
    there = dict(zip(sentences(), told(code, *asked), strict=True))

    wrong = {}
    for text, found in there.items():
        values = {**GIVEN, **dict.fromkeys(("begin", "end", "date"), DAYS[code]), "sentence": words.say(INNER)}
        values |= {name: f"[en: some ({name}): a.b?]" for name in ("problem", "error")}
        expected = filled(words.gettext(text), values)
        if found != expected:
            wrong[text] = (found, expected)
    assert wrong == {}


def test_a_statement_may_end_in_its_being_authentic() -> None:
    assert told("de", f"Expired on {DAY}. It is authentic.") == ["Abgelaufen am 30. Juni 2026, 21:59 UTC. Er ist echt."]


def test_a_sentence_that_nobody_knows_stays_in_english_and_says_so() -> None:
    assert told("de", "It is new to this page.") == ["[en: It is new to this page.]"]
    assert told("en", "It is new to this page.") == ["It is new to this page."]
