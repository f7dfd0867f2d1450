"""`conferral recipient`: ids for people, and what they let be published."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from conferral.cli.options import DAY, root_option


@click.group()
def recipient() -> None:
    """Recipients: their random ids, and what they let be published."""


@recipient.command("new")
@root_option
@click.option("--name", help="A name for their pages; only with --consent.")
@click.option("--portfolio", is_flag=True, help="Give them a portfolio page; only with --consent.")
@click.option("--consent", type=DAY, help="The day on which they consented to it.")
@click.option("--record", help="Where the consent is kept, without personal data.")
@click.option(
    "--count", type=click.IntRange(1, 10_000), default=1, show_default=True, help="How many ids; one with --name."
)
def recipient_new(
    root: Path, name: str | None, consent: date | None, record: str | None, count: int, *, portfolio: bool
) -> None:
    """Print a fresh recipient id.

    Keep who it is outside of the repository.  `conferral award` does all of this for people in a file.

    \b
    conferral recipient new
    conferral recipient new --count 24
    conferral recipient new --name "Ada Example" --consent 2026-06-01 --record "Form 14 of 2026"

    With --name or --portfolio, a file recipients/<id>.yml is written, which everybody can read.  Whoever has an id
    already keeps it: write such a file for that id by hand.
    """
    from conferral.identifiers import new_recipient_id  # noqa: PLC0415

    published = name or portfolio
    if published and consent is None:
        raise click.UsageError("a name or a portfolio is published only with recorded consent: add --consent DAY")
    if not published:
        if consent or record:
            raise click.UsageError("--consent and --record belong to --name or --portfolio")
        for _ in range(count):
            click.echo(new_recipient_id())
        from conferral.cli.editing import say_next  # noqa: PLC0415

        deriving = _deriving(root)
        if deriving:
            click.echo(
                f"note: {' and '.join(deriving)} derives its recipients' ids from their e-mail addresses, which "
                "`conferral award` does; a random id would be a second one",
                err=True,
            )
        say_next(["note down, outside of this repository, whose id it is" if count == 1 else _WHOSE])
        return
    if count != 1:
        raise click.UsageError("--count is for ids alone; a name belongs to one person")
    assert consent is not None  # noqa: S101 -- asked for above
    from conferral.authoring.edit import readable  # noqa: PLC0415
    from conferral.authoring.recipients import new_recipient  # noqa: PLC0415
    from conferral.cli.editing import today, write  # noqa: PLC0415

    registry, _ = readable(root)
    made = new_recipient_id()
    edit = new_recipient(
        registry, made, name=name, portfolio=portfolio, consent=consent, today=today(registry), record=record
    )
    write(
        edit,
        root,
        f"the recipient id is {made}",
        ["note down, outside of this repository, whose id it is", "then commit the file and open a pull request"],
    )


def _deriving(root: Path) -> list[str]:
    """The issuers, as far as they can be read, whose recipient ids are not random."""
    from conferral.files import FolderFiles  # noqa: PLC0415
    from conferral.loading import load  # noqa: PLC0415

    registry = load(FolderFiles(root)).registry if (root / "credentials").is_dir() else None
    return [issuer.slug for issuer in registry.issuers.values() if issuer.current.recipient_ids] if registry else []


_WHOSE = "note down, outside of this repository, whose ids they are"
