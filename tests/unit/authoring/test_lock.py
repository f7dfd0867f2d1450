"""What registries install: every dependency, pinned, with digests, whatever the Python and the platform."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from importlib.metadata import distribution
from importlib.resources import files
from itertools import product
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[3]
LOCK = (files("conferral") / "starter/tools/requirements.txt").read_text(encoding="utf-8")
PIN = re.compile(r"(?m)^([a-z0-9-]+)==(\S+)((?: \\\n    --hash=sha256:[0-9a-f]{64})+)$")
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
MACHINES = (("linux", "x86_64"), ("linux", "aarch64"), ("darwin", "arm64"))


def environments() -> Iterator[Mapping[str, str]]:
    """What markers of requirements may ask about."""
    for python, (system, machine) in product(PYTHONS, MACHINES):
        yield {
            "python_version": python,
            "python_full_version": f"{python}.0",
            "sys_platform": system,
            "platform_system": system.capitalize(),
            "platform_machine": machine,
            "os_name": "posix",
            "implementation_name": "cpython",
            "platform_python_implementation": "CPython",
            "extra": "",
        }


def test_it_is_nothing_but_pins_with_digests() -> None:
    assert all(line.startswith("#") for line in PIN.sub("", LOCK).strip().splitlines())
    names = [name for name, _, _ in PIN.findall(LOCK)]
    assert names == sorted(set(names))
    assert "://" not in LOCK


def test_what_is_developed_with_has_the_same_versions() -> None:
    lines = (ROOT / "tools/constraints.txt").read_text(encoding="utf-8").splitlines()
    installed = {line for line in lines if not line.startswith("#")}
    assert {f"{name}=={version}" for name, version, _ in PIN.findall(LOCK)} - installed == set()


def test_it_has_all_that_is_needed_in_versions_that_fit() -> None:
    pins = {name: version for name, version, _ in PIN.findall(LOCK)}

    for environment in environments():
        waiting, seen = ["conferral"], set()
        while waiting:
            name = waiting.pop()
            if name in seen:
                continue
            seen.add(name)
            for line in distribution(name).requires or ():
                requirement = Requirement(line)
                if requirement.marker and not requirement.marker.evaluate(dict(environment)):
                    continue
                needed = canonicalize_name(requirement.name)
                assert needed in pins, f"{name} needs {line} with Python {environment['python_version']}"
                assert requirement.specifier.contains(pins[needed]), f"{name} needs {line}, pinned is {pins[needed]}"
                waiting.append(needed)
        assert "mkdocs" in seen
