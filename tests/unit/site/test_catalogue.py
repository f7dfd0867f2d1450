"""mkdocs as a guest: what it refuses, what it honours of a registry's mkdocs.yml, and that it loads nothing foreign."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conferral.errors import BuildError
from conferral.site.catalogue import STYLESHEETS, build_catalogue, policy_of_own_pages
from conferral.site.pages import Look
from tests.registry_builder import files, write_registry
from tests.unit.site.page_reader import read
from tests.unit.site.site_builder import add_files, register, render, sign

MINIMAL = "theme:\n  name: material\nplugins:\n  - search\n  - conferral\n"


def _registry(folder: Path, **files: str) -> Path:
    root = write_registry(folder / "registry", {name.replace("__", "/"): text for name, text in files.items()})
    register(root)
    return root


def _render(root: Path, folder: Path) -> Path:
    return render(root, sign(root, folder / "signed"), folder / "out")


@pytest.mark.parametrize("command", ["build", "serve"])
@pytest.mark.parametrize("with_docs", [False, True])
def test_mkdocs_alone_stops_and_names_the_right_command(tmp_path: Path, command: str, *, with_docs: bool) -> None:
    _registry(tmp_path)
    folder = tmp_path / "registry"
    docs = "docs" if with_docs else "credentials"
    add_files(folder, {"mkdocs.yml": f"site_name: A registry\ndocs_dir: {docs}\n{MINIMAL}", "docs/index.md": "# Hello"})

    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", command],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
    )

    assert done.returncode != 0
    assert (
        "mkdocs alone cannot make this site, since its credentials must be signed. "
        "Use `conferral build` instead of `mkdocs build`, and `conferral serve` instead of `mkdocs serve`"
    ) in done.stderr
    assert not (folder / "site").exists()


def test_a_configuration_without_the_plugin_is_refused_with_what_to_add(tmp_path: Path) -> None:
    root = _registry(tmp_path)
    add_files(root, {"mkdocs.yml": "theme:\n  name: material\nplugins:\n  - search\n"})

    with pytest.raises(BuildError) as caught:
        _render(root, tmp_path)
    assert caught.value.message == "mkdocs.yml does not list the plugin conferral"
    assert caught.value.hint == "Add to it:\nplugins:\n  - conferral"


def test_another_theme_is_refused(tmp_path: Path) -> None:
    root = _registry(tmp_path)
    add_files(root, {"mkdocs.yml": "theme: readthedocs\nplugins: [conferral]\n"})

    with pytest.raises(BuildError) as caught:
        _render(root, tmp_path)
    assert caught.value.message == 'mkdocs.yml names another theme than "material"'


def test_what_mkdocs_says_of_a_mistake_in_its_configuration_is_passed_on(tmp_path: Path) -> None:
    root = _registry(tmp_path)
    add_files(root, {"mkdocs.yml": MINIMAL + "  - no-such-plugin\n"})

    with pytest.raises(BuildError) as caught:
        _render(root, tmp_path)
    assert 'The "no-such-plugin" plugin is not installed' in caught.value.message


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("plugins: [", "mkdocs.yml is no YAML that mkdocs reads"),
        ("- a list\n", "mkdocs.yml holds no settings"),
        (MINIMAL + "docs_dir: nowhere\n", 'mkdocs.yml names the docs_dir "nowhere", which is no folder'),
    ],
)
def test_a_configuration_that_cannot_be_read_is_refused(tmp_path: Path, written: str, message: str) -> None:
    root = _registry(tmp_path)
    add_files(root, {"mkdocs.yml": written})

    with pytest.raises(BuildError) as caught:
        _render(root, tmp_path)
    assert caught.value.message.startswith(message)


def test_pages_of_the_registrys_own_join_the_navigation(tmp_path: Path) -> None:
    root = _registry(tmp_path)
    add_files(
        root,
        {
            "mkdocs.yml": MINIMAL + "docs_dir: pages\nnav:\n  - About us: about.md\n",
            "pages/about.md": "# About us\n\nWe award.\n",
        },
    )
    out = _render(root, tmp_path)

    assert "We award." in read((out / "about/index.html").read_text()).text
    home = read((out / "index.html").read_text())
    assert [link for link in home.links if link.endswith("/")][:5] == [
        "./",
        "badges/",
        "issuers/",
        "verify/",
        "about/",
    ]


@pytest.mark.parametrize("name", ["badges/index.md", "badges.md", "issuers/README.md", "verify/index.md", "verify.md"])
def test_a_page_in_the_place_of_one_of_the_registrys_is_refused(tmp_path: Path, name: str) -> None:
    root = _registry(tmp_path)
    add_files(root, {"mkdocs.yml": MINIMAL + "docs_dir: pages\n", f"pages/{name}": "# Mine"})

    with pytest.raises(BuildError) as caught:
        _render(root, tmp_path)
    assert caught.value.message == f"your own page {name} stands where a page of the registry belongs"


def test_colours_and_stylesheets_of_the_registry_reach_every_page(tmp_path: Path) -> None:
    root = _registry(tmp_path)
    add_files(
        root,
        {
            "mkdocs.yml": MINIMAL + "extra_css:\n  - assets/brand.css\n",
            "site_templates/assets/brand.css": ":root { --accent: #7a1f5c; }",
        },
    )
    out = _render(root, tmp_path)

    for path in [out / "index.html", *out.glob("credentials/*/index.html")]:
        sheets = [item["href"] for item in read(path.read_text()).all("link") if item.get("rel") == "stylesheet"]
        assert sheets[-1].endswith("assets/brand.css")


def test_the_look_is_told_before_the_first_page_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = _registry(tmp_path)
    add_files(
        root,
        {
            "mkdocs.yml": f"{MINIMAL}docs_dir: pages\nrepo_url: https://git.example.org/r\nhooks:\n  - hook.py\n",
            "hook.py": "def on_env(env, config, files):\n    config.extra_css.append('assets/late.css')\n",
            "pages/about.md": "# About us\n",
        },
    )
    told: list[tuple[Look, list[Path]]] = []

    def watched(root: Path, out: Path, *arguments: Any, on_look: Callable[[Look], None], **named: Any) -> Look:
        def on_look_first(look: Look) -> None:
            told.append((look, list(out.rglob("*.html"))))
            on_look(look)

        return build_catalogue(root, out, *arguments, **named, on_look=on_look_first)

    monkeypatch.setattr("conferral.site.rendering.build_catalogue", watched)
    _render(root, tmp_path)

    assert told == [
        (
            Look(stylesheets=("assets/late.css",), own_pages=("about/",), repository="https://git.example.org/r"),
            [],
        )
    ]


def test_a_hook_that_changes_the_look_while_pages_are_made_is_refused(tmp_path: Path) -> None:
    root = _registry(tmp_path)
    hook = "def on_post_build(config):\n    config.extra_css.append('assets/late.css')\n"
    add_files(root, {"mkdocs.yml": MINIMAL + "hooks:\n  - hook.py\n", "hook.py": hook})

    with pytest.raises(BuildError) as caught:
        _render(root, tmp_path)
    assert (caught.value.message, caught.value.hint) == (
        "a plugin or hook changed the stylesheets, the icon or the list of pages while pages were being made",
        "It has to do so earlier, at on_config or on_files.",
    )


def test_the_registrys_title_and_address_are_those_of_registry_yml(tmp_path: Path) -> None:
    root = _registry(tmp_path)
    add_files(root, {"mkdocs.yml": "site_name: Other\nsite_url: https://other.example.org/\n" + MINIMAL})
    out = render(root, sign(root, tmp_path / "signed", preview=False), tmp_path / "out")
    page = (out / "badges/index.html").read_text()

    assert "<title>Badges – Test registry</title>" in page
    assert '<link rel="canonical" href="https://credentials.example.org/registry/badges/">' in page


def test_pages_of_the_registry_load_nothing_of_material_and_run_nothing_inline(tmp_path: Path) -> None:
    out = _render(_registry(tmp_path), tmp_path)

    for name in ("index.html", "badges/index.html", "404.html"):
        page = read((out / name).read_text())
        policy = next(item["content"] for item in page.all("meta") if item.get("http-equiv"))
        assert "script-src 'self';style-src 'self';" in policy, name
        loaded = [item.get("href") for item in page.all("link") if item.get("rel") == "stylesheet"]
        assert [f"assets/{str(path).rpartition('assets/')[2]}" for path in loaded] == [*STYLESHEETS], name
        scripts = {item["src"].rpartition("assets/")[2] for item in page.all("script") if "src" in item}
        assert scripts <= {"scheme.js", "scripts/catalogue.js", "scripts/language.js"}, name
    assert not (out / "assets/javascripts").exists()
    assert not (out / "assets/stylesheets").exists()


def test_pages_of_the_registrys_own_are_in_materials_layout_with_the_same_header(tmp_path: Path) -> None:
    root = _registry(tmp_path)
    add_files(root, {"mkdocs.yml": MINIMAL + "docs_dir: pages\n", "pages/about.md": "# About us\n"})
    out = _render(root, tmp_path)
    page = read((out / "about/index.html").read_text())

    loaded = [item["href"].removeprefix("../") for item in page.all("link") if item.get("rel") == "stylesheet"]
    assert loaded[-len(STYLESHEETS) - 1 :] == ["assets/material.css", *STYLESHEETS]
    assert {"../badges/", "../issuers/", "../revocations/", "../verify/"} <= set(page.links)
    policy = next(item["content"] for item in page.all("meta") if item.get("http-equiv"))
    assert "script-src 'self' 'sha256-" in policy
    assert list((out / "assets/javascripts").glob("bundle.*.js"))


def test_a_policy_allows_the_inline_scripts_of_an_own_page_by_their_hash() -> None:
    policy = policy_of_own_pages('<script>alert(1)</script><script src="x.js"></script>')

    assert "script-src 'self' 'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI=';" in policy


def test_the_two_colours_of_registry_yml_reach_every_page_and_the_icon(tmp_path: Path) -> None:
    root = _registry(tmp_path)
    add_files(
        root,
        {
            "credentials/registry.yml": (root / "credentials/registry.yml").read_text()
            + 'brand: {accent: "#7a1f5c", accent_dark: "#f0a6d6"}\n'
        },
    )
    out = _render(root, tmp_path)

    assert (out / "assets/brand.css").read_text() == ":root { --accent: light-dark(#7a1f5c, #f0a6d6); }\n"
    assert "#7a1f5c" in (out / "assets/favicon.svg").read_text()
    for path in [out / "index.html", out / "verify/index.html", *out.glob("credentials/*/index.html")]:
        sheets = [item["href"] for item in read(path.read_text()).all("link") if item.get("rel") == "stylesheet"]
        assert sheets[-1].endswith("assets/brand.css")


def test_the_head_of_a_badges_page_says_what_it_is_where_it_is_shared_and_to_programs(tmp_path: Path) -> None:
    file = "credentials/badges/sailing/badge.yml"
    name = "Sailing </script><b>&amp;"
    root = _registry(tmp_path, **{file: files()[file].replace("name: Sailing\n", f'name: "{name}"\n')})
    out = render(root, sign(root, tmp_path / "signed", preview=False), tmp_path / "out")
    page = (out / "badges/sailing/index.html").read_text()
    base = "https://credentials.example.org/registry"

    metas = {
        item.get("property") or item.get("name"): item["content"]
        for item in read(page).all("meta")
        if "content" in item
    }
    assert metas["og:title"] == metas["twitter:title"] == name
    assert metas["og:url"] == f"{base}/badges/sailing/"
    assert metas["og:image"] == metas["twitter:image"] == f"{base}/badges/sailing/card.png"
    assert metas["twitter:card"] == "summary_large_image"
    types = {item["type"]: item["href"] for item in read(page).all("link") if item.get("type")}
    assert types == {
        "application/ld+json": "../../badges/sailing/badge.json",
        "application/json+oembed": "../../badges/sailing/oembed.json",
        "application/atom+xml": "../../feed.atom",
        "application/feed+json": "../../feed.json",
    }
    (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert json.loads(data)["name"] == name


def test_files_of_messages_and_who_translated_them_are_not_published(tmp_path: Path) -> None:
    head = 'msgid ""\nmsgstr "Last-Translator: Ada Example\\n"\n\n'
    root = _registry(tmp_path)
    add_files(
        root,
        {
            "site_templates/languages/nl.po": f'{head}msgid "Valid until %(day)s"\nmsgstr "Geldig tot %(day)s"\n',
            "site_templates/assets/own.css": "p { color: red }",
        },
    )

    out = _render(root, tmp_path)

    assert (out / "assets/own.css").is_file()
    assert "Geldig tot {0}" in (out / "assets/languages/nl.json").read_text(encoding="utf-8")
    assert not (out / "languages").exists()
    assert not any(b"Ada Example" in path.read_bytes() for path in out.rglob("*") if path.is_file())
