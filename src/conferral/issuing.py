"""Registry and signers in, every signed document out, by its site path: the one place that puts the parts together.

Nothing here reads a clock, a file or the network.  The same registry, keys and as-of time give the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from conferral import credentials, endorsing, learner_records, status
from conferral.addresses import (
    badge_image,
    badge_json,
    badge_version_json,
    baked_image,
    credential_json,
    did_document,
    issuer_logo,
    issuer_profile,
    registry_logo,
)
from conferral.errors import EncodingError, SigningError
from conferral.files import Files
from conferral.keys import did_document as did_document_of
from conferral.keys import signing_key, verification_method, why_none_signs
from conferral.model import Key, KeyFile, Registry
from conferral.progress import Progress
from conferral.signers import SecretKey, Signer
from conferral.standards.baking import bake
from conferral.standards.data_integrity import ProofOptions, create_proof
from conferral.standards.timestamps import format_timestamp

PREVIEW_KEY = "preview"
"""The name of every throwaway key."""


def keys_that_sign(registry: Registry, as_of: datetime) -> Mapping[str, Key]:
    """The key that signs for each issuer with something to sign; raises `SigningError` naming every issuer without."""
    keys = {issuer: signing_key(registry, issuer, as_of) for issuer in sorted(registry.issuers_that_sign)}
    without = sorted(issuer for issuer, key in keys.items() if key is None)
    if without:
        reasons = [
            f"no key may sign for {issuer}: {why_none_signs(registry.keys_of(issuer), as_of)}" for issuer in without
        ]
        raise SigningError(
            "\n  ".join(reasons),
            hint="Make one with `conferral key new ISSUER`, or use --preview; if a key only begins later, commit it or "
            "pass a later --as-of.",
        )
    return {issuer: key for issuer, key in keys.items() if key}


def preview_signers(registry: Registry, as_of: datetime) -> Mapping[str, Signer]:
    """A throwaway signer for each issuer with something to sign; its key is forgotten with the process."""
    return {issuer: _throwaway(issuer, as_of) for issuer in sorted(registry.issuers_that_sign)}


def documents(
    registry: Registry,
    signers: Mapping[str, Signer],
    *,
    base_url: str,
    as_of: datetime,
    preview: bool,
    progress: Progress | None = None,
) -> Iterator[tuple[str, bytes]]:
    """Every JSON document of the site: (site path, bytes).

    Of a registry that has moved, `registry` is what it is under one of its base URLs (`Registry.under`).
    What has former names has its unsigned documents at the former addresses too, and they name the present ones.
    `signers` has one for each issuer of `keys_that_sign`.  With `preview` the DID documents hold the signers' keys
    alone, since the registry's own keys have not signed anything under that base URL.
    """
    others = [] if preview else [other for other in registry.bases if other != base_url]
    vouched = _Vouched.of(registry, signers, base_url, as_of)
    yield from vouched.documents()
    for slug, issuer in sorted(registry.issuers.items()):
        own = [signers[slug].key] if preview and slug in signers else [] if preview else registry.keys_of(slug)
        profile = as_json(vouched.into(credentials.published_profile(issuer, base_url)))
        for name in (slug, *issuer.current.formerly):
            yield issuer_profile(name), profile
        yield did_document(slug), as_json(did_document_of(base_url, slug, own, as_of, other_bases=others))
    for slug, badge in sorted(registry.badges.items()):
        if badge.current.state == "draft":
            continue
        for number in sorted(badge.versions):
            published = as_json(vouched.into(credentials.published_achievement(registry, badge, number, base_url)))
            for name in (slug, *badge.current.formerly):
                yield badge_version_json(name, number), published
                if number == badge.current.version:
                    yield badge_json(name), published
    for listed in status.status_lists(registry):
        unsigned = status.credential(registry, listed, base_url, as_of)
        created = min(listed.newest, as_of)
        yield listed.path, as_json(_signed(unsigned, signers[listed.issuer], base_url, created))
    total = len(registry.awards)
    kept = dict.fromkeys(learner_records.awards_to_keep(registry, as_of), credentials.Document())
    for done, award in enumerate(registry.awards, 1):
        row = credentials.latest(award)
        signer = signers[registry.badges[award.badge].current.issuer]
        unsigned = credentials.credential(registry, award, base_url)
        signed = _signed(unsigned, signer, base_url, row.registered)
        if row.id in kept:
            kept[row.id] = signed
        yield credential_json(row.id), as_json(signed)
        if progress:
            progress("signing", done, total)
    for record in learner_records.learner_records(registry, kept, base_url=base_url, as_of=as_of):
        yield record.path, as_json(_signed(record.document, signers[record.issuer], base_url, record.moment))


def images(registry: Registry, files: Files) -> Iterator[tuple[str, bytes]]:
    """Every image that signed documents name, and the registry's logo: (site path, bytes)."""
    if registry.logo:
        yield registry_logo(registry.logo.extension), files.read(registry.logo.file)
    for badge in registry.badges.values():
        if badge.current.state != "draft":
            for number, image in badge.images.items():
                for name in (badge.slug, *badge.current.formerly):
                    yield badge_image(name, number, image.extension), files.read(image.file)
    for issuer in registry.issuers.values():
        if issuer.logo:
            for name in (issuer.slug, *issuer.current.formerly):
                yield issuer_logo(name, issuer.logo.extension), files.read(issuer.logo.file)


