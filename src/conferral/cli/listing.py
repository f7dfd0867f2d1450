"""`conferral list`, `conferral show` and `conferral due`: reading a registry."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from conferral.cli.options import INSTANT, json_option, now, root_option
from conferral.cli.printing import counted, print_json

if TYPE_CHECKING:
    from conferral.due import Due, DueAward, DueBadge
    from conferral.fields import Period
    from conferral.files import Files
    from conferral.listing import Choice
    from conferral.model import Award, Erased, Registry
    from conferral.showing import Commits, Thing

_KINDS = ("awards", "badges", "issuers", "recipients", "keys")
_MOST_IN_A_SUMMARY = 50
"""Awards of a badge that a workflow's summary shows, which may hold a megabyte in all."""

as_of_option = click.option(
    "--as-of", type=INSTANT, help="Answer for this time.  [default: now]", default=None, show_default=False
)


class _Day(click.ParamType):  # type: ignore[type-arg]  # generic since click 8.2
    """A day of the calendar."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            found = date.fromisoformat(value)
        except ValueError:
            found = None
        if found is None or found.isoformat() != value:
            self.fail(f'"{value}" is no day; write 2026-06-30', param, ctx)
        return found


class _Within(click.ParamType):  # type: ignore[type-arg]  # generic since click 8.2
    """A period of time from now on."""

    name = "period"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Period:
        from conferral.due import period_of  # noqa: PLC0415
        from conferral.fields import Period  # noqa: PLC0415

        found = value if isinstance(value, Period) else period_of(value)
        if found is None:
            self.fail(f'"{value}" is no period; write "30 days", "6 weeks", "3 months", or P30D', param, ctx)
        return found


@click.command("list")
@click.argument("kind", type=click.Choice(_KINDS), default="awards")
@root_option
@click.option("--badge", multiple=True, metavar="BADGE", help="Only this badge; may be given several times.")
@click.option("--issuer", multiple=True, metavar="ISSUER", help="Only this issuer; may be given several times.")
@click.option("--recipient", multiple=True, metavar="ID", help="Only this recipient; may be given several times.")
@click.option(
    "--state",
    multiple=True,
    metavar="STATE",
    help="Only awards in this state: valid, suspended, not-yet-valid, expired, revoked, not-registered or erased; "
    "may be given several times.",
)
@click.option("--expiring-before", type=_Day(), metavar="DAY", help="Only awards whose last valid day is before DAY.")
@click.option("--awarded-since", type=_Day(), metavar="DAY", help="Only awards of DAY or later.")
@as_of_option
@json_option
def list_(
    kind: str,
    root: Path,
    badge: tuple[str, ...],
    issuer: tuple[str, ...],
    recipient: tuple[str, ...],
    state: tuple[str, ...],
    expiring_before: date | None,
    awarded_since: date | None,
    as_of: datetime | None,
    *,
    as_json: bool,
) -> None:
    """List what the registry holds: awards, badges, issuers, recipients or keys.

    \b
    conferral list --badge data-analysis-foundations --state valid
    conferral list --expiring-before 2027-01-01 --json
    conferral list badges --issuer northwind
    conferral list recipients --awarded-since 2026-09-01

    Badges, issuers and recipients are listed with the numbers of their awards; a choice of awards narrows these, and
    leaves out who has none.  With --expiring-before, what has ended already is left out unless --state asks for it.
    """
    from conferral import listing  # noqa: PLC0415
    from conferral.authoring import naming  # noqa: PLC0415
    from conferral.authoring.edit import readable  # noqa: PLC0415

    wrong = [one for one in state if one not in listing.STATES]
    if wrong:
        from conferral.fields import closest  # noqa: PLC0415

        near = closest(wrong[0], listing.STATES)
        raise click.UsageError(f'"{wrong[0]}" is no state; {near or "states are " + ", ".join(listing.STATES)}')
    registry, _ = readable(root)
    choice = listing.Choice(
        badges=frozenset(naming.badge_named(registry, name).slug for name in badge),
        issuers=frozenset(naming.issuer_named(registry, name).slug for name in issuer),
        recipients=frozenset(naming.recipient_named(registry, name) for name in recipient),
        states=frozenset(state),  # type: ignore[arg-type]  # looked at above
        expiring_before=expiring_before,
        awarded_since=awarded_since,
    )
    if kind == "keys" and (choice.is_about_awards or choice.badges):
        raise click.UsageError("keys are chosen by --issuer alone")
    at = as_of or now()
    rows = _rows(registry, kind, choice, at)
    if as_json:
        print_json({"as_of": at.isoformat(), kind: rows})
        return
    heading, cells = _TABLES[kind]
    _print_table(heading, (cells(row) for row in rows))
    click.echo(counted(len(rows), kind.removesuffix("s")), err=True)


def _rows(registry: Registry, kind: str, choice: Choice, at: datetime) -> list[dict[str, Any]]:
    from conferral import listing  # noqa: PLC0415

    match kind:
        case "awards":
            return [listing.award_row(registry, one) for one in listing.listed_awards(registry, choice, at)]
        case "badges":
            return listing.badge_rows(registry, choice, at)
        case "issuers":
            return listing.issuer_rows(registry, choice, at)
        case "recipients":
            return listing.recipient_rows(registry, choice, at)
        case _:
            return listing.key_rows(registry, choice, at)


def _states(row: Mapping[str, Any]) -> str:
    return ", ".join(f"{number} {state}" for state, number in row["states"].items()) or "-"


_Cells = Callable[[Mapping[str, Any]], list[str]]
_TABLES: Mapping[str, tuple[Sequence[str], _Cells]] = {
    "awards": (
        ("ID", "BADGE", "RECIPIENT", "AWARDED", "VALID UNTIL", "STATE"),
        lambda row: [
            row["id"] or "(none yet)",
            row["badge"],
            row["recipient"] or "-",
            row["awarded"] or "-",
            row["valid_until"] or "-",
            row["state"],
        ],
    ),
    "badges": (
        ("BADGE", "NAME", "ISSUER", "VERSION", "STATE", "AWARDS"),
        lambda row: [row["badge"], row["name"], row["issuer"], str(row["version"]), row["state"], _states(row)],
    ),
    "issuers": (
        ("ISSUER", "NAME", "BADGES", "ACTIVE KEYS", "AWARDS"),
        lambda row: [row["issuer"], row["name"], str(row["badges"]), str(row["keys"]), _states(row)],
    ),
    "recipients": (
        ("RECIPIENT", "AWARDS", "BADGES"),
        lambda row: [row["recipient"], _states(row), ", ".join(row["badges"]) or "-"],
    ),
    "keys": (
        ("ISSUER", "KEY", "STATE", "ACTIVATED", "RETIRED", "SIGNER"),
        lambda row: [
            row["issuer"],
            row["key"],
            row["state"],
            row["activated"][:10],
            (row["retired"] or "-")[:10],
            row["signer"],
        ],
    ),
}


@click.command()
@click.argument("thing")
@root_option
@as_of_option
@json_option
def show(thing: str, root: Path, as_of: datetime | None, *, as_json: bool) -> None:
    """Show an award, a badge, an issuer, a recipient or a key in full.

    \b
    conferral show 79v19c1mrrnwr9vsntmwm9338f
    conferral show https://credentials.example.org/credentials/79v19c1mrrnwr9vsntmwm9338f/
    conferral show data-analysis-foundations
    conferral show r-7pb02gtds4a7fsm9t821vxn9rg5
    conferral show northwind/key-1

    THING is an id, a short name, or the address of a page or a JSON file of this registry.
    """
    from conferral import showing  # noqa: PLC0415
    from conferral.authoring.edit import readable  # noqa: PLC0415

    registry, files = readable(root)
    at = as_of or now()
    shown = [_details(registry, found, at, root, files) for found in showing.things_named(registry, thing)]
    if as_json:
        print_json({"as_of": at.isoformat(), "shown": shown})
        return
    for number, one in enumerate(shown):
        if number:
            click.echo()
        for line in _SHOWN[one["kind"]](one):
            click.echo(_plain(line))


def _details(registry: Registry, found: Thing, at: datetime, root: Path, files: Files) -> dict[str, Any]:
    from conferral import showing  # noqa: PLC0415
    from conferral.model import Award, Badge, Erased, Issuer, Key  # noqa: PLC0415

    match found:
        case Award():
            row = showing.award_details(registry, found, at, _commits(root, found))
        case Erased():
            row = showing.erased_details(registry, found, _commits(root, found))
        case Badge():
            return showing.badge_details(registry, found, at)
        case Issuer():
            return showing.issuer_details(registry, found, at)
        case Key():
            return showing.key_details(found, at)
        case recipient:
            return showing.recipient_details(registry, recipient, at)
    return {**row, "line": _line(files, found.place.file, found.place.keys)}


def _commits(root: Path, award: Award | Erased) -> Commits:
    from conferral.errors import RegistryError  # noqa: PLC0415
    from conferral.history import award_commits  # noqa: PLC0415

    try:
        return award_commits(root, *{row.place.file for row in award.rows}) if award.rows else {}
    except RegistryError as error:  # a shallow clone, which cannot tell
        click.echo(f"note: {error.message}", err=True)
        return {}


def _line(files: Files, file: str, keys: tuple[str | int, ...]) -> int:
    from conferral.yaml_text import read_yaml  # noqa: PLC0415

    return read_yaml(files.read(file), file).position(keys)[0]


def _facts(*facts: tuple[str, object]) -> Iterator[str]:
    yield from (f"  {name:<12} {value}" for name, value in facts if value not in (None, "", []))


def _award_lines(row: dict[str, Any]) -> Iterator[str]:
    if row["state"] == "erased":
        yield f"award of {row['badge']}: {row['words']}"
    else:
        yield f"{row['badge_name']}: {row['words']}"
        yield from _award_facts(row)
    for issue in row["issued"]:
        commit = f", commit {issue['commit'][:12]} of {issue['committed'][:10]}" if issue["commit"] else ""
        yield from _facts(("issue", f"{issue['issue']}, registered {issue['registered'][:10]}{commit}"))
    yield from _facts(("file", f"{row['file']}:{row['line']}"))


def _award_facts(row: dict[str, Any]) -> Iterator[str]:
    version = f"version {row['badge_version']}"
    if row["badge_version"] != row["badge_current_version"]:
        version += f" (current: {row['badge_current_version']})"
    yield from _facts(
        ("id", row["id"]),
        ("badge", f"{row['badge']}, {version}"),
        ("issuer", f"{row['issuer_name']} ({row['issuer']})"),
        ("recipient", row["recipient"]),
        ("awarded", row["awarded"]),
        ("valid", f"{row['valid_from']} to {row['valid_until'] or 'no end'}"),
        ("page", row["page"]),
    )
    for key in ("revocation", "suspension"):
        if row[key]:
            lifted = f", lifted on {row[key]['lifted']}" if row[key].get("lifted") else ""
            yield from _facts((key, f"{row[key]['on']}, {row[key]['reason']}{lifted}"), ("note", row[key]["note"]))
    for correction in row["corrections"]:
        yield from _facts(("corrected", f"{correction['on']}, {correction['reason']}"), ("note", correction["note"]))
    pending = "written, not registered yet: run `conferral register`" if row["correction_pending"] else None
    result = row["result"] and ", ".join(f"{key} {value}" for key, value in row["result"].items())
    yield from _facts(
        ("correction", pending),
        ("renews", row["renews"]),
        ("renewed by", ", ".join(one or "(not registered)" for one in row["renewed_by"])),
        ("result", result),
    )
    for one in row["evidence"]:
        yield from _facts(("evidence", one.get("id") or one.get("name") or one.get("narrative", "").split("\n")[0]))


def _badge_lines(row: dict[str, Any]) -> Iterator[str]:
    yield f"{row['name']}: {row['state']}"
    yield from _facts(
        ("badge", row["badge"]),
        ("issuer", row["issuer"]),
        ("description", row["description"]),
        ("type", row["type"]),
        ("level", row["level"]),
        ("hours", row["hours"]),
        ("credits", row["credits"]),
        ("validity", row["validity"] or "no end"),
        ("skills", ", ".join(row["skills"])),
        ("awards", _states(row)),
        ("page", row["page"]),
        ("file", row["file"]),
    )
    for version in row["versions"]:
        yield from _facts((f"version {version['version']}", counted(version["awards"], "award")))


def _issuer_lines(row: dict[str, Any]) -> Iterator[str]:
    yield row["name"]
    yield from _facts(
        ("issuer", row["issuer"]),
        ("url", row["url"]),
        ("email", row["email"]),
        ("parent", row["parent"]),
        ("stewards", ", ".join(row["stewards"])),
        ("awards", _states(row)),
        ("page", row["page"]),
        ("file", row["file"]),
    )
    for key in row["keys"]:
        yield from _facts(("key", f"{key['key']}, {key['state']}, activated {key['activated'][:10]}"))
    for badge in row["badges"]:
        yield from _facts(("badge", f"{badge['badge']}, {badge['state']}: {_states(badge)}"))


def _recipient_lines(row: dict[str, Any]) -> Iterator[str]:
    yield f"{row['recipient']}: {counted(len(row['awards']), 'award')}"
    yield from _facts(
        ("published", row["display_name"]),
        ("identity", row["identity"]),
        ("consent", row["consent"]),
        ("file", row["file"]),
    )
    heading, _ = _TABLES["awards"]
    keys = ("id", "badge", "awarded", "valid_until", "state")
    from conferral.listing import table  # noqa: PLC0415

    cells = ([str(award[key] or "-") for key in keys] for award in row["awards"])
    yield from (f"  {line}" for line in table([one for one in heading if one != "RECIPIENT"], cells))


def _key_lines(row: dict[str, Any]) -> Iterator[str]:
    yield f"{row['issuer']}/{row['key']}: {row['state']}"
    yield from _facts(
        ("activated", row["activated"]),
        ("retired", row["retired"]),
        ("compromised", row["compromised"]),
        ("public key", row["public_key"]),
        ("signer", row["signer"]),
        ("vouched by", row["vouched_by"]),
        ("file", row["file"]),
    )


_SHOWN: Mapping[str, Callable[[dict[str, Any]], Iterator[str]]] = {
    "award": _award_lines,
    "badge": _badge_lines,
    "issuer": _issuer_lines,
    "recipient": _recipient_lines,
    "key": _key_lines,
}


@click.command()
@root_option
@click.option(
    "--within",
    type=_Within(),
    default="30 days",
    show_default=True,
    help='How far to look ahead: "30 days", "6 weeks", "3 months", or P30D.',
)
@as_of_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "json"]),
    default="text",
    help="markdown is for the summary of a workflow.  [default: text]",
)
@json_option
def due(root: Path, within: Period, as_of: datetime | None, form: str, *, as_json: bool) -> None:
    """List what ends soon, what could be renewed, and which keys retire.

    \b
    conferral due
    conferral due --within "3 months" --json
    conferral due --format markdown >> "$GITHUB_STEP_SUMMARY"

    For each badge: awards whose last valid day is near, and those that ended in the last year; not those whose holder
    has a longer award of the same badge already.  A retired badge or a suspended award cannot be renewed.
    """
    from conferral.authoring.edit import readable  # noqa: PLC0415
    from conferral.due import due as what_is_due  # noqa: PLC0415
    from conferral.due import due_as_rows  # noqa: PLC0415

    registry, _ = readable(root)
    found = what_is_due(registry, within=within, as_of=as_of or now())
    if as_json or form == "json":
        print_json(due_as_rows(registry, found))
        return
    for line in _due_markdown(registry, found) if form == "markdown" else _due_text(found):
        click.echo(line if form == "markdown" else _plain(line))
    said = f"{counted(found.ending, 'award')} end until {found.last}, {found.ended} ended since {found.since}"
    click.echo(f"{said}, {counted(len(found.keys), 'key')} retire", err=True)


_HINDRANCES = {"": "", "retired": "the badge is retired", "suspended": "suspended"}


def _due_text(found: Due) -> Iterator[str]:
    from conferral.listing import table  # noqa: PLC0415

    for each in found.badges:
        yield f"{each.badge.current.name} ({each.badge.slug})"
        for words, awards in _groups(found, each):
            yield f"  {words}:"
            cells = (
                [str(one.last_day), one.award.id or "", one.award.recipient, _HINDRANCES[one.hindrance] or "renewable"]
                for one in awards
            )
            yield from (f"    {line}" for line in table(("LAST DAY", "ID", "RECIPIENT", ""), cells))
    for key in found.keys:
        yield f"{key.key.issuer}/{key.key.name} retires on {key.ends.isoformat()}"
        if not key.followed:
            yield "  no other key of this issuer signs from then on: make one with `conferral key rotate`"


def _groups(found: Due, each: DueBadge) -> Iterator[tuple[str, Sequence[DueAward]]]:
    if each.ending:
        yield f"ends until {found.last}", each.ending
    if each.ended:
        yield f"ended since {found.since}, not renewed", each.ended


def _due_markdown(registry: Registry, found: Due) -> Iterator[str]:
    from conferral.addresses import credential_page, url  # noqa: PLC0415
    from conferral.escaping import in_markdown  # noqa: PLC0415

    yield f"## Due until {found.last}"
    yield ""
    if not found.badges and not found.keys:
        yield f"Nothing ends until {found.last}, and nothing ended since {found.since} without being renewed."
    for each in found.badges:
        yield f"### {in_markdown(each.badge.current.name)}"
        yield ""
        for words, awards in _groups(found, each):
            yield f"{counted(len(awards), 'award')} {words}:"
            yield ""
            yield "| Last day | Award | Recipient | |"
            yield "|---|---|---|---|"
            for one in awards[:_MOST_IN_A_SUMMARY]:
                page = url(registry.base_of(one.award), credential_page(one.award.id or ""))
                note = _HINDRANCES[one.hindrance] or "renewable"
                yield f"| {one.last_day} | [`{one.award.id}`]({page}) | `{one.award.recipient}` | {note} |"
            if len(awards) > _MOST_IN_A_SUMMARY:
                yield f"| | and {len(awards) - _MOST_IN_A_SUMMARY} more | | |"
            yield ""
    if found.keys:
        yield "### Keys"
        yield ""
    for key in found.keys:
        after = "" if key.followed else " **No other key of this issuer signs from then on.**"
        yield f"- `{key.key.issuer}/{key.key.name}` retires on {key.ends.date()}.{after}"


def _print_table(heading: Iterable[str], rows: Iterable[list[str]]) -> None:
    from conferral.listing import table  # noqa: PLC0415

    click.echo(
        "".join(f"{line}\n" for line in table(heading, ([_plain(cell) for cell in row] for row in rows))), nl=False
    )


def _plain(text: str) -> str:
    from conferral.errors import on_one_line  # noqa: PLC0415

    return text if text.isprintable() else on_one_line(text)
