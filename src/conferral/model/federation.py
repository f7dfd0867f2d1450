"""Federation: other registries whose badges are shown beside this one's own, with their origin."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from conferral.fields import BaseUrl, Day, Line, Slug
from conferral.model.choices import Many
from conferral.model.places import Record


class FederatedRegistry(Record):
    """Another registry. What it publishes was fetched into credentials/federated/<name>.json."""

    name: Slug = Field(description="Short name, of its file and its pages here.")
    url: BaseUrl = Field(description="Its base URL.", examples=["https://badges.example.net"])
    since: Day = Field(description="The day it was listed.")
    note: Line | None = Field(default=None, description="Why it is listed, in one public sentence.")


class FederationFile(Record):
    """credentials/federation.yml: other registries that are shown in this registry's catalogue."""

    registries: Annotated[tuple[FederatedRegistry, ...], Many] = Field(description="The registries.")
