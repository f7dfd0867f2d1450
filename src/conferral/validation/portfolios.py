"""Portfolios and learner records: what is hidden is the person's own, and somebody signs the records."""

from __future__ import annotations

from collections.abc import Iterator

from conferral.fields import closest
from conferral.model import Finding
from conferral.validation.awards import nearest_id
from conferral.validation.facts import Facts


def hidden_awards_are_the_persons_own(facts: Facts) -> Iterator[Finding]:
    """Every id that somebody hides is that of an award of theirs, named once.

    One that was erased must not stand there, since the file would tell whose it was.
    """
    for recipient, file in facts.registry.recipients.items():
        for number, name in enumerate(file.hidden):
            place = file.place.at("hidden", number)
            award = facts.awards_by_id.get(name)
            if name in file.hidden[:number]:
                yield Finding(place, f"the award {name} is hidden twice", "each id once", "delete one of the two lines")
            elif name in facts.erased_by_id:
                what = f"the award {name} was erased on {facts.erased_by_id[name].on}"
                hint = "delete the line: it tells whose the award was"
                yield Finding(place, what, "an award that is not erased", hint)
            elif award is not None and award.recipient != recipient:
                yield Finding(place, f"{name} is somebody else's award", f"an award of {recipient}", "delete the line")
            elif award is None and facts.awards_are_whole:
                hint = nearest_id(facts, name) or "copy the id from the address of the credential's page"
                yield Finding(place, f"there is no award {name}", "the id of an award", hint)


def records_have_a_signer(facts: Facts) -> Iterator[Finding]:
    """The issuer who signs records is there, and named where somebody consents to a record."""
    registry = facts.registry
    by = registry.file.records_by
    if by is not None:
        if by not in registry.issuers and not facts.is_gap("issuer", by):
            what, expected = f'there is no issuer "{by}"', "the name of a folder in credentials/issuers"
            yield Finding(registry.file.place.at("records_by"), what, expected, closest(by, registry.issuers))
        return
    if facts.is_gap("registry"):
        return
    for file in registry.recipients.values():
        if file.record:
            yield Finding(
                file.place.at("record"),
                "nobody signs learner records in this registry, so there would be none",
                "records_by in credentials/registry.yml",
                "name an issuer there, or leave `record` out here",
            )


RULES = (hidden_awards_are_the_persons_own, records_have_a_signer)
