from __future__ import annotations

import re
from pathlib import Path

import pytest

from conferral.site import seccomp

HEADERS = (
    Path("/usr/include/x86_64-linux-gnu/asm/unistd_64.h"),
    Path("/usr/include/asm-generic/unistd.h"),
)


@pytest.mark.parametrize("column", [0, 1])
def test_the_numbers_are_those_of_the_kernels_own_headers(column: int) -> None:
    if not HEADERS[column].exists():
        pytest.skip(f"no kernel header {HEADERS[column]} on this machine")
    text = HEADERS[column].read_text()
    published = {name: int(number) for name, number in re.findall(r"#define __NR(?:3264)?_(\w+)\s+(\d+)\b", text)}
    ours = {**seccomp._REFUSED, **seccomp._IGNORED}

    known = {name: numbers[column] for name, numbers in ours.items() if name in published}

    assert len(known) > 30
    assert known == {name: published[name] for name in known}
