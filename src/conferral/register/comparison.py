"""What may not change from one commit to the next: nothing that was issued vanishes, and no revocation is lost.

The base is what the public already has: in a pull request the branch it goes to, on the default branch the commit
that the live catalog.json names.  The parent commit is never enough: after three merges in a row it already holds
the fault.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from conferral.file_kinds import MisplacedError, file_kind
from conferral.history import Commit
from conferral.model import Award, Finding, Pins, Place, Registry, Row
from conferral.register import moving
from conferral.register.drift import signs_as_issued
from conferral.register.mending import has_moved_before
from conferral.register.rows import AWARDS_FOLDER, CORRECTIONS_FOLDER, REGISTRY_FILE
from conferral.standards.timestamps import format_timestamp


def findings(base: Registry, registry: Registry, revision: str, *, mending: bool = False) -> Iterator[Finding]:
    """What `registry` lost or changed of `base`, which `revision` names.

    What stands in a file that cannot be read is not lost: the file is there, and its own problem is reported.  With
    `mending`, what `conferral register --base` mends is left out.
    """
    yield from _pins(base, registry, revision, mending=mending)
    if not mending:
        yield from _late_for_the_move(base, registry, revision)
    yield from _rows(base, registry, revision)
    yield from _revocations(base, registry, revision)
    yield from _suspensions(base, registry, revision)
    yield from _corrections(base, registry, revision)
    yield from _erasures(base, registry)
    yield from _recipients(base, registry)
    yield from _closed_batches(base, registry, revision)
    yield from _keys(base, registry, revision)


LASTING_FOLDERS = ("credentials/revocations", "credentials/suspensions", "credentials/corrections", "keys")
"""Where a file that was once there stays."""


def lost_since(
    registry: Registry,
    present: Collection[str],
    files: Mapping[str, Commit],
    rows: Iterable[tuple[str, int, Commit]],
) -> Iterator[Finding]:
    """What this branch once had and has no more, told from its history alone.

    `present` holds the paths of all files, `files` those that were ever added to `LASTING_FOLDERS`, `rows` the
    rows that commits added to the register: award, issue and commit, oldest first.
    """
    held = registry.rows_by_id
    lost: dict[tuple[str, int], Commit] = {}
    for award, issue, commit in rows:
        if not any(row.issue == issue for row in held.get(award, ())):
            lost.setdefault((award, issue), commit)
    awards = held.keys() | {award for award, _ in lost}
    for file, commit in files.items():
        if file not in present and _was_in_force(file, awards):
            yield Finding(
                Place(file),
                "this file is gone; revocations, suspensions, corrections and keys stay for good",
                "the file as it was",
                _restore(file, commit.hash[:12]),
            )
    if any(gap[0] in ("rows", "corrected rows") for gap in registry.gaps):
        return
    for (award, issue), added in lost.items():
        folder = AWARDS_FOLDER if issue == 1 else CORRECTIONS_FOLDER
        since = added.hash[:12]
        yield Finding(
            Place(folder),
            f"the register lost award {award}, issue {issue}, which came with commit {since}",
            "every row that was ever registered",
            f"awards are revoked, never deleted; `git show -m --format= --name-only {since} -- {folder}` names "
            f"its file: restore it by `git restore --source {since} -- <file>`, never the whole folder, then add "
            f"credentials/revocations/{award}.yml",
        )


def _was_in_force(file: str, awards: Collection[str]) -> bool:
    """Whether a registry has a place for the file, and if it revokes or suspends, for an award that there ever was.

    What never meant anything can be taken back: nobody could put it right by restoring it.
    """
    try:
        kind = file_kind(file)
    except MisplacedError:
        return False
    if kind is None or not file.endswith(".yml"):
        return False
    return kind.kind not in ("revocation", "suspension") or kind.names[0] in awards


def _restore(file: str, revision: str) -> str:
    return f"restore it: `git restore --source {revision} -- {file}`"


def _pins(base: Registry, registry: Registry, revision: str, *, mending: bool) -> Iterator[Finding]:
    if base.pins is None or ("pins",) in registry.gaps:
        return
    pins = registry.pins
    if pins is None or (pins.base_url, pins.timezone) != (base.pins.base_url, base.pins.timezone):
        yield Finding(
            Place(REGISTRY_FILE, (1,)) if pins else Place(REGISTRY_FILE),
            "base URL and timezone are not those that were registered first",
            f"{base.pins.base_url} and {base.pins.timezone}",
            _restore(REGISTRY_FILE, revision),
        )
    elif not moving.extends(pins, base.pins):
        same = (one == other for one, other in zip(base.pins.moves, pins.moves, strict=False))
        number = next((number for number, kept in enumerate(same) if not kept), len(pins.moves))
        move = base.pins.moves[number]
        yield Finding(
            Place(REGISTRY_FILE, (number + 3,)) if number < len(pins.moves) else Place(REGISTRY_FILE),
            f"the move of the registry to {move.base_url} is gone or changed",
            f"moved,{format_timestamp(move.since)},{move.base_url}",
            _restore(REGISTRY_FILE, revision) + "; to move on or back, run `conferral move`",
        )
    elif not mending:
        yield from _carried_along(base, pins, revision)


def _carried_along(base: Registry, pins: Pins, revision: str) -> Iterator[Finding]:
    rows = moving.carried_along(base, pins)
    if rows and base.pins:
        number = "an award was" if len(rows) == 1 else f"{len(rows)} awards were"
        first = rows[0]
        yield Finding(
            Place(REGISTRY_FILE, (len(base.pins.moves) + 3,)),
            f"{number} issued under {base.pins.base_at(first.registered)} and would move along to "
            f"{pins.base_at(first.registered)}, the first {first.id}",
            "a move that is later than every award that was issued under the former address",
            f"run `conferral register --base {revision}`: it dates the move anew",
        )


def _late_for_the_move(base: Registry, registry: Registry, revision: str) -> Iterator[Finding]:
    """Awards that come with a branch from before a move that the public knows already; a finding for each batch."""
    if not has_moved_before(base.pins, registry) or not moving.extends(registry.pins, base.pins):
        return
    late: dict[str, list[Award]] = {}
    for award in registry.awards:
        if award.rows and award.id not in base.rows_by_id and registry.base_of(award) != registry.file.base_url:
            late.setdefault(award.batch.register_file, []).append(award)
    for awards in late.values():
        number = "this award was" if len(awards) == 1 else f"{len(awards)} awards of this batch were"
        yield Finding(
            awards[0].place,
            f"{number} registered under {registry.base_of(awards[0])} and never published, and {revision} has moved "
            f"to {registry.file.base_url}",
            f"addresses that begin with {registry.file.base_url}/",
            f"run `conferral register --base {revision}`: it registers them anew",
        )


def _gap_of(row: Row) -> tuple[str, str, str]:
    """The gap that there is when the file that the row stands in cannot be read."""
    *_, kind, badge, file = row.place.file.split("/")
    return "rows" if kind == "awards" else "corrected rows", badge, file.removesuffix(".csv")


def _list_of(registry: Registry, row: Row) -> tuple[str, str] | None:
    """Issuer and purpose of the status lists that a row's index belongs to."""
    badge = registry.badges.get(row.badge)
    version = badge.versions.get(row.badge_version) if badge else None
    return (version.issuer, version.status_purpose) if version else None


