"""What a credential's page says of other things: what took its place, where it was recorded, who says so."""

from __future__ import annotations

from pathlib import Path

from conferral.files import FolderFiles
from conferral.loading import load_registry
from tests.registry_builder import commit_all, git, recipient, write_registry
from tests.unit.site.site_builder import add_files, register, render, sign
from tests.unit.site.test_rendering import NAME, Site

MKDOCS = """docs_dir: credentials
repo_url: https://github.com/harbour/registry
theme:
  name: material
plugins:
  - conferral
"""


def built(root: Path, folder: Path) -> Site:
    """The site of a registry, under its own address."""
    site = Site(root, folder / "signed", folder / "out")
    sign(root, site.signed, preview=False)
    render(root, site.signed, site.out)
    return site


def test_a_credential_that_another_replaced_says_so_and_leads_there(tmp_path: Path) -> None:
    consent = f"display_name: {NAME}\nconsent: {{on: 2026-01-01, to: [display_name]}}\n"
    root = write_registry(tmp_path / "registry", {f"recipients/{recipient(4)}.yml": consent})
    register(root)
    old = Site(root, tmp_path, tmp_path).award(4, "sailing")
    add_files(
        root,
        {
            "credentials/awards/sailing/2026-06-01-again-3f6k.yml": (
                f"badge: sailing\nawarded: 2026-06-01\nrecipients:\n- recipient: {recipient(4)}\n  renews: {old}\n"
            ),
            f"credentials/revocations/{old}.yml": "on: 2026-06-02\nreason: superseded\nnote: Under the new rules.\n",
        },
    )
    register(root)
    (new,) = (award.id for award in load_registry(FolderFiles(root)).awards if award.entry.renews == old)
    site = built(root, tmp_path)

    page = site.page(f"credentials/{old}")
    assert (
        "Superseded on 2 June 2026 Replaced by another credential Under the new rules. "
        "It no longer holds; this is final. The newer credential that replaces it As of"
    ) in page.text
    assert f"../../credentials/{new}/" in page.links
    assert NAME not in page.text
    assert [item["name"] for item in page.all("button")] == ["check"]
    (state,) = (item["class"] for item in page.all("div") if "cf-state" in item.get("class", ""))
    assert state == "cf-state cf-state--superseded"
    assert f"../../credentials/{old}/" in site.page(f"credentials/{new}").links


def test_the_pull_request_that_awarded_it_is_named_as_its_host_wrote_it(tmp_path: Path) -> None:
    root = write_registry(tmp_path / "registry", {"mkdocs.yml": MKDOCS})
    commit_all(root, "before")
    git(root, "switch", "-q", "-c", "awards")
    register(root)
    commit_all(root, "awards")
    git(root, "switch", "-q", "main")
    git(root, "merge", "-q", "--no-ff", "-m", "Merge pull request #12 from harbour/awards", "awards")
    merge = git(root, "rev-parse", "HEAD").strip()
    site = built(root, tmp_path)

    page = site.credential(4, "sailing")
    assert f"Recorded in commit {merge[:7]} on 1 July 2026 by pull request #12 , as its host reports" in page.text
    at_host = {f"https://github.com/harbour/registry/{path}" for path in (f"commit/{merge}", "pull/12")}
    assert at_host <= set(page.links)


def test_where_the_registry_names_no_repository_the_commit_is_named_without_a_link(tmp_path: Path) -> None:
    root = write_registry(tmp_path / "registry")
    register(root)
    commit = commit_all(root)
    page = built(root, tmp_path).credential(4, "sailing")

    assert f"Recorded in commit {commit[:7]} on 1 July 2026" in page.text
    assert "pull request" not in page.text
    assert [link for link in page.links if commit in link] == []


def test_a_certificate_is_offered_where_the_registry_makes_one(tmp_path: Path) -> None:
    root = write_registry(tmp_path / "registry")
    registry = root / "credentials/registry.yml"
    registry.write_text(registry.read_text().replace("policy:\n", "policy:\n  certificates: true\n"))
    register(root)
    site = built(root, tmp_path)

    award = site.award(4, "sailing")
    assert "certificate.pdf" in site.page(f"credentials/{award}").links
    assert (site.out / f"credentials/{award}/certificate.pdf").read_bytes().startswith(b"%PDF-")


def test_the_issuer_is_told_with_its_place_and_how_to_be_sure_of_it(tmp_path: Path) -> None:
    root = write_registry(tmp_path / "registry")
    register(root)
    page = built(root, tmp_path).credential(4, "sailing")

    assert (
        "Who says so Harbour School harbour.example.org "
        "did:web:credentials.example.org:registry:issuers:harbour Anybody can take a name."
    ) in page.text
    assert "https://harbour.example.org" in page.links
    assert "../../issuers/harbour/logo.svg" in [item["src"] for item in page.all("img")]
