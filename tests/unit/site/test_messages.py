"""Every text of the interface is a message, and every language that comes with conferral has all of them."""

from __future__ import annotations

import re

import pytest
from babel.messages.catalog import Message

from conferral.site.language import shipped
from tests.messages.files import FOLDER, brought_up, codes, contents, ids, read, said, translated, written
from tests.messages.found import ROOT, SITE, Found, in_scripts, messages
from tests.messages.unsaid import unsaid

TEMPLATES = sorted([*(SITE / "templates").rglob("*.html"), *(SITE / "theme").rglob("*.html")])
VALUE = re.compile(r"%\(\w+\)s|\{\w+\}")
TAG = re.compile(r"<[^>]+>")


def told(code: str) -> list[Message]:
    return [message for message in read(code) if message.id]


def test_the_languages_that_were_promised_come_with_conferral() -> None:
    assert shipped() == ("ar", "de", "en", "es", "fr", "tr")


def test_the_message_files_are_those_of_the_code() -> None:
    """`make messages` writes them."""
    old = [file.name for file, text in contents().items() if file.read_text(encoding="utf-8") != text]
    assert old == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda file: file.relative_to(SITE).as_posix())
def test_every_text_of_a_template_is_a_message(template: object) -> None:
    assert isinstance(template, type(ROOT))
    assert unsaid(template.read_text(encoding="utf-8")) == []


def test_a_text_that_is_no_message_is_found_wherever_it_stands() -> None:
    template = (
        '<p>Hello {{ name }}</p><img alt="A badge"><p aria-label="{{ _("Said") }}">{{ _("Said") }}, {{ name }}</p>'
        "{% trans %}Said, too{% endtrans %}<code>conferral verify</code>"
        '{{ "one of them" if one else _("all") }}{{ "x-" ~ name }}'
    )
    assert unsaid(template) == ["Hello", "A badge", "one of them"]


@pytest.mark.parametrize("code", codes())
class TestEveryLanguage:
    def test_says_every_message(self, code: str) -> None:
        assert [ids(message)[0] for message in told(code) if not translated(message)] == []

    def test_says_nothing_that_only_might_be_right(self, code: str) -> None:
        assert [ids(message)[0] for message in told(code) if message.fuzzy] == []

    def test_has_all_values_of_a_message_and_no_others(self, code: str) -> None:
        wrong = []
        for message in told(code):
            one, *many = ids(message)
            values = set(VALUE.findall(many[0] if many else one))
            for form in said(message):
                found = set(VALUE.findall(form))
                # a form for exactly one, or none, may do without the number
                if found != values and not (many and found == values - {"%(num)s"}):
                    wrong.append(f"{one} → {form}")
        assert wrong == []

    def test_has_the_html_of_a_message_and_no_other(self, code: str) -> None:
        wrong = [
            f"{ids(message)[0]} → {form}"
            for message in told(code)
            for form in said(message)
            if sorted(TAG.findall(form)) != sorted(TAG.findall(ids(message)[0]))
        ]
        assert wrong == []

    def test_begins_and_ends_as_the_message_does(self, code: str) -> None:
        wrong = [
            f"{ids(message)[0]} → {form}"
            for message in told(code)
            for form in said(message)
            if form != form.strip() or form.endswith(".") != ids(message)[0].endswith(".")
        ]
        assert wrong == []

    def test_keeps_its_file_free_of_days_and_machines(self, code: str) -> None:
        text = (FOLDER / f"{code}.po").read_text(encoding="utf-8")
        assert "-Date:" not in text
        assert "Generated-By" not in text
        assert str(ROOT) not in text


def test_no_message_is_a_piece_of_a_sentence() -> None:
    """Pieces that are put together begin or end with a blank or with a comma."""
    pieces = [found.one for found in messages() if found.one != found.one.strip() or found.one.endswith((",", ";"))]
    assert pieces == []


def test_messages_of_scripts_are_found_in_whatever_quotes() -> None:
    found = {(item.one, item.many) for item in in_scripts()}
    assert ("Checking…", "") in found
    assert ("The signature holds: nothing was changed since it was signed.", "") in found
    assert ("%(num)s of %(all)s badges", "%(num)s of %(all)s badges") in found


def test_what_is_said_no_more_is_kept_for_translators() -> None:
    old = read("de")
    known = next(message for message in old if message.id == "Valid until %(day)s")

    new = brought_up(old, [Found("Another text", "", "a.html")])

    assert [message.id for message in new if message.id] == ["Another text"]
    assert new.obsolete["Valid until %(day)s"].string == known.string
    assert f'#~ msgid "Valid until %(day)s"\n#~ msgstr "{known.string}"\n' in written(new)
    again = brought_up(new, [Found("Valid until %(day)s", "", "b.html")])
    assert translated(next(message for message in again if message.id))
