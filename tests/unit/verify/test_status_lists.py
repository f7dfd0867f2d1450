"""Status lists as they are fetched, verified and kept, in their present form and the older one."""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Iterator
from typing import Any

import pytest

from conferral.verify import Check
from conferral.verify.issuer import IssuerKeys
from conferral.verify.resolving import NotFoundError, UnreachableError
from conferral.verify.status import check_status
from conferral.verify.status_lists import MOST_LISTS, StatusLists
from tests.unit.verify.small_site import AT, SmallSite
from tests.unit.verify.status_samples import PLACE, credential, entry, packed, token, url_of, write_2021, write_token

LIST = url_of("revocation-1")
CONTEXT_2021 = "https://w3id.org/vc/status-list/2021/v1"


def status(site: SmallSite, document: dict[str, Any]) -> Check:
    return site.inspect(site.publish(document), AT).check("status")


def told(check: Check) -> tuple[str, str, str]:
    return check.details["code"], str(check.outcome), check.sentence


class Web:
    """A resolver over a small site that counts what is fetched."""

    note = ""

    def __init__(self, site: SmallSite) -> None:
        self.site = site
        self.fetched: list[str] = []

    def fetch(self, url: str) -> bytes:
        self.fetched.append(url)
        try:
            return self.site.resolver().fetch(url.partition("?")[0])
        except NotFoundError:
            raise NotFoundError("it answers 404", url=url) from None


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


class Bench:
    """Status lists with a clock of their own, over a web that counts."""

    def __init__(self, site: SmallSite) -> None:
        self.web = Web(site)
        self.clock = Clock()
        self.lists = StatusLists(self.web, IssuerKeys(self.web, AT), AT, clock=self.clock)
        self.document = credential(site, entry("revocation"))

    def code(self, seconds: float) -> str:
        self.clock.now = seconds
        code = check_status(self.document, self.lists, AT).details["code"]
        assert isinstance(code, str)
        return code

    @property
    def fetches(self) -> int:
        return self.web.fetched.count(LIST)


def write_with_ttl(site: SmallSite, ttl: object, *, bits: tuple[int, ...] = ()) -> None:
    subject = site.status_list("academy", "revocation", bits=bits)["credentialSubject"]
    site.write_list("academy", "revocation", credentialSubject={**subject, "ttl": ttl})


def test_a_list_is_fetched_again_when_its_time_is_over(site: SmallSite) -> None:
    write_with_ttl(site, 60_000)
    bench = Bench(site)
    assert (bench.code(0), bench.fetches) == ("status.passed", 1)
    write_with_ttl(site, 60_000, bits=(7,))
    assert (bench.code(60), bench.fetches) == ("status.passed", 1)
    assert (bench.code(60.001), bench.fetches) == ("status.revoked", 2)


@pytest.mark.parametrize(
    "ttl", [0, -1, 0.5, 604_800_001, 9_007_199_254_740_991, "60000", True, ["60000"], {"type": "BitstringStatusList"}]
)
def test_a_list_with_an_absurd_time_is_kept_for_five_minutes(site: SmallSite, ttl: object) -> None:
    write_with_ttl(site, ttl)
    bench = Bench(site)
    assert [bench.code(now) for now in (0, 300, 300.001)] == ["status.passed"] * 3
    assert bench.fetches == 2


def test_a_list_that_does_not_say_is_kept_for_five_minutes_and_one_that_does_for_a_week(site: SmallSite) -> None:
    bench = Bench(site)
    assert [bench.code(now) for now in (0, 300, 300.001)] == ["status.passed"] * 3
    assert bench.fetches == 2
    write_with_ttl(site, 604_800_000)
    bench = Bench(site)
    assert [bench.code(now) for now in (0, 604_800, 604_801)] == ["status.passed"] * 3
    assert bench.fetches == 2


def test_what_could_not_be_had_is_asked_for_again_after_five_minutes(site: SmallSite) -> None:
    there = site.read(PLACE.format("revocation-1"))
    (site.folder / PLACE.format("revocation-1")).unlink()
    bench = Bench(site)
    assert (bench.code(0), bench.fetches) == ("status.unreachable", 1)
    site.write(PLACE.format("revocation-1"), there)
    assert (bench.code(300), bench.fetches) == ("status.unreachable", 1)
    assert (bench.code(301), bench.fetches) == ("status.passed", 2)


