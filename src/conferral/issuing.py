"""Registry and signers in, every signed document out, by its site path: the one place that puts the parts together.

Nothing here reads a clock, a file or the network.  The same registry, keys and as-of time give the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from conferral import credentials, endorsing, learner_records, status
from conferral.addresses import (
    badge_image,
    badge_json,
    badge_version_json,
    baked_image,
    did_document,
    issuer_logo,
    issuer_profile,
    registry_logo,
)
from conferral.errors import CanonicalizationError, EncodingError, SigningError
from conferral.files import Files
from conferral.keys import did_document as did_document_of
from conferral.keys import signing_key, verification_method, why_none_signs
from conferral.model import Key, KeyFile, Registry
from conferral.portions import Portion, narrowed, portions, without_awards
from conferral.progress import Progress
from conferral.signers import SecretKey, Signer
from conferral.standards.baking import bake
from conferral.standards.data_integrity import ProofOptions, create_proof, prepare_proof, proof_value
from conferral.standards.open_badges import CONTEXTS
from conferral.standards.timestamps import format_timestamp
from conferral.workers import ALONE, Workers

_COMPACT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))

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


class DriftError(SigningError):
    """A credential would be signed that is another one than the register says."""


@dataclass(frozen=True, slots=True)
class Unsigned:
    """A credential that lacks its signature and nothing else.

    `data` are the bytes that the issuer's key signs, `before` is its JSON as far as the signature.
    """

    id: str
    issuer: str
    data: bytes
    before: bytes

    def signed(self, signature: bytes) -> bytes:
        """Its JSON as it is published."""
        return b"%b%b%b" % (self.before, proof_value(signature).encode(), _AFTER)


@dataclass(frozen=True, slots=True)
class Preparing:
    """What preparing credentials for their signatures needs besides their awards; no secret is in it.

    `keys` has the address and the activation of the key that signs for each issuer.
    """

    registry: Registry
    base_url: str
    keys: Mapping[str, tuple[str, datetime]]

    def options(self, issuer: str, moment: datetime) -> ProofOptions:
        """What a proof of the issuer says about itself, of a document that is as old as `moment`."""
        method, activated = self.keys[issuer]
        return ProofOptions(verification_method=method, created=format_timestamp(max(moment, activated)))


def prepared(shared: Preparing, portion: Portion) -> list[Unsigned]:
    """The credentials of a portion in the order of its awards, for `Issuing.credentials`; `shared` has no awards.

    The layout of a published credential is settled here: its proof is its last member, and the signature the last of
    the proof.
    """
    registry = narrowed(shared.registry, portion)
    made = []
    for award in registry.awards:
        row = credentials.latest(award)
        issuer = registry.badges[award.badge].current.issuer
        try:
            document = credentials.credential(registry, award, shared.base_url)
            proof = prepare_proof(document, options=shared.options(issuer, row.registered))
        except (LookupError, CanonicalizationError) as error:
            raise DriftError(f"award {row.id} cannot be signed: {error}") from error
        text = _credential_as_json({**document, "proof": [{**proof.members, "proofValue": ""}]})
        made.append(Unsigned(row.id, issuer, proof.data, text.removesuffix(_AFTER)))
    return made


DIGEST_BYTES = 32
"""Of each of the two hashes that are signed: that of the proof's configuration, and that of the document."""
_AFTER = b'"}]}\n'


def _credential_as_json(document: credentials.Document) -> bytes:
    """What `as_json` gives.  The achievement, which is most of it, is the same object in all credentials of a badge."""
    subject = document["credentialSubject"]
    without = {**document, "credentialSubject": {**subject, "achievement": None}}
    # No member of a credential is null, and within a text the quotation marks would be escaped.
    head, nothing, tail = as_json(without).partition(b'"achievement":null')
    assert nothing  # noqa: S101 -- it was put there
    return b'%b"achievement":%b%b' % (head, _achievement_as_json(subject["achievement"]), tail)


_MOST_ACHIEVEMENTS = 4096
_achievements: dict[int, tuple[credentials.Document, bytes]] = {}


def _achievement_as_json(achievement: credentials.Document) -> bytes:
    """As `as_json`, without the line's end; remembered by the object, which is remembered with it and keeps its id."""
    known = _achievements.get(id(achievement))
    if known is None:
        if len(_achievements) >= _MOST_ACHIEVEMENTS:
            _achievements.clear()
        known = _achievements[id(achievement)] = (achievement, as_json(achievement).rstrip())
    return known[1]


