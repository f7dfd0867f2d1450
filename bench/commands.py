"""The commands of conferral over a synthetic registry, as whole commands: check, build, verify, register.

Each is a process of its own, as from a shell; those that read are done `runs` times, and so is each build.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.figures import Figures
from bench.measuring import Measured, measure
from bench.registering import commit, environment_of, git, restore
from bench.synthetic import AS_OF, Shape, write_one_more
from bench.weight import weight

CONFERRAL = (sys.executable, "-m", "conferral")
AS_OF_TEXT = AS_OF.strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(frozen=True, slots=True)
class Bench:
    """A registry of a shape, the folder beside it where sites and caches lie, and where figures go."""

    shape: Shape
    root: Path
    figures: Figures
    runs: int
    options: Sequence[str] = ()
    """What commands that share their work are given besides, such as --jobs 2."""

    @property
    def place(self) -> Path:
        """The folder of this size."""
        return self.root.parent

    @property
    def site(self) -> Path:
        """Where the site is built."""
        return self.place / "site"

    @property
    def environ(self) -> Mapping[str, str]:
        """The environment of every command: with the keys, and with places of our own for what is kept."""
        return {**environment_of_commands(self.place), **environment_of(self.shape)}

    def run(self, name: str, *arguments: str | Path) -> Measured:
        """Run a command of conferral, and keep what it took under `name`, whose * is the number of awards."""
        found = measure([*CONFERRAL, *map(str, arguments)], environ=self.environ)
        kept = name.replace("*", str(self.shape.awards))
        self.figures.add(f"{kept}/seconds", found.seconds, "s")
        self.figures.add(f"{kept}/processor", found.processor_seconds, "s")
        self.figures.add(f"{kept}/peak", found.peak, "B")
        for stage, seconds in found.stages.items():
            self.figures.add(f"{kept}/{stage.replace(' ', '-')}", seconds, "s")
        print(f"  {name.replace('/*', ''):<20}{found.seconds:>9.2f} s{found.processor_seconds:>9.2f} s", end="")
        print(f"{_memory(found):>14}{_stages(found)}", flush=True)
        return found

    def build(self, name: str) -> None:
        """Build the site, and keep what it took."""
        self.run(name, "build", "--root", self.root, "--out", self.site, *self.options)

    def command(self, stage: str, scratch: Path) -> list[str]:
        """The command of a stage, which writes into an empty folder; `render` signs first."""
        signed, site = scratch / "signed", scratch / "site"
        if stage == "render":
            self.run("sign/*", "sign", "--root", self.root, "--out", signed, *self.options)
        if stage == "verify":
            self.run("build/*/for-verifying", "build", "--root", self.root, "--out", site, *self.options)
        rest = {
            "check": ["--root", self.root, *self.options],
            "sign": ["--root", self.root, "--out", signed, *self.options],
            "render": ["--root", self.root, "--signed", signed, "--out", site, *self.options],
            "build": ["--root", self.root, "--out", site, *self.options],
            "verify": ["--site", site, "--as-of", AS_OF_TEXT, *self.options],
        }
        return [*CONFERRAL, stage, *map(str, rest.get(stage, ["--root", self.root]))]


def environment_of_commands(place: Path) -> dict[str, str]:
    """This environment, less what a CI or a shell may have set that would change what is measured."""
    kept = {name: value for name, value in os.environ.items() if name not in ("CI", "SOURCE_DATE_EPOCH")}
    return {**kept, "XDG_CACHE_HOME": str(place / "cache"), "XDG_STATE_HOME": str(place / "state")}


def measure_building(bench: Bench) -> None:
    """`check` and cold builds, and what the site weighs.

    Cold: no site is there and nothing is kept from earlier builds, but the system may hold files in its memory.
    """
    for _ in range(bench.runs):
        bench.run("check/*", "check", "--root", bench.root, *bench.options)
    for _ in range(bench.runs):
        forget(bench, cards=True)
        bench.build("build/*/cold")
    found = weight(bench.site)
    for name, value, unit in (
        ("site/bytes", found.bytes, "B"),
        ("site/files", found.files, ""),
        ("credential/bytes", (found.pages + found.documents) / found.credentials, "B"),
        ("credential/page", found.pages / found.credentials, "B"),
        ("credential/json", found.documents / found.credentials, "B"),
        ("credential/most", found.heaviest, "B"),
        ("credential/files", found.credential_files / found.credentials, ""),
    ):
        bench.figures.add(f"weight/{bench.shape.awards}/{name}", value, unit)


def measure_verifying(bench: Bench) -> None:
    """`verify --site` over the site that is there, or that is built for it."""
    if not bench.site.is_dir():
        bench.build("build/*/for-verifying")
    for _ in range(bench.runs):
        found = bench.run("verify/*", "verify", "--site", bench.site, "--as-of", AS_OF_TEXT, *bench.options)
        bench.figures.add(f"verify/{bench.shape.awards}/rate", bench.shape.awards / found.seconds, "/s")


def measure_one_more(bench: Bench) -> None:
    """Register one more award, and build the site again from what is there; then take it all back."""
    base = git(bench.root, "rev-parse", "HEAD").strip()
    try:
        for number in range(bench.runs):
            write_one_more(bench.root, bench.shape, number)
            bench.run("register/*", "register", "--root", bench.root)
            commit(bench.root, "One more award", AS_OF)
            bench.build("build/*/one-more")
    finally:
        restore(bench.root, base)
        forget(bench, cards=False)


def forget(bench: Bench, *, cards: bool) -> None:
    """Remove the site and what builds have kept; share cards only if asked to."""
    shutil.rmtree(bench.site, ignore_errors=True)
    kept = bench.place / "cache" / "conferral"
    for entry in list(kept.iterdir()) if kept.is_dir() else ():
        if cards or entry.name != "cards":
            shutil.rmtree(entry)


def _memory(found: Measured) -> str:
    if found.peak is None:
        return ""
    return f"{found.peak / 1e6:,.0f} MB" + ("" if found.is_peak_exact else " at most")


def _stages(found: Measured) -> str:
    return "".join(f"   {name} {seconds:.1f} s" for name, seconds in found.stages.items())
