from __future__ import annotations

from typing import Any

import pytest

from conferral.verify import Holder, report_text
from tests.unit.verify.small_site import FIRST, SmallSite

DID = "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"


def identity(kind: str, value: str, *, hashed: bool = False) -> dict[str, Any]:
    return {"type": "IdentityObject", "hashed": hashed, "identityHash": value, "identityType": kind}


def issued(site: SmallSite, **members: Any) -> dict[str, Any]:
    document = site.credential(FIRST)
    document["credentialSubject"].update(members)
    return site.publish(document)


@pytest.mark.parametrize(
    ("members", "holder", "line"),
    [
        ({}, Holder(name=None, hashed=()), "not named in the credential"),
        (
            {"identifier": [identity("name", "Ada Example")]},
            Holder(name="Ada Example", hashed=()),
            "Ada Example (signed)",
        ),
        (
            {"identifier": identity("name", "Ada Example")},
            Holder(name="Ada Example", hashed=()),
            "Ada Example (signed)",
        ),
        ({"id": DID}, Holder(name=DID, hashed=()), f"{DID} (signed)"),
        (
            {"id": DID, "identifier": [identity("name", "Ada Example"), identity("sourcedId", "17")]},
            Holder(name=f"Ada Example, sourcedId 17, {DID}", hashed=()),
            f"Ada Example, sourcedId 17, {DID} (signed)",
        ),
        (
            {"identifier": [identity("emailAddress", f"sha256${'a' * 64}", hashed=True)]},
            Holder(name=None, hashed=("emailAddress",)),
            "not named in the credential, which holds a hash of: emailAddress",
        ),
    ],
    ids=["nobody", "name", "name-alone", "did", "several", "hash"],
)
def test_the_holder_is_whom_the_signature_names(
    site: SmallSite, members: dict[str, Any], holder: Holder, line: str
) -> None:
    report = site.inspect(issued(site, **members))
    assert report.exit_code == 0
    assert report.holder == holder
    assert report.as_json()["holder"] == holder.name
    assert report_text(report).splitlines()[3] == f"  holder       {line}"


def test_a_name_that_nobody_signed_is_not_told(site: SmallSite) -> None:
    document = issued(site, identifier=[identity("name", "Ada Example")])
    document["credentialSubject"]["identifier"][0]["identityHash"] = "Eve Example"
    report = site.inspect(document)
    assert report.holder is None
    assert report.as_json()["holder"] is None
    assert "Eve" not in report_text(report)
    assert "  holder" not in report_text(report)


def test_a_long_name_does_not_hide_that_it_is_signed(site: SmallSite) -> None:
    text = report_text(site.inspect(issued(site, identifier=[identity("name", "A" * 500)])))
    assert f"  holder       {'A' * 190}… (signed)" in text.splitlines()
