"""What is said about recipients, and personal data that slipped in where it must not stand."""

from __future__ import annotations

from collections.abc import Iterator

from conferral.model import (
    Award,
    BatchFile,
    CorrectionFile,
    Entry,
    Evidence,
    Finding,
    Place,
    RevocationFile,
    SuspensionFile,
)
from conferral.personal_data import SHORTEST_NAME, holds_name, personal_data
from conferral.spelling import hyphenated
from conferral.validation.facts import Facts


def identities_are_allowed(facts: Facts) -> Iterator[Finding]:
    """Credentials say about their holders only what the registry's policy allows."""
    allowed = facts.registry.file.policy.identity
    for recipient in facts.registry.recipients.values():
        identity = recipient.identity
        if identity and identity.kind not in allowed:
            key = {"email": "email_hash"}.get(identity.kind, identity.kind)
            yield Finding(
                recipient.place.at("identity", key),
                f'the policy of this registry does not allow the identity "{identity.kind}"',
                ", ".join(allowed),
                "choose another identity, or change policy.identity in credentials/registry.yml",
            )


def texts_hold_no_personal_data(facts: Facts) -> Iterator[Finding]:
    """No e-mail address, telephone number or the like stands where it would be published for good."""
    for place, text in _texts(facts):
        for kind, found in personal_data(text):
            what = f'this looks like {kind}: "{found}"'
            yield Finding(place, what, "text without personal data", "delete it; git keeps what is merged")


def texts_hold_no_name_of_the_recipient(facts: Facts) -> Iterator[Finding]:
    """What is said about an award does not name whom the registry publishes by an id."""
    for award in _with_texts(facts):
        for name in _names(facts, award.recipient):
            for place, text in _texts_of(award):
                if holds_name(text, name):
                    yield Finding(
                        place,
                        f'this holds the name "{name}" of {award.recipient}',
                        "text without names",
                        "say it without the name: what is signed cannot be taken back",
                    )


def notes_hold_no_name_of_the_recipient(facts: Facts) -> Iterator[Finding]:
    """What is said about a decision does not name whom it concerns."""
    for file, recipients in _decisions(facts):
        for recipient in sorted(recipients):
            for name in _names(facts, recipient):
                if file.note and holds_name(file.note, name):
                    yield Finding(
                        file.place.at("note"),
                        f'this holds the name "{name}" of {recipient}',
                        "text without names",
                        "say it without the name: everybody can read it, and git keeps what is merged",
                    )


def _decisions(facts: Facts) -> Iterator[tuple[RevocationFile | SuspensionFile | CorrectionFile, set[str]]]:
    """The files that carry a note, with the recipients they are about."""
    files: list[tuple[str, RevocationFile | SuspensionFile]] = [*facts.registry.revocations.items()]
    files += facts.registry.suspensions.items()
    for award_id, file in files:
        award = facts.awards_by_id.get(award_id)
        yield file, {award.recipient} if award else set()
    for correction in facts.registry.corrections:
        awards = (facts.awards_by_id.get(award_id) for award_id in correction.file.awards)
        yield correction.file, {award.recipient for award in awards if award}


def file_names_hold_no_name_of_a_recipient(facts: Facts) -> Iterator[Finding]:
    """No file of awards and no correction is named for a person."""
    for file_name, place, recipients in _named_files(facts):
        for recipient in recipients:
            for name in _names(facts, recipient):
                if f"-{hyphenated(name)}-" in f"-{file_name}-":
                    what = f'the file name holds the name "{name}" of {recipient}'
                    yield Finding(Place(place.file), what, "a name that says what it is about, not whom")


def _named_files(facts: Facts) -> Iterator[tuple[str, Place, set[str]]]:
    """Files whose names people choose: the name, the file, and the recipients it is about."""
    for batch in facts.registry.batches:
        yield batch.name, batch.file.place, {entry.recipient for entry in batch.file.recipients if entry.recipient}
    for correction in facts.registry.corrections:
        awards = (facts.awards_by_id.get(award) for award in correction.file.awards)
        yield correction.name, correction.file.place, {award.recipient for award in awards if award}


def _names(facts: Facts, recipient: str) -> set[str]:
    file = facts.registry.recipients.get(recipient)
    return {name for name in file.names if len(name) >= SHORTEST_NAME} if file else set()


def _texts(facts: Facts) -> Iterator[tuple[Place, str]]:
    for batch in facts.registry.batches:
        yield from _texts_of_evidence(batch.file.evidence, batch.file.place)
        yield from _texts_of_the_deed(batch.file)
    for award in _with_texts(facts):
        yield from _texts_of(award)
    for file, _ in _decisions(facts):
        if file.note:
            yield file.place.at("note"), file.note
    for recipient in facts.registry.recipients.values():
        if recipient.consent.record:
            yield recipient.place.at("consent", "record"), recipient.consent.record


def _with_texts(facts: Facts) -> Iterator[Award]:
    """The awards of which `_texts_of` gives anything; of most nothing is said in words."""
    for award in facts.registry.awards:
        said = award.entry
        if said.narrative or said.evidence or said.role or said.term or said.source or said.license_number:
            yield award


def _texts_of(award: Award) -> Iterator[tuple[Place, str]]:
    if award.entry.narrative:
        yield award.place.at("narrative"), award.entry.narrative
    yield from _texts_of_evidence(award.entry.evidence, award.place)
    yield from _texts_of_the_deed(award.entry)
    if award.entry.license_number:
        yield award.place.at("license_number"), award.entry.license_number


def _texts_of_the_deed(record: Entry | BatchFile) -> Iterator[tuple[Place, str]]:
    """What is said of what was done, as a batch and its entries do."""
    for key in ("role", "term"):
        text = getattr(record, key)
        if text:
            yield record.place.at(key), text
    if record.source:
        yield record.place.at("source", "name"), record.source.name


def _texts_of_evidence(evidence: tuple[Evidence, ...], place: Place) -> Iterator[tuple[Place, str]]:
    for number, one in enumerate(evidence):
        for key in ("id", "name", "description", "narrative", "audience"):
            text = getattr(one, key)
            if text:
                yield place.at("evidence", number, key), text


RULES = (
    identities_are_allowed,
    texts_hold_no_personal_data,
    texts_hold_no_name_of_the_recipient,
    notes_hold_no_name_of_the_recipient,
    file_names_hold_no_name_of_a_recipient,
)
