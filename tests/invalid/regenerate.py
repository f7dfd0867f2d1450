"""Writes what every case of the corpus says into its `expect` file: `python -m tests.invalid.regenerate`."""

from __future__ import annotations

import tempfile
from pathlib import Path
from unittest.mock import patch

from tests.invalid.test_corpus import REGISTRY_CASES, YAML_CASES, outcome_of_registry, outcome_of_yaml


def write(expect: Path, outcome: str) -> None:
    comment = expect.read_text(encoding="utf-8").partition("\n")[0]
    expect.write_text(f"{comment}\n{outcome}", encoding="utf-8")


def main() -> None:
    for case in YAML_CASES:
        write(case.with_suffix(".expect"), outcome_of_yaml(case))
    for case in REGISTRY_CASES:
        with tempfile.TemporaryDirectory() as folder, patch("conferral.file_kinds.new_file_ending", lambda: "k3v9"):
            write(case / "expect", outcome_of_registry(case, Path(folder)))


if __name__ == "__main__":
    main()
