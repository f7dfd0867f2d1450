"""A registry from nothing, by the commands that a new operator runs: two schools, each with its key, three badges."""

from __future__ import annotations

from pathlib import Path

from tests.journey.here import ok
from tests.journey.host import BASE_URL
from tests.registry_builder import SVG

DATA, SAILING, TEACHING = "data-analysis", "sailing", "teaching"


def found(root: Path) -> dict[str, str]:
    """Make the registry in an empty clone; the private halves of its keys by the names of their secrets.

    `lakeside` awards teaching and data-analysis (foundation level, for three years), `harbour` sailing, which can be
    suspended.  Nothing is committed and nothing awarded.
    """
    picture = root.with_name(f"{root.name}.svg")
    picture.write_text(SVG.replace("{colour}", "336699"))
    keys = {}
    first = ok(
        *("init", ".", "--yes", "--no-commit", "--host", "github", "--repository", "lakeside/registry"),
        *("--operator", "@olive", "--base-url", BASE_URL, "--timezone", "Europe/Berlin"),
        *("--issuer", "lakeside", "--issuer-name", "Lakeside School", "--issuer-url", "https://lakeside.example.org"),
        *("--badge", TEACHING, "--badge-name", "Teaching", "--badge-description", "Teaches online."),
        *("--badge-criteria", "Taught a course.", "--key-env", "KEY_LAKESIDE_1"),
        root=root,
    )
    keys["KEY_LAKESIDE_1"] = first.out.strip()
    ok(
        *("issuer", "new", "harbour", "--name", "Harbour School", "--url", "https://harbour.example.org"),
        *("--description", "Teaches sailing."),
        root=root,
    )
    ok(
        *("badge", "new", SAILING, "--issuer", "harbour", "--name", "Sailing", "--description", "Can sail a boat."),
        *("--criteria", "Sailed alone.", "--status-purpose", "suspension", "--validity", "2 years", "--image", picture),
        root=root,
    )
    ok(
        *("badge", "new", DATA, "--issuer", "lakeside", "--name", "Data Analysis", "--validity", "3 years"),
        *("--level", "foundation", "--description", "Turns data into answers.", "--criteria", "Analysed data."),
        *("--image", picture),
        root=root,
    )
    keys["KEY_HARBOUR_1"] = ok("key", "new", "harbour", "--env", "KEY_HARBOUR_1", root=root).out.strip()
    ok("upgrade", root=root)  # which gives publish.yml a line for the second key
    return keys
