"""The verifier neither trusts nor imports the side that issues (DESIGN, invariant 8)."""

from __future__ import annotations

import subprocess
import sys


def test_importing_the_verifier_loads_nothing_of_the_side_that_issues() -> None:
    program = "import conferral.verify, sys; print('\\n'.join(sorted(sys.modules)))"
    finished = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    loaded = finished.stdout.split()
    forbidden = {"yaml", "jinja2", "mkdocs", "pydantic", "click", "markdown_it", "nh3"}
    assert {name.partition(".")[0] for name in loaded} & forbidden == set()
    ours = {".".join(name.split(".")[:2]) for name in loaded if name.startswith("conferral.")}
    assert ours == {"conferral.errors", "conferral.standards", "conferral.verify"}
