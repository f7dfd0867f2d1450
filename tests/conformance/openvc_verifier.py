"""openvc-core, asked one credential at a time.

It raises a typed error for each reason to turn a credential down, and stops at the first; so whoever is told that a
credential has expired asks again without that question.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from openvc.did.base import DidResolutionError, DidResolverRegistry
from openvc.did.did_web import DidWebResolver
from openvc.errors import OpenvcError
from openvc.proof.errors import CredentialExpired, CredentialNotYetValid
from openvc.status import CredentialRevoked, CredentialSuspended, StatusListError, decode_bitstring
from openvc.verify import VerificationPolicy, verify_credential

from conferral.standards import contexts
from conferral.standards.open_badges import CLR_2_0_1, CONTEXTS
from tests.conformance.outside import Finding, Job
from tests.conformance.sites import SignedSite

_OPEN_BADGES = {name: contexts.load(name) for name in (CONTEXTS[1], CLR_2_0_1)}


def examine(site: SignedSite, jobs: Sequence[Job]) -> Mapping[str, Finding]:
    """What it says of each document, by the name of its job.  A list that nothing replaces is verified once."""
    lists: dict[Path | None, dict[str, dict[str, Any]]] = {}
    found = {}
    for job in jobs:
        there = site if job.folder is None else replace(site, folder=job.folder)
        document = job.document if job.document is not None else there.document(job.path or "")
        known = {} if job.replaced else lists.setdefault(job.folder, {})
        found[job.name] = _Examination(there, job, known).of(document)
    return found


class _Examination:
    """One document and the site around it, with whatever the job replaces in that."""

    def __init__(self, site: SignedSite, job: Job, lists: dict[str, dict[str, Any]]) -> None:
        self._site = site
        self._lists = lists
        self._job = job
        self._resolver = DidResolverRegistry([DidWebResolver(self._load)])

    def of(self, document: Mapping[str, Any]) -> Finding:
        policy = VerificationPolicy(now=self._job.at, leeway_s=0, require_status_issuer_binding=True)
        found = Finding(signature=False, status={}, expired=False, not_yet_valid=False, error="", bits=None)
        try:
            try:
                status = self._verify(document, policy)
            except CredentialExpired:
                found = replace(found, expired=True)
                status = self._verify(document, replace(policy, require_not_expired=False))
            except CredentialNotYetValid:
                found = replace(found, not_yet_valid=True)
                begin = datetime.fromisoformat(str(document["validFrom"]))
                status = self._verify(document, replace(policy, now=begin))
        except OpenvcError as error:
            return replace(found, error=f"{type(error).__name__}: {error}")
        return replace(found, signature=True, status=status, bits=_set_bits(document))

    def _verify(self, document: Mapping[str, Any], policy: VerificationPolicy) -> Mapping[str, bool]:
        """The bits of the status entries; raises what the library raises, but for a bit that is set."""
        try:
            result = verify_credential(
                _with_one_proof(document),
                policy=policy,
                resolver=self._resolver,
                resolve_status_list=self._list,
                extra_contexts=_OPEN_BADGES,
            )
        except CredentialRevoked:
            return {"revocation": True}
        except CredentialSuspended:
            return {"suspension": True}
        return {entry.entry.purpose: entry.is_set for entry in getattr(result.status, "entries", ())}

    def _list(self, url: str) -> dict[str, Any]:
        """The list at an address, its own proof verified; always as of the instant that was asked about."""
        if url not in self._lists:
            try:
                document = _with_one_proof(self._load(url))
            except DidResolutionError as error:
                raise StatusListError(str(error)) from error
            policy = VerificationPolicy(now=self._job.at, leeway_s=0)
            self._lists[url] = verify_credential(document, policy=policy, resolver=self._resolver).credential
        return self._lists[url]

    def _load(self, url: str) -> dict[str, Any]:
        path = url.removeprefix(f"{self._site.base_url}/")
        if path in self._job.replaced:
            found = self._job.replaced[path]
        else:
            file = self._site.folder / path
            found = json.loads(file.read_bytes()) if path != url and file.is_file() else None
        if not isinstance(found, dict):
            raise DidResolutionError(f"no document under {url}")
        return found


def _with_one_proof(document: Mapping[str, Any]) -> dict[str, Any]:
    """The document with its only proof as an object, the one form that the library knows."""
    proof = document.get("proof")
    return {**document, "proof": proof[0]} if isinstance(proof, list) and len(proof) == 1 else dict(document)


def _set_bits(document: Mapping[str, Any]) -> frozenset[int] | None:
    subject = document["credentialSubject"]
    if "encodedList" not in subject:
        return None
    octets = decode_bitstring(subject["encodedList"])
    return frozenset(
        8 * place + bit for place, octet in enumerate(octets) if octet for bit in range(8) if octet & (0x80 >> bit)
    )
