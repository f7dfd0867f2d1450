from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from conferral.site import landlock

LOCKED = """
import sys
from pathlib import Path
from conferral.site import landlock
from conferral.site.landlock import Access

version, folder = int(sys.argv[1]), Path(sys.argv[2])
landlock.abi = lambda: version
landlock.restrict([
    (folder / "open", Access.READING),
    (folder / "site", Access.WRITING),
    (folder / "one.txt", Access.READING),
    (folder / "absent", Access.READING),
])

def attempt(action):
    try:
        action()
    except OSError as error:
        return type(error).__name__
    return "done"

print(attempt(lambda: (folder / "open" / "file").read_bytes()))
print(attempt(lambda: (folder / "one.txt").read_bytes()))
print(attempt(lambda: (folder / "site" / "page").write_bytes(b"x")))
print(attempt(lambda: (folder / "shut" / "file").read_bytes()))
print(attempt(lambda: (folder / "open" / "file").write_bytes(b"x")))
print(attempt(lambda: list((folder / "shut").iterdir())))
"""


@pytest.mark.skipif(not landlock.abi(), reason="this kernel has no Landlock")
@pytest.mark.parametrize("version", range(1, 8))
def test_every_version_of_the_interface_grants_what_the_rules_name_and_nothing_else(
    version: int, tmp_path: Path
) -> None:
    if version > landlock.abi():
        pytest.skip(f"this kernel offers Landlock {landlock.abi()}, not {version}")
    for name in ("open", "site", "shut"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").write_text("x")
    (tmp_path / "one.txt").write_text("x")

    run = subprocess.run(
        [sys.executable, "-c", LOCKED, str(version), str(tmp_path)], capture_output=True, text=True, check=True
    )

    assert run.stdout.split() == ["done", "done", "done", "PermissionError", "PermissionError", "PermissionError"]
