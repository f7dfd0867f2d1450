"""Where an award was recorded, and the addresses of that at the git host."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from conferral.files import FolderFiles
from conferral.history import Commit
from conferral.loading import load_registry
from conferral.register.provenance import Request
from conferral.site.recorded import recorded
from tests.registry_builder import commit_all, git, recipient, write_registry
from tests.unit.site.page_reader import read
from tests.unit.site.site_builder import register, render, sign

COMMIT = Commit("a" * 40, datetime(2026, 7, 1, tzinfo=UTC))
PULL = Request("pull request", 12)
MERGE = Request("merge request", 34)


@pytest.mark.parametrize(
    ("repository", "request_", "url", "request_url"),
    [
        ("https://github.com/o/r", PULL, "https://github.com/o/r/commit/{}", "https://github.com/o/r/pull/12"),
        ("https://github.com/o/r.git/", None, "https://github.com/o/r/commit/{}", ""),
        (
            "https://gitlab.com/g/s/r/",
            MERGE,
            "https://gitlab.com/g/s/r/-/commit/{}",
            "https://gitlab.com/g/s/r/-/merge_requests/34",
        ),
        ("https://gitlab.com/g/r", PULL, "https://gitlab.com/g/r/-/commit/{}", ""),
        (
            "https://code.example.org/g/r",
            MERGE,
            "https://code.example.org/g/r/-/commit/{}",
            "https://code.example.org/g/r/-/merge_requests/34",
        ),
        (
            "https://github.example.org:8443/o/r",
            PULL,
            "https://github.example.org:8443/o/r/commit/{}",
            "https://github.example.org:8443/o/r/pull/12",
        ),
        ("https://code.example.org/o/r", None, "", ""),
        ("", PULL, "", ""),
        ("http://github.com/o/r", PULL, "", ""),
        ("javascript:alert(1)//github.com/o/r", PULL, "", ""),
        ("https://a:b@github.com/o/r", PULL, "", ""),
        ("https://github.com/o/r?x=1", PULL, "", ""),
        (
            "https://github.com.example.org/o/r",
            PULL,
            "https://github.com.example.org/o/r/commit/{}",
            "https://github.com.example.org/o/r/pull/12",
        ),
    ],
)
def test_the_commit_and_its_request_have_addresses_where_the_host_is_known(
    repository: str, request_: Request | None, url: str, request_url: str
) -> None:
    found = recorded(COMMIT, "1 July 2026", request_, repository)

    assert (found.url, found.request_url) == (url.format(COMMIT.hash), request_url)


def test_a_request_is_written_with_its_hosts_mark() -> None:
    said = [recorded(COMMIT, "1 July 2026", request, "") for request in (PULL, MERGE, None)]

    assert [(one.label, one.request) for one in said] == [("pull request", "#12"), ("merge request", "!34"), ("", "")]
    assert {(one.hash, one.day) for one in said} == {(COMMIT.hash, "1 July 2026")}


MKDOCS = """\
docs_dir: credentials
repo_url: https://github.com/example-org/registry
theme: {name: material}
plugins: [search, conferral]
"""


def test_a_page_links_to_the_pull_request_that_brought_its_award_and_to_the_merge(tmp_path: Path) -> None:
    root = write_registry(tmp_path / "registry", {"mkdocs.yml": MKDOCS})
    old = register(root)
    first = commit_all(root)
    git(root, "switch", "-q", "-c", "cohort")
    batch = root / "credentials/awards/sailing/2026-06-01-lake-4k2p.yml"
    batch.write_text(f"badge: sailing\nawarded: 2026-06-01\nrecipients:\n- recipient: {recipient(9)}\n")
    register(root)
    commit_all(root, "Award (#99)")
    git(root, "switch", "-q", "main")
    git(root, "merge", "-q", "--no-ff", "-m", "Merge pull request #12 from example-org/cohort\n\nAward", "cohort")
    merge = git(root, "rev-parse", "HEAD").strip()
    out = render(root, sign(root, tmp_path / "signed"), tmp_path / "out")
    address = "https://github.com/example-org/registry"
    pages = {
        award.id or "": out / f"credentials/{award.id}/index.html" for award in load_registry(FolderFiles(root)).awards
    }
    links = {
        award: [link for link in read(page.read_text(encoding="utf-8")).links if link.startswith(f"{address}/")]
        for award, page in pages.items()
    }

    new = next(iter(links.keys() - set(old)))
    assert links == {
        **{award: [f"{address}/commit/{first}"] for award in old},
        new: [f"{address}/commit/{merge}", f"{address}/pull/12"],
    }
