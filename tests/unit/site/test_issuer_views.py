"""What is told of an issuer: whose address the registry has, where else it is known, and when its keys signed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from conferral.loading import load
from conferral.model import Registry
from conferral.site.issuer_views import Entry, IssuerView, issuer_view
from conferral.site.views import SiteView
from tests.registry_builder import files, key_file
from tests.unit.memory_files import MemoryFiles
from tests.unit.site.english_site import SITE


def _registry(**more: str) -> Registry:
    texts = files() | {name.replace("__", "/"): text for name, text in more.items()}
    found = load(MemoryFiles({path: text.encode() for path, text in texts.items()})).registry
    assert found
    return found


def _lakeside(site: SiteView = SITE, registry: Registry | None = None) -> IssuerView:
    registry = registry or _registry()
    return issuer_view(registry, site, registry.issuers["lakeside"], [])


@pytest.mark.parametrize(
    ("base_url", "at_home"),
    [
        ("https://lakeside.example.org/badges", True),
        ("https://badges.lakeside.example.org", True),
        ("https://www.lakeside.example.org", True),
        ("https://lakeside.example.org.example.net", False),
        ("https://other-lakeside.example.org", False),
        ("https://example.org", False),
    ],
)
def test_a_registry_at_an_address_of_the_issuer_says_so(base_url: str, at_home: bool) -> None:
    view = _lakeside(replace(SITE, base_url=base_url))

    assert (view.host, view.at_home) == ("lakeside.example.org", at_home)


def test_entries_in_public_registers_are_shown_by_the_registers_host() -> None:
    file = "credentials/issuers/lakeside/issuer.yml"
    registry = _registry(**{file: files()[file] + "same_as: [https://register.example.org/organisations/4711]\n"})

    assert _lakeside(registry=registry).entries == (
        Entry("https://register.example.org/organisations/4711", "register.example.org"),
    )


@pytest.mark.parametrize(
    ("lines", "kind", "state", "period"),
    [
        ({}, "active", "Active", "Since 1 January 2026"),
        ({"activated": "2027-01-01T00:00:00Z"}, "future", "Not yet active", "From 1 January 2027"),
        ({"retired": "2026-05-01T00:00:00Z"}, "retired", "Retired", "From 1 January 2026 to 1 May 2026"),
        ({"retired": "2026-08-01T00:00:00Z"}, "active", "Active", "Since 1 January 2026"),
        ({"compromised": "2026-05-01T00:00:00Z"}, "compromised", "Compromised", "From 1 January 2026 to 1 May 2026"),
    ],
)
def test_a_key_says_when_it_signed_and_what_became_of_it(
    lines: dict[str, str], kind: str, state: str, period: str
) -> None:
    registry = _registry(**{"keys/lakeside/key-1.yml": key_file("lakeside", **lines)})
    (key,) = _lakeside(registry=registry).keys

    assert (key.kind, key.state, key.period.striptags().replace("\N{NO-BREAK SPACE}", " ")) == (kind, state, period)