def test_no_more_lists_are_kept_than_there_is_room_for(site: SmallSite) -> None:
    bench = Bench(site)
    for number in [*range(MOST_LISTS + 1), *range(MOST_LISTS, 0, -1), 0]:
        bench.lists.get(f"{LIST}?{number}", site.did("academy"))
    assert len(bench.web.fetched) == MOST_LISTS + 2 + 1  # the issuer's keys are one more


def test_a_list_is_kept_for_the_issuer_that_it_was_verified_for(site: SmallSite) -> None:
    bench = Bench(site)
    assert bench.code(0) == "status.passed"
    bench.document["issuer"] = site.did("guild")
    assert bench.code(0) == "status.somebody_else"


def test_a_list_whose_subject_is_the_one_of_an_array_is_read(site: SmallSite) -> None:
    subject = site.status_list("academy", "revocation", bits=[7])["credentialSubject"]
    site.write_list("academy", "revocation", credentialSubject=[subject])
    assert told(status(site, credential(site, entry("revocation")))) == (
        "status.revoked",
        "failed",
        "The issuer has revoked it.",
    )


def hostile() -> Iterator[tuple[str, bytes, str]]:
    whole = packed({})
    yield "bomb", gzip.compress(bytes(1 << 25), mtime=0), "the encoded list unpacks to more than 16777216 bytes"
    yield "trailing byte", whole + b"\0", "something follows the end of the encoded list"
    yield "two members", whole + whole, "something follows the end of the encoded list"
    yield "wrong CRC", whole[:-8] + b"\0\0\0\1" + whole[-4:], "the encoded list is not gzip, or is damaged"
    yield "wrong length", whole[:-4] + b"\0\0\0\1", "the encoded list is not gzip, or is damaged"
    yield "cut short", whole[:-1], "the encoded list is cut short"
    yield "no gzip", b"BZh9" + whole, "the encoded list is not gzip, or is damaged"
    yield (
        "too short",
        gzip.compress(bytes(16_383), mtime=0),
        "got a status list of 131064 bits, expected at least 131072",
    )


@pytest.mark.parametrize(("data", "problem"), [case[1:] for case in hostile()], ids=[case[0] for case in hostile()])
@pytest.mark.parametrize("form", ["present", "2021"])
def test_a_signed_list_that_is_hostile_fails(site: SmallSite, form: str, data: bytes, problem: str) -> None:
    text = base64.urlsafe_b64encode(data).rstrip(b"=").decode()
    if form == "2021":
        write_2021(site, text)
    else:
        site.write_list("academy", "revocation", encoded="u" + text)
    check = status(site, old(site) if form == "2021" else credential(site, entry("revocation")))
    assert told(check) == ("status.bad_list", "failed", f"The status list at “{LIST}” is of no use: {problem}.")


def old(site: SmallSite, **members: Any) -> dict[str, Any]:
    """A credential with an entry of StatusList2021."""
    document = credential(site, entry("revocation", **{"type": "StatusList2021Entry", **members}))
    document["@context"].append(CONTEXT_2021)
    return document


def text_2021(*indexes: int) -> str:
    return base64.b64encode(packed(dict.fromkeys(indexes, 1))).decode()


@pytest.mark.parametrize("index", ["7", 7, 7.0, "007"])
def test_a_list_of_2021_says_what_was_revoked(site: SmallSite, index: object) -> None:
    write_2021(site, text_2021(6, 8))
    assert told(status(site, old(site, statusListIndex=index))) == (
        "status.passed",
        "passed",
        "The issuer has not revoked it.",
    )
    write_2021(site, text_2021(7).rstrip("=").replace("+", "-").replace("/", "_"))
    check = status(site, old(site, statusListIndex=index))
    assert told(check) == ("status.revoked", "failed", "The issuer has revoked it.")
    assert check.details == {"code": "status.revoked", "url": LIST, "purpose": "revocation", "index": 7}


def test_a_list_of_2021_says_what_was_suspended(site: SmallSite) -> None:
    write_2021(site, text_2021(7), subject={"statusPurpose": "suspension"})
    assert told(status(site, old(site, statusPurpose="suspension"))) == (
        "status.suspended",
        "failed",
        "The issuer has suspended it for the time being.",
    )
    assert told(status(site, old(site))) == (
        "status.other_purpose",
        "failed",
        f"The status list at “{LIST}” is kept for suspension, not for revocation.",
    )


