"""The small registry of the tests after a move: awards under its former base URL and under the present one."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from pathlib import Path

from conferral.authoring.moving import move
from conferral.files import FolderFiles
from conferral.loading import load_registry
from conferral.model import Registry
from conferral.register.mending import Published
from conferral.register.registration import Plan, carry_out, plan
from tests.registry_builder import NOW, recipient, write_registry

OLD = "https://credentials.example.org/registry"
NEW = "https://new.example.org"
MOVED = NOW + timedelta(days=1)
LATER = NOW + timedelta(days=2)


def registry_in(root: Path) -> Registry:
    """The registry in a folder."""
    return load_registry(FolderFiles(root))


def register_at(root: Path, now: datetime = LATER, seed: int = 1, deployed: Published | None = None) -> Plan:
    """Register whatever is not registered yet, at a time."""
    files = FolderFiles(root)
    planned = plan(load_registry(files), files, now=now, chance=random.Random(seed), deployed=deployed)
    carry_out(planned, root)
    return planned


def move_at(root: Path, base_url: str = NEW, now: datetime = MOVED) -> None:
    """Move the registry in a folder, at a time."""
    files = FolderFiles(root)
    for path, content in move(load_registry(files), files, base_url, now=now).files:
        assert content is not None
        (root / path).write_bytes(content)


def award(root: Path, badge: str, *numbers: int, name: str = "2026-07-02-late-5c8m", lines: str = "") -> Path:
    """A batch of awards of a badge to recipients, not registered yet; `lines` go into each entry."""
    file = root / f"credentials/awards/{badge}/{name}.yml"
    file.parent.mkdir(parents=True, exist_ok=True)
    entries = "".join(f"- recipient: {recipient(number)}\n{lines}" for number in numbers)
    file.write_text(f"badge: {badge}\nawarded: 2026-07-02\nrecipients:\n{entries}")
    return file


def revoke(root: Path, award_id: str | None) -> None:
    """Revoke an award."""
    file = root / f"credentials/revocations/{award_id}.yml"
    file.parent.mkdir(exist_ok=True)
    file.write_text("on: 2026-07-03\nreason: misconduct\n")


def moved_registry(root: Path) -> Path:
    """Five awards under OLD, three under NEW, of which one renews an old one."""
    write_registry(root)
    register_at(root, NOW)
    move_at(root)
    award(root, "teaching", 11, 12)
    old = next(one for one in registry_in(root).awards if one.badge == "sailing")
    award(root, "sailing", 1, name="2026-07-02-renewed-8t4v", lines=f"  renews: {old.id}\n")
    register_at(root, LATER, seed=2)
    return root
