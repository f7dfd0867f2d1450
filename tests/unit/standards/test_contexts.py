from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from importlib import resources
from typing import Any

import pytest

from conferral.errors import CanonicalizationError
from conferral.standards import contexts
from tests.shared import shared

FOLDER = resources.files("conferral.standards.contexts")
ROW = re.compile(r"\| (https://\S+) \| (\S+) \|.*\| ([0-9a-f]{64}) \|")
SHARED_NAMES = {
    "open-badges-3.0.json": "ob-v3p0-context.json",
    "open-badges-3.0.1.json": "ob-v3p0-context-3.0.1.json",
    "open-badges-3.0.2.json": "ob-v3p0-context-3.0.2.json",
    "open-badges-3.0.3.json": "ob-v3p0-context-3.0.3.json",
    "open-badges-extensions.json": "ob-v3p0-extensions.json",
}


def test_every_bundled_file_has_the_digest_that_its_source_says() -> None:
    rows = ROW.findall(FOLDER.joinpath("SOURCES.md").read_text("utf-8"))
    assert {url: name for url, name, _ in rows} == dict(contexts.KNOWN)
    for _, name, digest in rows:
        assert hashlib.sha256(FOLDER.joinpath(name).read_bytes()).hexdigest() == digest


def test_no_file_lies_in_the_folder_without_an_address() -> None:
    found = {item.name for item in FOLDER.iterdir() if item.name.endswith((".json", ".jsonld"))}
    assert found == set(contexts.KNOWN.values())


@pytest.mark.parametrize("url", contexts.KNOWN)
def test_every_bundled_context_says_what_the_specification_publishes(url: str) -> None:
    name = contexts.KNOWN[url]
    published = shared(f"standards/contexts/{SHARED_NAMES.get(name, name)}")
    assert contexts.load(url) == json.loads(published.read_text("utf-8"))


def test_an_unknown_context_is_refused_and_never_fetched() -> None:
    with pytest.raises(CanonicalizationError) as caught:
        contexts.load("https://example.org/context.json")
    assert caught.value.message == "context not bundled: 'https://example.org/context.json'"


def definitions(context: Any) -> Iterator[tuple[str, str]]:
    for part in context if isinstance(context, list) else [context]:
        if isinstance(part, dict):
            for term, definition in part.items():
                iri = definition.get("@id") if isinstance(definition, dict) else definition
                if not term.startswith("@") and isinstance(iri, str):
                    yield iri, term
                if isinstance(definition, dict):
                    yield from definitions(definition.get("@context"))


@pytest.mark.parametrize("term", ["credentialStatus", "validUntil", "validFrom", "issuer", "credentialSubject"])
def test_no_bundled_context_gives_a_decisive_member_another_name(term: str) -> None:
    iri = f"https://www.w3.org/2018/credentials#{term}"
    names = {
        name
        for url in contexts.KNOWN
        for meaning, name in definitions(contexts.load(url)["@context"])
        if meaning in {iri, f"cred:{term}"}
    }
    assert names == {term}
