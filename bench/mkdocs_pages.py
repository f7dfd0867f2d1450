"""A page for each credential by mkdocs-material, as a registry would have them that hands every page to its generator.

Each page is a Markdown file with what a credential's page says.  To be fair to it, the pages are in no navigation
(each page would list all others) and there is no search index; what it takes for a site without them is taken off.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.figures import Figures
from bench.measuring import measure

PAGES = 500
_SETTINGS = """\
site_name: Synthetic Commons
site_url: https://credentials.example.org/
theme: {name: material, font: false}
plugins: []
markdown_extensions: [tables, attr_list]
nav: [index.md]
not_in_nav: /credentials/*
"""


def measure_mkdocs(credentials: Sequence[Mapping[str, Any]], figures: Figures, runs: int) -> None:
    """Build a site of `PAGES` pages and one without; keep seconds of the processor a page."""
    for _ in range(runs):
        with_pages, without = _build(credentials, PAGES), _build(credentials, 0)
        figures.add("peers/mkdocs-material/page", (with_pages - without) / PAGES, "s")
    page = 1000 * (figures.median("peers/mkdocs-material/page") or 0)
    print(f"  mkdocs-material renders a page in {page:.2f} ms", flush=True)


def _build(credentials: Sequence[Mapping[str, Any]], pages: int) -> float:
    with TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "docs/credentials").mkdir(parents=True)
        (root / "mkdocs.yml").write_text(_SETTINGS, encoding="utf-8")
        (root / "docs/index.md").write_text("# Synthetic Commons\n\nCredentials.\n", encoding="utf-8")
        for number in range(pages):
            text = markdown(credentials[number % len(credentials)])
            (root / f"docs/credentials/{number}.md").write_text(text, encoding="utf-8")
        command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--config-file", str(root / "mkdocs.yml")]
        environ = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
        seconds = measure(command, environ=environ, processor=min(os.sched_getaffinity(0))).processor_seconds
        built = len(list((root / "site/credentials").glob("*/index.html")))
        if built != pages:
            raise RuntimeError(f"mkdocs wrote {built} pages of {pages}")
        return seconds


def markdown(credential: Mapping[str, Any]) -> str:
    """What the page of a credential says, as a Markdown file."""
    subject = credential["credentialSubject"]
    achievement = subject["achievement"]
    alignments = [f"[{one['targetName']}]({one['targetUrl']})" for one in achievement.get("alignment", [])]
    results = [
        ", ".join(str(one[key]) for key in ("value", "status") if key in one) for one in subject.get("result", [])
    ]
    evidence = [
        f"[{one.get('name', one['id'])}]({one['id']}) {one.get('description', '')}"
        for one in credential.get("evidence", [])
    ]
    return "\n\n".join(
        (
            f"# {achievement['name']}",
            (
                f"Awarded by [{credential['issuer']['name']}]({credential['issuer']['url']}) on "
                f"{credential['validFrom']}, valid until {credential.get('validUntil', 'further notice')}."
            ),
            achievement["description"],
            f"![{achievement['image']['caption']}]({achievement['image']['id']})",
            *(f"**Result:** {result}" for result in results if result),
            subject.get("narrative", ""),
            achievement["criteria"]["narrative"],
            "## Skills",
            "\n".join(f"- {tag}" for tag in achievement.get("tag", [])),
            "## Corresponds to",
            "\n".join(f"- {alignment}" for alignment in alignments),
            "## Evidence",
            "\n".join(f"- {one}" for one in evidence),
            "## Check it",
            f"The signed credential: [{credential['id']}]({credential['id']})",
        )
    )
