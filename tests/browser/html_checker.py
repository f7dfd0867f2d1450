"""The Nu Html Checker over many files at once, in one run of Java."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.browser.browsing import CHECKOUT

_JAR = CHECKOUT / "node_modules/vnu-jar/build/dist/vnu.jar"

NO_FAULTS = {
    # The checker reads files, which have no origin that 'self' could stand for; Chromium has one (test_pages.py).
    r"Resource violates Content Security Policy \(meta tag\): .* “(?![a-z]+:|//)[^”]*” blocked by .*": "",
    # Blocks of data are no scripts, and no policy keeps them from being read.
    r"Inline script violates Content Security Policy .*": r'<script [^>]*type="application/(ld\+)?json"',
}
"""What the checker says wrongly, as patterns of its message and of the place it says it of."""


def problems(files: Iterable[Path]) -> dict[str, list[str]]:
    """Every error and warning by file name, each as "line: what is wrong: where"."""
    java = subprocess.run([CHECKOUT / "tools/java"], capture_output=True, text=True, check=False)
    if java.returncode:
        pytest.fail(f"{java.stderr.strip()}; or run `make setup`", pytrace=False)
    command = [java.stdout.strip(), "-jar", str(_JAR), "--exit-zero-always", "--stdout", "--format", "json"]
    done = subprocess.run([*command, *map(str, files)], capture_output=True, check=False, timeout=300)
    if done.returncode:
        pytest.fail(f"the checker ended with {done.returncode}:\n{done.stderr.decode()[-3000:]}", pytrace=False)
    found: dict[str, list[str]] = {}
    for message in sorted(json.loads(done.stdout)["messages"], key=lambda one: int(one.get("lastLine", 0))):
        what, where = message["message"], message.get("extract", "")
        if not any(re.fullmatch(said, what) and re.search(of, where) for said, of in NO_FAULTS.items()):
            name = message.get("url", "").removeprefix("file:")
            found.setdefault(name, []).append(f"{message.get('lastLine', 0)}: {what}: {where}")
    return found