def _rows(base: Registry, registry: Registry, revision: str) -> Iterator[Finding]:
    differing = list(_differing(base, registry))
    if not differing:
        return
    gave_way = _gave_way(base, registry)
    latest = {award.row: award for award in base.awards if award.row}
    for row, present in differing:
        if (present is None and _gap_of(row) in registry.gaps) or _named(row) in gave_way:
            continue
        if present not in (None, row) and row in latest and _is_pinned_anew(row, present, base, latest[row]):
            continue
        if present is None:
            yield Finding(
                Place(row.place.file),
                f"the register lost award {row.id}, issue {row.issue}, which was issued",
                "every row that was ever registered",
                f"awards are revoked, never deleted; {_restore(row.place.file, revision)}, "
                f"then add credentials/revocations/{row.id}.yml",
            )
        elif (was := _list_of(base, row)) and (now_in := _list_of(registry, present)) and now_in != was:
            badge = registry.badges[present.badge]
            yield Finding(
                badge.versions[present.badge_version].place.at("status_purpose"),
                f"award {row.id}, issue {row.issue}, is in {was[0]}'s {was[1]} list, and would move to another",
                f"issuer {was[0]}, status_purpose {was[1]}",
                "put it back: its bit would vanish from the list that its copies name",
            )
        elif present != row or present.place.file != row.place.file:
            fields = ("badge_version", "issuer_version", "layout", "list", "index", "registered", "digest")
            changed = [name for name in fields if getattr(row, name) != getattr(present, name)]
            yield Finding(
                present.place,
                f"the register says something else of award {row.id} than was issued: "
                f"{', '.join(changed) or 'it moved to another file'}",
                f"the row as in {row.place.file} of {revision}",
                _restore(row.place.file, revision),
            )


