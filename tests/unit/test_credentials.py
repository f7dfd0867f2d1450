"""Credentials: golden documents of every layout, and the facts of single members.

The golden files are promises: a registered award must give these bytes for ever.  A test that fails here after a
release asks for a new layout, never for new golden files.  Before the first release, or for a new layout:

    python -m tests.unit.test_credentials
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import pytest

from conferral.credentials import LAYOUTS, credential, digest, layout_for, origin, subject_id
from conferral.files import FolderFiles
from conferral.loading import load_registry
from conferral.model import Award, Registry
from conferral.standards.open_badges import identity_hash, structure_problems
from tests.registry_builder import recipient, write_registry

GOLDEN = Path(__file__).parents[1] / "golden" / "layouts"
AWARD = "0123456789abcdefghjkmnpq0"
SALT = "fixed-salt-of-a-test"
IDENTITIES = {
    1: "",
    2: "did: did:key:z6MkExample",
    3: "name: Ada Example",
    4: f"email_hash: {identity_hash('ada@example.org', SALT)}, salt: {SALT}",
}


def golden_registry(folder: Path) -> Registry:
    """Fixed ids, indexes and times: one award for each layout, and one that was corrected."""
    rows, entries, files = [], [], {}
    for number, layout in enumerate((*LAYOUTS, "ob3-1"), 1):
        award = f"{AWARD}{number}"
        entries.append(f"  - recipient: {recipient(number)}\n    id: {award}\n")
        rows += [f"{award},1,2,1,{layout},1,{number},2026-07-01T09:00:00Z,{'0' * 64}\n"]
        if IDENTITIES.get(number):
            files[f"recipients/{recipient(number)}.yml"] = (
                f"identity: {{{IDENTITIES[number]}}}\nconsent: {{on: 2026-01-02, to: [identity]}}\n"
            )
    entries[0] += (
        '    result: {status: Completed, value: "92", of: score}\n    narrative: Led the team. Größe «ß».\n'
        '    evidence: [{name: Capstone, narrative: "A *report*.", genre: Report}]\n'
    )
    corrected = f"{AWARD}5,2,2,1,ob3-1,1,1048575,2026-08-01T22:30:00Z,{'0' * 64}\n"
    heading = "id,issue,badge_version,issuer_version,layout,list,index,registered,digest\n"
    batch = "credentials/awards/data-analysis/2026-06-30-spring-k3v9.yml"
    files[batch] = (
        "badge: data-analysis\nawarded: 2026-06-30\nevidence: https://example.org/cohorts/2026-spring\nrecipients:\n"
        + "".join(entries)
    )
    files["credentials/register/awards/data-analysis/2026-06-30-spring-k3v9.csv"] = heading + "".join(rows)
    files["credentials/register/corrections/data-analysis/typo-7d2n.csv"] = heading + corrected
    write_registry(folder, {**files, "credentials/awards/sailing/2026-05-02-regatta-7m2x.yml": None})
    return load_registry(FolderFiles(folder))


def golden(registry: Registry, award: Award) -> str:
    document = credential(registry, award, registry.file.base_url)
    return f"{json.dumps(document, indent=1, ensure_ascii=False)}\nsha256 {digest(document)}\n"


NAMES = (*LAYOUTS, "ob3-1-corrected")


@pytest.mark.parametrize("number", range(len(NAMES)))
def test_every_layout_ever_released_keeps_its_bytes(tmp_path: Path, number: int) -> None:
    registry = golden_registry(tmp_path)

    assert golden(registry, registry.awards[number]) == (GOLDEN / f"{NAMES[number]}.txt").read_text(encoding="utf-8")


def test_every_layout_is_sound_open_badges(tmp_path: Path) -> None:
    registry = golden_registry(tmp_path)

    for award in registry.awards:
        document = credential(registry, award, registry.file.base_url)
        assert structure_problems({**document, "proof": []}) == [] or structure_problems(document) == []


def test_the_subject_of_every_award_is_another_one() -> None:
    """Credentials of one person cannot be linked by their subject."""
    ids = {subject_id(f"{AWARD}{number}", recipient(1)) for number in range(10)}

    assert len(ids) == 10
    assert subject_id(f"{AWARD}1", recipient(1)) == "urn:uuid:90051131-db0b-8c04-b262-7817fec48f94"
    assert not any(recipient(1)[2:12] in text for text in ids)


def test_validity_begins_and_ends_with_days_of_the_registrys_timezone(registry: Registry) -> None:
    """30 June in Berlin begins at 22:00 UTC the day before; three years later its last second is 21:59:59."""
    award = next(award for award in registry.awards if award.badge == "data-analysis")

    document = credential(registry, award, registry.file.base_url)

    assert (document["validFrom"], document["validUntil"]) == ("2026-06-29T22:00:00Z", "2029-06-30T21:59:59Z")


def test_a_corrected_issue_is_valid_from_the_correction_and_remembers_the_day(tmp_path: Path) -> None:
    registry = golden_registry(tmp_path)

    document = credential(registry, registry.awards[-1], registry.file.base_url)

    assert (document["validFrom"], document["awardedDate"]) == ("2026-08-01T22:30:00Z", "2026-06-29T22:00:00Z")
    assert document["credentialStatus"]["statusListIndex"] == "1048575"


def test_nothing_personal_is_signed_without_a_file_that_says_so(registry: Registry) -> None:
    """Invariant 6: no name, no e-mail, no hash, not even the recipient's id."""
    for award in registry.awards:
        text = json.dumps(credential(registry, award, registry.file.base_url))
        assert layout_for(registry.recipients.get(award.recipient)) == "ob3-1"
        assert award.recipient[2:] not in text
        assert "identifier" not in text


@pytest.mark.parametrize(
    ("pointer", "file", "keys"),
    [
        ("/name", "credentials/badges/data-analysis/badge.yml", ("name",)),
        (
            "/credentialSubject/achievement/criteria/narrative",
            "credentials/badges/data-analysis/badge.yml",
            ("criteria",),
        ),
        ("/credentialSubject/achievement/tag/0", "credentials/badges/data-analysis/badge.yml", ("skills",)),
        ("/issuer/name", "credentials/issuers/lakeside/issuer.yml", ("name",)),
        ("/validUntil", "credentials/badges/data-analysis/badge.yml", ("validity",)),
        ("/validFrom", "credentials/awards/data-analysis/2026-06-30-spring-k3v9.yml", ("awarded",)),
        ("/evidence/0/id", "credentials/awards/data-analysis/2026-06-30-spring-k3v9.yml", ("evidence",)),
        (
            "/credentialSubject/id",
            "credentials/awards/data-analysis/2026-06-30-spring-k3v9.yml",
            ("recipients", 0, "recipient"),
        ),
        ("/somewhere/else", "credentials/awards/data-analysis/2026-06-30-spring-k3v9.yml", ("recipients", 0)),
    ],
)
def test_members_lead_back_to_the_files(
    registry: Registry, pointer: str, file: str, keys: tuple[str | int, ...]
) -> None:
    award = next(award for award in registry.awards if award.badge == "data-analysis")

    place = origin(registry, award, pointer)

    assert (place.file, place.keys) == (file, keys)


if __name__ == "__main__":
    GOLDEN.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        whole = golden_registry(Path(folder))
        for name, award in zip(NAMES, whole.awards, strict=True):
            (GOLDEN / f"{name}.txt").write_text(golden(whole, award), encoding="utf-8")
