"""Signed sites to verify, and what the registry behind each says that every verifier must find in it."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

from conferral.addresses import credential_json
from conferral.endorsing import Endorsed, endorsements
from conferral.files import FolderFiles
from conferral.identifiers import encode_128_bits
from conferral.loading import load_registry
from conferral.model import Award, Registry
from conferral.register.registration import carry_out, plan
from conferral.register.rows import SALTS_FOLDER, format_salt
from conferral.signed_folder import lay_out
from conferral.signing import sign
from conferral.states import state_of, valid_from, valid_until
from conferral.status import status_lists
from conferral.verify import State
from tests.endorsers import own
from tests.registry_builder import ISSUERS, NOW, SVG, environment, files, recipient, write_registry
from tests.unit.test_depth import DEEP_BADGE, DEEP_BATCH

CHECKOUT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What is to be found in a sound document at one instant, whoever looks.

    `status` is the bit of each purpose that the document names, `bits` the set bits of a status list (None for
    credentials).  `state` is the one word of our own report (None for lists).
    """

    status: Mapping[str, bool]
    expired: bool = False
    not_yet_valid: bool = False
    bits: frozenset[int] | None = None
    state: State | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedSite:
    """The signed documents of a registry in a folder, all of it seen at the instant `at`."""

    folder: Path
    base_url: str
    at: datetime
    registry: Registry

    def path(self, badge: str, number: int) -> str:
        """The site path of the credential that the n-th recipient of the tests has for a badge."""
        (award,) = (a for a in self.registry.awards if (a.badge, a.recipient) == (badge, recipient(number)))
        return credential_json(award.id or "")

    def document(self, path: str) -> dict[str, Any]:
        """The document at a site path."""
        found: dict[str, Any] = json.loads((self.folder / path).read_bytes())
        return found

    def expected(self) -> dict[str, Expected]:
        """By site path, what is to be found in every credential, status list, learner record and own endorsement."""
        found = {credential_json(a.id or ""): _expected(self.registry, a, self.at) for a in self.registry.awards}
        for listed in status_lists(self.registry):
            found[listed.path] = Expected(status={}, bits=listed.bits)
        found |= {path: Expected(status={}, state=State.VALID) for path in self.records}
        return found | {one.path: _endorsement(one) for one in self.own_endorsements}

    @property
    def records(self) -> list[str]:
        """The site paths of the learner records, which hold only what is valid."""
        return sorted(path.relative_to(self.folder).as_posix() for path in self.folder.glob("people/**/*.json"))

    @property
    def own_endorsements(self) -> list[Endorsed]:
        """The endorsements that the registry's own issuers signed."""
        return [one for one in endorsements(self.registry, self.at) if one.endorsement.file.by]


def demo_site(folder: Path) -> SignedSite:
    """A preview of the demo registry, as of the moment its last award was registered."""
    registry = load_registry(FolderFiles(CHECKOUT))
    at = max(award.row.registered for award in registry.awards if award.row)
    manifest = sign(CHECKOUT, folder, preview=True, as_of=at, environ={}, passphrase=_nobody)
    return SignedSite(folder=laid_out(folder), base_url=manifest.base_url, at=at, registry=registry)


def small_site(root: Path, folder: Path) -> SignedSite:
    """The small registry of the tests with an award in every state, signed with its own keys: the same every time."""
    write_registry(root, _every_state())
    unregistered = FolderFiles(root)
    planned = plan(load_registry(unregistered), unregistered, now=NOW, chance=random.Random(1))
    carry_out(planned, root)
    registry = load_registry(FolderFiles(root))
    manifest = sign(root, folder, preview=False, as_of=NOW, environ=environment(), passphrase=_nobody)
    return SignedSite(folder=laid_out(folder), base_url=manifest.base_url, at=NOW, registry=registry)


def laid_out(signed: Path) -> Path:
    """A folder, beside the manifest, with everything that was signed at its site path."""
    folder = signed / "laid-out"
    lay_out(signed, folder)
    return folder


def states_in(site: SignedSite) -> set[str]:
    """Every state that some award of the site is in."""
    return {state_of(site.registry, award, site.at).kind for award in site.registry.awards}


def _expected(registry: Registry, award: Award, at: datetime) -> Expected:
    # Each verifier answers every question by itself, so revoked and expired are both told of an award that is both.
    row = award.row
    assert row is not None
    kind = state_of(registry, award, at).kind
    end = valid_until(registry, award)
    purpose = registry.badges[award.badge].versions[row.badge_version].status_purpose
    is_set = kind in {"revoked", "suspended"}
    expired = end is not None and at > end
    early = at < valid_from(registry, award)
    if is_set:
        state = State.REVOKED if purpose == "revocation" else State.SUSPENDED
    else:
        state = State.EXPIRED if expired else State.NOT_YET_VALID if early else State.VALID
    return Expected(status={purpose: is_set}, expired=expired, not_yet_valid=early, state=state)


