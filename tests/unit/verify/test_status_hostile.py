"""Whatever stands in an entry or in a list ends in a finding, and in a good one only where a good list says so."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from conferral.errors import StatusListError
from conferral.standards import bitstring
from conferral.verify import Check, CheckOutcome
from conferral.verify.issuer import IssuerKeys
from conferral.verify.resolving import NotFoundError
from conferral.verify.revocation_list import fetch_revocation_list
from conferral.verify.status import check_status
from conferral.verify.status_entries import BITSTRING, STATUS_LIST_2021, read_entry
from conferral.verify.status_lists import StatusLists
from tests.unit.verify.small_site import AT

URL = "https://badges.example.org/status/1.json"
NAMES = [
    *("id", "type", "statusPurpose", "statusListIndex", "statusListCredential", "statusSize", "statusMessage"),
    *("status", "message", "issuer", "revokedCredential", "revokedCredentials", "revoked", "revocationReason"),
    *("credentialSubject", "encodedList", "ttl", "validFrom", "validUntil", "issuanceDate", "proof", "@context"),
]
WORDS = [
    *("BitstringStatusListEntry", "StatusList2021Entry", "1EdTechRevocationList", "revocation", "message", "refresh"),
    *("BitstringStatusListCredential", "BitstringStatusList", "StatusList2021Credential", "StatusList2021"),
    *(URL, "did:web:example.org", "urn:uuid:1", "0", "7", "0x0", "0x1", bitstring.encode([]), "2026-01-01T00:00:00Z"),
]
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-2, 10)
    | st.floats(allow_nan=False)
    | st.sampled_from(WORDS)
    | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=6),
    max_leaves=20,
)
ENTRY = st.fixed_dictionaries(
    {"type": st.sampled_from(WORDS[:3])},
    optional={
        "id": JSON,
        "statusPurpose": st.sampled_from(WORDS[3:6]) | JSON,
        "statusListIndex": st.just("7") | JSON,
        "statusListCredential": st.just(URL) | JSON,
        "statusSize": JSON,
        "statusMessage": JSON,
    },
)
ISSUER = "did:web:example.org"


class Web:
    """A web where the same document stands everywhere, or nothing."""

    note = ""

    def __init__(self, document: Any = None) -> None:
        self.document = document

    def fetch(self, url: str) -> bytes:
        if self.document is None:
            raise NotFoundError("there is nothing", url=url)
        return json.dumps(self.document).encode()


def lists_of(web: Web) -> StatusLists:
    return StatusLists(web, IssuerKeys(web, AT), AT)


@settings(max_examples=300, deadline=None)
@given(JSON | ENTRY | st.lists(ENTRY, max_size=3), JSON)
def test_without_a_signed_list_nothing_is_known_to_be_well(entries: Any, published: Any) -> None:
    document = {"id": "urn:uuid:1", "issuer": ISSUER, "credentialStatus": entries}
    check = check_status(document, lists_of(Web(published)), AT)
    json.dumps(check.as_json())
    harmless = {"status.none", "status.informative"}
    unsigned = check.details["code"] == "status.passed" and published["issuer"] == ISSUER
    assert check.outcome is not CheckOutcome.PASSED or check.details["code"] in harmless or unsigned


@settings(max_examples=200, deadline=None)
@given(JSON)
def test_any_document_is_a_revocation_list_or_a_finding(published: Any) -> None:
    found = fetch_revocation_list(URL, Web(published))
    if isinstance(found, Check):
        assert found.outcome is not CheckOutcome.PASSED
    else:
        assert found.issuer == published["issuer"]
        assert all(isinstance(name, str) for name in found.revoked)


@settings(max_examples=200, deadline=None)
@given(ENTRY, st.sampled_from([BITSTRING, STATUS_LIST_2021]))
def test_any_entry_is_read_or_refused(entry: dict[str, Any], type_: str) -> None:
    try:
        found = read_entry(entry, type_)
    except StatusListError:
        return
    assert found.size >= 1
    assert found.index >= 0
    assert found.messages is None or len(found.messages) == 2**found.size
