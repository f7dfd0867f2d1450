"""The fuzzer works: every target takes its seeds, and what does harm is found, written down and seen again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from tests.fuzz.black_box import BlackBox, State
from tests.fuzz.confirming import confirm
from tests.fuzz.findings import Finding, examine
from tests.fuzz.targets import TARGETS, Target

SEEDS = 25
CHANGES = 50


@pytest.mark.parametrize("name", TARGETS)
def test_each_target_gets_through_seeds_and_changes(name: str) -> None:
    target, chance = TARGETS[name], Random(name)
    seeds = target.seeds()
    inputs = chance.sample(seeds, min(SEEDS, len(seeds)))
    inputs += [target.mutate(chance.choice(seeds), 1 << 18, chance) for _ in range(CHANGES)]
    found = (examine(name, data)[0] for data in inputs)
    # How long they take depends on what else the machine does.
    assert [finding.told for finding in found if finding is not None and finding.kind != "slow"] == []


def test_whatever_is_raised_is_a_finding_and_is_told_apart_by_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    def run(data: bytes) -> None:
        raise {b"a": KeyError, b"b": MemoryError}.get(data, RecursionError)("planted")

    monkeypatch.setitem(TARGETS, "planted", Target(seeds=list, run=run, mutate=lambda data, _most, _chance: data))
    found = [examine("planted", data)[0] for data in (b"a", b"b", b"c", b"a")]
    keys = [finding.key.partition(" ")[0] for finding in found if finding]
    assert keys == ["KeyError", "MemoryError", "RecursionError", "KeyError"]
    assert found[0] == found[3]


def test_what_takes_too_long_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(TARGETS, "did", replace(TARGETS["did"], seconds=-1.0))
    finding, _ = examine("did", b"did:web:a.example")
    assert finding is not None
    assert finding.kind == "slow"


def test_a_finding_is_written_with_the_command_that_shows_it_again(tmp_path: Path) -> None:
    found = Finding(target="did", kind="error", key="", told="It broke.", data=b"did:web:")
    file = found.write(tmp_path)
    assert file.name == "did-error-4e93f3e2"
    assert file.read_bytes() == b"did:web:"
    assert f"-m tests.fuzz --again {file}\n" in file.with_suffix(".txt").read_text("utf-8")


def test_what_does_no_harm_in_a_process_of_its_own_is_no_finding(tmp_path: Path) -> None:
    Finding(target="did", kind="slow", key="", told="It took long.", data=b"did:web:").write(tmp_path / "candidates")
    found, others = confirm(tmp_path)
    assert found == []
    assert [text.partition(":")[0] for text in others] == ["did-slow-4e93f3e2"]
    assert list((tmp_path / "candidates").iterdir()) == []


def test_the_last_input_of_a_process_is_there_after_its_end(tmp_path: Path) -> None:
    box = BlackBox(tmp_path / "box")
    box.note(b"an input")
    box.write(State(runs=3, slowest=7, memory=90, busy=1, size=8))
    again = BlackBox(tmp_path / "box")
    assert (again.read(), again.input) == (State(runs=3, slowest=7, memory=90, busy=1, size=8), b"an input")
