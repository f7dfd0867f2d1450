"""Rules beyond the corpus in tests/invalid: what they must let pass, and what they must not say twice."""

from __future__ import annotations

import inspect
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from conferral import validation
from conferral.loading import load
from conferral.model import Finding
from conferral.validation import Rule, look
from tests.invalid.test_corpus import REGISTRY_CASES
from tests.unit.memory_files import minimal, registered

AS_OF = datetime(2026, 11, 23, 12, tzinfo=UTC)
BATCH = "credentials/awards/data-analysis/2026-spring-b4qc.yml"
OTHER = "credentials/awards/data-analysis/2029-spring-xjt5.yml"
BADGE = "credentials/badges/data-analysis/badge.yml"
ISSUER = "credentials/issuers/northwind/issuer.yml"
REGISTRY = "credentials/registry.yml"
THEME = Path(validation.__file__).parents[1] / "site" / "theme" / "assets" / "conferral.css"
AID = "credentials/awards/first-aid/2026-07-81ht.yml"
R1 = "r-7pb02gtds4a7fsm9t821vxn9rg5"
A1 = "79v19c1mrrnwr9vsntmwm9338f"

Changes = dict[str, str | bytes | None]


def words(changes: Changes | None = None, *, as_of: datetime = AS_OF) -> list[str]:
    loaded = load(minimal(changes))
    assert loaded.problems == ()
    assert loaded.registry
    return [finding.what for finding in validation.findings_before_registration(loaded.registry, as_of=as_of)]


def content(changes: Changes, path: str) -> bytes:
    found = changes[path]
    assert isinstance(found, bytes)
    return found


def edited(path: str, old: str, new: str) -> Changes:
    text = minimal().read(path).decode()
    assert old in text
    return {path: text.replace(old, new, 1)}


def batch(awarded: str, recipient: str = R1, more: str = "") -> str:
    return f"badge: data-analysis\nawarded: {awarded}\nrecipients:\n  - recipient: {recipient}\n{more}"


def test_a_sound_registry_breaks_no_rule() -> None:
    assert words() == []


@pytest.mark.parametrize(
    ("awarded", "more", "said"),
    [
        ("2029-06-30", "", 1),  # the last valid day of the first
        ("2029-07-01", "", 0),
        ("2027-01-01", f"    renews: {A1}\n", 0),
        ("2020-01-01", "    valid_until: 2026-06-29\n", 0),
        ("2020-01-01", "    valid_until: 2026-06-30\n", 1),
    ],
)
def test_an_award_is_a_duplicate_only_while_the_other_is_valid(awarded: str, more: str, said: int) -> None:
    as_of = datetime(2029, 1, 1, tzinfo=UTC)
    assert len(words({OTHER: batch(awarded, more=more)}, as_of=as_of)) == said


def test_a_revoked_award_is_no_duplicate() -> None:
    revocation = {f"credentials/revocations/{A1}.yml": "on: 2026-08-01\nreason: misconduct\n"}
    assert words({OTHER: batch("2026-09-01"), **revocation}) == []


def test_another_badge_or_recipient_is_no_duplicate() -> None:
    assert words({OTHER: batch("2026-09-01", "r-2v9g7kksd4s894mxrxk97f74s22")}) == []


@pytest.mark.parametrize(("day", "said"), [("2027-11-24", 0), ("2027-11-25", 1)])
def test_a_year_ahead_is_plausible_and_no_more(day: str, said: int) -> None:
    change = edited(AID, "awarded: 2026-07-15", f"awarded: {day}")
    assert len(words(change)) == said


def test_today_is_a_day_in_the_registrys_timezone() -> None:
    change = edited(AID, "awarded: 2026-07-15", "awarded: 2027-11-25")
    assert words(change, as_of=datetime(2026, 11, 23, 22, 59, tzinfo=UTC)) == ["2027-11-25 lies far in the future"]
    assert words(change, as_of=datetime(2026, 11, 23, 23, 0, tzinfo=UTC)) == []  # the 24th in Berlin


