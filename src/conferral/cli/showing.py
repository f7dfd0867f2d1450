"""`conferral show`: one thing of a registry in full."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from conferral.cli.listing import states_in
from conferral.cli.names import id_of, named, people_in, with_name
from conferral.cli.options import at_option, json_option, now, people_option, root_option
from conferral.cli.printing import print_json, table
from conferral.errors import on_one_line
from conferral.plurals import counted

if TYPE_CHECKING:
    from conferral.files import Files
    from conferral.model import Award, Erased, Registry
    from conferral.showing import Commits, Thing

_OF_AWARDS = {"id": "id", "badge": "badge", "awarded": "awarded", "valid until": "valid_until", "state": "state"}


@click.command()
@click.argument("thing")
@root_option
@at_option
@people_option
@json_option
def show(thing: str, root: Path, as_of: datetime | None, people_path: Path | None, *, as_json: bool) -> None:
    """Show an award, a badge, a collection, an issuer, a recipient or a key in full.

    \b
    conferral show 79v19c1mrrnwr9vsntmwm9338f
    conferral show https://credentials.example.org/credentials/79v19c1mrrnwr9vsntmwm9338f/
    conferral show data-analysis-foundations
    conferral show r-7pb02gtds4a7fsm9t821vxn9rg5
    conferral show northwind/key-1

    THING is an id, a short name, or the address of a page or a JSON file of this registry; with --people also the
    name or the e-mail address of somebody.
    """
    from conferral import showing  # noqa: PLC0415
    from conferral.authoring.edit import readable  # noqa: PLC0415
    from conferral.errors import RegistryError  # noqa: PLC0415

    registry, files = readable(root)
    at = as_of or now()
    people = people_in(people_path)
    try:
        found = showing.things_named(registry, thing)
    except RegistryError:
        who = id_of(thing, people)
        if who == thing:
            raise
        found = showing.things_named(registry, who)
    shown = [with_name(_details(registry, one, at, root, files), people) for one in found]
    if as_json:
        print_json({"as_of": at.isoformat(), "shown": shown})
        return
    for number, one in enumerate(shown):
        if number:
            click.echo()
        for line in _SHOWN[one["kind"]](one):
            click.echo(on_one_line(line))


def _details(registry: Registry, found: Thing, at: datetime, root: Path, files: Files) -> dict[str, Any]:
    from conferral import showing  # noqa: PLC0415
    from conferral.model import Award, Badge, Collection, Erased, Issuer, Key  # noqa: PLC0415

    match found:
        case Award():
            row = showing.award_details(registry, found, at, _commits(root, found))
        case Erased():
            row = showing.erased_details(registry, found, _commits(root, found))
        case Badge():
            return showing.badge_details(registry, found, at)
        case Collection():
            return showing.collection_details(registry, found, at)
        case Issuer():
            return showing.issuer_details(registry, found, at)
        case Key():
            return showing.key_details(found, at)
        case recipient:
            return showing.recipient_details(registry, recipient, at)
    return {**row, "line": _line(files, found.place.file, found.place.keys)}


def _commits(root: Path, award: Award | Erased) -> Commits:
    from conferral.errors import RegistryError  # noqa: PLC0415
    from conferral.register.provenance import award_commits  # noqa: PLC0415

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
        ("recipient", named(row)),
        ("awarded", row["awarded"]),
        ("valid", _validity(row["valid_from"], row["valid_until"])),
        ("page", row["page"]),
    )
    for key in ("revocation", "suspension"):
        if row[key]:
            lifted = f", lifted on {row[key]['lifted']}" if row[key].get("lifted") else ""
            yield from _facts((key, f"{row[key]['on']}, {row[key]['reason']}{lifted}"), ("note", row[key]["note"]))
    for correction in row["corrections"]:
        yield from _facts(("corrected", f"{correction['on']}, {correction['reason']}"), ("note", correction["note"]))
    pending = "written, not registered yet: run `conferral register`" if row["correction_pending"] else None
    results = row["result"] if isinstance(row["result"], list) else [row["result"]] if row["result"] else []
    activity, source = row.get("activity", {}), row.get("source")
    yield from _facts(
        ("correction", pending),
        ("renews", row["renews"]),
        ("renewed by", ", ".join(one or "(not registered)" for one in row["renewed_by"])),
        *(("result", ", ".join(f"{key} {value}" for key, value in one.items())) for one in results),
        ("activity", " to ".join(filter(None, (activity.get("start"), activity.get("end"))))),
        ("role", row.get("role")),
        ("assessed by", source and f"{source['name']}, {source['url']}"),
        ("credits", row.get("credits_earned")),
        ("term", row.get("term")),
        ("licence", row.get("license_number")),
    )
    for one in row["evidence"]:
        yield from _facts(("evidence", one.get("id") or one.get("name") or one.get("narrative", "").split("\n")[0]))


def _validity(begin: str, end: str | None) -> str:
    return f"{begin} to {end}" if end else f"from {begin} on, without an end"


def _renewal(rule: dict[str, Any] | None) -> str:
    if not rule:
        return ""
    within = f" within {rule['within']}" if "within" in rule else ""
    return f"by {rule['hours']:g} hours{within} of {', '.join(rule['of'])}"


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
        ("specialised", row["specialization"]),
        ("code", row["code"]),
        ("validity", f"until {row['valid_until']}" if row["valid_until"] else row["validity"] or "no end"),
        ("renewal", _renewal(row["renewal"])),
        ("skills", ", ".join(row["skills"])),
        ("collections", ", ".join(row["collections"])),
        ("languages", ", ".join(row["languages"])),
        ("awards", states_in(row)),
        ("page", row["page"]),
        ("file", row["file"]),
    )
    for version in row["versions"]:
        yield from _facts((f"version {version['version']}", counted(version["awards"], "award")))


def _collection_lines(row: dict[str, Any]) -> Iterator[str]:
    yield f"{row['title']}: {counted(len(row['badges']), 'badge')}"
    yield from _facts(
        ("collection", row["collection"]),
        ("description", row["description"]),
        ("languages", ", ".join(row["languages"])),
        ("awards", states_in(row)),
        ("page", row["page"]),
        ("file", row["file"]),
    )
    yield from _badges(row)


def _badges(row: dict[str, Any]) -> Iterator[str]:
    for badge in row["badges"]:
        yield from _facts(("badge", f"{badge['badge']}, {badge['state']}: {states_in(badge)}"))


def _issuer_lines(row: dict[str, Any]) -> Iterator[str]:
    yield row["name"]
    yield from _facts(
        ("issuer", row["issuer"]),
        ("url", row["url"]),
        ("email", row["email"]),
        ("parent", row["parent"]),
        ("stewards", ", ".join(row["stewards"])),
        ("same as", ", ".join(row["same_as"])),
        ("LinkedIn", row["linkedin_organization_id"]),
        ("languages", ", ".join(row["languages"])),
        ("awards", states_in(row)),
        ("page", row["page"]),
        ("file", row["file"]),
    )
    for key in row["keys"]:
        yield from _facts(("key", f"{key['key']}, {key['state']}, activated {key['activated'][:10]}"))
    yield from _badges(row)


def _recipient_lines(row: dict[str, Any]) -> Iterator[str]:
    yield f"{named(row)}: {counted(len(row['awards']), 'award')}"
    yield from _facts(
        ("published", row["display_name"]),
        ("identity", row["identity"]),
        ("consent", row["consent"]),
        ("file", row["file"]),
    )
    cells = ([str(award[key] or "-") for key in _OF_AWARDS.values()] for award in row["awards"])
    yield from (f"  {line}" for line in table(_OF_AWARDS, cells))


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
    "collection": _collection_lines,
    "issuer": _issuer_lines,
    "recipient": _recipient_lines,
    "key": _key_lines,
}
