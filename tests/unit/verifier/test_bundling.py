"""What the pages of a site fetch: small, the same from the same sources, and nothing but what is meant."""

from __future__ import annotations

import json
import re
import subprocess
from typing import Any

import pytest

from tests.unit.verifier.browser_side import CHECKOUT, node

PROGRAM = CHECKOUT / "tests/unit/verifier/node/bundle.mjs"
CONTEXTS = CHECKOUT / "tests/unit/verifier/node/contexts.mjs"


@pytest.fixture(scope="module")
def made() -> dict[str, Any]:
    done = subprocess.run([node(), str(PROGRAM)], capture_output=True, cwd=CHECKOUT, check=False)
    assert done.returncode == 0, done.stderr.decode()[-3000:]
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_the_same_sources_give_the_same_bytes(made: dict[str, Any]) -> None:
    one, other = made["digests"]
    assert one == other


def test_a_check_on_a_credential_page_loads_little(made: dict[str, Any]) -> None:
    assert sum(made["gzipped"][name] for name in made["ordinary"]) <= made["most"] == 45 * 1024


def test_a_check_on_a_credential_page_loads_few_files(made: dict[str, Any]) -> None:
    names = made["loads"]["a check on a credential page"]
    assert {"check.js", "credential.js"} <= set(made["ordinary"]) < set(names)
    assert len(names) <= 9


@pytest.mark.parametrize("name", ["share.js", "code", "saving"])
def test_sharing_loads_nothing_before_it_is_opened(made: dict[str, Any], name: str) -> None:
    (file,) = [file for file in made["texts"] if file == name or file.startswith(f"{name}-")]
    assert file not in made["loads"]["a check on a credential page"]


@pytest.mark.parametrize("seldom", ["seldom", "contexts-more", "baking", "inflate", "ed25519"])
def test_what_is_seldom_needed_is_a_file_of_its_own(made: dict[str, Any], seldom: str) -> None:
    (name,) = [name for name in made["texts"] if name.startswith(f"{seldom}-")]
    assert name not in made["loads"]["a check on a credential page"]
    assert name not in made["loads"]["a JSON file on /verify/"]


def test_every_file_that_is_imported_is_there(made: dict[str, Any]) -> None:
    imported = {
        name
        for text in made["texts"].values()
        for name in re.findall(r"""(?:from|import)\s*\(?\s*["'](.+?)["']""", text)
        if name.endswith(".js")
    }
    assert imported <= {f"./{name}" for name in made["texts"]}
    assert all(name.startswith("./") for name in imported)


def test_only_packages_whose_licences_go_along_are_inside(made: dict[str, Any]) -> None:
    inside = {
        re.sub(r"^node_modules/((?:@[^/]+/)?[^/]+)/.*", r"\1", name)
        for name in made["inputs"]
        if name.startswith("node_modules/")
    }
    assert inside == set(made["packages"])
    for package in inside:
        version = json.loads((CHECKOUT / "node_modules" / package / "package.json").read_text())["version"]
        assert f"{package} {version}\n" in made["texts"]["licences.txt"]


@pytest.mark.parametrize("text", ["XMLHttpRequest", "require(", "eval(", "new Function", "process.", str(CHECKOUT)])
def test_nothing_of_another_world_is_inside(made: dict[str, Any], text: str) -> None:
    assert [name for name, content in made["texts"].items() if name.endswith(".js") and text in content] == []


LEFT_OUT = [
    ({"@base": "https://example.org/"}, "@base"),
    ({"@language": "en"}, "@language"),
    ({"@import": "https://example.org/other"}, "@import"),
    ({"@propagate": False}, "@propagate"),
    ({"@version": 1.0}, "@version"),
    ({"@vocab": "rel"}, "@vocab"),
    ({"ex:term": "https://example.org/term"}, "the term “ex:term”"),
    ({"": "https://example.org/term"}, "the term “”"),
    ({"term": "@graph"}, '"@graph"'),
    ({"term": {"@id": "@included"}}, '"@included"'),
    ({"term": {"@id": "_:b0"}}, '"_:b0"'),
    ({"term": None}, "null"),
    ({"term": {"@id": "https://example.org/term", "@type": "@none"}}, '"@none"'),
    ({"term": {"@id": "https://example.org/term", "@container": "@index"}}, '"@index"'),
    ({"term": {"@id": "https://example.org/term", "@container": ["@graph", "@id"]}}, '["@graph","@id"]'),
    ({"term": {"@reverse": "https://example.org/term"}}, "@reverse"),
    ({"term": {"@id": "https://example.org/term", "@nest": "other"}}, "@nest"),
    ({"term": {"@id": "https://example.org/term", "@prefix": True}}, "@prefix"),
    ({"term": {"@id": "https://example.org/term", "@context": "https://example.org/"}}, "a context that is no object"),
    ({"term": {"@id": "https://example.org/term", "@context": {"inner": {"@language": "en"}}}}, "@language"),
    ([{"term": "https://example.org/term"}], "a context that is no object"),
]


def test_a_context_that_needs_what_is_left_out_of_jsonld_is_not_bundled() -> None:
    contexts = json.dumps([context for context, _ in LEFT_OUT]).encode()
    done = subprocess.run([node(), str(CONTEXTS)], input=contexts, capture_output=True, cwd=CHECKOUT, check=True)
    assert json.loads(done.stdout) == [
        f"one.json uses {what}, which tools/slim.mjs leaves out of jsonld" for _, what in LEFT_OUT
    ]
