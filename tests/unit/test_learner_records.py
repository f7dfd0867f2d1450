"""Signed records of what a person was awarded: what they hold, when they are made anew, and that they verify."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from conferral.addresses import credential_json, learner_record, pathway_record
from conferral.authoring.erasing import erase
from conferral.files import FolderFiles
from conferral.learner_records import learner_id
from conferral.loading import load_registry
from conferral.model import Registry
from conferral.register.registration import carry_out, plan
from conferral.signed_folder import lay_out
from conferral.signing import sign
from conferral.standards.canonical import canonicalize
from conferral.standards.open_badges import kind_of, structure_problems
from conferral.verify import FolderResolver, Outcome, Report, State, Verifier, verify_site
from conferral.verify.site_report import site_text
from tests.moved_registry import MOVED, NEW, OLD, move_at
from tests.registry_builder import NOW, SVG, environment, key_file, recipient, secret_key, write_registry

BASE = "https://credentials.example.org/registry"
LATER = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)
HOLDER = recipient(1)
RECORD = learner_record(HOLDER)
OWN_FILE = f"recipients/{HOLDER}.yml"
CONSENT = "record: true\nconsent: {on: 2026-06-20, to: [record, portfolio, identity]}\n"
PATHWAY = (
    "title: Sailor\ndescription: From data to the sea.\nearns: teaching\n"
    "requires:\n- badge: sailing\n- badge: data-analysis\n"
)
TEACHING = "credentials/awards/teaching/2026-07-01-all-4q8w.yml"


def registry_with(root: Path, changes: Mapping[str, str | None] | None = None, *, by: str = "lakeside") -> Path:
    """The small registry with `by` as the one who signs records; recipient 1 has two awards and consents."""
    write_registry(root, {OWN_FILE: CONSENT, **(changes or {})})
    file = root / "credentials/registry.yml"
    file.write_text(f"{file.read_text()}records_by: {by}\n")
    register(root)
    return root


def register(root: Path) -> None:
    files = FolderFiles(root)
    carry_out(plan(load_registry(files), files, now=NOW, chance=random.Random(1)), root)


def write(root: Path, path: str, text: str) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text)


def signed(
    root: Path, out: Path, *, as_of: datetime = LATER, preview: bool = False, for_base: str | None = None
) -> Path:
    """The folder of the signed documents."""
    more = {"TEST_KEY_LAKESIDE_2": "lakeside/key-2", "TEST_KEY_GUILD": "guild/key-1"}
    environ = environment() | {name: secret_key(key).as_multibase() for name, key in more.items()}
    sign(root, out, preview=preview, as_of=as_of, environ=environ, passphrase=str, for_base=for_base)
    laid_out = out.with_name(f"{out.name}-laid-out")
    lay_out(out, laid_out)
    return laid_out


def document(site: Path, path: str = RECORD) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((site / path).read_bytes())
    return found


def held(record: Mapping[str, Any]) -> list[str]:
    """The addresses of the credentials in a record."""
    return [one["id"] for one in record["credentialSubject"]["verifiableCredential"]]


def inspect(site: Path, source: Mapping[str, Any], at: datetime = LATER, base: str = BASE) -> Report:
    return Verifier(resolver=FolderResolver(site, base), at=at).inspect(source)


def award_of(registry: Registry, badge: str, holder: str = HOLDER) -> str:
    (found,) = (one.id for one in registry.awards if (one.badge, one.recipient) == (badge, holder))
    assert found
    return found


def erase_in(root: Path, *names: str) -> None:
    files = FolderFiles(root)
    for path, content in erase(load_registry(files), files, names, on=date(2026, 8, 1)).edit.files:
        (root / path).unlink() if content is None else (root / path).write_bytes(content)


def registry_in(root: Path) -> Registry:
    return load_registry(FolderFiles(root))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return registry_with(tmp_path / "registry")


def test_a_record_holds_the_signed_credentials_as_they_are_published(root: Path, tmp_path: Path) -> None:
    site = signed(root, tmp_path / "signed")
    record = document(site)
    registry = registry_in(root)

    ids = [award_of(registry, "sailing"), award_of(registry, "data-analysis")]
    assert held(record) == [f"{BASE}/{credential_json(award)}" for award in ids]
    text = (site / RECORD).read_text()
    for award in ids:
        assert (site / credential_json(award)).read_text().strip() in text
    assert record | {"credentialSubject": None, "proof": None} == {
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        ],
        "id": f"{BASE}/people/{HOLDER}/record.json",
        "type": ["VerifiableCredential", "ClrCredential"],
        "name": "Learner record",
        "issuer": {
            "id": "did:web:credentials.example.org:registry:issuers:lakeside",
            "type": ["Profile"],
            "name": "Lakeside School",
            "url": "https://lakeside.example.org",
        },
        "validFrom": "2026-07-01T09:00:00Z",
        "validUntil": "2028-05-02T21:59:59Z",
        "credentialSubject": None,
        "proof": None,
    }
    assert [proof["created"] for proof in record["proof"]] == ["2026-07-01T09:00:00Z"]


def test_a_record_has_the_structure_of_the_standard_and_nothing_in_it_is_unsigned(root: Path, tmp_path: Path) -> None:
    record = document(signed(root, tmp_path / "signed"))
    assert kind_of(record) == "clr"
    assert structure_problems(record) == []
    canonicalize({name: value for name, value in record.items() if name != "proof"})  # in safe mode


def test_our_verifier_verifies_a_record_and_each_credential_in_it(root: Path, tmp_path: Path) -> None:
    site = signed(root, tmp_path / "signed")
    report = inspect(site, document(site))

    assert (report.outcome, report.state) == (Outcome.VERIFIED, State.VALID)
    assert [str(check.name) for check in report.checks] == [
        "format",
        "proof",
        "issuer_key",
        "status",
        "validity",
        "registered",
        "credentials",
    ]
    assert [(one.kind, one.report.state) for one in report.embedded] == [("credential", State.VALID)] * 2
    assert {one.report.issuer_name for one in report.embedded} == {"Harbour School", "Lakeside School"}


def test_the_subject_of_a_record_is_nobodys_id_and_another_one_in_each_record(root: Path, tmp_path: Path) -> None:
    record = document(signed(root, tmp_path / "signed"))
    registry = registry_in(root)
    subject = record["credentialSubject"]["id"]

    assert subject.startswith("urn:uuid:")
    inside = [one["credentialSubject"]["id"] for one in record["credentialSubject"]["verifiableCredential"]]
    other = learner_id(registry, HOLDER, LATER, pathway_record(HOLDER, "sailor"))
    another = learner_id(registry, recipient(2), LATER, learner_record(recipient(2)))
    assert len({subject, other, another, *inside}) == 5


def test_a_holder_who_asked_for_a_did_is_named_by_it(root: Path, tmp_path: Path) -> None:
    write(root, OWN_FILE, f"identity: {{did: 'did:web:robin.example.org'}}\n{CONSENT}")
    site = signed(root, tmp_path / "signed")
    assert document(site)["credentialSubject"]["id"] == "did:web:robin.example.org"
    assert inspect(site, document(site)).state is State.VALID


def test_there_is_no_record_without_consent_or_before_its_day(root: Path, tmp_path: Path) -> None:
    assert not (signed(root, tmp_path / "before", as_of=NOW) / learner_record(recipient(2))).exists()
    write(root, OWN_FILE, "record: true\nconsent: {on: 2026-08-01, to: [record]}\n")
    assert not (signed(root, tmp_path / "early", as_of=NOW) / "people").exists()
    assert document(signed(root, tmp_path / "then"))["validFrom"] == "2026-07-31T22:00:00Z"


def test_withdrawn_consent_takes_the_record_away(root: Path, tmp_path: Path) -> None:
    (root / OWN_FILE).unlink()
    assert not (signed(root, tmp_path / "signed") / "people").exists()


@pytest.mark.parametrize(
    ("path", "text", "moment"),
    [
        ("credentials/revocations/{}.yml", "on: 2026-07-20\nreason: misconduct\n", "2026-07-19T22:00:00Z"),
        ("credentials/suspensions/{}.yml", "on: 2026-07-21\nreason: under-review\n", "2026-07-20T22:00:00Z"),
    ],
)
def test_what_was_taken_back_is_left_out_and_the_record_is_newer(
    root: Path, tmp_path: Path, path: str, text: str, moment: str
) -> None:
    old = document(signed(root, tmp_path / "old"))
    gone = award_of(registry_in(root), "sailing")
    write(root, path.format(gone), text)
    site = signed(root, tmp_path / "new")

    new = document(site)
    assert held(new) == held(old)[1:]
    assert new["validFrom"] == moment
    assert new["proof"][0]["created"] == moment
    assert inspect(site, new).state is State.VALID
    assert inspect(site, old).state is State.SUPERSEDED


def test_what_was_reinstated_comes_back_and_the_record_is_newer_again(root: Path, tmp_path: Path) -> None:
    award = award_of(registry_in(root), "sailing")
    write(root, f"credentials/suspensions/{award}.yml", "on: 2026-07-21\nreason: under-review\nlifted: 2026-08-02\n")
    record = document(signed(root, tmp_path / "signed"))
    assert len(held(record)) == 2
    assert record["validFrom"] == "2026-08-01T22:00:00Z"


def test_what_is_hidden_is_left_out_and_the_old_record_is_not_current(root: Path, tmp_path: Path) -> None:
    old = document(signed(root, tmp_path / "old"))
    hidden = award_of(registry_in(root), "sailing")
    write(root, OWN_FILE, f"hidden: [{hidden}]\n{CONSENT}")
    site = signed(root, tmp_path / "new")

    assert held(document(site)) == held(old)[1:]
    assert hidden not in (site / RECORD).read_text()
    report = inspect(site, old)
    assert report.outcome is Outcome.FAILED
    assert report.state is State.WITHDRAWN


def test_a_record_that_is_no_longer_published_does_not_look_current(root: Path, tmp_path: Path) -> None:
    old = document(signed(root, tmp_path / "old"))
    (root / OWN_FILE).unlink()
    assert inspect(signed(root, tmp_path / "new"), old).state is State.WITHDRAWN


def test_what_is_over_is_left_out_and_the_record_says_since_when(root: Path, tmp_path: Path) -> None:
    record = document(signed(root, tmp_path / "signed", as_of=datetime(2028, 6, 1, tzinfo=UTC)))
    assert held(record) == [f"{BASE}/{credential_json(award_of(registry_in(root), 'data-analysis'))}"]
    assert record["validFrom"] == "2028-05-02T22:00:00Z"
    assert record["validUntil"] == "2029-06-30T21:59:59Z"


def test_a_person_with_nothing_valid_has_no_record(root: Path, tmp_path: Path) -> None:
    assert not (signed(root, tmp_path / "signed", as_of=datetime(2030, 1, 1, tzinfo=UTC)) / "people").exists()


def test_an_erased_award_is_in_no_record(root: Path, tmp_path: Path) -> None:
    old = document(signed(root, tmp_path / "old"))
    gone = award_of(registry_in(root), "sailing")
    erase_in(root, gone)
    site = signed(root, tmp_path / "new")
    assert held(document(site)) == held(old)[1:]
    assert inspect(site, old).outcome is Outcome.FAILED


def test_a_record_is_the_same_for_the_same_registry_and_time(root: Path, tmp_path: Path) -> None:
    first = (signed(root, tmp_path / "first") / RECORD).read_bytes()
    assert (signed(root, tmp_path / "second") / RECORD).read_bytes() == first
    assert (signed(root, tmp_path / "later", as_of=datetime(2027, 1, 1, tzinfo=UTC)) / RECORD).read_bytes() == first


def test_a_record_by_an_issuer_without_awards_is_signed_by_its_key(tmp_path: Path) -> None:
    guild = "version: 1\nname: Guild\nurl: https://guild.example.org\ndescription: Keeps records.\n"
    root = registry_with(
        tmp_path / "registry",
        {
            "credentials/issuers/guild/issuer.yml": guild,
            "credentials/issuers/guild/logo.svg": SVG.replace("{colour}", "000000"),
            "keys/guild/key-1.yml": key_file("guild"),
        },
        by="guild",
    )
    site = signed(root, tmp_path / "signed")
    assert document(site)["issuer"]["name"] == "Guild"
    assert inspect(site, document(site)).state is State.VALID


def test_a_copy_signed_before_another_key_took_over_is_replaced_and_not_withdrawn(root: Path, tmp_path: Path) -> None:
    old = document(signed(root, tmp_path / "old"))
    write(
        root,
        "keys/lakeside/key-2.yml",
        key_file("lakeside", "key-2", vouched_by="key-1", activated="2026-08-01T00:00:00Z"),
    )
    site = signed(root, tmp_path / "new")
    assert document(site)["validFrom"] == "2026-08-01T00:00:00Z"
    assert inspect(site, old).state is State.SUPERSEDED
    assert inspect(site, document(site)).state is State.VALID


def test_a_record_by_an_issuer_that_has_another_name_today_verifies(root: Path, tmp_path: Path) -> None:
    file = root / "credentials/issuers/lakeside/issuer.yml"
    write(root, "credentials/issuers/lakeside/1.yml", file.read_text())
    file.write_text(file.read_text().replace("version: 1", "version: 2").replace("Lakeside School", "Lakeside College"))
    write(root, TEACHING, f"badge: teaching\nawarded: 2026-07-01\nrecipients:\n- recipient: {HOLDER}\n")
    register(root)
    site = signed(root, tmp_path / "signed")
    record = document(site)
    inside = [one["issuer"]["name"] for one in record["credentialSubject"]["verifiableCredential"]]
    assert (record["issuer"]["name"], inside) == (
        "Lakeside College",
        ["Harbour School", "Lakeside School", "Lakeside College"],
    )
    assert inspect(site, record).state is State.VALID


def test_a_preview_has_records_that_verify_against_its_own_folder(root: Path, tmp_path: Path) -> None:
    site = signed(root, tmp_path / "signed", preview=True)
    record = document(site)
    assert record["id"] == f"https://preview.invalid/{RECORD}"
    assert inspect(site, record, base="https://preview.invalid").state is State.VALID


def test_a_completed_pathway_has_a_record_of_its_parts_and_what_they_earn(tmp_path: Path) -> None:
    root = registry_with(
        tmp_path / "registry",
        {
            "credentials/pathways/sailor.yml": PATHWAY,
            TEACHING: f"badge: teaching\nawarded: 2026-07-01\nrecipients:\n- recipient: {HOLDER}\n",
        },
    )
    site = signed(root, tmp_path / "signed")
    record = document(site, pathway_record(HOLDER, "sailor"))
    achievements = [
        {"type": "Association", "associationType": "isPartOf", "sourceId": source, "targetId": target}
        for source, target in (
            (f"{BASE}/badges/data-analysis/2/badge.json", f"{BASE}/badges/teaching/1/badge.json"),
            (f"{BASE}/badges/sailing/1/badge.json", f"{BASE}/badges/teaching/1/badge.json"),
        )
    ]
    assert record["name"] == "Teaching"
    assert record["credentialSubject"]["association"] == achievements
    assert document(site)["credentialSubject"]["association"] == achievements
    assert held(record) == held(document(site))
    assert len(held(record)) == 3
    assert record["credentialSubject"]["id"] != document(site)["credentialSubject"]["id"]
    for one in (record, document(site)):
        assert structure_problems(one) == []
        assert inspect(site, one).state is State.VALID


def test_a_pathway_that_is_not_complete_or_earned_nothing_has_no_record(tmp_path: Path) -> None:
    changes = {"credentials/pathways/sailor.yml": PATHWAY}
    site = signed(registry_with(tmp_path / "registry", changes), tmp_path / "signed")
    assert (site / RECORD).exists()
    assert "association" not in document(site)["credentialSubject"]
    assert not (site / f"people/{HOLDER}/pathways").exists()


def test_a_hidden_part_takes_the_record_of_the_pathway_away(tmp_path: Path) -> None:
    root = registry_with(
        tmp_path / "registry",
        {
            "credentials/pathways/sailor.yml": PATHWAY,
            TEACHING: f"badge: teaching\nawarded: 2026-07-01\nrecipients:\n- recipient: {HOLDER}\n",
        },
    )
    write(root, OWN_FILE, f"hidden: [{award_of(registry_in(root), 'sailing')}]\n{CONSENT}")
    site = signed(root, tmp_path / "signed")
    assert not (site / f"people/{HOLDER}/pathways").exists()
    assert "association" not in document(site)["credentialSubject"]


def test_of_a_moved_registry_each_site_has_a_record_of_its_own_awards(root: Path, tmp_path: Path) -> None:
    move_at(root)
    write(root, TEACHING, f"badge: teaching\nawarded: 2026-07-01\nrecipients:\n- recipient: {HOLDER}\n")
    files = FolderFiles(root)
    carry_out(plan(load_registry(files), files, now=MOVED, chance=random.Random(2)), root)
    old = signed(root, tmp_path / "old", for_base=OLD)
    new = signed(root, tmp_path / "new")

    assert len(held(document(old))) == 2
    assert held(document(new)) == [f"{NEW}/{credential_json(award_of(registry_in(root), 'teaching'))}"]
    assert document(new)["issuer"]["id"] == "did:web:new.example.org:issuers:lakeside"
    assert inspect(new, document(new), base=NEW).state is State.VALID
    assert inspect(old, document(old), base=OLD).state is State.VALID


def test_the_site_as_a_whole_is_sound_with_records(root: Path, tmp_path: Path) -> None:
    site = signed(root, tmp_path / "signed")
    report = verify_site(site, at=LATER)
    assert (report.sound, report.records, report.as_json()["records"]) == (True, 1, 1)
    assert site_text(report).splitlines()[0] == f"Sound: 5 credentials, 2 status lists and 1 learner record of {BASE}/"


def test_a_record_that_is_over_by_now_is_no_fault_of_the_site_and_an_altered_one_is(root: Path, tmp_path: Path) -> None:
    site = signed(root, tmp_path / "signed")
    over = verify_site(site, at=datetime(2028, 6, 1, tzinfo=UTC))
    assert over.sound
    assert over.not_verified[RECORD].state is State.EXPIRED

    (site / RECORD).write_text((site / RECORD).read_text().replace("Learner record", "Learned record"))
    altered = verify_site(site, at=LATER)
    assert (altered.sound, list(altered.faults)) == (False, [RECORD])


def test_a_site_whose_record_holds_what_was_revoked_is_at_fault(root: Path, tmp_path: Path) -> None:
    old = document(signed(root, tmp_path / "old"))
    award = award_of(registry_in(root), "sailing")
    write(root, f"credentials/revocations/{award}.yml", "on: 2026-07-20\nreason: misconduct\n")
    site = signed(root, tmp_path / "new")
    (site / RECORD).write_text(json.dumps(old))  # as if the record had not been made anew
    report = verify_site(site, at=LATER)
    assert report.not_verified[RECORD].state is State.PARTLY
    assert list(report.faults) == [RECORD]