def _differing(base: Registry, registry: Registry) -> Iterator[tuple[Row, Row | None]]:
    """The rows of a base that are gone, say something else or are in another list, each with what it is now."""
    moved = {
        (badge.slug, number)
        for badge in base.badges.values()
        for number, version in badge.versions.items()
        if (now := registry.badges.get(badge.slug))
        if (same := now.versions.get(number))
        if (version.issuer, version.status_purpose) != (same.issuer, same.status_purpose)
    }
    for row in base.rows:
        issues = registry.rows_by_id.get(row.id, ())
        present = next((one for one in reversed(issues) if one.issue == row.issue), None)
        kept = present is row or (present is not None and (present, present.place.file) == (row, row.place.file))
        if not kept or (moved and (row.badge, row.badge_version) in moved):
            yield row, present


def _named(row: Row) -> tuple[str, int, str]:
    return row.id, row.issue, row.place.file


def _gave_way(base: Registry, registry: Registry) -> frozenset[tuple[str, int, str]]:
    """The rows of a base that nobody could publish which `conferral register --base live` has changed.

    Two rows of the base have one index or one issue, as after two merges that were right each on its own.  All but one
    of them may give way, to a row of the same award in the same file, else nothing could be merged that mends it.
    Which one is published already is known where it is compared with what is live.
    """
    groups: dict[tuple[object, ...], list[Row]] = {}
    for row in base.rows:
        groups.setdefault((row.id, row.issue), []).append(row)
        if lists := _list_of(base, row):
            groups.setdefault((*lists, row.list, row.index), []).append(row)
    kept = {(_named(row), row) for row in registry.rows}
    held = {(row.id, row.place.file, row.badge_version, row.layout) for row in registry.rows}
    return frozenset(
        _named(row)
        for rows in groups.values()
        if len(rows) > 1 and any((_named(row), row) in kept for row in rows)
        for row in rows
        if (_named(row), row) not in kept and (row.id, row.place.file, row.badge_version, row.layout) in held
    )


def _is_pinned_anew(row: Row, present: Row, base: Registry, award: Award) -> bool:
    """Whether the base's row pins a text that the base itself has no more, and `conferral register --base` mended it.

    Two merges were right each on its own: one changed a text, the other pinned it as it was.  No build of the base
    signs that.  If the row was published before, the comparison with what is live refuses the other one.
    """
    same_place = (_named(row), row.list, row.index) == (_named(present), present.list, present.index)
    return same_place and row.digest != present.digest and not signs_as_issued(base, award)


def _revocations(base: Registry, registry: Registry, revision: str) -> Iterator[Finding]:
    for award, before in base.revocations.items():
        file = before.place.file
        after = registry.revocations.get(award)
        if after is None and ("revocation", award) in registry.gaps:
            continue
        if after is None:
            yield Finding(
                Place(file),
                f"the revocation of award {award} is gone",
                "a revocation stays for good",
                f"{_restore(file, revision)}; if it was a mistake, award the badge anew",
            )
        elif (after.on, after.reason) != (before.on, before.reason):
            yield Finding(
                after.place.at("on" if after.on != before.on else "reason"),
                f"the revocation of award {award} changed after it was published",
                f"on {before.on}, reason {before.reason}",
                "put it back; the note may change",
            )


def _suspensions(base: Registry, registry: Registry, revision: str) -> Iterator[Finding]:
    for award, before in base.suspensions.items():
        if award not in registry.suspensions and ("suspension", award) not in registry.gaps:
            yield Finding(
                Place(before.place.file),
                f"the suspension of award {award} is gone",
                "a suspension ends by the line `lifted: <day>` in its file",
                f"{_restore(before.place.file, revision)}, then add the line",
            )


