"""The registry's own look: its colours."""

from __future__ import annotations

from pydantic import Field

from conferral.fields import Colour
from conferral.model.places import Record


class Brand(Record):
    """The two colours of links, buttons and marks (credentials/registry.yml, `brand`)."""

    accent: Colour = Field(
        description="On light pages. It has to stand out from them: a contrast of 4.5:1, as WCAG asks.",
        examples=["#0b5a6b"],
    )
    accent_dark: Colour = Field(description="On dark pages, with a contrast of 4.5:1 to them.", examples=["#86cdd9"])