def test_a_retired_badge_keeps_its_awards() -> None:
    retired = edited(BADGE, "level:", "state: retired\nlevel:")
    assert words(retired) == []


def test_an_email_address_of_the_organisation_may_stand_in_the_issuer_and_the_criteria() -> None:
    assert words(edited(BADGE, "charts.\n", "charts to badges@northwind.example.org.\n")) == []


@pytest.mark.parametrize("evidence", ["https://example.org/@robin", "https://example.org/npm/tool@1.2.3/a.js"])
def test_an_at_sign_in_an_address_is_no_email_address(evidence: str) -> None:
    assert words(edited(BATCH, "https://northwind.example.org/p/17", evidence)) == []


def test_looking_for_email_addresses_takes_no_time_in_long_texts() -> None:
    narrative = f"    narrative: '@{'a.' * 9_000}'\n"
    assert words({AID: minimal().read(AID).decode() + narrative}) == []


def test_a_collection_may_hold_a_retired_badge() -> None:
    collection = "title: All\ndescription: All of them.\nbadges: [data-analysis, first-aid]\n"
    retired = edited(BADGE, "level:", "state: retired\nlevel:")
    assert words({**retired, "credentials/collections/all.yml": collection}) == []


def test_a_registry_that_cannot_be_read_says_nothing_of_languages() -> None:
    translated = minimal().read(ISSUER).decode() + "translations:\n  de:\n    description: Eine Akademie.\n"
    loaded = load(minimal({REGISTRY: "title: [\n", ISSUER: translated}))
    assert loaded.registry
    assert list(validation.findings_before_registration(loaded.registry, as_of=AS_OF)) == []


def test_an_issuer_that_looks_like_two_others_is_told_of_one() -> None:
    issuer = minimal().read(ISSUER).decode()
    changes: Changes = {ISSUER.replace("northwind", name): issuer for name in ("southwind", "westwind")}
    assert words(changes) == ['"Northwind Academy" is the name of the issuer "northwind" too'] + [
        f'"Northwind Academy" is the name of the issuer "{name}" too' for name in ("southwind", "northwind", "westwind")
    ]


SOUTHWIND = ISSUER.replace("northwind", "southwind")
ENTRIES = 'same_as: ["https://ror.org/0abc"]\nlinkedin_organization_id: "1234567"\n'


def claiming(name: str, more: str) -> str:
    return f"version: 1\nname: {name}\nurl: https://school.example.org\ndescription: A school.\n{more}"


def test_an_issuer_that_claims_the_entries_of_another_is_told_and_so_is_the_other() -> None:
    changes: Changes = {
        ISSUER: claiming("Northwind", ENTRIES),
        SOUTHWIND: claiming("Southwind", ENTRIES.replace("ror.org/0abc", "ROR.org/0ABC/")),
    }
    assert sorted(words(changes)) == [
        '"1234567" is what the issuer "northwind" says of itself, too',
        '"1234567" is what the issuer "southwind" says of itself, too',
        '"https://ROR.org/0ABC/" is what the issuer "northwind" says of itself, too',
        '"https://ROR.org/0ABC/" is what the issuer "southwind" says of itself, too',
    ]


def test_parts_of_one_organisation_share_its_entries() -> None:
    changes: Changes = {
        ISSUER: claiming("Northwind", ENTRIES),
        SOUTHWIND: claiming("Southwind", f"{ENTRIES}parent: northwind\n"),
        ISSUER.replace("northwind", "westwind"): claiming("Westwind", f"{ENTRIES}parent: southwind\n"),
    }
    assert words(changes) == []