def _corrections(base: Registry, registry: Registry, revision: str) -> Iterator[Finding]:
    now = {correction.register_file: correction for correction in registry.corrections}
    for before in base.corrections:
        file = before.file.place.file
        after = now.get(before.register_file)
        if after is None and ("correction", before.badge, before.name) in registry.gaps:
            continue
        if after is None:
            yield Finding(
                Place(file), "this correction is gone", "a correction stays for good", _restore(file, revision)
            )
            continue
        for key in ("on", "reason", "awards"):
            was, is_now = getattr(before.file, key), getattr(after.file, key)
            if was != is_now:
                yield Finding(
                    after.file.place.at(key),
                    "this correction changed after it was published",
                    f"{key}: {', '.join(was) if key == 'awards' else was}",
                    "put it back; what is to be corrected now goes into a new file (the note may change)",
                )


def _erasures(base: Registry, registry: Registry) -> Iterator[Finding]:
    if not base.erased:
        return
    now = {award.id: award.on for award in registry.erased}
    living = {award.id: award for award in registry.awards}
    entries = {erased.id: erased.place for erased in registry.erased}
    for before in base.erased:
        if before.id in living:
            yield Finding(
                living[before.id].place,
                f"award {before.id} was erased on {before.on} and is back",
                f"- id: {before.id}, and below it erased: {before.on}",
                "delete the other lines: erasing is for good; who holds the badge after all is awarded it anew",
            )
        elif now.get(before.id, before.on) != before.on:
            yield Finding(
                entries[before.id].at("erased"),
                f"award {before.id} was erased on another day",
                f"erased: {before.on}",
                "put it back",
            )


def _recipients(base: Registry, registry: Registry) -> Iterator[Finding]:
    """Corrected awards that are somebody else's now; where nothing was corrected, the digest tells."""
    being = registry.being_corrected
    corrected = [award for award in registry.awards if len(award.rows) > 1 or award.id in being]
    before = {award.id: award for award in base.awards if award.rows} if corrected else {}
    for award in corrected:
        was = before.get(award.id)
        if was and (award.id in being or len(award.rows) > len(was.rows)) and award.recipient != was.recipient:
            yield Finding(
                award.place.at("recipient"),
                f"award {award.id} was issued to {was.recipient}, and names somebody else now",
                was.recipient,
                "put it back: a credential never passes to somebody else; revoke the award and award anew",
            )


def _closed_batches(base: Registry, registry: Registry, revision: str) -> Iterator[Finding]:
    """Late awards in a batch that others may have seen whole."""
    closed = {batch.register_file: batch for batch in base.batches}
    for batch in registry.batches:
        before = closed.get(batch.register_file)
        if before is None or before.file is batch.file:
            continue
        entries = before.file.recipients
        ids = {entry.id for entry in entries if entry.id}
        waiting = {entry.recipient for entry in entries if entry.id is None}
        late = [one for one in batch.file.recipients if one.id not in ids and one.recipient not in waiting]
        if late:
            number = f"{len(late)} new entries" if len(late) > 1 else "a new entry"
            yield Finding(
                late[0].place,
                f"{number} in a batch that {revision} has already",
                "only the entries that it had",
                f"write late awards into a new file in credentials/awards/{batch.badge}; a batch is closed once merged",
            )


def _keys(base: Registry, registry: Registry, revision: str) -> Iterator[Finding]:
    now = {(key.issuer, key.name): key for key in registry.keys}
    for before in base.keys:
        file = before.file.place.file
        after = now.get((before.issuer, before.name))
        if after is None and ("key", before.issuer, before.name) in registry.gaps:
            continue
        if after is None or after.file.public_key != before.file.public_key:
            yield Finding(
                Place(file) if after is None else after.file.place.at("public_key"),
                f'key "{before.name}" of {before.issuer} {"is gone" if after is None else "is another key now"}',
                "keys stay, so that what they signed keeps verifying",
                f"{_restore(file, revision)}; a key ends by `retired:` or `compromised:`",
            )
            continue
        for state in ("retired", "compromised"):
            was, is_now = getattr(before.file, state), getattr(after.file, state)
            if was and (is_now is None or is_now > was):
                yield Finding(
                    after.file.place.at(state) if is_now else after.file.place,
                    f'key "{before.name}" of {before.issuer} was {state} and no longer is'
                    if is_now is None
                    else f'key "{before.name}" of {before.issuer} is {state} later than was published',
                    f"{state}: {was:%Y-%m-%dT%H:%M:%SZ}",
                    "put it back; make a new key with `conferral key new`",
                )
