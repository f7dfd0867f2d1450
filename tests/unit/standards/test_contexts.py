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
from conferral.standards.canonical import canonicalize
from conferral.standards.contexts.second_names import refuse_second_names
from tests.shared import shared

FOLDER = resources.files("conferral.standards.contexts")
ROW = re.compile(r"\| (https://\S+) \| (\S+) \|.*\| ([0-9a-f]{64}) \|")
SHARED_NAMES = {
    "open-badges-3.0.json": "ob-v3p0-context.json",
    "open-badges-3.0.1.json": "ob-v3p0-context-3.0.1.json",
    "open-badges-3.0.2.json": "ob-v3p0-context-3.0.2.json",
    "open-badges-3.0.3.json": "ob-v3p0-context-3.0.3.json",
    "open-badges-extensions.json": "ob-v3p0-extensions.json",
    "clr-2.0.1.json": "clr-v2p0-context-2.0.1.json",
}
EXAMPLES = "https://www.w3.org/ns/credentials/examples/v2"
ED25519_2020 = "https://w3id.org/security/suites/ed25519-2020/v1"


def test_every_bundled_file_has_the_digest_that_its_source_says() -> None:
    rows = ROW.findall(FOLDER.joinpath("SOURCES.md").read_text("utf-8"))
    assert {url: name for url, name, _ in rows} == dict(contexts.KNOWN)
    for _, name, digest in rows:
        assert hashlib.sha256(FOLDER.joinpath(name).read_bytes()).hexdigest() == digest


def test_no_file_lies_in_the_folder_without_an_address() -> None:
    found = {item.name for item in FOLDER.iterdir() if item.name.endswith((".json", ".jsonld"))}
    assert found == set(contexts.KNOWN.values())


@pytest.mark.parametrize("url", sorted(set(contexts.KNOWN) - {ED25519_2020}))
def test_every_bundled_context_says_what_the_specification_publishes(url: str) -> None:
    name = contexts.KNOWN[url]
    published = shared(f"standards/contexts/{SHARED_NAMES.get(name, name)}")
    assert contexts.load(url) == json.loads(published.read_text("utf-8"))


@pytest.mark.parametrize("wording", ["bundled", "published"])
def test_both_wordings_of_ed25519_2020_mean_the_same_to_the_published_vector(wording: str) -> None:
    published = {
        EXAMPLES: json.loads(shared("standards/contexts/credentials-examples-v2.jsonld").read_text("utf-8")),
        f"{ED25519_2020}.published": json.loads(shared("standards/contexts/ed25519-2020-v1.jsonld").read_text("utf-8")),
    }
    vector = shared("standards/vectors/vc-di-eddsa/Ed25519Signature2020")
    config = json.loads((vector / "proofConfigEdSig.json").read_text("utf-8"))
    assert config["@context"][2] == ED25519_2020
    if wording == "published":
        config["@context"][2] += ".published"
    loader = contexts.loader_with(published)
    assert canonicalize(config, loader=loader) == (vector / "proofCanonEdSig.txt").read_text("utf-8")


def test_an_unknown_context_is_refused_and_never_fetched() -> None:
    with pytest.raises(CanonicalizationError) as caught:
        contexts.load("https://example.org/context.json")
    assert caught.value.message == "context not bundled: 'https://example.org/context.json'"


FOREIGN = "https://example.org/foreign"
DEEDS = "https://example.org/deeds"
CREDENTIALS_V2 = "https://www.w3.org/ns/credentials/v2"
CREDENTIALS_VOCABULARY = "https://www.w3.org/2018/credentials#"


def deed(*urls: str) -> dict[str, Any]:
    return {"@context": [*urls], "id": "urn:a", "deed": "x"}


def test_an_extra_context_is_used_and_the_bundled_ones_stay() -> None:
    loader = contexts.loader_with({DEEDS: {"@context": {"deed": f"{DEEDS}#deed"}}})
    assert canonicalize(deed(CREDENTIALS_V2, DEEDS), loader=loader) == f'<urn:a> <{DEEDS}#deed> "x" .\n'
    with pytest.raises(CanonicalizationError) as caught:
        canonicalize(deed(CREDENTIALS_V2, DEEDS))
    assert caught.value.message == f"context not bundled: {DEEDS!r}"


