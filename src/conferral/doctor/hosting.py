"""Checks of the host: what it answers for folders and for what is not there, and how it serves files.

`redirects`, `media-types` and `cors` look at every answer of the examination, so they come last.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from types import MappingProxyType

from conferral.doctor.built import CATALOG, Built
from conferral.doctor.findings import Finding, failed, passed, summed_up, unknown
from conferral.doctor.live import LiveSite
from conferral.plurals import counted
from conferral.verify.https import Answer
from conferral.verify.pages import looks_like_page
from conferral.verify.resolving import FetchError
from conferral.verify.words import harmless

NOT_FOUND = "404.html"
NOTHING = f"credentials/{'0' * 26}/credential.json"
"""A site path at which nothing stands: no id is made of zeros alone."""

SCRIPTS = ("assets/scripts/check.js", "assets/scripts/verify.js", "assets/conferral.css")
"""Files without which the button "Check it now" does nothing."""

LONGEST_KEPT = 3_600
"""Seconds for which copies may be kept before a revocation comes too late."""

_TYPES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        ".css": ("text/css",),
        ".html": ("text/html",),
        ".js": ("text/javascript", "application/javascript"),
        ".json": ("application/json", "application/ld+json", "application/did+json", "application/vc"),
        ".png": ("image/png",),
        ".svg": ("image/svg+xml",),
    }
)
_WHY: Mapping[str, str] = MappingProxyType(
    {
        ".css": "Browsers ignore a style sheet of another type.",
        ".html": "Browsers show or save what is no text/html instead of opening it.",
        ".js": "Browsers refuse to run a module of another type.",
        ".json": "Some verifiers refuse JSON under another type.",
        ".png": "Browsers may not show an image of another type.",
        ".svg": "Browsers do not show an SVG of another type.",
    }
)
_MAX_AGE = re.compile(r"max-age=\"?([0-9]{1,9})")
_KEPT = re.compile(r"[0-9]{1,9}")


def check_folders(site: LiveSite, folders: Sequence[str]) -> Iterator[Finding]:
    """The page of each folder at its address with a slash: static hosts serve index.html there."""
    troubles = []
    for folder in folders:
        url = site.url(folder)
        try:
            answer = site.ask(folder)
        except FetchError as error:
            troubles.append(unknown("folders", f"{url} cannot be had: {error.message}.", passing=True))
            continue
        if answer.status != 200 or not looks_like_page(answer.body):
            what = f"answers {answer.status}" if answer.status != 200 else "is no web page"
            troubles.append(
                failed(
                    "folders",
                    f"{url} {what}.",
                    "The host has to serve the index.html of a folder at the folder's address.",
                    passing=answer.status == 404,
                )
            )
    yield from summed_up("folders", troubles, f"{counted(len(folders), 'folder')} answered with the page in it.")


def check_not_found(site: LiveSite, built: Built | None) -> Iterator[Finding]:
    """What is not there must be told so: verifiers take "gone" for withdrawn, and anything else for trouble."""
    url = site.url(NOTHING)
    try:
        answer = site.ask(NOTHING)
    except FetchError as error:
        yield unknown("not-found", f"{url} cannot be asked for: {error.message}.", passing=True)
        return
    page = built.read(NOT_FOUND) if built else None
    if answer.status not in {404, 410}:
        yield failed(
            "not-found",
            f"{url}, where nothing stands, answers {answer.status} and not 404.",
            "A verifier could not tell a withdrawn credential from a published one. Switch off what answers in place "
            "of missing files, such as a rule for single-page applications.",
        )
    elif not looks_like_page(answer.body) or (page is not None and answer.body != page):
        yield failed(
            "not-found",
            "What is not there is answered with another page than the site's own.",
            f"Have the host serve {NOT_FOUND} for what it does not have.",
        )
    else:
        yield passed("not-found", f"What is not there answers {answer.status} with a page that says so.")


def check_caching(site: LiveSite) -> Iterator[Finding]:
    """For how long a copy is kept is for how long a revocation may go unseen."""
    answers = [answer for url, answer in site.answers.items() if url.endswith(".json") and answer.status == 200]
    ages = [_kept_for(answer) for answer in answers]
    known = [age for age in ages if age is not None]
    longest = max(known, default=0)
    if longest > LONGEST_KEPT:
        yield failed(
            "caching",
            f"Copies may be kept for {longest} seconds: so long may a revocation go unseen.",
            "Have the host send `Cache-Control: max-age=600` for .json files.",
        )
    elif len(known) < len(ages) or not ages:
        yield unknown(
            "caching",
            "The host does not say for how long copies may be kept, and browsers guess.",
            "Have it send `Cache-Control: max-age=600` for .json files.",
        )
    else:
        yield passed("caching", f"Copies are kept for at most {longest} seconds; a revocation is seen after that.")


def longest_kept(site: LiveSite) -> int:
    """Seconds for which the host lets copies be kept, as far as it says."""
    found = (_kept_for(answer) for answer in site.answers.values())
    return max((age for age in found if age is not None), default=0)


def check_redirects(site: LiveSite) -> Iterator[Finding]:
    """Credentials, keys and lists stand at their own addresses: many verifiers follow no redirect."""
    troubles = [
        failed(
            "redirects",
            f"{url} redirects to {harmless(answer.place)}.",
            "Many verifiers follow no redirect. Publish the site at the base URL of registry.yml itself: check the "
            "host's settings for a custom domain, and for `www`.",
        )
        for url, answer in site.answers.items()
        if answer.place != url
    ]
    yield from summed_up(
        "redirects", troubles, f"{counted(len(site.answers), 'address', 'addresses')} answered without a redirect."
    )


def ask_for_files(site: LiveSite, images: Sequence[str]) -> None:
    """Ask for files that only browsers ask for, so that their media types are looked at, too."""
    for path in (*SCRIPTS, *images):
        try:
            site.ask(path)
        except FetchError:
            continue


def check_media_types(site: LiveSite) -> Iterator[Finding]:
    """Static hosts tell the type of a file by the end of its name, if they know it."""
    troubles, looked_at = [], 0
    for url, answer in site.answers.items():
        ending = ".html" if url.endswith("/") else PurePosixPath(url.removeprefix(site.base_url)).suffix
        if answer.status != 200 or ending not in _TYPES:
            continue
        looked_at += 1
        stated = answer.headers.get("content-type", "")
        if stated.partition(";")[0].strip().lower() not in _TYPES[ending]:
            troubles.append(
                failed(
                    "media-types",
                    f"{url} is served as {harmless(stated) or 'nothing in particular'}, not as {_TYPES[ending][0]}.",
                    f"{_WHY[ending]} Have the host say {_TYPES[ending][0]} of files that end in {ending}.",
                )
            )
    missing = [path for path in SCRIPTS if _status(site, path) not in {200, None}]
    troubles += [
        failed(
            "media-types",
            f"{site.url(path)} answers {_status(site, path)}.",
            "Without it the button that checks a credential does nothing: publish the whole folder.",
        )
        for path in missing
    ]
    yield from summed_up("media-types", troubles, f"{counted(looked_at, 'file')} came with the right media types.")


def check_cors(site: LiveSite) -> Iterator[Finding]:
    """Verifiers in browsers may read what allows any page to read it, and nothing else (Fetch, section 3.3)."""
    answers = {url: answer for url, answer in site.answers.items() if url.endswith(".json") and answer.status == 200}
    troubles = [
        failed(
            "cors",
            f"{url} does not let pages of other sites read it.",
            "Verifiers that run in a browser cannot check a credential. Have the host send "
            "`Access-Control-Allow-Origin: *`.",
        )
        for url, answer in answers.items()
        if answer.headers.get("access-control-allow-origin", "").strip() != "*"
    ]
    yield from summed_up("cors", troubles, "Verifiers in browsers may read the JSON.")


def _status(site: LiveSite, path: str) -> int | None:
    answer = site.answers.get(site.url(path))
    return answer.status if answer else None


def _kept_for(answer: Answer) -> int | None:
    control = answer.headers.get("cache-control", "").lower()
    if "no-store" in control or "no-cache" in control:
        return 0
    found = _MAX_AGE.search(control)
    return int(found[1]) if found else None


def age_of(site: LiveSite) -> int:
    """Seconds for which the copy of catalog.json had been kept when it was handed out, as far as the host says."""
    answer = site.answers.get(site.url(CATALOG))
    found = _KEPT.fullmatch(answer.headers.get("age", "")) if answer else None
    return int(found[0]) if found else 0
