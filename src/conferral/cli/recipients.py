"""`conferral recipient`: ids for people, and what they let be published."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from conferral.cli.options import DAY, root_option
from conferral.plurals import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from conferral.authoring.recipients import Published, Wanted
    from conferral.model import Award, Registry


@click.group()
def recipient() -> None:
    """Recipients: their random ids, and what they let be published."""


def _wanted(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that say what is to be published, and that its holder agreed."""
    options = (
        click.option("--name", help="A name for their pages; only with --consent."),
        click.option("--portfolio", is_flag=True, help="Give them a portfolio page; only with --consent."),
        click.option(
            "--learner-record",
            is_flag=True,
            help="Publish a signed record of all their credentials; only with --consent.",
        ),
        click.option("--consent", type=DAY, help="The day on which they consented to it."),
        click.option("--record", help="Where the consent is kept, without personal data."),
    )
    for option in reversed(options):
        command = option(command)
    return command


@recipient.command("new")
@root_option
@_wanted
@click.option(
    "--count", type=click.IntRange(1, 10_000), default=1, show_default=True, help="How many ids; one with --name."
)
def recipient_new(
    root: Path,
    name: str | None,
    consent: date | None,
    record: str | None,
    count: int,
    *,
    portfolio: bool,
    learner_record: bool,
) -> None:
    """Print a fresh recipient id.

    Keep who it is outside of the repository.  `conferral award` does all of this for people in a file.

    \b
    conferral recipient new
    conferral recipient new --count 24
    conferral recipient new --name "Ada Example" --consent 2026-06-01 --record "Form 14 of 2026"

    With --name, --portfolio or --learner-record, a file recipients/<id>.yml is written, which everybody can read.
    For whoever has an id already, see `conferral recipient publish`.
    """
    from conferral.cli.editing import say_next, today, write  # noqa: PLC0415
    from conferral.identifiers import new_recipient_id  # noqa: PLC0415

    if not (name or portfolio or learner_record):
        if consent or record:
            raise click.UsageError("--consent and --record belong to --name, --portfolio or --learner-record")
        for _ in range(count):
            click.echo(new_recipient_id())
        deriving = _deriving(root)
        if deriving:
            click.echo(
                f"note: {' and '.join(deriving)} derives its recipients' ids from their e-mail addresses, which "
                "`conferral award` does; a random id would be a second one",
                err=True,
            )
        say_next(["note down, outside of this repository, whose id it is" if count == 1 else _WHOSE])
        return
    wanted = _consented(name, consent, record, portfolio=portfolio, learner_record=learner_record)
    if count != 1:
        raise click.UsageError("--count is for ids alone; a name belongs to one person")
    from conferral.authoring.edit import readable  # noqa: PLC0415
    from conferral.authoring.recipients import publish  # noqa: PLC0415

    registry, files = readable(root)
    made = new_recipient_id()
    write(
        publish(registry, files, made, wanted, today=today(registry)),
        root,
        f"the recipient id is {made}",
        ["note down, outside of this repository, whose id it is", "then commit the file and open a pull request"],
    )


@recipient.command("publish")
@click.argument("recipient", metavar="RECIPIENT")
@root_option
@_wanted
def recipient_publish(
    recipient: str,
    root: Path,
    name: str | None,
    consent: date | None,
    record: str | None,
    *,
    portfolio: bool,
    learner_record: bool,
) -> None:
    """Publish more about a recipient who consented to it.

    RECIPIENT is an id or the address of a portfolio.  What is published already stays; the day of consent is then the
    new one, for all of it.  It takes effect with the next published build.

    \b
    conferral recipient publish r-5k3v9q2m8xh4t7wd1c6n0bzj2p8 --portfolio --learner-record \\
        --consent 2026-06-01 --record "Form 14 of 2026"
    """
    from conferral.authoring.edit import readable  # noqa: PLC0415
    from conferral.authoring.naming import recipient_named  # noqa: PLC0415
    from conferral.authoring.recipients import publish  # noqa: PLC0415
    from conferral.cli.editing import PULL_REQUEST, today, write  # noqa: PLC0415

    if not (name or portfolio or learner_record):
        raise click.UsageError("say what to publish: --name, --portfolio, --learner-record")
    wanted = _consented(name, consent, record, portfolio=portfolio, learner_record=learner_record)
    registry, files = readable(root)
    meant = recipient_named(registry, recipient)
    edit = publish(registry, files, meant, wanted, today=today(registry))
    write(
        edit,
        root,
        f"{meant} publishes more; it takes effect with the next published build",
        [PULL_REQUEST, *_portfolio(registry, meant, wanted)],
    )


