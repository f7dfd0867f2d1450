"""Whose key is whose.  What a key proves about itself is for `conferral.keys`."""

from __future__ import annotations

from collections.abc import Iterator

from conferral.fields import closest
from conferral.model import Finding, Key, Place
from conferral.validation.facts import Facts


def keys_are_of_an_issuer(facts: Facts) -> Iterator[Finding]:
    """The folder of a key names an issuer."""
    issuers = facts.registry.issuers
    for key in facts.registry.keys:
        if key.issuer not in issuers and not facts.is_gap("issuer", key.issuer):
            expected = "keys/<issuer>/, with the name of a folder in credentials/issuers"
            what = f'there is no issuer "{key.issuer}"'
            yield Finding(Place(key.file.place.file), what, expected, closest(key.issuer, issuers))


def no_key_is_used_twice(facts: Facts) -> Iterator[Finding]:
    """Every key file has a key of its own, between issuers too."""
    seen: dict[str, Key] = {}
    for key in facts.registry.keys:
        first = seen.setdefault(key.file.public_key, key)
        if first is not key:
            yield Finding(
                key.file.place.at("public_key"),
                f"this is the key of {first.file.place.file} too",
                "a key of its own",
                "make one with `conferral key new`",
            )


RULES = (keys_are_of_an_issuer, no_key_is_used_twice)