def test_the_backgrounds_that_colours_are_held_against_are_those_of_the_theme() -> None:
    text = THEME.read_text(encoding="utf-8")
    pairs = dict(re.findall(r"--([a-z-]+): light-dark\(([^()]+)\);", text))
    names = ("surface", "bg", "raised", "accent-ink")
    light, dark = zip(*([six_digits(colour) for colour in pairs[name].split(", ")] for name in names), strict=True)

    assert (light[:3], dark) == (look.LIGHT, look.DARK)
    assert light[3] in look.LIGHT
    assert f"--wash: color-mix(in srgb, var(--accent) {look.WASH * 100:g}%, var(--surface));" in text


def six_digits(colour: str) -> str:
    return colour if len(colour) == 7 else "#" + "".join(digit * 2 for digit in colour[1:])


def test_the_colours_of_the_theme_can_be_read() -> None:
    accent, dark = re.findall(r"--accent: light-dark\((#\w{6}), (#\w{6})\);", THEME.read_text(encoding="utf-8"))[0]
    registry = minimal().read(REGISTRY).decode() + f'brand:\n  accent: "{accent}"\n  accent_dark: "{dark}"\n'
    assert words({REGISTRY: registry}) == []


def test_a_name_inside_another_word_is_no_name() -> None:
    text = f"{minimal().read(AID).decode()}    narrative: robin examples are birds\n"
    assert words({AID: text}) == []


def test_renewals_in_a_circle_are_refused() -> None:
    second = "7c1tnmk5geknq24s8k0pq5kg9j"
    text = minimal().read(BATCH).decode()
    text = text.replace(f"id: {A1}", f"id: {A1}\n    renews: {second}").replace("r-55g3pe1whh70ynep6f59pp4ypgt", R1)
    text = text.replace(f"id: {second}", f"id: {second}\n    renews: {A1}")
    assert words({BATCH: text}) == ["the award renews itself", "the award renews itself"]


def test_an_award_is_judged_by_the_version_it_was_registered_under() -> None:
    register = registered()
    rows = "credentials/register/awards/data-analysis/2026-spring-b4qc.csv"
    register[rows] = content(register, rows).replace(b",1,2,1,", b",1,1,1,")
    assert words(register) == ['version 1 of "data-analysis" has no result "exam"']


def test_indexes_taken_twice_can_be_left_to_registration() -> None:
    register = registered()
    rows = "credentials/register/awards/data-analysis/2026-spring-b4qc.csv"
    register[rows] = content(register, rows).replace(b",4711,", b",17,")
    registry = load(minimal(register)).registry
    assert registry
    assert len(list(validation.findings_before_registration(registry, as_of=AS_OF))) == 1
    assert list(validation.findings_before_registration(registry, as_of=AS_OF, redraw=True)) == []


def test_the_same_index_of_another_purpose_is_another_one() -> None:
    register = registered()
    assert sum(content(register, path).count(b",17,2026") for path in register) == 2
    assert words(register) == []


@pytest.mark.parametrize("path", sorted(minimal().contents))
def test_a_file_that_cannot_be_read_causes_no_finding_elsewhere(path: str) -> None:
    if path.endswith(".svg"):
        return
    loaded = load(minimal({**registered(), path: "- broken\n"}))
    assert loaded.registry
    assert {problem.file for problem in loaded.problems} == {path}
    assert list(validation.findings(loaded.registry, as_of=AS_OF)) == []


@pytest.mark.parametrize("case", REGISTRY_CASES, ids=lambda case: case.name)
def test_cases_say_which_single_fault_they_are(case: Path) -> None:
    fault = (case / "expect").read_text(encoding="utf-8").splitlines()[0]
    assert fault.startswith("# ")
    assert not fault.endswith(".")


@pytest.mark.parametrize("rule", validation.rules, ids=lambda rule: rule.__name__)
def test_every_rule_says_what_it_ensures(rule: Rule) -> None:
    assert inspect.getdoc(rule)


def test_rules_yield_findings_and_do_no_io() -> None:
    registry = load(minimal()).registry
    assert registry
    found = list(validation.findings(registry, as_of=AS_OF))
    assert all(isinstance(finding, Finding) for finding in found)
    assert [finding.what for finding in found] == ["2 awards from here on are not registered"] * 2
