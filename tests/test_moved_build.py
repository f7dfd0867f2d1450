"""`conferral build --for`, as an operator runs it."""

from __future__ import annotations

import json
from pathlib import Path

from tests.moved_registry import NEW, OLD, moved_registry
from tests.program import ok, run
from tests.registry_builder import commit_all, environment


def test_the_site_of_a_former_address_is_built_beside_the_present_one(tmp_path: Path) -> None:
    root = moved_registry(tmp_path)
    commit_all(root)

    done = run("build", "--for", f"{OLD}/", cwd=root, env=environment())

    assert done.returncode == 0, done.stderr
    assert f"build/site-former: 5 credentials as of 2026-07-01T09:00:00Z ({OLD})" in done.stderr
    assert not (root / "build/site").exists()
    assert json.loads((root / "build/site-former/catalog.json").read_bytes())["moved_to"] == NEW
    assert len([*(root / "build/site-former/credentials").iterdir()]) == 5
    assert ok("verify", "--site", "build/site-former", cwd=root).startswith(
        f"Sound: 5 credentials and 2 status lists of {OLD}/"
    )
