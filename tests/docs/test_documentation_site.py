"""The documentation is a site of its own: every page has its place in it, and no link of it is dead."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.docs.pages import ROOT
from tests.program import environ


def test_the_documentation_builds_without_a_warning(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mkdocs", "build", "--config-file", "mkdocs.docs.yml", "--site-dir", str(tmp_path)]
    env = {**environ(), "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)

    assert [line for line in done.stderr.splitlines() if not line.startswith("INFO")] == []
    assert done.returncode == 0
    pages = {path.relative_to(ROOT / "docs") for path in (ROOT / "docs").glob("*/*.md")}
    written = {path.parent.relative_to(tmp_path) for path in tmp_path.glob("*/*/index.html")}
    assert {page.with_suffix("") for page in pages if page.name != "README.md"} <= written
    assert "https://fonts" not in (tmp_path / "index.html").read_text()
