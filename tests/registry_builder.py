"""A small sound registry for tests: two issuers, three badges, fixed keys, fixed days.

`write_registry(folder)` writes the files a steward would have written; nothing is registered yet.  The private keys
are fixed bytes: they sign nothing outside tests.
"""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from conferral.signers import SecretKey

NOW = datetime(2026, 7, 1, 9, 0, tzinfo=UTC)
ACTIVATED = "2026-01-01T00:00:00Z"
ISSUERS = ("lakeside", "harbour")

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512">'
    '<circle cx="256" cy="256" r="240" fill="#{colour}"/></svg>\n'
)


def secret_key(name: str) -> SecretKey:
    """The key pair of a name: the same every time."""
    return SecretKey(Ed25519PrivateKey.from_private_bytes(name.encode().ljust(32, b".")[:32]))


def environment() -> dict[str, str]:
    """The variables that the keys of the registry are declared to be in."""
    return {f"TEST_KEY_{issuer.upper()}": secret_key(f"{issuer}/key-1").as_multibase() for issuer in ISSUERS}


def key_file(issuer: str, name: str = "key-1", *, vouched_by: str = "", **lines: str) -> str:
    """The text of a key file."""
    secret = secret_key(f"{issuer}/{name}")
    given = {
        "public_key": secret.public_key,
        "signer": f"env:TEST_KEY_{issuer.upper()}" + ("" if name == "key-1" else f"_{name[-1]}"),
        "activated": ACTIVATED,
        "proof_of_possession": secret.sign_statement(issuer, name, secret.public_key),
        **lines,
    }
    text = "".join(f"{key}: {value}\n" for key, value in given.items())
    if vouched_by:
        voucher = secret_key(f"{issuer}/{vouched_by}")
        signature = voucher.sign_statement(issuer, name, secret.public_key)
        text += f"vouched_by:\n  key: {vouched_by}\n  signature: {signature}\n"
    return text


def recipient(number: int) -> str:
    """The id of the n-th recipient, with its check character."""
    from conferral.identifiers import check_character, encode_128_bits

    body = encode_128_bits(number * 0x9E3779B97F4A7C15F39CC0605CEDC834 % (1 << 128))
    return f"r-{body}{check_character(body)}"


def files() -> dict[str, str]:
    """Every file of the registry, as a steward would have written it."""
    texts = {
        "credentials/registry.yml": (
            "base_url: https://credentials.example.org/registry\n"
            "title: Test registry\n"
            "description: A registry for tests.\n"
            "timezone: Europe/Berlin\n"
            "policy:\n  identity: [did, name, email]\n"
        ),
        "credentials/badges/sailing/badge.yml": (
            "issuer: harbour\n"
            "version: 1\n"
            "name: Sailing\n"
            "description: Can sail a small boat.\n"
            "criteria: Sailed a course alone.\n"
            "validity: 2 years\n"
            "status_purpose: suspension\n"
        ),
        "credentials/badges/data-analysis/badge.yml": (
            "issuer: lakeside\n"
            "version: 2\n"
            "name: Data Analysis\n"
            "description: Turns data into answers.\n"
            "criteria: |\n  Analysed a data set.\n\n  - cleaned it\n  - explained it\n"
            "criteria_url: https://lakeside.example.org/data\n"
            "type: MicroCredential\n"
            "field: Data\n"
            "level: foundation\n"
            "hours: 40\n"
            "credits: 2.5\n"
            "skills: [SQL, Statistics]\n"
            "alignments:\n"
            "  - name: Data Scientists\n"
            "    url: https://www.onetonline.org/link/summary/15-2051.00\n"
            "    framework: O*NET\n"
            '    code: "15-2051.00"\n'
            "    type: ext:Occupation\n"
            "results:\n"
            "  - {id: score, name: Score, type: Percent, minimum: '0', maximum: '100', required: '60'}\n"
            "validity: 3 years\n"
            "image_caption: A circle.\n"
        ),
        "credentials/badges/data-analysis/1.yml": (
            "issuer: lakeside\n"
            "version: 1\n"
            "name: Data Analysis\n"
            "description: Turns data into numbers.\n"
            "criteria: Analysed a data set.\n"
        ),
        "credentials/badges/teaching/badge.yml": (
            "issuer: lakeside\nversion: 1\nname: Teaching\ndescription: Teaches online.\ncriteria: Taught a course.\n"
        ),
        "credentials/awards/data-analysis/2026-06-30-spring-k3v9.yml": (
            "# The spring cohort.\n"
            "badge: data-analysis\n"
            "awarded: 2026-06-30\n"
            "evidence: https://example.org/cohorts/2026-spring\n"
            "recipients:\n"
            f"  - recipient: {recipient(1)}  # the first\n"
            f"  - recipient: {recipient(2)}\n"
            '    result: {status: Completed, value: "92", of: score}\n'
            "    narrative: Led the team.\n"
            '    evidence: [{id: "https://example.org/p/17", name: Capstone}]\n'
            f"  - {{recipient: {recipient(3)}, valid_until: 2026-12-31}}\n"
        ),
        "credentials/awards/sailing/2026-05-02-regatta-7m2x.yml": (
            "badge: sailing\nawarded: 2026-05-02\nrecipients:\n"
            f"- recipient: {recipient(1)}\n"
            f"- awarded: 2026-05-03\n  recipient: {recipient(4)}\n"
        ),
    }
    for number, issuer in enumerate(ISSUERS):
        texts[f"credentials/issuers/{issuer}/issuer.yml"] = (
            f"version: 1\nname: {issuer.capitalize()} School\n"
            f"url: https://{issuer}.example.org\ndescription: A school.\n"
        )
        texts[f"keys/{issuer}/key-1.yml"] = key_file(issuer)
        texts[f"credentials/issuers/{issuer}/logo.svg"] = SVG.replace("{colour}", f"00{number}0ff")
    for number, image in enumerate(("sailing/badge", "data-analysis/badge", "data-analysis/1", "teaching/badge")):
        texts[f"credentials/badges/{image}.svg"] = SVG.replace("{colour}", f"ff{number}000")
    return texts


def write_registry(folder: Path, changes: Mapping[str, str | None] | None = None) -> Path:
    """Write the registry into a folder; `changes` replaces or (None) leaves out files."""
    for path, text in {**files(), **(changes or {})}.items():
        if text is not None:
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
    return folder


def git(folder: Path, *arguments: str, when: datetime = NOW) -> str:
    """Run git in a folder with a fixed author and clock; its output."""
    stamp = when.isoformat()
    done = subprocess.run(
        ["git", *arguments],
        cwd=folder,
        check=True,
        capture_output=True,
        text=True,
        env={
            "PATH": "/usr/local/bin:/usr/bin:/bin",
            "HOME": str(folder),
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_AUTHOR_NAME": "Steward",
            "GIT_AUTHOR_EMAIL": "steward@example.org",
            "GIT_COMMITTER_NAME": "Steward",
            "GIT_COMMITTER_EMAIL": "steward@example.org",
            "GIT_AUTHOR_DATE": stamp,
            "GIT_COMMITTER_DATE": stamp,
        },
    )
    return done.stdout


def commit_all(folder: Path, message: str = "a change", when: datetime = NOW) -> str:
    """Commit everything in a folder (made a repository if it is none yet); the commit's hash."""
    if not (folder / ".git").exists():
        git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", message, when=when)
    return git(folder, "rev-parse", "HEAD").strip()