def baked_images(registry: Registry, files: Files, signed: Callable[[str], bytes]) -> Iterator[tuple[str, bytes]]:
    """The badge's image of every award with its credential baked into it, where the registry wants these files.

    `signed` gives the signed document of a site path.  Raises `EncodingError` for what cannot be baked.
    """
    if not registry.file.policy.baked_images:
        return
    plain: dict[str, bytes] = {}
    for award in registry.awards:
        row = credentials.latest(award)
        image = registry.badges[award.badge].images[row.badge_version]
        if image.file not in plain:
            plain[image.file] = files.read(image.file)
        text = signed(credential_json(row.id)).decode()
        try:
            yield baked_image(row.id, image.extension), bake(plain[image.file], text)
        except EncodingError as error:
            raise EncodingError(f"{image.file} cannot carry the credential {row.id}: {error.message}") from error


def as_json(document: Mapping[str, Any]) -> bytes:
    """A document as it is published: compact, since every byte of a hundred thousand counts."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _signed(document: dict[str, Any], signer: Signer, base_url: str, moment: datetime) -> dict[str, Any]:
    options = ProofOptions(
        verification_method=verification_method(base_url, signer.key.issuer, signer.key.name),
        created=format_timestamp(max(moment, signer.activated)),
    )
    return {**document, "proof": [create_proof(document, options=options, sign=signer.sign)]}


@dataclass(frozen=True, slots=True)
class _Vouched:
    """The endorsements of a site: what was signed by its site path, and the documents that hold by their subject."""

    published: Mapping[str, bytes]
    holding: Mapping[str, Sequence[Mapping[str, Any]]]

    @classmethod
    def of(cls, registry: Registry, signers: Mapping[str, Signer], base_url: str, as_of: datetime) -> _Vouched:
        """Every endorsement of what the site shows; those of the registry's own issuers are signed."""
        published: dict[str, bytes] = {}
        holding: dict[str, list[Mapping[str, Any]]] = {}
        for one in endorsing.endorsements(registry, as_of):
            by, outside = one.endorsement.file.by, one.endorsement.signed
            if by:
                unsigned = credentials.endorsement(registry, one.endorsement, base_url)
                begin, _ = endorsing.window_of(registry, one.endorsement)
                document = _signed(unsigned, signers[by], base_url, begin)
                published[one.path] = as_json(document)
            elif outside:
                document = endorsing.document_of(one.endorsement) or {}
                published[one.path] = outside.content
            if one.holds and (outside is None or endorsing.stands_inside(outside)):
                holding.setdefault(document["credentialSubject"]["id"], []).append(document)
        return cls(published, holding)

    def documents(self) -> Iterator[tuple[str, bytes]]:
        """Every signed endorsement: (site path, bytes)."""
        yield from sorted(self.published.items())

    def into(self, document: Mapping[str, Any]) -> Mapping[str, Any]:
        """An Achievement or a Profile with the endorsements of it that hold (Open Badges 3.0, sections B.2 and B.11).

        They stand in no credential: what was signed stays as it is.
        """
        found = self.holding.get(document["id"])
        return {**document, "endorsement": list(found)} if found else document


def _throwaway(issuer: str, as_of: datetime) -> Signer:
    secret = SecretKey.generate()
    file = KeyFile(
        public_key=secret.public_key,
        signer="preview",
        activated=as_of,
        proof_of_possession=secret.sign_statement(issuer, PREVIEW_KEY, secret.public_key),
    )
    return Signer(key=Key(issuer=issuer, name=PREVIEW_KEY, file=file), secret=secret)
