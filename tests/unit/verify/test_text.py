from __future__ import annotations

from conferral.verify import report_text
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


def test_strangers_texts_steer_no_terminal(site: SmallSite) -> None:
    text = report_text(site.inspect('{"id": "\\u001b[2J\\u202e\\n  passed   proof", "a\\u001b": null}'))
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert len(text.splitlines()) == 8
