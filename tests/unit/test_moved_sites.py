"""The two sites of a registry that has moved, as they are published: what people, programs and the doctor find."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest

from conferral.doctor import Built, Diagnosis, examine
from conferral.doctor.describing import described
from conferral.doctor.live import LiveSite
from conferral.doctor.moves import check_moves
from conferral.errors import RegistryError
from conferral.signed_folder import lay_out
from conferral.signing import sign
from conferral.site.bundle import Bundle
from conferral.verify import CheckOutcome, UnreachableError
from conferral.verify.https import Answer
from tests.journey.host import StaticHost
from tests.moved_registry import LATER, NEW, OLD, moved_registry, registry_in, revoke
from tests.registry_builder import commit_all, environment
from tests.unit.site.page_reader import Page, read
from tests.unit.site.site_builder import render


def _nobody(file: str) -> str:
    raise AssertionError(f"asked for the passphrase of {file}")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = moved_registry(tmp_path_factory.mktemp("moved") / "registry")
    revoke(root, next(award.id for award in registry_in(root).awards if award.badge == "data-analysis"))
    commit_all(root)
    return root


@pytest.fixture(scope="module")
def sites(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """The folders of both sites, by base URL."""
    folder = tmp_path_factory.mktemp("sites")
    made = {}
    for name, base_url in (("old", OLD), ("new", NEW)):
        signed = folder / f"{name}-signed"
        options = {"as_of": LATER, "environ": environment(), "passphrase": _nobody, "for_base": base_url}
        sign(root, signed, preview=False, **options)  # type: ignore[arg-type]
        made[base_url] = render(root, signed, folder / name)
        Bundle.read().lay(made[base_url])
        lay_out(signed, made[base_url])
    return made


def page(site: Path, path: str) -> Page:
    return read((site / path / "index.html").read_text(encoding="utf-8"))


def catalog(site: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((site / "catalog.json").read_bytes())
    return found


NOTICE = (
    f"Moved — this registry is at {NEW}/ now. Credentials awarded under this address stay here; nothing about them "
    "changes."
)


def test_every_page_of_the_former_site_says_where_the_registry_is_and_none_of_the_new_one(
    sites: Mapping[str, Path],
) -> None:
    for base_url, expected in ((OLD, True), (NEW, False)):
        pages = sorted(sites[base_url].rglob("*.html"))
        assert len(pages) > 10
        for path in pages:
            found = read(path.read_text(encoding="utf-8"))
            assert (NOTICE in found.text) is expected, path
            assert (f"{NEW}/" in found.links) is expected, path


def test_the_home_pages_name_both_addresses(sites: Mapping[str, Path]) -> None:
    old, new = page(sites[OLD], "").text, page(sites[NEW], "").text

    assert f"This registry has moved to {NEW}/ . Badges are awarded there now; what was awarded under this" in old
    assert f"begin with {OLD}/credentials/ Those awarded since the registry moved begin with {NEW}/credentials/" in old
    assert f"begin with {NEW}/credentials/ Those awarded before the registry moved begin with {OLD}/credentials/" in new
    assert "Credentials awarded at this address 5" in old
    assert "Credentials awarded at this address 3" in new


def test_a_renewal_leads_to_the_other_site_and_back(root: Path, sites: Mapping[str, Path]) -> None:
    (renewal,) = (one for one in registry_in(root).awards if one.entry.renews)
    old, new = f"credentials/{renewal.entry.renews}", f"credentials/{renewal.id}"

    assert f"{NEW}/{new}/" in page(sites[OLD], old).links
    assert f"{OLD}/{old}/" in page(sites[NEW], new).links


def test_what_was_revoked_is_listed_on_the_site_that_has_it_and_the_other_leads_there(
    sites: Mapping[str, Path],
) -> None:
    old, new = (page(sites[base], "revocations") for base in (OLD, NEW))

    assert "Data Analysis" in old.text
    assert "Nothing has been revoked or suspended." in new.text
    assert f"{OLD}/revocations/" in new.links
    assert "Not counted: what was awarded before the registry moved." in page(sites[NEW], "badges/sailing").text


def test_an_issuers_page_shows_both_of_its_dids(sites: Mapping[str, Path]) -> None:
    old, new = (page(sites[base], "issuers/harbour").text for base in (OLD, NEW))

    assert "The same since the registry moved did:web:new.example.org:issuers:harbour" in old
    assert "The same before the registry moved did:web:credentials.example.org:registry:issuers:harbour" in new


def test_the_catalogues_name_each_other_and_follow_their_schema(sites: Mapping[str, Path]) -> None:
    found = {base: catalog(site) for base, site in sites.items()}

    assert {base: (one["base_url"], one["moved_to"], one["moved_from"]) for base, one in found.items()} == {
        OLD: (OLD, NEW, []),
        NEW: (NEW, None, [OLD]),
    }
    assert [(one["awarded"], one["revoked"]) for one in found.values()] == [(5, 1), (3, 0)]
    for base, site in sites.items():
        schema = json.loads((site / "catalog.schema.json").read_bytes())
        jsonschema.validate(found[base], schema, format_checker=jsonschema.FormatChecker())
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(found[base] | {"moved_from": NEW}, schema)


def test_a_site_of_an_address_that_the_registry_never_had_is_not_made(root: Path, tmp_path: Path) -> None:
    with pytest.raises(RegistryError) as caught:
        sign(
            root,
            tmp_path / "signed",
            preview=True,
            as_of=LATER,
            environ={},
            passphrase=_nobody,
            for_base="https://other.example.org",
        )

    assert caught.value.message == "this registry never was at https://other.example.org"
    assert caught.value.hint == f"Name one of: {OLD}, {NEW}"
    assert not (tmp_path / "signed").exists()


# --- doctor -----------------------------------------------------------------------------------------------------


class TwoHosts:
    """What answers at both addresses."""

    def __init__(self, sites: Mapping[str, Path], folder: Path) -> None:
        self.old = StaticHost(folder / "old")
        self.new = StaticHost(folder / "new", prefix="/")
        self.old.publish(sites[OLD])
        self.new.publish(sites[NEW])
        self.is_new_there = True

    def ask(self, url: str) -> Answer:
        if url.startswith(f"{OLD}/"):
            return self.old.ask(url)
        if not url.startswith(f"{NEW}/") or not self.is_new_there:
            raise UnreachableError("there is no such host", url=url)
        answer = self.new.ask(url.replace(NEW, "https://credentials.example.org", 1))
        return Answer(status=answer.status, headers=answer.headers, body=answer.body, place=url)


@pytest.fixture
def hosts(sites: Mapping[str, Path], tmp_path: Path) -> TwoHosts:
    return TwoHosts(sites, tmp_path)


def told(diagnosis: Diagnosis) -> list[tuple[str, str, str]]:
    return [(one.check, str(one.outcome), one.sentence) for one in diagnosis.findings]


@pytest.mark.parametrize("base_url", [OLD, NEW])
def test_the_doctor_finds_both_sites_well(hosts: TwoHosts, sites: Mapping[str, Path], base_url: str) -> None:
    diagnosis = examine(base_url, host=hosts, built=Built(sites[base_url], base_url), at=LATER)

    assert [one for one in told(diagnosis) if one[1] != CheckOutcome.PASSED] == []
    assert told(diagnosis)[-1] == (
        "moves",
        "passed",
        "1 other address of this registry answers and names this one back.",
    )


def moves(hosts: TwoHosts, base_url: str, site: Path) -> tuple[str, str, str, bool]:
    (found,) = check_moves(LiveSite(base_url, hosts), described(catalog(site)))
    return str(found.outcome), found.sentence, found.advice, found.passing


LOST = (
    "No credential that was awarded under a former address verifies while nothing is published there: publish what "
    "`conferral build --for` makes for it."
)
BOTH = "Build both sites from the same commit and publish both (docs/guide/moving.md)."


def test_a_former_address_at_which_nothing_is_published_any_more_is_a_failure(
    hosts: TwoHosts, sites: Mapping[str, Path]
) -> None:
    (hosts.old.folder / "catalog.json").unlink()

    assert moves(hosts, NEW, sites[NEW]) == ("failed", f"{OLD}/catalog.json answers 404.", LOST, False)


def test_a_new_address_at_which_nothing_is_published_yet_may_mend_itself(
    hosts: TwoHosts, sites: Mapping[str, Path]
) -> None:
    hosts.is_new_there = False

    assert moves(hosts, OLD, sites[OLD]) == (
        "unknown",
        f"{NEW}/catalog.json cannot be read: there is no such host.",
        "Publish what `conferral build` makes there; a first publication takes some minutes.",
        True,
    )


@pytest.mark.parametrize(
    ("altered", "sentence"),
    [
        ({"moved_to": None}, f"{OLD} does not say that the registry is or was at {NEW}."),
        ({"moved_to": f"{NEW}/x"}, f"{OLD} does not say that the registry is or was at {NEW}."),
        ({"base_url": "https://other.example.org"}, f"{OLD} answers as https://other.example.org."),
    ],
)
def test_a_former_site_from_before_the_move_is_a_failure(
    hosts: TwoHosts, sites: Mapping[str, Path], altered: dict[str, object], sentence: str
) -> None:
    file = hosts.old.folder / "catalog.json"
    file.write_text(json.dumps(json.loads(file.read_bytes()) | altered))

    assert moves(hosts, NEW, sites[NEW]) == ("failed", sentence, BOTH, False)


def test_what_a_catalogue_names_and_is_no_https_address_is_not_asked_for(
    hosts: TwoHosts, sites: Mapping[str, Path]
) -> None:
    said = described(catalog(sites[NEW]) | {"moved_from": ["file:///etc\x1b[2J", 7]})

    (found,) = check_moves(LiveSite(NEW, hosts), said)

    assert (str(found.outcome), found.sentence) == (
        "failed",
        "The site names file:///etc\ufffd[2J as another address of the registry, which is no https address.",
    )
