"""A registry that wants baked images publishes one for each credential, laid over the pages like all that is signed."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from conferral.files import FolderFiles
from conferral.issuing import baked_images
from conferral.loading import load_registry
from conferral.manifest import Manifest
from conferral.site.language import Language
from conferral.site.views import Connections, credential_view, site_view
from conferral.standards.baking import Baked, unbake
from tests.program import command, environ, ok
from tests.registry_builder import commit_all, files, write_registry
from tests.unit.register.conftest import register
from tests.unit.site.site_builder import sign
from tests.unit.test_images import png

REGISTRY = "credentials/registry.yml"
POLICY = files()[REGISTRY].replace("policy:\n", "policy:\n  baked_images: true\n")


def registry_with(folder: Path, registry_file: str) -> Path:
    """A registered registry whose badge `sailing` has a PNG as its image."""
    write_registry(folder, {REGISTRY: registry_file, "credentials/badges/sailing/badge.svg": None})
    (folder / "credentials/badges/sailing/badge.png").write_bytes(png())
    register(folder)
    commit_all(folder)
    return folder


def images_of(site: Path) -> list[str]:
    return sorted(path.name for path in site.glob("credentials/*/badge.*"))


def test_every_credential_has_its_badge_with_the_very_text_of_the_signed_file(tmp_path: Path) -> None:
    root = registry_with(tmp_path / "registry", POLICY)
    site = tmp_path / "site"

    ok("build", "--preview", "--out", site, cwd=root)

    folders = [path.parent for path in site.glob("credentials/*/credential.json")]
    assert images_of(site) == ["badge.png"] * 2 + ["badge.svg"] * 3
    for folder in folders:
        (image,) = folder.glob("badge.*")
        text = (folder / "credential.json").read_bytes().decode()
        assert unbake(image.read_bytes()) == Baked(kind="ob3", text=text)
        assert ok("unbake", image, cwd=root) == text
    sound = ok("verify", "--site", site, cwd=root)
    assert sound.startswith("Sound: 5 credentials and 2 status lists of https://preview.invalid/\n")


def test_a_registry_that_says_nothing_of_baked_images_has_none(tmp_path: Path) -> None:
    root = registry_with(tmp_path / "registry", files()[REGISTRY])

    signed = sign(root, tmp_path / "signed")

    assert images_of(signed / "site") == []
    assert list(baked_images(load_registry(FolderFiles(root)), FolderFiles(root), [])) == []


def test_the_picture_is_the_one_of_the_version_that_was_awarded(tmp_path: Path) -> None:
    root = registry_with(tmp_path / "registry", POLICY)
    (root / "credentials/badges/sailing/1.yml").write_text(files()["credentials/badges/sailing/badge.yml"])
    (root / "credentials/badges/sailing/badge.png").rename(root / "credentials/badges/sailing/1.png")
    newer = files()["credentials/badges/sailing/badge.yml"].replace("version: 1", "version: 2")
    (root / "credentials/badges/sailing/badge.yml").write_text(newer)
    (root / "credentials/badges/sailing/badge.svg").write_text(files()["credentials/badges/teaching/badge.svg"])

    signed = sign(root, tmp_path / "signed")

    assert images_of(signed / "site") == ["badge.png"] * 2 + ["badge.svg"] * 3


def test_the_page_of_a_credential_is_told_where_its_image_is(tmp_path: Path) -> None:
    paths = {}
    for name, text in (("with", POLICY), ("without", files()[REGISTRY])):
        root = registry_with(tmp_path / name, text)
        signed = sign(root, tmp_path / f"signed {name}")
        registry = load_registry(FolderFiles(root))
        site = site_view(registry, Manifest.of(signed), Language.of("en"))
        for award in registry.awards:
            view = credential_view(registry, site, award, Connections.of(registry, {}, {}))
            paths[name, award.badge, award.id] = view.baked_path

    endings = {"sailing": "png", "data-analysis": "svg"}
    assert paths == {
        (name, badge, award): f"credentials/{award}/badge.{endings[badge]}" if name == "with" else ""
        for name, badge, award in paths
    }


def test_a_credential_of_strangers_cannot_steer_the_terminal(tmp_path: Path) -> None:
    start = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:o="https://purl.imsglobal.org/ob/v3p0"><o:credential>'
    text = '{"name": "Zoë \x9b2J \u202e"}'
    (tmp_path / "badge.svg").write_text(f"{start}{text}</o:credential></svg>", encoding="utf-8")
    terminal, ours = os.openpty()
    try:
        subprocess.run(command("unbake", tmp_path / "badge.svg"), stdout=ours, env=environ(), check=True, timeout=60)
        shown = os.read(terminal, 1000).decode()
    finally:
        os.close(terminal)
        os.close(ours)

    assert shown == '{"name": "Zoë \\x9b2J \\u202e"}\r\n'
    assert ok("unbake", tmp_path / "badge.svg", cwd=tmp_path) == f"{text}\n"