class Issuing:
    """Everything of a site that is signed, and what is published beside it as JSON.

    Of a registry that has moved, `registry` is what it is under one of its base URLs (`Registry.under`).
    `signers` has one for each issuer of `keys_that_sign`.  With `preview` the DID documents hold the signers' keys
    alone, since the registry's own keys have not signed anything under that base URL.  With `compared` no credential
    is signed but one whose hash is the digest in the register, whatever workers say.
    """

    def __init__(
        self,
        registry: Registry,
        signers: Mapping[str, Signer],
        *,
        base_url: str,
        as_of: datetime,
        preview: bool,
        compared: bool = False,
    ) -> None:
        self._registry = registry
        self._signers = signers
        self._base_url = base_url
        self._as_of = as_of
        self._preview = preview
        self._compared = compared
        keys = {
            issuer: (verification_method(base_url, one.key.issuer, one.key.name), one.activated)
            for issuer, one in signers.items()
        }
        self._preparing = Preparing(without_awards(registry), base_url, keys)
        self._held = dict.fromkeys(learner_records.awards_to_keep(registry, as_of), credentials.Document())

    def documents(self) -> Iterator[tuple[str, bytes]]:
        """Every JSON document but credentials and records: (site path, bytes).

        What has former names has its unsigned documents at the former addresses too, and they name the present ones.
        """
        registry, base_url, as_of = self._registry, self._base_url, self._as_of
        others = [] if self._preview else [other for other in registry.bases if other != base_url]
        vouched = _Vouched.of(registry, self._signed, base_url, as_of)
        yield from vouched.documents()
        for slug, issuer in sorted(registry.issuers.items()):
            profile = as_json(vouched.into(credentials.published_profile(issuer, base_url)))
            for name in (slug, *issuer.current.formerly):
                yield issuer_profile(name), profile
            document = did_document_of(base_url, slug, self._keys_shown(slug), as_of, other_bases=others)
            yield did_document(slug), as_json(document)
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
            yield listed.path, as_json(self._signed(unsigned, listed.issuer, min(listed.newest, as_of)))

    def credentials(
        self, workers: Workers = ALONE, progress: Progress | None = None
    ) -> Iterator[list[tuple[str, bytes]]]:
        """Every credential, in the order of the awards, some at a time: (the award's id, bytes).

        Workers prepare them; this process, which holds the keys, signs.  Raises `DriftError` where they are `compared`.
        """
        total, done = len(self._registry.awards), 0
        for made in workers.each(prepared, self._preparing, portions(self._registry)):
            if self._compared:
                self._compare(made)
            signed = [(one.id, one.signed(self._signers[one.issuer].sign(one.data))) for one in made]
            for award, content in signed:
                if award in self._held:
                    self._held[award] = json.loads(content)
            done += len(signed)
            if progress:
                progress("signing", done, total)
            yield signed

    def records(self) -> Iterator[tuple[str, bytes]]:
        """Every learner record: (site path, bytes); they hold credentials, so these come first."""
        for record in learner_records.learner_records(
            self._registry, self._held, base_url=self._base_url, as_of=self._as_of
        ):
            yield record.path, as_json(self._signed(record.document, record.issuer, record.moment))

    def _compare(self, made: Sequence[Unsigned]) -> None:
        for one in made:
            row = self._registry.rows_by_id[one.id][-1]
            config = self._config_hash(one.issuer, row.registered)
            if one.data != config + bytes.fromhex(row.digest):
                raise DriftError(f"award {one.id} would sign something else than what was registered")

    @lru_cache(maxsize=1024)  # noqa: B019 -- as long as the build lasts
    def _config_hash(self, issuer: str, registered: datetime) -> bytes:
        options = self._preparing.options(issuer, registered)
        return prepare_proof({"@context": list(CONTEXTS)}, options=options).data[:DIGEST_BYTES]

    def _keys_shown(self, issuer: str) -> Sequence[Key]:
        if not self._preview:
            return self._registry.keys_of(issuer)
        return [self._signers[issuer].key] if issuer in self._signers else []

    def _signed(self, document: dict[str, Any], issuer: str, moment: datetime) -> dict[str, Any]:
        options = self._preparing.options(issuer, moment)
        return {**document, "proof": [create_proof(document, options=options, sign=self._signers[issuer].sign)]}


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


def baked_images(registry: Registry, files: Files, signed: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    """The badge's image of every award with its credential baked into it, where the registry wants these files.

    `signed` are the signed credentials by the award's id, in the order of the awards.  Raises `EncodingError` for what
    cannot be baked.
    """
    if not registry.file.policy.baked_images:
        return
    plain: dict[str, bytes] = {}
    for award, (name, content) in zip(registry.awards, signed, strict=True):
        image = registry.badges[award.badge].images[credentials.latest(award).badge_version]
        if image.file not in plain:
            plain[image.file] = files.read(image.file)
        try:
            yield baked_image(name, image.extension), bake(plain[image.file], content.decode())
        except EncodingError as error:
            raise EncodingError(f"{image.file} cannot carry the credential {name}: {error.message}") from error


def as_json(document: Mapping[str, Any]) -> bytes:
    """A document as it is published: compact, since every byte of a hundred thousand counts."""
    return _COMPACT.encode(document).encode() + b"\n"


@dataclass(frozen=True, slots=True)
class _Vouched:
    """The endorsements of a site: what was signed by its site path, and the documents that hold by their subject."""

    published: Mapping[str, bytes]
    holding: Mapping[str, Sequence[Mapping[str, Any]]]

    @classmethod
    def of(
        cls,
        registry: Registry,
        sign: Callable[[dict[str, Any], str, datetime], dict[str, Any]],
        base_url: str,
        as_of: datetime,
    ) -> _Vouched:
        """Every endorsement of what the site shows; those of the registry's own issuers are signed."""
        published: dict[str, bytes] = {}
        holding: dict[str, list[Mapping[str, Any]]] = {}
        for one in endorsing.endorsements(registry, as_of):
            by, outside = one.endorsement.file.by, one.endorsement.signed
            if by:
                unsigned = credentials.endorsement(registry, one.endorsement, base_url)
                begin, _ = endorsing.window_of(registry, one.endorsement)
                document = sign(unsigned, by, begin)
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
