"""What the browser is asked to verify, and where: the pages of both sites, and credentials of the corpus."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from conferral.standards.timestamps import format_timestamp
from conferral.verify import NotFoundError, Report, UnreachableError
from tests.browser.browsing import CHECKOUT, DESKTOP, Window
from tests.browser.sites import Site
from tests.corpus.cases import FOLDER, Case, read_case

WORDS: dict[str, dict[str, str]] = json.loads((CHECKOUT / "src/conferral/verify/sentences.json").read_text("utf-8"))
BUTTON = ["press", "Check it now"]

Found = dict[str, dict[str, Any]]
"""What each check showed, by its name."""

CASES = {
    "valid": "valid",
    "revoked": "status-revoked",
    "suspended": "status-suspended",
    "superseded": "registered-superseded",
    "withdrawn": "registered-gone",
    "awarded to another": "recipient-sha256-somebody-else",
    "expired": "date-expired",
    "not yet valid": "date-not-yet-valid",
    "holds in part": "record-with-one-revoked",
    "altered": "altered-achievement-name",
    "untrusted": "key-revoked",
    "malformed": "altered-null-member",
    "cannot be checked now": "keys-unreachable",
}
"""A case of the corpus for each state.  Their issuers know nothing of this registry."""

FORMS = (
    "endorsed-everywhere",
    "jwt-enveloped",
    "jwt-es256",
    "jwt-rs256",
    "picture-png",
    "picture-png-token",
    "picture-svg",
    "proofs-one-good",
    "recipient-sha256",
    "valid-did-key-ed25519",
    "valid-ecdsa-rdfc-2019-p-256",
    "valid-ed25519-signature-2020",
)
"""Cases of the corpus in which a credential comes in another form."""

_TROUBLES: dict[str, Any] = {"not-found": {"status": 404}}


@dataclass(frozen=True, slots=True)
class Copy:
    """A resolver that answers for one address from a folder, as the registry's own host would."""

    base: str
    folder: Path
    note = ""

    def fetch(self, url: str) -> bytes:
        """The file under `url`."""
        if not url.startswith(self.base):
            raise UnreachableError("the connection failed", url=url)
        try:
            return (self.folder / url.removeprefix(self.base)).read_bytes()
        except OSError:
            raise NotFoundError("it answers 404", url=url) from None


def check(name: str, window: Window = DESKTOP, **rest: Any) -> dict[str, Any]:
    """A check on the page /verify/ of the preview, unless `rest` says otherwise in the words of verify.mjs."""
    size = {"width": window.width, "height": window.height, "scheme": window.scheme}
    return {"name": name, "site": "preview", "path": "verify/", "steps": [], **size, **rest}


def on_preview(name: str, site: Site, page: str, window: Window = DESKTOP, **rest: Any) -> dict[str, Any]:
    """A check on a page of the preview, as of its own time."""
    return check(name, window, **{"path": site.paths[page], "at": format_timestamp(site.at), **rest})


def on_live(name: str, site: Site, page: str, window: Window = DESKTOP, **rest: Any) -> dict[str, Any]:
    """A check on a page of the real registry, under its own address."""
    here = {"address": f"{site.base_url}/", "path": site.paths[page], "at": format_timestamp(site.at)}
    return check(name, window, **{**here, "world": world_of_site(site), **rest})


def world_of_site(site: Site, **answers: Any) -> dict[str, Any]:
    """The registry's own host; `answers` are those of its paths that are answered otherwise."""
    folders = {f"{site.base_url}/": str(site.served.folder)}
    return {"folders": folders, "answers": {f"{site.base_url}/{path}": answer for path, answer in answers.items()}}


def case(name: str) -> Case:
    """A case of the corpus."""
    return read_case(FOLDER / f"{name}.json")


def of_case(name: str, corpus_case: Case, window: Window = DESKTOP, **rest: Any) -> dict[str, Any]:
    """A case of the corpus, dropped on the page /verify/."""
    answers = {
        url: _TROUBLES.get(found, found) if isinstance(found, str) else answer(found)
        for url, found in corpus_case.documents.items()
    }
    drop = ["drop", file("credential", corpus_case.given)]
    return check(
        name,
        window,
        at=format_timestamp(corpus_case.at),
        world={"answers": answers},
        steps=[["fill", "#recipient", corpus_case.recipient], drop] if corpus_case.recipient else [drop],
        **rest,
    )


def answer(content: bytes, **rest: Any) -> dict[str, Any]:
    """What a host answers with."""
    return {"base64": base64.b64encode(content).decode(), **rest}


def file(name: str, content: bytes) -> dict[str, str]:
    """A file as verify.mjs takes it."""
    return {"name": name, "base64": base64.b64encode(content).decode()}


def document(site: Site, page: str) -> bytes:
    """The signed document beside a credential's page."""
    return (site.served.folder / site.paths[page] / "credential.json").read_bytes()


def achievement(site: Site, page: str) -> dict[str, Any]:
    """What a credential says of its badge."""
    found: dict[str, Any] = json.loads(document(site, page))["credentialSubject"]["achievement"]
    return found


def picture(site: Site, page: str) -> bytes:
    """The picture of a credential's badge."""
    path: str = achievement(site, page)["image"]["id"].removeprefix(f"{site.base_url}/")
    return (site.served.folder / path).read_bytes()


def expected(report: Report) -> dict[str, Any]:
    """What a page has to show of a report."""
    return {
        "statement": report.statement,
        "checks": [
            [WORDS["names"][check.name], check.sentence, WORDS["outcomes"][check.outcome]] for check in report.checks
        ],
        "notes": list(report.notes),
    }


def shown(seen: dict[str, Any]) -> dict[str, Any]:
    """The same as a page has shown it."""
    return {name: seen[name] for name in ("statement", "checks", "notes")}


def went_wrong(seen: dict[str, Any]) -> list[str]:
    """Every fault, its kind first."""
    return [f"{kind}: {what}" for kind, found in seen["faults"].items() for what in found]
