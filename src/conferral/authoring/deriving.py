"""Changing an issuer from random recipient ids to derived ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from conferral.atomic import write_private_file
from conferral.authoring.edit import Edit, carry_out, problems_of, readable
from conferral.authoring.naming import issuer_named
from conferral.errors import RegistryError, RegistryProblems
from conferral.recipient_secret import RecipientSecret
from conferral.yaml_edits import YamlText


@dataclass(frozen=True, slots=True, kw_only=True)
class Derived:
    """An issuer whose ids are derived from now on; `people` counts those who have awards, with ids of before."""

    issuer: str
    path: str
    secret: RecipientSecret
    people: int


def derive_ids(
    root: Path, issuer: str, *, as_of: datetime, keep: Callable[[RecipientSecret], None] | None = None
) -> Derived:
    """Make a secret and write its fingerprint into the issuer's file.

    `keep` puts the secret away before the file is written.  Raises `RegistryError` if the issuer has one already: a
    new secret would give everybody a second id.
    """
    registry, files = readable(root)
    found = issuer_named(registry, issuer)
    path = found.current.place.file
    if found.current.recipient_ids:
        raise RegistryError(
            f"the recipient ids of {found.slug} are derived already",
            hint="Another secret would give everybody a second id; ask another steward for the one that there is.",
        )
    secret = RecipientSecret.generate()
    text = YamlText.of(files, path)
    edited = text.set(("recipient_ids",), {"kind": "derived", "check": secret.fingerprint})
    edit = Edit(((path, edited.text.encode()),))
    problems = problems_of(edit, root, as_of=as_of)
    if problems:
        raise RegistryProblems(problems)
    if keep:
        keep(secret)
    carry_out(edit, root, as_of=as_of)
    awarded = {
        award.recipient
        for award in registry.awards
        if award.badge in registry.badges and registry.badges[award.badge].current.issuer == found.slug
    }
    return Derived(issuer=found.slug, path=path, secret=secret, people=len(awarded))


def write_secret(path: Path, secret: RecipientSecret, root: Path) -> None:
    """Write the secret to a new file that only its owner can read; never inside the registry, never over a file."""
    if path.resolve().is_relative_to(root.resolve()):
        hint = "The secret never belongs in a repository; choose a place outside it."
        raise RegistryError(f"{path} lies inside the registry's folder", hint=hint)
    try:
        write_private_file(path, f"{secret.as_text()}\n".encode())
    except FileExistsError:
        raise RegistryError(f"{path} exists", hint="Choose another --file; a secret is never replaced.") from None
