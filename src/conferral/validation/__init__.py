"""Rules over a whole registry: what no single file can show.

Each rule is a small function named for what it ensures; it takes `Facts` and yields a `Finding` for everything that
breaks it.  Rules are pure: the files have been read, and the time is handed in.

- `facts`: what the rules look at
- `badges`: issuers, badges, their versions and images
- `translations`: texts in the registry's other languages
- `collections`: collections of badges
- `pathways`: pathways that can be completed
- `skills`: skill frameworks, and the skills that badges name
- `endorsements`: who vouches for what, and as they signed it
- `names`: names that pass for others
- `look`: the registry's colours
- `awards`: batches and entries; dates, duplicates, renewals, results
- `depth`: rubrics, related badges, what earns a renewal, results that are required
- `statuses`: revocations and suspensions
- `corrections`: of what was issued, and issued again
- `people`: what is said about recipients, and personal data that slipped in
- `portfolios`: what people hide, and who signs their records
- `federation`: other registries, and the copies of what they publish
- `policy`: what the registry's own policy asks of new awards
- `signing_keys`: whose key is whose
- `register`: rows, pins and salts against the awards

What needs more than the registry stands elsewhere: proofs of possession in `conferral.keys`, digests and the
comparison with what is deployed in `conferral.register`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from conferral.model import Finding, Registry
from conferral.validation import (
    awards,
    badges,
    collections,
    corrections,
    depth,
    endorsements,
    federation,
    look,
    names,
    pathways,
    people,
    policy,
    portfolios,
    register,
    signing_keys,
    skills,
    statuses,
    translations,
)
from conferral.validation.facts import Facts

Rule = Callable[[Facts], Iterable[Finding]]

redrawn_by_registration: tuple[Rule, ...] = (register.no_index_is_taken_twice, register.no_issue_is_taken_twice)
"""What `conferral register --base` mends: what two branches drew or counted alike."""

mended_by_registration: tuple[Rule, ...] = (
    register.awards_are_registered,
    corrections.corrections_are_registered,
)
"""What `conferral register` mends."""

rules_before_registration: tuple[Rule, ...] = (
    *badges.RULES,
    *translations.RULES,
    *collections.RULES,
    *pathways.RULES,
    *skills.RULES,
    *names.RULES,
    *look.RULES,
    *awards.RULES,
    *depth.RULES,
    *statuses.RULES,
    *corrections.RULES,
    *people.RULES,
    *portfolios.RULES,
    *endorsements.RULES,
    *federation.RULES,
    *policy.RULES,
    *signing_keys.RULES,
    *register.RULES,
    *redrawn_by_registration,
)
"""What must hold before awards are registered."""

rules: tuple[Rule, ...] = (*rules_before_registration, *mended_by_registration)
"""Every rule."""


def findings(registry: Registry, *, as_of: datetime) -> Iterator[Finding]:
    """Everything that breaks a rule; `as_of` is an instant with a timezone."""
    facts = Facts(registry, as_of)
    for rule in rules:
        yield from rule(facts)


on_branches: tuple[Rule, ...] = (skills.references, *federation.ON_BRANCHES)
"""What should be mended before it is merged, and stands in no build's way once it is."""

worth_a_note: tuple[Rule, ...] = (skills.notes, *federation.NOTES)
"""What is good to know and no mistake."""


def findings_on_branches(registry: Registry, *, as_of: datetime) -> Iterator[Finding]:
    """What a branch should mend besides, and the one that publishes need not."""
    facts = Facts(registry, as_of)
    for rule in on_branches:
        yield from rule(facts)


def notes(registry: Registry, *, as_of: datetime) -> Iterator[Finding]:
    """What is good to know and no mistake."""
    facts = Facts(registry, as_of)
    for rule in worth_a_note:
        yield from rule(facts)


def findings_before_registration(registry: Registry, *, as_of: datetime, redraw: bool = False) -> Iterator[Finding]:
    """Everything that registering would not mend.

    With `redraw`, indexes and issues taken twice are left out as well.
    """
    facts = Facts(registry, as_of)
    for rule in rules_before_registration:
        if not (redraw and rule in redrawn_by_registration):
            yield from rule(facts)
