from __future__ import annotations

import json
from dataclasses import replace

from conferral.verify import report_text
from conferral.verify.report import Embedded
from conferral.verify.text import json_text
from tests.corpus.builders.credentials import endorsement
from tests.unit.verify.small_site import BASE, FIRST, SmallSite


def test_a_report_reads_from_the_statement_to_the_notes(site: SmallSite) -> None:
    site.write_list("academy", "revocation", bits=[7])
    report = site.inspect(site.read(f"credentials/{FIRST}/credential.json"))
    assert report_text(report).splitlines() == [
        "Revoked by its issuer.",
        "  achievement  Data Analysis Foundations",
        "  issuer       Example Academy (did:web:badges.example.org:registry:issuers:academy)",
        "  holder       not named in the credential",
        f"  credential   {BASE}credentials/{FIRST}/credential.json",
        "  passed   format      It is a complete Open Badges 3.0 credential.",
        "  passed   proof       The signature holds: nothing was changed since it was signed.",
        (
            "  passed   issuer_key  The signing key is one that the issuer, "
            "“did:web:badges.example.org:registry:issuers:academy”, publishes for signing."
        ),
        "  FAILED   status      The issuer has revoked it.",
        "  passed   validity    It is valid from 29 June 2026, 22:00 UTC until 30 June 2028, 21:59 UTC.",
        "  passed   registered  The issuer publishes it, with the same claims.",
        (
            "  note: The issuer’s keys were read from a folder, not from the issuer’s own address: "
            "this proves only that the copy in the folder is consistent."
        ),
    ]


def test_an_endorsement_is_about_something_and_awarded_to_nobody(site: SmallSite) -> None:
    profile = {"id": site.did("academy"), "type": ["Profile"], "name": "Example Academy"}
    lines = report_text(site.inspect(site.sign(endorsement(profile, "https://guild.example/")))).splitlines()
    assert lines[1:4] == [
        "  endorsement  Endorsement by the guild",
        "  issuer       Example Academy (did:web:badges.example.org:registry:issuers:academy)",
        "  endorses     https://guild.example/",
    ]
    assert not any(line.startswith("  holder") for line in lines)


def test_no_name_hides_the_issuer_behind_it(site: SmallSite) -> None:
    report = site.inspect(site.read(f"credentials/{FIRST}/credential.json"))
    told = "Harvard University (did:web:harvard.example)"
    forged = replace(report, issuer_name=f"{told}\n\t{' ' * 200}x{'y' * 200}")
    shown = f"{told} x{'y' * 33}… (did:web:badges.example.org:registry:issuers:academy)"
    assert f"  issuer       {shown}" in report_text(forged).splitlines()

    inside = Embedded(kind="credential", at="/x", report=replace(report, achievement=f"{told}{' ' * 200}{'z' * 200}"))
    academy = "Example Academy (did:web:badges.example.org:registry:issuers:academy)"
    assert (
        f"  credential inside: {told} {'z' * 34}… by {academy}: {report.statement}"
        in report_text(replace(report, embedded=(inside,))).splitlines()
    )


def test_an_issuer_is_shown_whole_and_a_blank_name_not_at_all(site: SmallSite) -> None:
    report = site.inspect(site.read(f"credentials/{FIRST}/credential.json"))
    issuer = f"https://{'a' * 1000}.example/issuer"
    assert f"  issuer       {issuer}" in report_text(replace(report, issuer=issuer, issuer_name=" ")).splitlines()


def test_strangers_texts_steer_no_terminal(site: SmallSite) -> None:
    text = report_text(site.inspect('{"id": "\\u001b[2J\\u202e\\n  passed   proof", "a\\u001b": null}'))
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert len(text.splitlines()) == 8


def test_json_escapes_what_could_steer_a_terminal_and_nothing_else() -> None:
    value = {"näme\u202e": ["\x1b\x7f\x9b\n\u2028\U000e0041\ud800", "“日本” \U0001f600", 1]}
    assert json_text(value) == (
        '{\n  "näme\\u202e": [\n'
        '    "\\u001b\\u007f\\u009b\\n\\u2028\\udb40\\udc41\\ud800",\n    "“日本” \U0001f600",\n    1\n  ]\n}'
    )
    assert json.loads(json_text(value)) == value
