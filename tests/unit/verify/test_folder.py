from __future__ import annotations

import os
from pathlib import Path

import pytest

from conferral.errors import UndecidedError
from conferral.verify import FetchError, FolderResolver, NotFoundError, RefusedError, UnreachableError
from tests.unit.verify.small_site import BASE, FIRST, SmallSite


def test_what_lies_under_the_base_url_is_read_from_the_folder(site: SmallSite) -> None:
    expected = (site.folder / f"credentials/{FIRST}/credential.json").read_bytes()
    assert site.resolver().fetch(site.url(FIRST)) == expected


def test_host_names_and_the_usual_port_are_compared_as_https_does(site: SmallSite) -> None:
    url = site.url(FIRST).replace("badges.example.org", "Badges.Example.org:443")
    assert site.resolver().fetch(url) == site.resolver().fetch(site.url(FIRST))


@pytest.mark.parametrize(
    "url",
    [
        "https://elsewhere.example.org/registry/catalog.json",
        "http://badges.example.org/registry/catalog.json",
        "https://badges.example.org:8443/registry/catalog.json",
        "https://badges.example.org/registry-of-others/catalog.json",
        "https://badges.example.org/",
        "https://reader@badges.example.org/registry/catalog.json",
        "https://badges.example.org/registry/cata\nlog.json",
        "https://[badges.example.org/registry/catalog.json",
        "file:///etc/passwd",
        "",
    ],
)
def test_whatever_lies_elsewhere_is_refused(site: SmallSite, url: str) -> None:
    with pytest.raises(RefusedError) as caught:
        site.resolver().fetch(url)
    assert caught.value.message == f'it lies outside "{BASE}", and only the folder may be read'
    assert caught.value.url == url


@pytest.mark.parametrize(
    "path",
    [
        "../secret.json",
        "credentials/../../secret.json",
        "credentials/%2e%2e/%2e%2e/secret.json",
        "credentials//catalog.json",
        "/etc/passwd",
        ".git/config",
        ".well-known/.git",
        "..well-known",
        "..\\secret.json",
        "catalog.json?x=1",
        "catalog.json#x",
        "",
    ],
)
def test_addresses_that_could_lead_astray_are_refused(site: SmallSite, path: str) -> None:
    (site.folder.parent / "secret.json").write_text("{}", "utf-8")
    with pytest.raises(RefusedError) as caught:
        site.resolver().fetch(BASE + path)
    assert caught.value.message == "it is not the plain address of a file in the folder"


def test_a_link_out_of_the_folder_is_refused_and_one_within_is_followed(site: SmallSite) -> None:
    outside = site.folder.parent / "secret.json"
    outside.write_text("{}", "utf-8")
    (site.folder / "out.json").symlink_to(outside)
    (site.folder / "in.json").symlink_to(site.folder / "catalog.json")
    with pytest.raises(RefusedError) as caught:
        site.resolver().fetch(BASE + "out.json")
    assert caught.value.message == "the file is a link that leads out of the folder"
    assert site.resolver().fetch(BASE + "in.json") == site.resolver().fetch(BASE + "catalog.json")


def test_the_one_folder_whose_name_begins_with_a_dot_is_read(site: SmallSite) -> None:
    site.write(".well-known/did.json", {"id": "did:web:badges.example.org"})
    assert site.resolver().fetch(BASE + ".well-known/did.json") == b'{"id": "did:web:badges.example.org"}'


def test_a_missing_file_and_a_folder_are_not_found(site: SmallSite) -> None:
    for path in ("nothing.json", "credentials", "catalog.json/inside"):
        with pytest.raises(NotFoundError) as caught:
            site.resolver().fetch(BASE + path)
        assert caught.value.message == "the folder holds no such file"


def test_a_pipe_and_a_circle_of_links_cannot_hold_it_up(site: SmallSite) -> None:
    os.mkfifo(site.folder / "pipe.json")
    (site.folder / "circle.json").symlink_to(site.folder / "circle.json")
    for path in ("pipe.json", "circle.json"):
        with pytest.raises(FetchError):
            site.resolver().fetch(BASE + path)


def test_a_file_that_is_too_large_is_refused(site: SmallSite) -> None:
    with (site.folder / "large.json").open("wb") as file:
        file.truncate((10 << 20) + 1)
    with pytest.raises(UnreachableError) as caught:
        site.resolver().fetch(BASE + "large.json")
    assert caught.value.message == "the file is larger than 10 MiB"


def test_the_catalog_names_the_base_url(site: SmallSite) -> None:
    site.write("catalog.json", {"base_url": "https://mirror.example.org/x"})
    assert FolderResolver.for_site(site.folder).base_url == "https://mirror.example.org/x/"


@pytest.mark.parametrize("catalog", [None, "{", '{"base_url": "http://badges.example.org/"}', '{"base_url": 7}'])
def test_without_a_usable_catalog_a_credential_names_the_base_url(site: SmallSite, catalog: str | None) -> None:
    path = site.folder / "catalog.json"
    path.unlink()
    if catalog is not None:
        path.write_text(catalog, "utf-8")
    assert FolderResolver.for_site(site.folder).base_url == BASE


def test_a_catalog_that_is_no_file_of_the_folder_is_not_read(site: SmallSite) -> None:
    path = site.folder / "catalog.json"
    outside = site.folder.parent / "outside.json"
    outside.write_text('{"base_url": "https://outside.example.org/"}', "utf-8")
    for target in (Path("/dev/zero"), outside):
        path.unlink()
        path.symlink_to(target)
        assert FolderResolver.for_site(site.folder).base_url == BASE
    path.unlink()
    os.mkfifo(path)
    assert FolderResolver.for_site(site.folder).base_url == BASE


def test_a_credential_that_is_a_pipe_does_not_hold_up_the_search_for_the_base_url(site: SmallSite) -> None:
    (site.folder / "catalog.json").unlink()
    path = site.folder / f"credentials/{FIRST}/credential.json"
    path.unlink()
    os.mkfifo(path)
    assert FolderResolver.for_site(site.folder).base_url == BASE


def test_a_folder_that_is_no_site_says_so(tmp_path: Path) -> None:
    with pytest.raises(UndecidedError) as caught:
        FolderResolver.for_site(tmp_path)
    assert caught.value.message == (
        f'the folder "{tmp_path}" is no site of a registry: neither a catalog.json nor a credential in it '
        "names a base URL"
    )
    with pytest.raises(UndecidedError) as caught:
        FolderResolver.for_site(tmp_path / "nowhere")
    assert caught.value.message == f'there is no folder "{tmp_path / "nowhere"}"'
