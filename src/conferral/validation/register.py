"""The register against the awards: every row has its award, every award its row, and nothing is taken twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Set

from conferral.model import Finding, Place, Registry, Row
from conferral.register.rows import AWARDS_FOLDER, CORRECTIONS_FOLDER, REGISTRY_FILE, SALTS_FOLDER
from conferral.standards.bitstring import LENGTH
from conferral.validation.facts import Facts

Position = tuple[str, str, int, int]
"""An index of a status list: the list's issuer, purpose and number, and the index."""

_RESTORE = "the register is machine-written: restore the file with `git restore` or `git revert`"


def rows_have_their_batch(facts: Facts) -> Iterator[Finding]:
    """A file of the register belongs to a file of awards, or to a correction."""
    batches = {batch.register_file for batch in facts.registry.batches}
    corrections = {correction.register_file for correction in facts.registry.corrections}
    for file in dict.fromkeys(row.place.file for row in facts.registry.rows):
        if file.startswith(CORRECTIONS_FOLDER):
            if file not in corrections and not facts.is_gap("correction", *file[:-4].split("/")[3:5]):
                yield Finding(
                    Place(file),
                    "these awards were corrected, and the file that says why is gone",
                    f"credentials/corrections/{file.removeprefix(CORRECTIONS_FOLDER + '/')[:-4]}.yml",
                    "restore the correction; what was issued again stays on record",
                )
        elif file not in batches and not _is_gap_of_awards(facts, file):
            yield Finding(
                Place(file),
                "these awards were registered, and their batch is gone",
                f"credentials/awards/{file.removeprefix(AWARDS_FOLDER + '/')[:-4]}.yml",
                "restore the batch; an award is never deleted, but revoked",
            )


def rows_have_their_award(facts: Facts) -> Iterator[Finding]:
    """A row's id is that of an entry in the batch of the same name, or one that a correction names."""
    batches = {batch.register_file for batch in facts.registry.batches}
    named = {one.register_file: set(one.file.awards) for one in facts.registry.corrections}
    for row in facts.registry.rows:
        if row.place.file in named and row.id not in named[row.place.file]:
            what = f"the award {row.id} was corrected, and its correction does not name it"
            hint = "put the id back; what was issued again stays on record"
            yield Finding(row.place, what, "the id in the correction of the same name", hint)
        if row.place.file not in batches:
            continue
        award = facts.awards_by_id.get(row.id) or facts.erased_by_id.get(row.id)
        if award is None:
            yield Finding(
                row.place,
                f"the award {row.id} was registered, and its entry is gone",
                "an entry with this id in the batch of the same name",
                "put the entry back; an award is never deleted, but revoked",
            )
        elif award.batch.register_file != row.place.file:
            what = f"the entry of the award {row.id} stands in {award.place.file}"
            yield Finding(row.place, what, "an entry in the batch of the same name", "move the entry back")


def issues_are_counted(facts: Facts) -> Iterator[Finding]:
    """The issues of an award are 1 in its batch's file, and 2, 3 and so on in those of its corrections."""
    whole = not any(gap[0] in ("rows", "corrected rows") for gap in facts.registry.gaps)
    for award, rows in facts.registry.rows_by_id.items():
        if len(rows) == rows[0].issue == 1 and rows[0].place.file.startswith(AWARDS_FOLDER):
            continue  # as nearly all
        for before, row in zip((None, *rows), rows, strict=False):
            what = f"issue {row.issue} of the award {award}"
            belongs = f"issue {before.issue + 1 if before else 1}"
            in_correction = row.place.file.startswith(CORRECTIONS_FOLDER)
            if before and row.issue == before.issue:
                if row.issue == 1 or row.place.file == before.place.file:
                    yield Finding(row.place, f"{what} is registered twice", "one row for each issue", _RESTORE)
            elif whole and row.issue != (before.issue + 1 if before else 1):
                yield Finding(row.place, f"{what} stands where {belongs} belongs", belongs, _RESTORE)
            elif in_correction != (row.issue > 1):
                where = "the file of a correction" if in_correction else "the file of a batch"
                expected = "the issues after the first" if in_correction else "issue 1 alone"
                yield Finding(row.place, f"{what} stands in {where}", expected, _RESTORE)


