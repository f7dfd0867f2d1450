"""A site of no particular registry, in English, as its views see it."""

from __future__ import annotations

from datetime import UTC, date, datetime

from conferral.model import Text
from conferral.site.language import Language
from conferral.site.views import SiteView

SITE = SiteView(
    title=Text("x", "en"),
    description=Text("x", "en"),
    base_url="https://credentials.example.org",
    language="en",
    words=Language.of("en"),
    home="",
    as_of=datetime(2026, 7, 1, tzinfo=UTC),
    as_of_day=date(2026, 7, 1),
    timezone="UTC",
    commit="",
    dirty=False,
    preview=False,
)
