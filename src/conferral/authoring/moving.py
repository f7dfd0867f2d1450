"""Moving a registry to another base URL, for awards from now on."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from pydantic import TypeAdapter

from conferral.authoring.edit import Edit
from conferral.errors import RegistryError, on_one_line
from conferral.fields import BaseUrl, refusal
from conferral.files import REGISTRY_FILE as DESCRIPTION
from conferral.files import Files
from conferral.model import Move, Registry
from conferral.register.rows import REGISTRY_FILE as PINS
from conferral.register.rows import format_pins
from conferral.yaml_edits import YamlText

_BASE_URL: TypeAdapter[str] = TypeAdapter(BaseUrl)


def move(registry: Registry, files: Files, base_url: str, *, now: datetime) -> Edit:
    """The registry at another base URL, to which every award belongs that is registered from `now` on (UTC).

    What is registered already keeps its address; where a clock was ahead, the move is dated after the latest of it.
    Raises `RegistryError` where there is nothing that would need a move, and for what cannot be a base URL.
    """
    refused = refusal(_BASE_URL, base_url)
    if refused:
        raise RegistryError(on_one_line(refused.what), hint=f"It has to be {refused.expected}.")
    new = _BASE_URL.validate_python(base_url)
    pins = registry.pins
    if pins is None:
        raise RegistryError(
            "nothing is registered yet, so nothing has to be moved",
            hint=f"Write `base_url: {new}` into {DESCRIPTION}.",
        )
    if new == pins.present_base_url:
        raise RegistryError(f"the registry is at {new} already", hint="Name the address that it moves to.")
    latest = max([move.since for move in pins.moves] + [row.registered for row in registry.rows])
    moved = replace(pins, moves=(*pins.moves, Move(since=max(now, latest + timedelta(seconds=1)), base_url=new)))
    text = YamlText.of(files, DESCRIPTION).set(("base_url",), new).text
    # In this order: killed between the two, a second run carries it to the end.
    return Edit(((DESCRIPTION, text.encode()), (PINS, format_pins(moved).encode())))
