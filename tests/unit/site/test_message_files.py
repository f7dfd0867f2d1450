"""What a translation can do: say a message in another language, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from conferral.errors import BuildError
from conferral.site.language import available, shipped
from conferral.site.message_files import codes, compiled

_SHIPPED = Path("src/conferral/site/languages")
_HEAD = """msgid ""
msgstr ""
"Content-Type: text/plain; charset={charset}\\n"
"Plural-Forms: nplurals={number}; plural=({rule});\\n"

"""
_HINT = "A translation has the values and the tags of its message, and words around them."


def _file(
    folder: Path, *pairs: tuple[str, str], charset: str = "utf-8", number: str = "2", rule: str = "n != 1"
) -> Path:
    head = _HEAD.format(charset=charset, number=number, rule=rule)
    file = folder / "nl.po"
    file.write_text(head + "".join(f'msgid "{one}"\nmsgstr "{other}"\n\n' for one, other in pairs), encoding="utf-8")
    return file


def _refusal(file: Path) -> tuple[str, str]:
    with pytest.raises(BuildError) as caught:
        compiled(file, "nl")
    return caught.value.message, caught.value.hint


@pytest.mark.parametrize(
    ("message", "translation", "fault"),
    [
        ("Badges", "<script>x</script>", "has other tags than its message"),
        ("a <b>%(x)s</b>", "<b onclick=x>%(x)s</b>", "has other tags than its message"),
        ("a <b>%(x)s</b>", "%(x)s", "has other tags than its message"),
        ("Badges", "x> y", "has >, which HTML reads as its own"),
        ("Badges", "&lt;", "has &, which HTML reads as its own"),
        ("Badges", '\\" onclick=\\"x', 'has ", which HTML reads as its own'),
        ("by %(issuer)s", "van %(holder)s", "has %(holder)s, which its message has not"),
        ("by %(issuer)s", "van", "lacks %(issuer)s, which its message has"),
        ("read {url}", "gelezen", "lacks {url}, which its message has"),
        ("read %(url)s", "gelezen %(url)s {0}", "has {0}, which its message has not"),
        ("by %(issuer)s", "van %(issuer)2000000000s", 'has a % that begins no value; a percent sign is written "%%"'),
        ("by %(issuer)s", "van %s", 'has a % that begins no value; a percent sign is written "%%"'),
        ("Badges", "100 %", 'has a % that begins no value; a percent sign is written "%%"'),
    ],
)
def test_a_translation_that_is_more_than_words_is_refused(
    tmp_path: Path, message: str, translation: str, fault: str
) -> None:
    shown = translation.replace('\\"', '"')
    assert _refusal(_file(tmp_path, (message, translation))) == (
        f'messages in nl.po cannot be used: line 6: "{shown}" {fault}',
        _HINT,
    )


def test_all_faults_of_a_file_are_told_at_once(tmp_path: Path) -> None:
    pairs = [(f"message {number}", "<i>") for number in range(12)]
    told, _ = _refusal(_file(tmp_path, *pairs))
    assert told.count("has other tags than its message") == 10
    assert told.endswith("; and 2 more")


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"rule": "n / (n - n)"}, "the plural forms in nl.po cannot be used: integer division or modulo by zero"),
        ({"rule": "7"}, "the plural forms in nl.po cannot be used: there are 2, and the rule gives 0 another"),
        ({"rule": "f(n)"}, "the plural forms in nl.po cannot be used: invalid token in plural form: f"),
        ({"number": "99999999"}, "the plural forms in nl.po cannot be used: there cannot be 99999999"),
        ({"charset": "foo-8"}, "the messages in nl.po cannot be read: unknown encoding: foo-8"),
    ],
)
def test_a_head_that_would_stop_a_build_is_refused(tmp_path: Path, given: dict[str, str], told: str) -> None:
    assert _refusal(_file(tmp_path, ("Badges", "Badges"), **given))[0] == told


def test_a_percent_sign_and_another_order_of_values_are_words(tmp_path: Path) -> None:
    assert compiled(_file(tmp_path, ("%(a)s <b>%(b)s</b>", "100%% <b>%(b)s</b> %(a)s")), "nl")


def test_files_are_named_by_their_languages(tmp_path: Path) -> None:
    _file(tmp_path)
    (tmp_path / "pt-BR.po").touch()
    assert codes(tmp_path) == ("nl", "pt-BR")
    assert available(tmp_path) == tuple(sorted({*shipped(), "nl", "pt-BR"}))
    (tmp_path / "x y.po").touch()
    with pytest.raises(BuildError, match=r"^the file of messages x y\.po is not named by its language$"):
        available(tmp_path)


@pytest.mark.parametrize("code", [file.stem for file in _SHIPPED.glob("*.po")])
def test_our_own_translations_are_nothing_but_words(code: str) -> None:
    assert compiled(_SHIPPED / f"{code}.po", code)