def _endorsement(one: Endorsed) -> Expected:
    # What was withdrawn ends: no list is needed, which few verifiers look into for endorsements.
    states = {"valid": State.VALID, "not-yet-valid": State.NOT_YET_VALID}
    state = states.get(one.state, State.EXPIRED)
    return Expected(status={}, expired=state is State.EXPIRED, not_yet_valid=one.state == "not-yet-valid", state=state)


def _every_state() -> dict[str, str]:
    """The files that give the small registry awards in every state, with ids and salts that are always the same.

    Those of the badge "voyage" say everything that an award can say.
    """
    revoked, revoked_and_expired, suspended = recipient(7), recipient(5), recipient(4)
    texts = {path: text for path, text in files().items() if path.startswith("credentials/awards/")} | {
        f"credentials/awards/{batch}.yml": f"badge: {batch.partition('/')[0]}\nawarded: {day}\nrecipients:\n"
        + "".join(f"- {{recipient: {recipient(number)}}}\n" for number in numbers)
        for batch, day, numbers in (
            ("data-analysis/2022-05-02-pilot-p0c3", "2022-05-02", (5, 6)),
            ("sailing/2023-05-02-regatta-2r5t", "2023-05-02", (10,)),
            ("teaching/2026-06-01-course-4q8w", "2026-06-01", (7, 8)),
            ("teaching/2026-07-20-next-course-9d2k", "2026-07-20", (9,)),
        )
    }
    texts["credentials/awards/voyage/2026-06-30-deep-3k3v.yml"] = (
        DEEP_BATCH.replace("badge: data-analysis", "badge: voyage")
        .replace(recipient(1), recipient(11))
        .replace(recipient(2), recipient(12))
    )
    ids: dict[str, list[str]] = {}
    numbers = count(1)

    def with_id(found: re.Match[str]) -> str:
        given = encode_128_bits(next(numbers) * 0x51ED270B2F4A9C35D8E10746B3A2F589 % (1 << 128))
        ids.setdefault(found["holder"], []).append(given)
        separator = "\n" + " " * len(found["indent"]) if found["indent"] is not None else ", "
        return f"{found['indent'] or ''}id: {given}{separator}recipient: {found['holder']}"

    entry = re.compile(r"(?m)(?P<indent>^[ -]*)?recipient: (?P<holder>r-\w+)")
    changes = {path: entry.sub(with_id, text) for path, text in sorted(texts.items())}
    for holder in (revoked, revoked_and_expired):
        changes[f"credentials/revocations/{ids[holder][-1]}.yml"] = "on: 2026-06-20\nreason: misconduct\n"
    changes[f"credentials/suspensions/{ids[suspended][-1]}.yml"] = "on: 2026-06-21\nreason: under-review\n"
    for number, issuer in enumerate(ISSUERS):
        changes[f"{SALTS_FOLDER}/{issuer}-0000.csv"] = format_salt(bytes([number]) * 16)
    changes["credentials/badges/voyage/badge.yml"] = DEEP_BADGE.replace("version: 2", "version: 1")
    changes["credentials/badges/voyage/badge.svg"] = SVG.replace("{colour}", "336699")
    award = next(iter(ids.values()))[0]
    changes |= own("badge", "badge: sailing", "lakeside", ["version: 1", "until: 2028-06-30"])
    changes |= own("older", "badge: data-analysis", "harbour", ["version: 1"])
    changes |= own("issuer", "issuer: harbour", "lakeside")
    changes |= own("award", f"award: {award}", "harbour")
    changes |= own("withdrawn", "badge: sailing", "lakeside", ["version: 1", "withdrawn: 2026-06-20"])
    changes |= own("over", "badge: sailing", "lakeside", ["version: 1", "until: 2026-06-20"])
    early = own("early", "badge: sailing", "lakeside", ["version: 1"])
    changes |= {path: text.replace("2026-06-01", "2026-08-01") for path, text in early.items()}
    consent = "consent:\n  on: 2026-06-01\n  to: [identity]\n"
    changes[f"recipients/{recipient(2)}.yml"] = f"identity:\n  name: Robin Example\n{consent}"
    changes[f"recipients/{recipient(3)}.yml"] = f"identity:\n  did: did:web:robin.example.org\n{consent}"
    changes[f"recipients/{recipient(8)}.yml"] = (
        f"identity:\n  email_hash: sha256${'0123456789abcdef' * 4}\n  salt: a-salt-of-the-tests\n{consent}"
    )
    return changes


def _nobody(file: str) -> str:
    raise AssertionError(f"asked for the passphrase of {file}")
