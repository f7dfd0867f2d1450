"""Which awards of a person are shown together: what they consented to, and nothing that was taken back."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from conferral.authoring.erasing import erase
from conferral.files import FolderFiles
from conferral.loading import load_registry
from conferral.model import Registry
from conferral.portfolios import is_in_portfolio, portfolio_awards, portfolios
from conferral.register.registration import carry_out, plan
from tests.moved_registry import MOVED, NEW, OLD, award, move_at
from tests.registry_builder import NOW, recipient, write_registry

LATER = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)
HOLDER = recipient(1)
OWN_FILE = f"recipients/{HOLDER}.yml"
CONSENT = "portfolio: true\nconsent: {on: 2026-06-20, to: [portfolio]}\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The small registry; recipient 1 has two awards and consents to a portfolio."""
    write_registry(tmp_path, {OWN_FILE: CONSENT})
    register(tmp_path)
    return tmp_path


def register(root: Path, now: datetime = NOW) -> None:
    files = FolderFiles(root)
    carry_out(plan(load_registry(files), files, now=now, chance=random.Random(1)), root)


def registry_in(root: Path) -> Registry:
    return load_registry(FolderFiles(root))


def write(root: Path, path: str, text: str) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text)


def badges(root: Path, as_of: datetime = LATER) -> list[str]:
    return [one.badge for one in portfolio_awards(registry_in(root), HOLDER, as_of)]


def id_of(root: Path, badge: str, holder: str = HOLDER) -> str:
    (found,) = (one.id for one in registry_in(root).awards if (one.badge, one.recipient) == (badge, holder))
    assert found
    return found


def test_a_portfolio_shows_the_registered_awards_of_all_issuers_newest_first(root: Path) -> None:
    award(root, "teaching", 1)
    assert badges(root) == ["data-analysis", "sailing"]
    assert [holder for holder, _ in portfolios(registry_in(root), LATER)] == [HOLDER]


@pytest.mark.parametrize(
    "text",
    [
        None,
        "display_name: Robin Example\nconsent: {on: 2026-06-20, to: [display_name]}\n",
        "consent: {on: 2026-06-20, to: [portfolio]}\n",
        "portfolio: false\nconsent: {on: 2026-06-20, to: [portfolio]}\n",
        "record: true\nconsent: {on: 2026-06-20, to: [record, portfolio]}\n",
    ],
)
def test_there_is_none_where_nobody_asked_for_one(root: Path, text: str | None) -> None:
    if text is None:
        (root / OWN_FILE).unlink()
    else:
        write(root, OWN_FILE, text)
    assert badges(root) == []
    assert list(portfolios(registry_in(root), LATER)) == []


def test_consent_holds_from_its_day_in_the_registrys_timezone(root: Path) -> None:
    write(root, OWN_FILE, CONSENT.replace("2026-06-20", "2026-08-02"))
    assert badges(root, datetime(2026, 8, 1, 21, 59, 59, tzinfo=UTC)) == []
    assert badges(root, datetime(2026, 8, 1, 22, 0, 0, tzinfo=UTC)) == ["data-analysis", "sailing"]


def test_one_hidden_award_is_left_out_and_the_others_stay(root: Path) -> None:
    hidden = id_of(root, "sailing")
    write(root, OWN_FILE, f"hidden: [{hidden}]\n{CONSENT}")
    assert badges(root) == ["data-analysis"]
    registry = registry_in(root)
    shown = {one.badge: is_in_portfolio(registry, one, LATER) for one in registry.awards if one.recipient == HOLDER}
    assert shown == {"data-analysis": True, "sailing": False}


def test_who_hides_all_has_no_portfolio(root: Path) -> None:
    write(root, OWN_FILE, f"hidden: [{id_of(root, 'sailing')}, {id_of(root, 'data-analysis')}]\n{CONSENT}")
    assert badges(root) == []
    assert list(portfolios(registry_in(root), LATER)) == []


def test_a_revoked_award_is_left_out_and_a_suspended_or_expired_one_is_shown(root: Path) -> None:
    write(root, f"credentials/suspensions/{id_of(root, 'sailing')}.yml", "on: 2026-08-01\nreason: under-review\n")
    assert badges(root) == ["data-analysis", "sailing"]
    write(root, f"credentials/revocations/{id_of(root, 'data-analysis')}.yml", "on: 2026-08-01\nreason: misconduct\n")
    assert badges(root) == ["sailing"]
    assert badges(root, datetime(2040, 1, 1, tzinfo=UTC)) == ["sailing"]


def test_an_erased_award_is_left_out_and_whoever_is_erased_has_no_portfolio(root: Path) -> None:
    def erased(*names: str) -> None:
        files = FolderFiles(root)
        for path, content in erase(load_registry(files), files, names, on=date(2026, 8, 1)).edit.files:
            (root / path).unlink() if content is None else (root / path).write_bytes(content)

    erased(id_of(root, "sailing"))
    assert badges(root) == ["data-analysis"]
    erased(HOLDER)
    assert list(portfolios(registry_in(root), LATER)) == []


def test_each_site_of_a_moved_registry_shows_the_awards_that_belong_to_it(root: Path) -> None:
    move_at(root)
    award(root, "teaching", 1)
    register(root, MOVED)
    whole = registry_in(root)
    assert [one.badge for one in portfolio_awards(whole.under(OLD), HOLDER, LATER)] == ["data-analysis", "sailing"]
    assert [one.badge for one in portfolio_awards(whole.under(NEW), HOLDER, LATER)] == ["teaching"]


def test_nobody_elses_award_gets_into_it(root: Path) -> None:
    write(root, f"recipients/{recipient(2)}.yml", CONSENT)
    found = dict(portfolios(registry_in(root), LATER))
    assert sorted(found) == sorted([HOLDER, recipient(2)])
    assert [one.recipient for awards in found.values() for one in awards].count(recipient(2)) == 1
