"""What the documents of the corpus are signed over, found again by the signature itself.

An input has a signature that holds from the corpus or from the harness, for chance makes none.  Whatever was changed
around it, what it is over must be the same, and say the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from typing import Any

from conferral.errors import EncodingError, ProofError
from conferral.standards.data_integrity import proofs_of
from conferral.standards.jose import Jws, read_jws
from conferral.standards.timestamps import parse_timestamp
from conferral.verify import Outcome, Report, Verifier
from conferral.verify.presented import read_presented
from tests.corpus.builders.expectations import AT
from tests.corpus.builders.secrets import JSON
from tests.corpus.cases import FOLDER
from tests.fuzz.forms import Signed, Web, spelled
from tests.fuzz.reports import facts, promise

NOW = parse_timestamp(AT)


class Source:
    """A signed document of the corpus, and what can be fetched in its case."""

    def __init__(self, document: JSON, documents: Mapping[str, Any]) -> None:
        self.document = document
        self._documents = documents

    @cached_property
    def over(self) -> Signed:
        """What it is signed over."""
        found = Signed()
        found.add(self.document)
        return found

    @cached_property
    def report(self) -> Report:
        """What is found of it in its case."""
        return Verifier(resolver=Web(self._documents, Signed()), at=NOW).inspect(json.dumps(self.document))


def corpus() -> Iterator[JSON]:
    """Every case as its file has it."""
    for file in sorted(FOLDER.glob("*.json")):
        yield json.loads(file.read_text("utf-8"))


def check_signed(document: JSON, token: Jws | None, report: Report, signed: Signed) -> None:
    """That somebody signed `document`, or the token that it came in: the corpus, or the harness, as `signed` says.

    What has a signature from the corpus must also say what the document there says.
    """
    if token is not None:
        promise(token.signing_input in signed.tokens | _tokens(), "a token is verified that nobody made")
        return
    sources = check_made(document, signed)
    for source in sources if report.outcome is Outcome.VERIFIED else ():
        if source.document != document and source.report.outcome is Outcome.VERIFIED:
            before, now = facts(source.report), facts(report)
            promise(before == now, f"one signature says {before} and {now}")


def check_made(document: JSON, signed: Signed) -> list[Source]:
    """That somebody signed `document`; the documents of the corpus with a signature of it, and over the same."""
    found = [source for value in _values(document) for source in _signed_with().get(value, ())]
    same = [source for source in found if source.document == document]
    same = same or [source for source in found if source.over.holds(document)]
    promise(bool(same) or signed.holds(document), "a signature holds that nobody made")
    return same


@cache
def _signed_with() -> Mapping[str, list[Source]]:
    """The documents of the corpus, those in others among them, by the value of each of their proofs."""
    found: dict[str, list[Source]] = {}
    for case in corpus():
        documents = case["documents"]
        for form in (case["given"], *documents.values()):
            for document in _objects(_document(form)):
                for value in _values(document):
                    sources = found.setdefault(value, [])
                    if all(source.document != document for source in sources):
                        sources.append(Source(document, documents))
    return found


@cache
def _tokens() -> frozenset[bytes]:
    """What the tokens of the corpus sign, wherever they stand."""
    found = set()
    for case in corpus():
        for form in (case["given"], *case["documents"].values()):
            texts = [form["text"]] if "text" in form else _texts(_document(form))
            for text in texts:
                try:
                    found.add(read_jws(text.strip().removeprefix("data:application/vc+jwt,")).signing_input)
                except (EncodingError, ProofError):
                    continue
    return frozenset(found)


def _document(form: JSON) -> Any:
    if "json" in form:
        return form["json"]
    try:
        return read_presented(spelled(form, Signed())).document
    except EncodingError:
        return None


def _values(document: JSON) -> list[str]:
    """The values of its proofs."""
    try:
        proofs = proofs_of(document)
    except ProofError:
        return []
    return [proof["proofValue"] for proof in proofs if isinstance(proof.get("proofValue"), str)]


def _objects(value: Any) -> Iterator[JSON]:
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _objects(inner)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _texts(inner)