def test_loaders_of_the_same_contexts_are_one() -> None:
    one, other = {"@context": {"a": "urn:a:1", "b": "urn:b:1"}}, {"@context": {"b": "urn:b:1", "a": "urn:a:1"}}
    first = contexts.loader_with({DEEDS: one, FOREIGN: other})
    assert len({first, contexts.loader_with({FOREIGN: one, DEEDS: other})}) == 1
    assert first != contexts.loader_with({DEEDS: one})


def test_a_bundled_context_is_never_replaced() -> None:
    contexts.loader_with({CREDENTIALS_V2: contexts.load(CREDENTIALS_V2)})
    with pytest.raises(CanonicalizationError) as caught:
        contexts.loader_with({CREDENTIALS_V2: {"@context": {"name": "urn:other:name"}}})
    assert caught.value.message == f"the context {CREDENTIALS_V2!r} is bundled, and cannot be replaced"


@pytest.mark.parametrize("document", [[], "x", None, {"context": {}}])
def test_what_is_no_context_is_refused(document: object) -> None:
    with pytest.raises(CanonicalizationError) as caught:
        contexts.loader_with({DEEDS: document})
    assert caught.value.message == f"what stands at {DEEDS!r} is no JSON-LD context"


def test_an_extra_context_names_only_urls_that_are_known_or_extra() -> None:
    base = {"@context": {"deed": f"{DEEDS}#deed"}}
    both = contexts.loader_with({DEEDS: {"@context": [CREDENTIALS_V2, FOREIGN]}, FOREIGN: base})
    assert canonicalize(deed(DEEDS), loader=both) == f'<urn:a> <{DEEDS}#deed> "x" .\n'
    for context in (FOREIGN, [FOREIGN], {"@import": FOREIGN, "@version": 1.1}):
        with pytest.raises(CanonicalizationError) as caught:
            canonicalize(deed(DEEDS), loader=contexts.loader_with({DEEDS: {"@context": context}}))
        assert caught.value.message == f"context not bundled: {FOREIGN!r}"


def test_contexts_that_name_each_other_end_in_an_error() -> None:
    loader = contexts.loader_with({DEEDS: {"@context": FOREIGN}, FOREIGN: {"@context": DEEDS}})
    with pytest.raises(CanonicalizationError) as caught:
        canonicalize(deed(DEEDS), loader=loader)
    assert caught.value.message == "the document is no valid JSON-LD: context overflow"


@pytest.mark.parametrize(
    ("context", "problem"),
    [
        (
            {"state": f"{CREDENTIALS_VOCABULARY}credentialStatus"},
            f"calls '{CREDENTIALS_VOCABULARY}credentialStatus' 'state'",
        ),
        ({"state": {"@id": "cred:credentialStatus"}}, "calls 'cred:credentialStatus' 'state'"),
        ({"state": {"@id": "credentialStatus"}}, "calls 'credentialStatus' 'state'"),
        ([{"T": {"@id": "urn:T", "@context": {"until": "c:validUntil"}}}], "calls 'c:validUntil' 'until'"),
        ({"c": f"{CREDENTIALS_VOCABULARY}credential"}, f"calls '{CREDENTIALS_VOCABULARY}credential' 'c'"),
        ({"@vocab": "https://www.w3.org/2018/"}, "has the vocabulary 'https://www.w3.org/2018/'"),
        ({"@vocab": ""}, "has the vocabulary ''"),
        ({"@vocab": "deeds#"}, "has the vocabulary 'deeds#'"),
        ({"deed": {"@reverse": "urn:done"}}, "reads 'deed' in reverse"),
        ({"deeds": "@nest"}, "calls '@nest' 'deeds'"),
        ({"deeds": {"@id": "@graph"}}, "calls '@graph' 'deeds'"),
        ({"deeds": "@included"}, "calls '@included' 'deeds'"),
    ],
)
def test_a_context_that_could_hide_a_statement_is_refused(context: object, problem: str) -> None:
    with pytest.raises(CanonicalizationError) as caught:
        contexts.loader_with({DEEDS: {"@context": context}})
    assert caught.value.message == f"the context {DEEDS!r} {problem}"


@pytest.mark.parametrize("url", contexts.KNOWN)
def test_no_bundled_context_could_hide_a_statement(url: str) -> None:
    refuse_second_names(url, contexts.load(url)["@context"])


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
