"""A synthetic registry of many badges, none awarded: what the catalogue's pages and their search are measured with.

Texts are made of words of the documentation, as often as they occur there, so that they are as hard to pack as real
ones, and harder.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from pathlib import Path

from bench.synthetic import write

_DOCUMENTATION = Path(__file__).parents[1] / "docs"
_LEVELS = ("foundation", "intermediate", "advanced", "expert")
_TYPES = ("MicroCredential", "Course", "Certification", "Competency", "Badge")
_ENDINGS = ("Foundations", "Practice", "in Depth", "for Teams", "Level 1", "Level 2", "Leadership", "for Everyone")
_SUBJECTS = 300
_ISSUERS = 40
_FIELDS = 25
_SKILLS = 1_500
_WORDS_OF_A_DESCRIPTION = 24


def write_synthetic_badges(root: Path, badges: int) -> None:
    """Write a registry of `badges` badges by 40 issuers, with five of 1,500 skills each; no awards, no keys."""
    chance = random.Random(badges)  # noqa: S311 -- repeatable, not secret
    common, rare = _words()
    write(
        root / "credentials/registry.yml",
        "base_url: https://credentials.example.org\ntitle: Bench\ndescription: Synthetic.\ntimezone: UTC\n",
    )
    for number in range(_ISSUERS):
        write(
            root / f"credentials/issuers/school-{number}/issuer.yml",
            f"version: 1\nname: {_title(chance, rare, 2)} School {number}\nurl: https://school-{number}.example.org\n"
            "description: Synthetic.\n",
        )
    subjects = chance.sample(rare, _SUBJECTS)
    skills = [_title(chance, rare, 2) for _ in range(_SKILLS)]
    fields = [_title(chance, rare, 1) for _ in range(_FIELDS)]
    for number in range(badges):
        folder = root / f"credentials/badges/badge-{number}"
        names, weights = zip(*common.items(), strict=True)
        description = " ".join(chance.choices(names, weights, k=_WORDS_OF_A_DESCRIPTION))
        listed = "".join(f"- {skill}\n" for skill in sorted(set(chance.choices(skills, k=5))))
        write(
            folder / "badge.yml",
            f"issuer: school-{chance.randrange(_ISSUERS)}\nversion: 1\n"
            f"name: {_title(chance, subjects, 2)} {chance.choice(_ENDINGS)}\n"
            f"description: Can {description}.\ncriteria: |\n  Did number {number}.\n"
            f"level: {chance.choice(_LEVELS)}\nhours: {chance.randrange(4, 120)}\nfield: {chance.choice(fields)}\n"
            f"type: {chance.choice(_TYPES)}\nskills:\n{listed}",
        )
        write(folder / "badge.svg", _image(number))


def _words() -> tuple[dict[str, int], list[str]]:
    """Words of the documentation: all with how often they occur, and the long ones."""
    counted: Counter[str] = Counter()
    for file in sorted(_DOCUMENTATION.glob("*/*.md")):
        counted.update(re.findall(r"\b[a-z]{2,14}\b", file.read_text(encoding="utf-8")))
    return dict(sorted(counted.items())), sorted(word for word in counted if len(word) > 5)


def _title(chance: random.Random, words: list[str], number: int) -> str:
    return " ".join(chance.choice(words).capitalize() for _ in range(number))


def _image(number: int) -> str:
    rays = "".join(
        f'<path d="M256 256 {(x * 37 + number) % 512} {(x * 53) % 512} {(x * 91) % 512} {(x * 29 + number) % 512}z"/>'
        for x in range(24)
    )
    colour = f"#{number * 997 % 4096:03x}"
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512"><g fill="{colour}">{rays}</g></svg>\n'
