from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import get_args

from conferral.standards import contexts
from conferral.verify import State
from conferral.verify.report import CheckName
from conferral.verify.words import SENTENCES, STATEMENTS, format_instant, harmless, say


def test_every_sentence_belongs_to_a_check_or_a_site_and_is_one() -> None:
    for code, sentence in SENTENCES.items():
        assert code.partition(".")[0] in {*get_args(CheckName), "site", "any"}
        assert re.fullmatch(r"[A-Z“].*[.}]", sentence)
        assert "'" not in sentence


def test_every_state_has_a_statement() -> None:
    assert set(STATEMENTS) == set(State)


def test_a_strangers_braces_stay_as_they_are() -> None:
    assert say("format.context", context="{0.__class__}") == (
        "It uses words from “{0.__class__}”, which this verifier does not know."
    )


def test_long_texts_are_cut() -> None:
    assert harmless("x" * 300) == "x" * 199 + "…"
    assert harmless("x" * 200) == "x" * 200


def test_instants_are_told_in_universal_time() -> None:
    assert format_instant(datetime(2026, 1, 2, 3, 4, tzinfo=UTC)) == "2 January 2026, 03:04 UTC"
    east = timezone(timedelta(hours=5))
    assert format_instant(datetime(2026, 1, 1, 2, 0, tzinfo=east)) == "31 December 2025, 21:00 UTC"


def test_only_the_plain_terms_make_the_statements_that_checks_read() -> None:
    """`claims.layout_problem` relies on it: no other word of a known context means the same."""
    watched = {"credentialStatus", "validUntil", "validFrom", "issuer"}
    for url in contexts.KNOWN:
        for term, meaning in definitions(contexts.load(url)["@context"]):
            for name in watched:
                if meaning == f"https://www.w3.org/2018/credentials#{name}":
                    assert term == name


def definitions(context: object) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    if isinstance(context, list):
        for item in context:
            found += definitions(item)
    elif isinstance(context, dict):
        for term, value in context.items():
            meaning = value.get("@id") if isinstance(value, dict) else value
            if isinstance(meaning, str):
                found.append((term, re.sub(r"^(cred|credentials?):", "https://www.w3.org/2018/credentials#", meaning)))
            if isinstance(value, dict):
                found += definitions(value.get("@context"))
    return found
