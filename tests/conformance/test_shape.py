"""The shape of every credential: the JSON Schema of Open Badges 3.0, and JSON-LD that leaves nothing unsigned."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import Any, cast

import pytest
from jsonschema import Draft201909Validator, FormatChecker  # type: ignore[import-untyped]
from jsonschema.exceptions import best_match  # type: ignore[import-untyped]

from conferral.addresses import credential_json
from conferral.credentials import credential
from conferral.standards.canonical import canonicalize
from conferral.standards.data_integrity import without_proof
from tests.conformance.outside import Job, canonical_hashes
from tests.conformance.sites import SignedSite
from tests.shared import shared

pytestmark = pytest.mark.xdist_group("outside verifiers")

SCHEMAS = "standards/schemas/ob_v3p0_{}_schema.ghpages-2024-07.json"
SCHEMA = SCHEMAS.format("achievementcredential")


@pytest.fixture(scope="module", params=["demo", "small"])
def site(request: pytest.FixtureRequest) -> SignedSite:
    return cast("SignedSite", request.getfixturevalue(request.param))


@pytest.fixture(scope="module")
def schema() -> Draft201909Validator:
    document = json.loads(shared(SCHEMA).read_bytes())
    Draft201909Validator.check_schema(document)
    return Draft201909Validator(document, format_checker=FormatChecker())


def test_every_credential_fits_the_schema_of_open_badges(site: SignedSite, schema: Draft201909Validator) -> None:
    problems = {
        path.parent.name: f"{fault.json_path}: {fault.message}"
        for path in _credentials(site)
        if (fault := best_match(schema.iter_errors(json.loads(path.read_bytes()))))
    }
    assert problems == {}


@pytest.mark.parametrize("member", ["@context", "id", "type", "issuer", "validFrom", "credentialSubject"])
def test_the_schema_misses_what_is_required(small: SignedSite, schema: Draft201909Validator, member: str) -> None:
    document = small.document(small.path("data-analysis", 2))
    del document[member]
    assert not schema.is_valid(document)


def test_jsonld_js_reads_into_every_document_what_was_signed(site: SignedSite) -> None:
    jobs = [Job(name=path, at=site.at, path=path) for path in site.expected()]
    ours = {path: _hash(site.document(path)) for path in site.expected()}
    assert canonical_hashes(site, jobs) == ours


def test_the_register_pins_what_jsonld_js_reads_into_every_credential(site: SignedSite) -> None:
    registry = site.registry
    documents = {credential_json(a.id or ""): credential(registry, a, registry.file.base_url) for a in registry.awards}
    jobs = [Job(name=path, at=site.at, document=document) for path, document in documents.items()]
    pinned = {credential_json(a.id or ""): a.row.digest for a in registry.awards if a.row}
    assert canonical_hashes(site, jobs) == pinned


def test_jsonld_js_refuses_what_it_would_leave_unsigned(small: SignedSite) -> None:
    document = {**small.document(small.path("teaching", 8)), "unheardOf": "x"}
    with pytest.raises(pytest.fail.Exception, match="Safe mode validation error"):
        canonical_hashes(small, [Job(name="one", at=small.at, document=document)])


def _schema(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(shared(SCHEMAS.format(name)).read_bytes())
    return found


def test_every_endorsement_fits_the_schema_of_open_badges(small: SignedSite) -> None:
    validator = Draft201909Validator(_schema("endorsementcredential"), format_checker=FormatChecker())
    paths = [one.path for one in small.own_endorsements]
    assert {path: best_match(validator.iter_errors(small.document(path))) for path in paths} == dict.fromkeys(paths)


def test_badges_and_profiles_with_endorsements_fit_theirs(small: SignedSite) -> None:
    of_badges = {"$ref": "#/$defs/Achievement", "$defs": _schema("achievementcredential")["$defs"]}
    for path, of, endorsers in (
        ("badges/sailing/badge.json", of_badges, 1),
        ("badges/data-analysis/1/badge.json", of_badges, 1),
        ("issuers/harbour/profile.json", _schema("profile"), 1),
    ):
        document = small.document(path)
        validator = Draft201909Validator(of, format_checker=FormatChecker())
        assert len(document["endorsement"]) == endorsers
        assert best_match(validator.iter_errors(document)) is None


def test_jsonld_js_reads_into_them_what_we_read(small: SignedSite) -> None:
    paths = ["badges/sailing/badge.json", "badges/data-analysis/1/badge.json", "issuers/harbour/profile.json"]
    ours = {path: _hash(small.document(path)) for path in paths}
    assert canonical_hashes(small, [Job(name=path, at=small.at, path=path) for path in paths]) == ours


def _hash(document: dict[str, Any]) -> str:
    return sha256(canonicalize(without_proof(document)).encode()).hexdigest()


def _credentials(site: SignedSite) -> list[Path]:
    return sorted(site.folder.glob("credentials/*/credential.json"))