def no_issue_is_taken_twice(facts: Facts) -> Iterator[Finding]:
    """Two corrections never make the same issue of an award."""
    for award, rows in facts.registry.rows_by_id.items():
        for number, row in enumerate(rows[1:], 1):
            first = next((one for one in rows[:number] if one.issue == row.issue), None)
            if first and row.issue > 1 and first.place.file != row.place.file:
                yield Finding(
                    row.place,
                    f"issue {row.issue} of the award {award} is in {first.place.file} too",
                    "an issue of its own",
                    "two branches corrected the award: run `conferral register --base` with the deployed revision",
                )


def rows_are_within_the_lists(facts: Facts) -> Iterator[Finding]:
    """Lists count from 1, positions in them from 0 to the length of a list."""
    for row in facts.registry.rows:
        if row.list < 1:
            yield Finding(row.place, f"there is no status list {row.list}", "1 or more", _RESTORE)
        if row.index >= LENGTH:
            yield Finding(row.place, f"the index {row.index} lies outside the list", f"0 to {LENGTH - 1}", _RESTORE)


def no_index_is_taken_twice(facts: Facts) -> Iterator[Finding]:
    """One position of a status list belongs to one issue of one award."""
    twice = _taken_twice(facts.registry)
    first_of: dict[Position, Row] = {}
    for position, row in _positions(facts.registry) if twice else ():
        issuer, purpose, number, index = position
        first = first_of.setdefault(position, row) if position in twice else row
        if first is not row:
            where = f"{first.place.file}:{first.place.keys[0]}"
            yield Finding(
                row.place,
                f"the index {index} of {issuer}'s {purpose} list {number} is taken by {where}",
                "an index of its own",
                "two branches drew the same one: run `conferral register --base` with the deployed revision",
            )


def _positions(registry: Registry) -> Iterator[tuple[Position, Row]]:
    """Every row whose badge version is known, with its place in the status lists."""
    for row in registry.rows:
        badge = registry.badges.get(row.badge)
        version = badge.versions.get(row.badge_version) if badge else None
        if version:
            yield (version.issuer, version.status_purpose, row.list, row.index), row


def _taken_twice(registry: Registry) -> Set[Position]:
    taken: dict[tuple[str, str, int], set[int]] = defaultdict(set)
    twice = set()
    for position, _ in _positions(registry):
        indexes = taken[position[:3]]
        if position[3] in indexes:
            twice.add(position)
        indexes.add(position[3])
    return twice


def rows_name_versions_that_exist(facts: Facts) -> Iterator[Finding]:
    """The badge version and the issuer version of a row have their files."""
    for row in facts.registry.rows:
        badge = facts.registry.badges.get(row.badge)
        if badge is None:
            continue
        hint = "restore its file from git: what was issued under it stays signed as it was"
        if row.badge_version not in badge.versions:
            what = f'there is no version {row.badge_version} of the badge "{badge.slug}"'
            yield Finding(row.place, what, f"a file for it in credentials/badges/{badge.slug}", hint)
        issuer = facts.registry.issuers.get(badge.current.issuer)
        if issuer and row.issuer_version not in issuer.versions:
            what = f'there is no version {row.issuer_version} of the issuer "{issuer.slug}"'
            yield Finding(row.place, what, f"a file for it in credentials/issuers/{issuer.slug}", hint)


