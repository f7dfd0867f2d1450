"""The share cards of a site as files: those that were kept, and the others drawn behind the wall.

This is trusted code around `cards.draw_cards`, as `conferral.rendering` is around pages: what the process that draws
has left behind is looked at before it is kept or published.
"""

from __future__ import annotations

import os
import signal
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from conferral.errors import BuildError
from conferral.progress import Progress
from conferral.site.card_cache import CardCache
from conferral.site.cards import MEMORY, Cards, is_card
from conferral.site.typesetting import LONGEST
from conferral.site.wall import render_behind_wall

_TARGET = "conferral.site.cards:draw_cards"


@contextmanager
def made(cards: Cards, *, forbidden: Sequence[Path], progress: Progress | None = None) -> Iterator[Mapping[str, Path]]:
    """For the site path of every card its file, which is there as long as the block lasts, and may be moved away.

    `forbidden` are the files with private keys, which must not be readable.  Raises `BuildError`.
    """
    cache = CardCache.of(os.environ)
    digests = cards.digests()
    with tempfile.TemporaryDirectory(prefix="conferral-") as folder:
        job, drawn = (Path(folder) / name for name in ("job", "drawn"))
        files = {path: Path(folder, f"{number}.png") for number, path in enumerate(digests)}
        missing = []
        for path, digest in digests.items():
            kept = cache.get(digest) if cache else None
            if kept is not None and is_card(kept):
                files[path].write_bytes(kept)
            else:
                missing.append(path)
        if missing:
            job.mkdir()
            cards.write(job, missing)
            try:
                render_behind_wall(job, job, drawn, forbidden=forbidden, target=_TARGET, on_progress=progress)
            except BuildError as error:
                raise _explained(error, drawn, missing) from None
        for path in missing:
            card = _drawn(drawn / path)
            files[path].write_bytes(card)
            if cache:
                cache.put(digests[path], card)
        if cache:
            cache.forget_old()
        yield files


def _explained(error: BuildError, drawn: Path, wanted: Sequence[str]) -> BuildError:
    """Why drawing has ended: where nothing but a signal is known, which image was being drawn and what it asked for."""
    badge = next((Path(path).parent.name for path in wanted if not (drawn / path).exists()), "")
    if signal.SIGALRM.name in error.message:
        asked = f"takes longer than {LONGEST} seconds"
    elif signal.SIGABRT.name in error.message:
        asked = f"takes more memory than {MEMORY // 1024**3} GB"
    else:
        return error
    return BuildError(
        f"drawing the image of the badge '{badge}' {asked}",
        hint="Filters over many shapes take long, and so do filters with large numbers. Draw it more simply.",
    )


def _drawn(path: Path) -> bytes:
    card = path.read_bytes() if path.is_file() and not path.is_symlink() else b""
    if not is_card(card):
        raise BuildError(f"the share card '{path.parent.name}/{path.name}' was not drawn")
    return card
