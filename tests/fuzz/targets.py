"""What is fuzzed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from tests.fuzz import canonical_forms, credentials, identifiers, pictures, statuses


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A reader, and how to make inputs for it.

    `run` gives one input to the reader and raises for whatever must not happen.  `mutate` gives an input that differs
    from its own, of so many bytes at most.  `share` is how much of the time it gets beside the others, `seconds`
    how much processor time one call may take.
    """

    seeds: Callable[[], list[bytes]]
    run: Callable[[bytes], None]
    mutate: Callable[[bytes, int, Random], bytes]
    share: int = 1
    seconds: float = 1.0


def _verifying(seeds: Callable[[], list[bytes]], *, share: int = 1) -> Target:
    """Whole verifications, of up to a hundred documents each: no one of them may take long, and together they may."""
    return Target(seeds=seeds, run=credentials.run, mutate=credentials.mutate, share=share, seconds=2.0)


TARGETS: dict[str, Target] = {
    "json": _verifying(credentials.seeds, share=3),
    "jwt": _verifying(credentials.token_seeds),
    "contexts": _verifying(credentials.context_seeds),
    "png": Target(seeds=pictures.png_seeds, run=pictures.run_png, mutate=pictures.mutate_png),
    "svg": Target(seeds=pictures.svg_seeds, run=pictures.run_svg, mutate=pictures.mutate_svg),
    "did": Target(seeds=identifiers.seeds, run=identifiers.run, mutate=identifiers.mutate),
    "status": Target(seeds=statuses.seeds, run=statuses.run, mutate=statuses.mutate, share=2),
    "bits": Target(seeds=statuses.bits_seeds, run=statuses.run_bits, mutate=statuses.mutate_bits),
    "canonical": Target(seeds=canonical_forms.seeds, run=canonical_forms.run, mutate=canonical_forms.mutate, share=4),
}
"""Every target, by its name."""
