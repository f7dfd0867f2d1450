"""Signed sites, made once a run; how long the outside verifiers took, in the summary."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conformance.sites import SignedSite, demo_site, small_site

_TOOK = "outside verifier took"


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> SignedSite:
    """A preview of the demo registry."""
    return demo_site(tmp_path_factory.mktemp("demo") / "signed")


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> SignedSite:
    """A small registry with an award in every state, signed with keys that the tests have."""
    folder: Path = tmp_path_factory.mktemp("small")
    return small_site(folder / "registry", folder / "signed")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reports = [report for kind in ("passed", "failed") for report in terminalreporter.stats.get(kind, [])]
    lines = [value for report in reports for name, value in getattr(report, "user_properties", ()) if name == _TOOK]
    for line in sorted(lines):
        terminalreporter.write_line(line)
