"""Where an award was recorded, and the addresses of that at the git host."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from conferral.history import Commit
from conferral.register.provenance import Request
from conferral.site.recorded import recorded

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