@pytest.mark.parametrize("index", [-1, 7.5, True, 10**12, "seven", None, ["7"]])
def test_an_index_of_2021_that_is_no_decimal_number_fails(site: SmallSite, index: object) -> None:
    write_2021(site, text_2021())
    document = old(site)
    document["credentialStatus"]["statusListIndex"] = index
    lists = StatusLists(site.resolver(), IssuerKeys(site.resolver(), AT), AT)
    assert told(check_status(document, lists, AT)) == (
        "status.malformed",
        "failed",
        "Its status entry cannot be used: its index is no decimal number.",
    )


def test_a_list_of_2021_lapses_as_the_data_model_1_1_writes_it(site: SmallSite) -> None:
    write_2021(site, text_2021(), expirationDate="2026-10-01T00:00:00Z")
    assert told(status(site, old(site))) == (
        "status.lapsed",
        "unknown",
        f"The status list at “{LIST}” was valid only until 1 October 2026, 00:00 UTC, so the state is not known.",
    )
    write_2021(site, text_2021(7), expirationDate="2026-10-01T00:00:00Z")
    assert told(status(site, old(site)))[0] == "status.revoked"
    write_2021(site, text_2021(), subject={"statusPurpose": "suspension"}, issuanceDate="2026-12-01T00:00:00Z")
    assert told(status(site, old(site, statusPurpose="suspension"))) == (
        "status.not_begun",
        "unknown",
        f"The status list at “{LIST}” begins only on 1 December 2026, 00:00 UTC, so the state is not known.",
    )
    write_2021(site, text_2021(), expirationDate="2028-10-01T00:00:00Z")
    signed = site.read(PLACE.format("revocation-1"))
    site.write(PLACE.format("revocation-1"), {**signed, "expirationDate": "some day"})
    assert told(status(site, old(site)))[:2] == ("status.unreadable", "failed")


def test_the_present_form_and_that_of_2021_are_not_mixed(site: SmallSite) -> None:
    assert told(status(site, old(site)))[2] == (
        f"The status list at “{LIST}” is of no use: its subject is no StatusList2021."
    )
    write_2021(site, text_2021())
    assert told(status(site, credential(site, entry("revocation"))))[2] == (
        f"The status list at “{LIST}” is of no use: its subject is no BitstringStatusList."
    )


def test_a_list_of_2021_is_verified_like_any_other(site: SmallSite) -> None:
    write_2021(site, text_2021())
    signed = site.read(PLACE.format("revocation-1"))
    altered = json.loads(json.dumps(signed).replace(text_2021(), text_2021(1)))
    site.write(PLACE.format("revocation-1"), altered)
    assert told(status(site, old(site)))[:2] == ("status.bad_signature", "failed")
    site.write(PLACE.format("revocation-1"), {**signed, "issuer": site.did("guild")})
    assert told(status(site, old(site)))[:2] == ("status.somebody_else", "failed")
    write_2021(site, text_2021(), id=f"{LIST}?other")
    assert told(status(site, old(site)))[2] == (
        f"The status list at “{LIST}” is of no use: it gives itself another address."
    )


@pytest.mark.parametrize("type_", ["CredentialStatusList2017", "RevocationList2020Status", "RevocationList2021Status"])
def test_other_kinds_of_old_lists_are_unknown(site: SmallSite, type_: str) -> None:
    document = credential(site, entry("revocation", type=type_))
    lists = StatusLists(site.resolver(), IssuerKeys(site.resolver(), AT), AT)
    assert told(check_status(document, lists, AT)) == (
        "status.unknown_type",
        "unknown",
        f"Its status is kept in a way that this verifier does not know (“{type_}”).",
    )


def test_a_list_in_a_token_is_read(site: SmallSite) -> None:
    ours = credential(site, entry("revocation"))
    write_token(site, site.status_list("academy", "revocation"))
    assert told(status(site, ours)) == ("status.passed", "passed", "The issuer has not revoked it.")
    write_token(site, site.status_list("academy", "revocation", bits=[7]))
    assert told(status(site, ours)) == ("status.revoked", "failed", "The issuer has revoked it.")


