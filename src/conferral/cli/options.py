"""Options that several commands share."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from conferral.fields import Period


class Instant(click.ParamType):  # type: ignore[type-arg]  # generic since click 8.2
    """A day, or a time in UTC."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """The instant; a day stands for its first second."""
        from conferral.errors import DocumentError  # noqa: PLC0415
        from conferral.standards.timestamps import parse_timestamp  # noqa: PLC0415

        if isinstance(value, datetime):
            return value
        try:
            return parse_timestamp(f"{value}T00:00:00Z" if len(value) == len("2026-06-30") else value)
        except DocumentError:
            self.fail(f'"{value}" is no time; write 2026-06-30 or 2026-06-30T09:00:00Z', param, ctx)


class CalendarDay(click.ParamType):  # type: ignore[type-arg]  # generic since click 8.2
    """A day of the calendar."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day, which files write the same way."""
        if isinstance(value, date):
            return value
        try:
            return datetime.strptime(value, "%Y-%m-%d").replace(tzinfo=UTC).date()
        except ValueError:
            self.fail(f'"{value}" is no day of the calendar; write it as in 2026-06-30', param, ctx)


class PeriodOfTime(click.ParamType):  # type: ignore[type-arg]  # generic since click 8.2
    """A period of time from now on."""

    name = "period"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Period:
        """The period, as registries write it or ISO 8601 does."""
        from conferral.due import period_of  # noqa: PLC0415
        from conferral.fields import Period  # noqa: PLC0415

        found = value if isinstance(value, Period) else period_of(value)
        if found is None:
            self.fail(f'"{value}" is no period; write "30 days", "6 weeks", "3 months", or P30D', param, ctx)
        return found


class Place(click.ParamType):  # type: ignore[type-arg]  # generic since click 8.2
    """A folder, as a path, or the address of an object store, as text."""

    name = "place"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path | str:  # noqa: ARG002
        """The path, or the address."""
        from conferral.object_store import is_store  # noqa: PLC0415

        return value if isinstance(value, str) and is_store(value) else Path(value)


INSTANT = Instant()
PLACE = Place()
DAY = CalendarDay()
PERIOD = PeriodOfTime()
root_option = click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(),
    help="The registry's folder, which holds credentials/.  [default: this folder]",
)
as_of_option = click.option(
    "--as-of",
    type=INSTANT,
    help="The time that pages speak of.  [default: SOURCE_DATE_EPOCH, else the time of the commit]",
)
at_option = click.option(
    "--as-of", type=INSTANT, help="Answer for this time.  [default: now]", default=None, show_default=False
)
preview_option = click.option(
    "--preview", is_flag=True, help="Sign with a throwaway key under https://preview.invalid/ and say so on every page."
)
people_option = click.option(
    "--people",
    "people_path",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="The file that says which id is whose; CSV, or encrypted if it ends in .age.",
)
secret_file_option = click.option(
    "--secret-file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="The secret that ids are derived with.  [default: CONFERRAL_RECIPIENT_SECRET_<ISSUER>]",
)
jobs_option = click.option(
    "--jobs",
    type=click.IntRange(1, 512),
    metavar="N",
    help="Processes that share the work.  [default: one for each processor]",
)
executor_option = click.option(
    "--executor",
    metavar="dask://HOST:PORT",
    help="A Dask cluster that prepares what is signed, instead of processes here; it is given no key.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")


def now() -> datetime:
    """The present, in UTC and whole seconds."""
    return datetime.now(UTC).replace(microsecond=0)