def pins_are_kept(facts: Facts) -> Iterator[Finding]:
    """Timezone and base URL are those of the first registration, or the base URL that of the latest move."""
    registry, pins = facts.registry, facts.registry.pins
    if pins is None:
        if registry.rows and not facts.is_gap("pins"):
            what = "awards are registered, and the file that pins base URL and timezone is gone"
            yield Finding(Place(REGISTRY_FILE), what, "the file as the first registration wrote it", _RESTORE)
        return
    if facts.is_gap("registry"):
        return
    now = registry.file.base_url
    if now != pins.present_base_url:
        what = f'base_url was "{pins.base_url}" when the first award was registered, and is "{now}" now'
        if pins.moves:
            moved = pins.moves[-1]
            what = f'the registry moved to "{moved.base_url}" on {moved.since:%Y-%m-%d}, and base_url is "{now}"'
        hint = "put it back; to move the registry, run `conferral move` with the new address (docs/guide/moving.md)"
        yield Finding(registry.file.place.at("base_url"), what, pins.present_base_url, hint)
    if registry.file.timezone != pins.timezone:
        yield Finding(
            registry.file.place.at("timezone"),
            f'timezone was "{pins.timezone}" when the first award was registered, and is '
            f'"{registry.file.timezone}" now',
            pins.timezone,
            "the timezone is fixed by the first registration; put it back",
        )


def moves_have_come(facts: Facts) -> Iterator[Finding]:
    """No move is of the far future: awards would be registered as of then."""
    for number, move in enumerate(facts.registry.pins.moves if facts.registry.pins else (), 3):
        if move.since.date() > facts.last_plausible_day:
            yield Finding(
                Place(REGISTRY_FILE, (number,)),
                f"the move to {move.base_url}, of {move.since:%Y-%m-%d}, lies far in the future",
                "the time at which the registry moved",
                "set the clock, restore the file and registry.yml, and run `conferral move` again",
            )


def issuers_with_rows_have_a_salt(facts: Facts) -> Iterator[Finding]:
    """Every issuer that has awarded has its salt, and every salt its issuer."""
    registry = facts.registry
    issuers = dict.fromkeys(registry.badges[slug].current.issuer for slug in _badges_with_rows(facts))
    salt_gaps = {gap[1][:-5] for gap in registry.gaps if gap[0] == "salt"}
    for issuer in issuers:
        if issuer not in registry.salts and issuer not in salt_gaps:
            what = f'awards of "{issuer}" are registered, and its salt is gone'
            expected = f"a file here whose name begins with {issuer}-"
            yield Finding(Place(SALTS_FOLDER), what, expected, _RESTORE)
    for issuer in registry.salts:
        if issuer not in registry.issuers and not facts.is_gap("issuer", issuer):
            what = f'there is a salt of "{issuer}", and no such issuer'
            yield Finding(
                Place(SALTS_FOLDER), what, "an issuer of that name", "restore the issuer; it is never renamed"
            )


def awards_are_registered(facts: Facts) -> Iterator[Finding]:
    """Every award has its row in the register; one finding for each batch that has others."""
    for batch in facts.registry.batches:
        if ("rows", batch.badge, batch.name) in facts.registry.gaps:
            continue
        new = [entry for entry in batch.file.recipients if entry.id not in facts.registered_ids and not entry.erased]
        if new:
            number = len(new)
            what = "the award is not registered" if number == 1 else f"{number} awards from here on are not registered"
            yield Finding(new[0].place, what, "a row in the register for every award", "run `conferral register`")


def _badges_with_rows(facts: Facts) -> Iterator[str]:
    seen = dict.fromkeys(row.badge for row in facts.registry.rows)
    return (slug for slug in seen if slug in facts.registry.badges)


def _is_gap_of_awards(facts: Facts, register_file: str) -> bool:
    badge, batch = register_file.split("/")[3:5]
    return facts.is_gap("awards", badge, batch[:-4]) or facts.is_gap("awards")


RULES = (
    rows_have_their_batch,
    rows_have_their_award,
    issues_are_counted,
    rows_are_within_the_lists,
    rows_name_versions_that_exist,
    pins_are_kept,
    moves_have_come,
    issuers_with_rows_have_a_salt,
)