@recipient.command("withdraw")
@click.argument("recipient", metavar="RECIPIENT")
@root_option
@click.option("--name", is_flag=True, help="Their name.")
@click.option("--portfolio", is_flag=True, help="Their portfolio page.")
@click.option("--learner-record", is_flag=True, help="The signed record of their credentials.")
def recipient_withdraw(recipient: str, root: Path, *, name: bool, portfolio: bool, learner_record: bool) -> None:
    """Publish less about a recipient: what the options say, without any all of it.

    It is gone with the next published build; history and copies keep it.  An identity that is signed into credentials
    stays, since only `conferral correct` takes it back.

    \b
    conferral recipient withdraw r-5k3v9q2m8xh4t7wd1c6n0bzj2p8
    conferral recipient withdraw r-5k3v9q2m8xh4t7wd1c6n0bzj2p8 --name
    """
    from conferral.authoring.edit import readable  # noqa: PLC0415
    from conferral.authoring.naming import recipient_named  # noqa: PLC0415
    from conferral.authoring.recipients import withdraw  # noqa: PLC0415
    from conferral.cli.editing import PULL_REQUEST, former_sites, write  # noqa: PLC0415

    registry, files = readable(root)
    meant = recipient_named(registry, recipient)
    chosen = {"display_name": name, "portfolio": portfolio, "record": learner_record}
    keys: list[Published] = [key for key in _ALL if chosen[key]] or list(_ALL)
    write(
        withdraw(registry, files, meant, keys),
        root,
        f"{meant} publishes less; it takes effect with the next published build",
        [PULL_REQUEST, *former_sites(registry, registry.awards_by_recipient.get(meant, ()))],
    )


@recipient.command("hide")
@click.argument("awards", metavar="AWARD...", nargs=-1, required=True)
@root_option
def recipient_hide(awards: tuple[str, ...], root: Path) -> None:
    """Leave awards out of the portfolio and the record of whoever holds them.

    Each AWARD is an id or the address of a credential's page.  The credential itself stays published.

    \b
    conferral recipient hide 4q20b2rj1zdkcbt8khmf7s6ax5
    """
    from conferral.authoring.recipients import hide  # noqa: PLC0415

    _change_hidden(awards, root, hide, "hidden from portfolio and record")


@recipient.command("unhide")
@click.argument("awards", metavar="AWARD...", nargs=-1, required=True)
@root_option
def recipient_unhide(awards: tuple[str, ...], root: Path) -> None:
    """Show awards again that were hidden from a portfolio and a record.

    Each AWARD is an id or the address of a credential's page.

    \b
    conferral recipient unhide 4q20b2rj1zdkcbt8khmf7s6ax5
    """
    from conferral.authoring.recipients import unhide  # noqa: PLC0415

    _change_hidden(awards, root, unhide, "no longer hidden")


def _change_hidden(awards: Iterable[str], root: Path, change: Callable[..., Any], done: str) -> None:
    from conferral.authoring.edit import readable  # noqa: PLC0415
    from conferral.authoring.naming import awards_named  # noqa: PLC0415
    from conferral.cli.editing import PULL_REQUEST, former_sites, write  # noqa: PLC0415

    registry, files = readable(root)
    named: tuple[Award, ...] = awards_named(registry, awards)
    write(
        change(registry, files, named),
        root,
        f"{counted(len(named), 'award')} {done}; it takes effect with the next published build",
        [PULL_REQUEST, *former_sites(registry, named)],
    )


_ALL: tuple[Published, ...] = ("display_name", "portfolio", "record")


def _consented(
    name: str | None, consent: date | None, kept: str | None, *, portfolio: bool, learner_record: bool
) -> Wanted:
    from conferral.authoring.recipients import Wanted  # noqa: PLC0415

    if consent is None:
        raise click.UsageError(
            "a name, a portfolio or a record is published only with recorded consent: add --consent DAY"
        )
    return Wanted(name=name, portfolio=portfolio, record=learner_record, consent=consent, kept=kept)


def _portfolio(registry: Registry, recipient: str, wanted: Wanted) -> list[str]:
    """Where the portfolio will be, if one is wanted."""
    from conferral import addresses  # noqa: PLC0415

    where = addresses.url(registry.file.base_url, addresses.person_page(recipient))
    return [f"once it is published, the portfolio is at {where}"] if wanted.portfolio else []


def _deriving(root: Path) -> list[str]:
    """The issuers, as far as they can be read, whose recipient ids are not random."""
    from conferral.files import FolderFiles  # noqa: PLC0415
    from conferral.loading import load  # noqa: PLC0415

    registry = load(FolderFiles(root)).registry if (root / "credentials").is_dir() else None
    return [issuer.slug for issuer in registry.issuers.values() if issuer.current.recipient_ids] if registry else []


_WHOSE = "note down, outside of this repository, whose ids they are"
