"""A synthetic registry of any size: seeded, so that two runs measure the same thing."""

from __future__ import annotations

import random
from pathlib import Path

from conferral.identifiers import check_character, encode_128_bits

BADGES = 20
BATCH = 50
IMAGE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512"><circle cx="256" cy="256" r="240"/></svg>\n'


def write_synthetic_registry(root: Path, awards: int) -> None:
    """Write a registry with `awards` awards in batches of 50 over 20 badges, nothing registered, no keys."""
    chance = random.Random(awards)  # noqa: S311 -- repeatable, not secret
    write(
        root / "credentials/registry.yml",
        "base_url: https://credentials.example.org\ntitle: Bench\ndescription: Synthetic.\ntimezone: UTC\n",
    )
    write(
        root / "credentials/issuers/school/issuer.yml",
        "version: 1\nname: A School\nurl: https://school.example.org\ndescription: Synthetic.\n",
    )
    for number in range(BADGES):
        folder = root / f"credentials/badges/badge-{number}"
        write(
            folder / "badge.yml",
            f"issuer: school\nversion: 1\nname: Badge {number}\ndescription: Can do number {number}.\n"
            f"criteria: |\n  Did number {number}.\n\n  - planned it\n  - did it\n  - explained it\n"
            "level: intermediate\nhours: 40\ncredits: 2.5\nfield: Numbers\nskills: [Counting, Adding, Explaining]\n"
            "alignments:\n- name: Data Scientists\n  url: https://www.onetonline.org/link/summary/15-2051.00\n"
            "validity: 3 years\n",
        )
        write(folder / "badge.svg", IMAGE)
    for batch in range(0, awards, BATCH):
        badge = f"badge-{batch // BATCH % BADGES}"
        entries = "".join(entry(chance) for _ in range(min(BATCH, awards - batch)))
        write(
            root / f"credentials/awards/{badge}/2026-06-{1 + batch // BATCH % 28:02}-batch-{batch // BATCH}-k3v9.yml",
            f"badge: {badge}\nawarded: 2026-06-{1 + batch // BATCH % 28:02}\n"
            f"evidence: https://school.example.org/batches/{batch}\nrecipients:\n{entries}",
        )


def entry(chance: random.Random) -> str:
    """One recipient, every third with a result."""
    body = encode_128_bits(chance.getrandbits(128))
    result = f'  result: {{status: Completed, value: "{chance.randrange(60, 100)}"}}\n' if chance.random() < 0.3 else ""
    return f"- recipient: r-{body}{check_character(body)}\n{result}"


def write(path: Path, text: str) -> None:
    """Write a file and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
