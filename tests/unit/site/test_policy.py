"""The policy in force stands on the page of each badge, and where there is none nothing is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from conferral.loading import load
from conferral.model import Registry
from conferral.site.language import Language
from conferral.site.overviews import overview
from conferral.site.pages import Pages
from conferral.site.policy import policy_words
from conferral.site.tallies import counts
from tests.registry_builder import files
from tests.unit.memory_files import MemoryFiles
from tests.unit.site.english_site import SITE

STEWARD = {"credentials/issuers/lakeside/issuer.yml": "stewards: ['@ann']\n"}
POLICY = (
    "  evidence_required: true\n  maximum_validity: 3 years\n  result_required: [data-analysis]\n"
    "  two_approvals: [foundation]\n"
)


def registry_with(policy: str, additions: dict[str, str]) -> Registry:
    texts = files()
    texts["credentials/registry.yml"] += policy
    texts |= {path: texts[path] + text for path, text in additions.items()}
    found = load(MemoryFiles({path: text.encode() for path, text in texts.items()})).registry
    assert found
    return found


@pytest.mark.parametrize(
    ("badge", "policy", "additions", "words"),
    [
        ("data-analysis", "", {}, ()),
        ("data-analysis", "", STEWARD, ("A steward approves every award.",)),
        ("sailing", "", STEWARD, ()),
        (
            "data-analysis",
            POLICY,
            STEWARD,
            (
                "Two stewards approve every award.",
                "Every award has evidence.",
                "Every award states a result.",
                "No award is valid for more than 3 years.",
            ),
        ),
        ("data-analysis", "  two_approvals: [foundation]\n", {}, ("Two people approve every award.",)),
        ("teaching", POLICY, {}, ("Every award has evidence.", "No award is valid for more than 3 years.")),
    ],
)
def test_the_rules_that_hold_for_a_badge(
    badge: str, policy: str, additions: dict[str, str], words: tuple[str, ...]
) -> None:
    registry = registry_with(policy, additions)

    assert policy_words(registry, registry.badges[badge], Language.of("en")) == words


def pages_of(registry: Registry, folder: Path) -> dict[str, str]:
    return {
        page.path: page.html
        for page in Pages(folder, SITE).catalogue(overview(registry, SITE, counts(registry, SITE.as_of)))
    }


@pytest.mark.parametrize(("policy", "shown"), [("", False), (POLICY, True)])
def test_the_page_of_a_badge_has_a_section_of_them(policy: str, shown: bool, tmp_path: Path) -> None:
    pages = pages_of(registry_with(policy, {}), tmp_path)

    assert ("<h2>Rules of this registry</h2>" in pages["badges/teaching/"]) == shown
    assert ("<li>Every award has evidence.</li>" in pages["badges/teaching/"]) == shown


@pytest.mark.parametrize(
    ("policy", "said"),
    [("", "Awards have <b>no end date</b>."), (POLICY, "New awards end after at most <b>3 years</b>.")],
)
def test_a_badge_without_a_validity_says_how_long_new_awards_last(policy: str, said: str, tmp_path: Path) -> None:
    pages = pages_of(registry_with(policy, {}), tmp_path)

    assert f"<p>{said} The issuer can revoke an award.</p>" in pages["badges/teaching/"]
    assert "<p>An award is valid for <b>2 years</b>. " in pages["badges/sailing/"]
