"""Every case of the corpus, by the verifier in TypeScript in Chromium: the whole report is that of Python."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.browser.browsing import CHECKOUT, Served, run_program
from tests.corpus.cases import Case, read_cases
from tests.corpus.comparing import as_request, different

pytestmark = pytest.mark.xdist_group("browser corpus")  # one worker runs the browser

CASES = read_cases()
BUNDLE = CHECKOUT / "src/conferral/site/scripts"
PROGRAM, LOOK = (Path(__file__).with_name(name) for name in ("browser.mjs", "look.mjs"))

DIFFERENT: Mapping[str, str] = {}
"""Cases of which the two may tell something else, and why that cannot be otherwise."""

# The verifier may not ask for anything by itself: all that it fetches goes through its resolver.
PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'">
<link rel="icon" href="data:,">
<title>Corpus</title>
</html>
"""


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The report of the verifier in TypeScript on every case, all of them in one page."""
    if not (BUNDLE / "verify.js").exists():
        pytest.fail("the verifier for browsers is not bundled: run `make bundle`", pytrace=False)
    folder = tmp_path_factory.mktemp("page")
    shutil.copytree(BUNDLE, folder, dirs_exist_ok=True)
    for name in ("index.html", "404.html"):
        (folder / name).write_text(PAGE, encoding="utf-8")
    shutil.copy(LOOK, folder / "look.js")
    cases = [as_request(case) for case in CASES.values()]
    return run_program(PROGRAM, {"page": Served(folder=folder, prefix="/")}, cases=cases)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_case_is_the_same_in_the_browser(case: Case, reports: dict[str, Any]) -> None:
    found = different(case, reports[case.name])
    assert bool(found) == (case.name in DIFFERENT), "\n".join(found)


def test_exceptions_are_cases() -> None:
    assert DIFFERENT.keys() <= CASES.keys()