def test_a_list_in_a_token_may_state_the_size_of_its_entries(site: SmallSite) -> None:
    unsigned = site.status_list("academy", "revocation")
    for size, code in ((1, "passed"), (2, "other_size"), (0, "bad_list"), ("1", "bad_list")):
        write_token(site, {**unsigned, "credentialSubject": {**unsigned["credentialSubject"], "statusSize": size}})
        check = status(site, credential(site, entry("revocation")))
        assert told(check)[0] == f"status.{code}"
    assert check.sentence == (
        f"The status list at “{LIST}” is of no use: the size of its entries is no positive number."
    )


def test_a_list_in_a_token_lapses_with_it(site: SmallSite) -> None:
    unsigned = site.status_list("academy", "revocation")
    write_token(site, {**unsigned, "iss": site.did("academy"), "exp": 1790812800})
    assert told(status(site, credential(site, entry("revocation")))) == (
        "status.lapsed",
        "unknown",
        f"The status list at “{LIST}” was valid only until 1 October 2026, 00:00 UTC, so the state is not known.",
    )


def test_a_list_of_2021_in_a_token_of_the_data_model_1_1_is_read(site: SmallSite) -> None:
    write_2021(site, text_2021(7))
    inner = site.read(PLACE.format("revocation-1"))
    for name in ("proof", "issuer", "id", "issuanceDate"):
        del inner[name]
    claims = {"iss": site.did("academy"), "jti": LIST, "nbf": 1782892800, "vc": inner}
    write_token(site, claims)
    assert told(status(site, old(site))) == ("status.revoked", "failed", "The issuer has revoked it.")


def test_a_list_in_a_token_is_verified(site: SmallSite) -> None:
    ours = credential(site, entry("revocation"))
    text = write_token(site, site.status_list("academy", "revocation"))
    header, payload, signature = text.split(".")
    other = token(site.status_list("academy", "revocation", bits=[1]), kid="").split(".")[1]
    (site.folder / PLACE.format("revocation-1")).write_text(f"{header}.{other}.{signature}")
    assert told(status(site, ours))[:2] == ("status.bad_signature", "failed")
    (site.folder / PLACE.format("revocation-1")).write_text(f"{header}.{payload}.")
    assert told(status(site, ours))[:2] == ("status.bad_signature", "failed")
    write_token(site, site.status_list("academy", "revocation"), issuer="guild")
    assert told(status(site, ours))[:2] == ("status.bad_signature", "failed")
    write_token(site, site.status_list("guild", "revocation", id=LIST), issuer="guild")
    assert told(status(site, ours))[:2] == ("status.somebody_else", "failed")
    write_token(site, {**site.status_list("academy", "revocation"), "iss": site.did("guild")})
    assert told(status(site, ours))[:2] == ("status.bad_signature", "failed")


def test_what_a_verification_had_no_means_left_to_fetch_is_asked_for_by_the_next(site: SmallSite) -> None:
    spent = False

    class Spending(Web):
        def fetch(self, url: str) -> bytes:
            if spent:
                raise UnreachableError("too much had to be fetched before", url=url)
            return super().fetch(url)

    web = Spending(site)
    lists = StatusLists(web, IssuerKeys(web, AT), AT, clock=Clock(), spent=lambda: spent)
    for now in (True, False):
        spent = now
        code = check_status(credential(site, entry("revocation")), lists, AT).details["code"]
        assert code == ("status.unreachable" if spent else "status.passed")
        assert isinstance(lists.revocation_list("https://badges.example.org/list"), Check)
    assert web.fetched.count("https://badges.example.org/list") == 1


def test_an_entry_of_several_kinds_is_of_none(site: SmallSite) -> None:
    kinds = ["BitstringStatusListEntry", "StatusList2021Entry", "1EdTechRevocationList"]
    lists = StatusLists(site.resolver(), IssuerKeys(site.resolver(), AT), AT)
    for type_ in (kinds, kinds[1:], [kinds[2], kinds[0]]):
        assert told(check_status(credential(site, entry("revocation", type=type_)), lists, AT)) == (
            "status.malformed",
            "failed",
            "Its status entry cannot be used: it is of several kinds.",
        )
    other = credential(site, entry("revocation", type=["https://example.org/terms#Entry", kinds[0]]))
    assert told(check_status(other, lists, AT))[0] == "status.passed"
