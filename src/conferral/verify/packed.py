"""Many reports in little memory: of a large site, hundreds of thousands of credentials may have expired."""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from conferral.verify.report import Report


@dataclass(frozen=True, slots=True)
class Pack:
    """`count` reports by path, packed: a hundred bytes for each where they are much alike, instead of 3,000."""

    count: int
    data: bytes

    @classmethod
    def of(cls, reports: Mapping[str, Report]) -> Pack:
        """A pack of `reports`."""
        return cls(len(reports), zlib.compress(pickle.dumps(dict(reports), pickle.HIGHEST_PROTOCOL), 1))

    def unpacked(self) -> dict[str, Report]:
        """The reports in their order."""
        # Nothing but what this program packed itself, here or in a process that it started.
        reports: dict[str, Report] = pickle.loads(zlib.decompress(self.data))  # noqa: S301
        return reports


class PackedReports(Mapping[str, Report]):
    """The reports of all `packs`, by path, in their order.  No path may be in two of them."""

    def __init__(self, packs: Sequence[Pack] = ()) -> None:
        self._packs = packs
        self._numbers: dict[str, int] = {}
        self._last: tuple[int, dict[str, Report]] = (-1, {})

    def __len__(self) -> int:
        return sum(pack.count for pack in self._packs)

    def __iter__(self) -> Iterator[str]:
        for number in range(len(self._packs)):
            yield from self._unpacked(number)

    def __getitem__(self, path: str) -> Report:
        last = self._last[1]
        if path in last:  # as it is for whoever goes through all of them
            return last[path]
        if not self._numbers:
            self._numbers = {each: number for number in range(len(self._packs)) for each in self._unpacked(number)}
        return self._unpacked(self._numbers[path])[path]

    def __repr__(self) -> str:
        return f"PackedReports({dict(self)!r})"

    def _unpacked(self, number: int) -> dict[str, Report]:
        if self._last[0] != number:
            self._last = (number, self._packs[number].unpacked())
        return self._last[1]
