"""`conferral issuer`: organisations that award, and their versions."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from conferral.cli.options import root_option


@click.group()
def issuer() -> None:
    """Issuers: new ones, and new versions of what is signed of them."""


@issuer.command("new")
@click.argument("slug")
@root_option
@click.option("--name", help="The organisation's name, as it is signed into credentials.")
@click.option("--url", help="Its own website, as it is signed into credentials.")
@click.option("--description", help="Who they are and why their word counts, in Markdown.")
@click.option("--email", help="A published address of the organisation, never a person's.")
@click.option("--parent", metavar="ISSUER", help="The issuer it belongs to.")
@click.option(
    "--steward", "stewards", multiple=True, metavar="HANDLE", help="Who may award for it, by handle; may be repeated."
)
@click.option(
    "--logo", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Its logo, an SVG or PNG file."
)
def issuer_new(slug: str, root: Path, stewards: tuple[str, ...], logo: Path | None, **said: str | None) -> None:
    """Describe a new issuer, with the short name SLUG.

    SLUG is part of the issuer's address and of its DID, and never changes.  What is missing is asked for.

    \b
    conferral issuer new harbour --name "Harbour School" --url https://harbour.example.org \\
        --description "Teaches sailing since 1974." --steward @harbour-school/stewards
    """
    from conferral.authoring import issuers  # noqa: PLC0415
    from conferral.authoring.edit import readable  # noqa: PLC0415
    from conferral.cli.asking import ask_for_missing  # noqa: PLC0415
    from conferral.cli.editing import write  # noqa: PLC0415

    registry, _ = readable(root)
    options = {key: f"--{key}" for key in ("name", "url", "email", "description", "parent")} | {"stewards": "--steward"}

    def values(found: Mapping[str, str]) -> dict[str, Any]:
        known: dict[str, Any] = {key: found.get(option) for key, option in options.items()}
        return {key: value for key, value in {**known, "stewards": list(stewards)}.items() if value}

    answers = ask_for_missing(
        {options[key]: said[key] for key in ("name", "url", "email", "description", "parent")},
        {
            "--name": "Name of the organisation",
            "--url": "Its website (https://...)",
            "--description": "Who they are and why their word counts",
        },
        lambda found: issuers.faults(registry, slug, values(found), options),
    )
    write(
        issuers.new_issuer(registry, slug, values(answers), options=options, logo=logo),
        root,
        f'described the issuer "{slug}"',
        [
            f"conferral key new {slug}, which makes the key that it signs with",
            f"conferral badge new ... --issuer {slug}",
            "then commit these files and open a pull request",
        ],
    )


@issuer.command("new-version")
@click.argument("issuer")
@root_option
@click.option(
    "--set", "changes", multiple=True, metavar="KEY=VALUE", help="What the new version says; may be repeated."
)
def issuer_new_version(issuer: str, root: Path, changes: tuple[str, ...]) -> None:
    """Begin a new version of ISSUER, for awards to come: when its name or its website changes.

    The text so far is kept beside it for the awards given under it, which stay as they are.  Other keys than name and
    url are not signed and change without a new version.

    \b
    conferral issuer new-version harbour --set "name=Harbour Academy" --set url=https://academy.example.org
    """
    from conferral.authoring.edit import readable  # noqa: PLC0415
    from conferral.authoring.naming import issuer_named  # noqa: PLC0415
    from conferral.authoring.settings import settings  # noqa: PLC0415
    from conferral.authoring.versions import file_of_issuer, new_issuer_version  # noqa: PLC0415
    from conferral.cli.editing import write  # noqa: PLC0415
    from conferral.history import earlier_contents  # noqa: PLC0415

    registry, files = readable(root)
    named = issuer_named(registry, issuer)
    number, path = named.current.version, file_of_issuer(named)
    earlier = earlier_contents(root, [path])
    edit = new_issuer_version(registry, files, named, settings(changes), earlier=earlier)
    edited = files.read(path) not in {content for _, content in edit.files[:-1]}
    steps = [] if changes or edited else [f"change name or url in {path}"]
    done = f'version {number + 1} of "{named.slug}" begins; version {number} is kept'
    write(
        edit,
        root,
        f"{done}, with the text that was issued, from git" if edited else done,
        [*steps, "conferral check", "then commit these files and open a pull request"],
    )
