"""A registry that has moved: both of its sites, verified by software that we did not write."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from conferral.addresses import did_document, status_list
from conferral.signing import sign
from conferral.verify import FolderResolver, State, Verifier, verify_site
from tests.conformance.outside import READ_LISTS, VERIFIERS, Finding, Job
from tests.conformance.sites import SignedSite, laid_out
from tests.moved_registry import LATER, NEW, OLD, moved_registry, registry_in, revoke
from tests.registry_builder import ISSUERS, environment

pytestmark = pytest.mark.xdist_group("outside verifiers")

LIST = status_list("lakeside", "revocation", 1)


def _nobody(file: str) -> str:
    raise AssertionError(f"asked for the passphrase of {file}")


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, SignedSite]:
    """Both sites; an award of each of the two addresses was revoked after the move."""
    folder = tmp_path_factory.mktemp("moved")
    root = moved_registry(folder / "registry")
    awards = registry_in(root).awards
    revoke(root, next(award.id for award in awards if award.badge == "data-analysis"))
    revoke(root, next(award.id for award in awards if award.badge == "teaching"))
    made = {}
    for number, base_url in enumerate((OLD, NEW)):
        out = folder / str(number)
        options = {"as_of": LATER, "environ": environment(), "passphrase": _nobody, "for_base": base_url}
        manifest = sign(root, out, preview=False, **options)  # type: ignore[arg-type]
        registry = registry_in(root).under(base_url)
        made[base_url] = SignedSite(folder=laid_out(out), base_url=manifest.base_url, at=LATER, registry=registry)
    return made


@pytest.mark.parametrize("name", VERIFIERS)
def test_each_verifier_finds_on_either_site_what_the_registry_says(sites: Mapping[str, SignedSite], name: str) -> None:
    for base_url, site in sites.items():
        assert site.base_url == base_url
        answer = VERIFIERS[name](site, [Job(name=path, at=LATER, path=path) for path in site.expected()])

        assert answer.findings == {
            path: Finding(
                signature=True,
                status=found.status,
                expired=found.expired,
                not_yet_valid=found.not_yet_valid,
                error="",
                bits=found.bits if name in READ_LISTS else None,
            )
            for path, found in site.expected().items()
        }


def test_what_was_revoked_after_the_move_is_revoked_on_the_site_that_has_it(
    sites: Mapping[str, SignedSite],
) -> None:
    states = {}
    for base_url, site in sites.items():
        verifier = Verifier(resolver=FolderResolver(site.folder, base_url), at=LATER)
        paths = [path for path, expected in site.expected().items() if expected.state]
        found = [verifier.inspect(site.document(path), place=f"{base_url}/{path}").state for path in paths]
        states[base_url] = sorted(map(str, found))
        bits = site.expected()[LIST].bits
        assert bits is not None
        assert len(bits) == 1
        assert verify_site(site.folder, at=LATER).sound
    revoked, valid = str(State.REVOKED), str(State.VALID)
    assert states == {OLD: [revoked, *[valid] * 4], NEW: [revoked, *[valid] * 2]}


@pytest.mark.parametrize("issuer", ISSUERS)
def test_the_two_dids_of_an_issuer_name_each_other_and_have_the_same_keys(
    sites: Mapping[str, SignedSite], issuer: str
) -> None:
    old, new = (site.document(did_document(issuer)) for site in (sites[OLD], sites[NEW]))

    assert (old["id"], new["id"]) == (
        f"did:web:credentials.example.org:registry:issuers:{issuer}",
        f"did:web:new.example.org:issuers:{issuer}",
    )
    assert (old["alsoKnownAs"], new["alsoKnownAs"]) == ([new["id"]], [old["id"]])
    assert [key["publicKeyMultibase"] for key in old["verificationMethod"]] == [
        key["publicKeyMultibase"] for key in new["verificationMethod"]
    ]
