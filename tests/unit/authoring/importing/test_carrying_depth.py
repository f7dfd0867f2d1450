"""What Open Badges 3.0 knows besides comes along: rubrics, other names, activities, several results."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from conferral.authoring.edit import problems_of
from conferral.credentials import credential, published_profile
from conferral.files import FolderFiles
from conferral.loading import load_registry
from conferral.yaml_text import read_yaml
from tests.registry_builder import NOW, write_registry
from tests.unit.authoring.importing.test_carrying import _carried, _data, _paths
from tests.unit.register.conftest import register
from tests.unit.test_depth import BADGE, BATCH, DEEP_BADGE, DEEP_BATCH


def _issued(folder: Path) -> tuple[Path, list[dict[str, Any]]]:
    """A folder for an empty registry beside one that issued these, and its documents."""
    place = write_registry(folder / "there", {BADGE: DEEP_BADGE, BATCH: DEEP_BATCH})
    register(place)
    registry = load_registry(FolderFiles(place))
    base = registry.file.base_url
    awards = [one for one in registry.awards if one.badge == "data-analysis"]
    documents = [published_profile(registry.issuers["lakeside"], base)]
    documents += [credential(registry, award, base) for award in awards]
    kept = {path: None for path in _paths(place) if "/awards/" in path or "/badges/" in path or "/register/" in path}
    return write_registry(folder / "empty", kept), documents


def test_what_this_program_issued_comes_back_with_all_its_depth(tmp_path: Path) -> None:
    here, documents = _issued(tmp_path)
    carried, notes = _carried(here, tmp_path, *documents)
    before = read_yaml(DEEP_BADGE.encode(), "badge.yml").data
    after = _data(carried, "credentials/badges/data-analysis/")

    same = ("type", "field", "specialization", "code", "identifiers", "creator", "hours", "credits", "results")
    assert {key: after[key] for key in same} == {key: before[key] for key in same}
    assert after["related"] == [
        "https://credentials.example.org/registry/badges/sailing/badge.json",
        *before["related"][1:],
    ]
    entries = _data(carried, "credentials/awards/data-analysis/")["recipients"]  # in the order of random ids
    first, second = sorted(entries, key=lambda entry: entry["role"], reverse=True)
    said = {key: first[key] for key in first.keys() - {"recipient", "evidence"}}
    assert said == {
        "valid_until": "2028-12-31",
        "result": [{"of": "score", "value": "92", "status": "Completed"}, {"of": "method", "level": "strong"}],
        "activity": {"start": "2026-03-02", "end": "2026-06-26"},
        "role": "Team lead",
        "source": {"name": "Exam Board", "url": "https://exams.example.org"},
        "credits_earned": 2.5,
        "term": "Spring 2026",
        "license_number": "L-2026-17",
    }
    assert first["evidence"][0]["audience"] == "Employers"
    assert second["result"] == {"of": "method", "level": "good"}
    assert second["activity"] == {"end": "2026-06-29"}
    assert {note.split(": ")[0] for note in notes if "picture" not in note and "version" not in note} == set()
    assert problems_of(carried.edit, here, as_of=NOW) == ()


def test_what_the_registry_would_refuse_is_left_out_and_said(tmp_path: Path) -> None:
    here, (profile, document, _) = _issued(tmp_path)
    subject = document["credentialSubject"]
    subject |= {
        "activityEndDate": "2026-07-26T00:00:00Z",
        "creditsEarned": 6,
        "source": {"id": "urn:example:nobody", "type": ["Profile"]},
        "role": "Assistant of mia@example.org",
    }
    subject["result"][1]["achievedLevel"] = subject["result"][1]["achievedLevel"].replace("strong", "weak")
    carried, notes = _carried(here, tmp_path, profile, document)
    (entry,) = _data(carried, "credentials/awards/data-analysis/")["recipients"]

    assert entry["result"] == {"of": "score", "value": "92", "status": "Completed"}
    assert entry.keys() & {"activity", "credits_earned", "source", "role"} == set()
    assert {note.rpartition(" (")[0] for note in notes} >= {
        "not carried: the days of an activity: they are in no order, or after the award",
        "not carried: the credits earned: they are more than the badge is worth",
        "not carried: who assessed it: it needs a name and an address",
        "not carried: the role: it holds a name or an e-mail address, and would be published",
        "not carried: the level of a result: it is below the one that is required",
    }
    assert problems_of(carried.edit, here, as_of=NOW) == ()
