"""Everything that the tests of the Python modules ask is asked of the modules in TypeScript, with the same answers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.unit.verifier.browser_side import CHECKOUT, answers_of, outcome
from tests.unit.verifier.recorder import REPLAYED

pytestmark = pytest.mark.xdist_group("replayed")

ROWS = [(module, function) for module, functions in REPLAYED.items() for function in functions]
STANDARDS = CHECKOUT / "tests/unit/standards"


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], list[dict[str, Any]]]:
    """The calls of each function, with their outcomes."""
    record = tmp_path_factory.mktemp("record") / "calls.json"
    tests = [STANDARDS / f"test_{module}.py" for module in REPLAYED] + [STANDARDS / "baking"]
    slow = "not cost_time and not refused_and_soon and not compared_with_each and not just_the_largest"
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "tests.unit.verifier.recorder"]
    done = subprocess.run(
        [*command, "-k", slow, *(test for test in tests if test.exists())],
        env={**os.environ, "CONFERRAL_RECORD": str(record)},
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:]
    found = json.loads(Path(record).read_text(encoding="utf-8"))
    return {(each["module"], each["function"]): each["calls"] for each in found}


@pytest.mark.parametrize(("module", "function"), ROWS, ids=[".".join(row) for row in ROWS])
def test_both_verifiers_answer_alike(
    module: str, function: str, recorded: dict[tuple[str, str], list[dict[str, Any]]]
) -> None:
    file, name = REPLAYED[module][function]
    calls = recorded[module, function]
    assert calls, "no test asks this"
    answers = answers_of(file, [{"name": name, "arguments": call["arguments"]} for call in calls])
    for call, answer in zip(calls, answers, strict=True):
        found = answer["value"] if "value" in answer else list(outcome(answer))
        assert found == call["outcome"], json.dumps(call)[:2000]
