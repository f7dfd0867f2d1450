"""Targets are judged by ratios of medians, and by nothing that was not measured."""

from __future__ import annotations

from bench.figures import Figures
from bench.targets import TARGETS, judged

_HEADING = "                                                  measured    at least       aim"


def test_what_was_not_measured_is_not_judged() -> None:
    assert {target.verdict(Figures({})) for target in TARGETS} == {"not measured"}
    assert next(iter(judged(Figures({})))) == _HEADING


def test_ratios_are_those_of_medians() -> None:
    found = Figures({})
    for value in (0.0001, 0.0002, 0.9):
        found.add("signing/signing", value, "s")
    found.add("signing/raw", 0.00006, "s")
    found.add("peers/pyld/signing", 0.006, "s")
    found.add("peers/openbadgeslib/signing", 0.016, "s")
    lines = list(judged(found))

    assert lines[1:6] == [
        "signing one award, against PyLD                       30.0        40.0           times    missed",
        "signing one award, against openbadgeslib              80.0        60.0           times    reached",
        "signing one award, against @digitalbazaar/vc                      60.0           times    not measured",
        "signing one award, of a signature alone                3.3                   4.0 times    aim reached",
        "cold build, 100,000 awards                                        60.0      30.0 s        not measured",
    ]


def test_a_smaller_size_says_nothing_of_a_larger_one() -> None:
    found = Figures({})
    found.add("build/10000/cold/seconds", 2, "s")
    found.add("verify/10000/rate", 20_000, "/s")

    assert {target.verdict(found) for target in TARGETS} == {"not measured"}


def test_growth_memory_and_speed() -> None:
    found = Figures({})
    for awards, seconds, peak, size in ((100_000, 40, 1.2e9, 1e9), (1_000_000, 480, 3e9, 10e9)):
        found.add(f"build/{awards}/cold/seconds", seconds, "s")
        found.add(f"build/{awards}/cold/peak", peak, "B")
        found.add(f"weight/{awards}/site/bytes", size, "B")
    found.add("build/100000/one-more/seconds", 5, "s")
    found.add("verify/100000/rate", 10_001, "/s")
    found.add("weight/100000/credential/bytes", 9_386, "B")
    said = {target.name: target.verdict(found) for target in TARGETS}

    assert said["cold build, 100,000 awards"] == "reached"
    assert said["its memory"] == "reached"
    assert said["1,000,000 awards: time"] == "missed"
    assert said["1,000,000 awards: bytes"] == "reached"
    assert said["1,000,000 awards: memory"] == "reached"
    assert said["one award more, of the cold build"] == "reached"
    assert said["one award more"] == "aim missed"
    assert said["verifying that site"] == "aim reached"
    assert said["bytes a credential"] == "reached"
