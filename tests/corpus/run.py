"""Runs cases in Node and shows where the verifier in TypeScript differs: `python -m tests.corpus.run [NAME...]`.

A name stands for all cases that begin with it.  Quick, for whoever works on it; what counts is the browser.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.corpus.cases import read_cases
from tests.corpus.comparing import as_request, different

_PROGRAM = Path(__file__).with_name("node.mjs")
_MOST_LINES = 6


def main(names: list[str]) -> int:
    """1 if a case differs."""
    cases = [case for name, case in read_cases().items() if not names or name.startswith(tuple(names))]
    request = json.dumps({"cases": [as_request(case) for case in cases]}).encode()
    reports = json.loads(subprocess.run(["node", _PROGRAM], input=request, stdout=subprocess.PIPE, check=True).stdout)
    found = {case.name: different(case, reports[case.name]) for case in cases}
    for name, lines in found.items():
        sys.stdout.writelines(f"{name}{line}\n" for line in lines[:_MOST_LINES])
    number = sum(bool(lines) for lines in found.values())
    sys.stdout.write(f"{len(cases)} cases, {number} differ\n")
    return min(number, 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
