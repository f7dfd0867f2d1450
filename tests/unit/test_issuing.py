"""What is signed of endorsements, and where those that hold are published beside their own address."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from conferral import validation
from conferral.addresses import credential_json
from conferral.errors import SigningError
from conferral.issuing import DriftError, Issuing, as_json, keys_that_sign, preview_signers
from conferral.keys import unable_to_sign
from conferral.loading import load_registry
from conferral.model import Registry
from conferral.register.registration import plan
from conferral.signers import Signer
from conferral.standards.open_badges import CONTEXTS, structure_problems
from conferral.verify import Verifier
from tests.endorsers import BASE, BOARD, HARBOUR, OFFICE, SAILING, answers, as_bytes, filed, own, signed, token
from tests.moved_registry import LATER, NEW, OLD, moved_registry, registry_in
from tests.registry_builder import NOW, files, secret_key
from tests.unit.memory_files import MemoryFiles
from tests.unit.site.site_builder import add_files

OWN = own("lakeside-sailing", "badge: sailing", "lakeside", ["version: 1"])


def registered_files(changes: Mapping[str, str | None] | None = None) -> dict[str, bytes]:
    texts = {path: text.encode() for path, text in {**files(), **(changes or {})}.items() if text is not None}
    memory = MemoryFiles(texts)
    planned = plan(load_registry(memory), memory, now=NOW, chance=random.Random(1))
    return texts | {path: content for path, content in planned.files if content}


def registered(changes: Mapping[str, str | None] | None = None) -> Registry:
    return load_registry(MemoryFiles(registered_files(changes)))


def with_files(texts: Mapping[str, bytes], changes: Mapping[str, str]) -> Registry:
    return load_registry(MemoryFiles({**texts, **{path: text.encode() for path, text in changes.items()}}))


def published(registry: Registry, at: datetime = NOW) -> dict[str, bytes]:
    signers = {key.issuer: Signer(key=key, secret=secret_key(f"{key.issuer}/{key.name}")) for key in registry.keys}
    return issued(Issuing(registry, signers, base_url=registry.file.base_url, as_of=at, preview=False))


def issued(issuing: Issuing) -> dict[str, bytes]:
    """Every signed document by its site path."""
    documents = dict(issuing.documents())
    credentials = {credential_json(award): content for made in issuing.credentials() for award, content in made}
    return {**documents, **credentials, **dict(issuing.records())}


def endorsers(content: bytes) -> list[str]:
    return [one["issuer"]["name"] for one in json.loads(content).get("endorsement", [])]


class Site:
    """What was published, as a resolver of the verifier."""

    note = ""

    def __init__(self, made: Mapping[str, bytes], others: Mapping[str, bytes] | None = None) -> None:
        self._made = {f"{BASE}/{path}": content for path, content in made.items()} | dict(others or {})

    def fetch(self, url: str) -> bytes:
        return self._made[url]


def test_an_own_issuers_word_is_signed_with_its_key() -> None:
    made = published(registered(OWN))
    document = json.loads(made["endorsements/lakeside-sailing.json"])

    assert {name: value for name, value in document.items() if name != "proof"} == {
        "@context": list(CONTEXTS),
        "id": f"{BASE}/endorsements/lakeside-sailing.json",
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "name": "Endorsement: Sailing",
        "issuer": {
            "id": "did:web:credentials.example.org:registry:issuers:lakeside",
            "type": ["Profile"],
            "name": "Lakeside School",
            "url": "https://lakeside.example.org",
        },
        "validFrom": "2026-05-31T22:00:00Z",
        "credentialSubject": {
            "id": SAILING,
            "type": ["EndorsementSubject"],
            "endorsementComment": "We **teach** it, too.",
        },
    }
    assert structure_problems(document) == []
    (proof,) = document["proof"]
    assert (proof["created"], proof["cryptosuite"]) == ("2026-05-31T22:00:00Z", "eddsa-rdfc-2022")
    report = Verifier(resolver=Site(made), at=NOW).inspect(made["endorsements/lakeside-sailing.json"])
    assert (str(report.state), [str(check.outcome) for check in report.checks]) == ("valid", ["passed"] * 6)


def test_the_same_file_and_key_sign_the_same_bytes_at_any_time() -> None:
    registry = registered(OWN)
    path = "endorsements/lakeside-sailing.json"
    assert published(registry)[path] == published(registry, datetime(2031, 1, 1, tzinfo=UTC))[path]


def test_a_withdrawn_one_ends_and_a_copy_handed_out_before_no_longer_holds() -> None:
    path = "endorsements/lakeside-sailing.json"
    before = published(registered(OWN))[path]
    made = published(
        registered(
            {**OWN, **own("lakeside-sailing", "badge: sailing", "lakeside", ["version: 1", "withdrawn: 2026-06-20"])}
        )
    )

    assert json.loads(made[path])["validUntil"] == "2026-06-19T22:00:00Z"
    assert endorsers(made["badges/sailing/badge.json"]) == []
    verifier = Verifier(resolver=Site(made), at=NOW)
    assert str(verifier.inspect(made[path]).state) == "expired"
    assert str(verifier.inspect(before).state) == "withdrawn"


def test_what_holds_is_published_with_the_version_that_it_names_and_with_the_profile() -> None:
    version = f"{BASE}/badges/data-analysis/1/badge.json"
    made = published(
        registered(
            {
                **OWN,
                **own("harbour-data", "badge: data-analysis", "harbour", ["version: 2"]),
                **filed("board", "badge: data-analysis", signed(BOARD, version), answers(BOARD)),
                **filed("office", "issuer: harbour", signed(OFFICE, HARBOUR), answers(OFFICE)),
                **filed("revoked", "badge: sailing", signed(BOARD, SAILING, status=True), answers(BOARD, revoked=True)),
                **filed("unknown", "badge: sailing", signed(OFFICE, SAILING)),
                **filed("token", "badge: sailing", token(OFFICE, SAILING).encode(), answers(OFFICE)),
            }
        )
    )

    assert endorsers(made["badges/sailing/badge.json"]) == ["Lakeside School"]
    assert made["badges/sailing/badge.json"] == made["badges/sailing/1/badge.json"]
    assert endorsers(made["badges/data-analysis/1/badge.json"]) == ["Quality Board"]
    assert endorsers(made["badges/data-analysis/badge.json"]) == ["Harbour School"]
    assert endorsers(made["issuers/harbour/profile.json"]) == ["Accreditation Office"]
    assert endorsers(made["issuers/lakeside/profile.json"]) == []
    assert sorted(path for path in made if path.startswith("endorsements/")) == [
        "endorsements/board.json",
        "endorsements/harbour-data.json",
        "endorsements/lakeside-sailing.json",
        "endorsements/office.json",
        "endorsements/revoked.json",
        "endorsements/token.jwt",
        "endorsements/unknown.json",
    ]


def test_what_is_in_other_words_than_ours_stands_at_its_own_address_only() -> None:
    older: Any = [CONTEXTS[0], CONTEXTS[1].replace("3.0.3", "3.0.2")]
    document = signed(OFFICE, HARBOUR, **{"@context": older})
    made = published(registered(filed("office", "issuer: harbour", document, answers(OFFICE))))
    assert made["endorsements/office.json"] == as_bytes(document)
    assert endorsers(made["issuers/harbour/profile.json"]) == []


def test_what_a_stranger_signed_is_published_byte_for_byte_and_whole() -> None:
    document = signed(OFFICE, HARBOUR)
    made = published(registered(filed("office", "issuer: harbour", document, answers(OFFICE))))

    assert made["endorsements/office.json"] == as_bytes(document)
    assert json.loads(made["issuers/harbour/profile.json"])["endorsement"] == [document]


def test_no_credential_changes_when_somebody_vouches() -> None:
    texts = registered_files()
    plain = with_files(texts, {})
    before = {path: found for path, found in published(plain).items() if path.startswith("credentials/")}

    for changes in (OWN, own("a", f"award: {plain.awards[0].id}", "harbour"), own("b", "issuer: harbour", "lakeside")):
        made = published(with_files(texts, changes))
        assert {path: found for path, found in made.items() if path.startswith("credentials/")} == before


def test_an_endorsement_of_an_award_names_its_credential() -> None:
    texts = registered_files()
    award = with_files(texts, {}).awards[0].id
    made = published(with_files(texts, own("a", f"award: {award}", "harbour")))
    document = json.loads(made["endorsements/a.json"])
    assert document["credentialSubject"]["id"] == f"{BASE}/credentials/{award}/credential.json"
    assert document["name"] == "Endorsement: Data Analysis"


def test_an_issuer_that_only_vouches_needs_its_key() -> None:
    without = {path: None for path in files() if path.startswith("credentials/awards/")}
    assert keys_that_sign(registered(without), NOW) == {}
    vouching = registered({**without, **OWN})
    assert list(keys_that_sign(vouching, NOW)) == list(preview_signers(vouching, NOW)) == ["lakeside"]

    keyless = registered({**without, **OWN, "keys/lakeside/key-1.yml": None})
    assert [finding.what for finding in unable_to_sign(keyless, NOW)] == ["no key may sign for lakeside: it has none"]
    with pytest.raises(SigningError, match="no key may sign for lakeside"):
        keys_that_sign(keyless, NOW)


def test_a_preview_signs_under_its_own_address() -> None:
    registry = registered({**OWN, **filed("board", "badge: sailing", signed(BOARD, SAILING), answers(BOARD))})
    base = "https://preview.invalid"
    made = issued(Issuing(registry, preview_signers(registry, NOW), base_url=base, as_of=NOW, preview=True))
    document = json.loads(made["endorsements/lakeside-sailing.json"])
    assert document["credentialSubject"]["id"] == f"{base}/badges/sailing/1/badge.json"
    assert endorsers(made["badges/sailing/badge.json"]) == ["Lakeside School"]


def test_after_a_move_each_site_has_endorsements_of_its_own_addresses(tmp_path: Path) -> None:
    root = moved_registry(tmp_path)
    add_files(root, own("lakeside-sailing", "badge: sailing", "lakeside", ["version: 1"]))
    add_files(root, filed("board", "badge: sailing", signed(BOARD, SAILING), answers(BOARD)))
    whole = registry_in(root)
    first = whole.awards[0]
    add_files(root, own("award", f"award: {first.id}", "harbour"))
    whole = registry_in(root)

    assert [*validation.findings(whole, as_of=LATER)] == []
    for base, has_the_award, endorsed_by in (
        (OLD, True, ["Lakeside School", "Quality Board"]),
        (NEW, False, ["Lakeside School"]),
    ):
        made = published(whole.under(base), LATER)
        document = json.loads(made["endorsements/lakeside-sailing.json"])
        assert document["credentialSubject"]["id"] == f"{base}/badges/sailing/1/badge.json"
        assert ("endorsements/award.json" in made) is has_the_award
        assert endorsers(made["badges/sailing/badge.json"]) == endorsed_by


def test_credentials_are_written_as_every_other_document() -> None:
    registry = registered()
    credentials = [text for path, text in published(registry).items() if path.startswith("credentials/")]
    assert len(credentials) == len(registry.awards)
    assert credentials == [as_json(json.loads(text)) for text in credentials]


def test_nothing_is_signed_but_what_the_register_pins() -> None:
    texts = registered_files()
    (path,) = (path for path in texts if path.startswith("credentials/register/awards/sailing/"))
    digest = texts[path].decode().splitlines()[1].rsplit(",", 1)[1]
    registry = with_files(texts, {path: texts[path].decode().replace(digest, digest[::-1])})
    signers = {key.issuer: Signer(key=key, secret=secret_key(f"{key.issuer}/{key.name}")) for key in registry.keys}
    base = registry.file.base_url
    careless = Issuing(registry, signers, base_url=base, as_of=NOW, preview=False)
    assert len(issued(careless)) > len(registry.awards)
    careful = Issuing(registry, signers, base_url=base, as_of=NOW, preview=False, compared=True)
    with pytest.raises(DriftError, match=r"^award [0-9a-z]+ would sign something else than what was registered$"):
        issued(careful)
