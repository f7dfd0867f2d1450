"""From what a person typed to what is meant: an award by its id or its page, a badge, an issuer, a recipient.

An address may be that of the page or of the JSON, on the live site, on a preview or at a former base URL: ids are
random, so an id that this registry knows is meant whatever stands before it.  Who mistyped gets the nearest name.
Everything here raises `RegistryProblems`, whose places are what was typed.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from pydantic import TypeAdapter

from conferral.errors import GIVEN, Problem, RegistryProblems
from conferral.fields import RecipientId, refusal
from conferral.identifiers import AWARD_ID, RECIPIENT_ID
from conferral.model import Award, Badge, Issuer, Key, Pathway, Registry
from conferral.spelling import hyphenated

_RECIPIENT: TypeAdapter[str] = TypeAdapter(RecipientId)
_LOOKALIKES = str.maketrans("ilou", "110v")
_ENDINGS = 4
"""Of many ids only those that begin or end with as many of the same characters are compared whole."""
_FEW = 500

Owner = TypeVar("Owner", Badge, Issuer)


def award_named(registry: Registry, text: str) -> Award:
    """The award with that id, or at that address."""
    return awards_named(registry, [text])[0]


def awards_named(registry: Registry, texts: Iterable[str]) -> tuple[Award, ...]:
    """The awards with those ids, or at those addresses, each once; all mistakes at once."""
    awards = {award.id: award for award in registry.awards if award.id}
    found: dict[str, Award] = {}
    problems = []
    for text in texts:
        wanted = _segment(text, "credentials").lower()
        if wanted in awards:
            found.setdefault(wanted, awards[wanted])
        else:
            problems.append(_no_award(registry, text.strip() or '""', wanted, awards))
    if problems:
        raise RegistryProblems(problems, where=GIVEN)
    return tuple(found.values())


def badge_named(registry: Registry, text: str) -> Badge:
    """The badge with that short name, or at that address."""
    return _owner_named(registry.badges, text, "badge", registry)


def issuer_named(registry: Registry, text: str) -> Issuer:
    """The issuer with that short name, or at that address."""
    return _owner_named(registry.issuers, text, "issuer", registry)


def pathway_named(registry: Registry, text: str) -> Pathway:
    """The pathway with that short name, at that address, or with that title."""
    wanted = _segment(text, "pathways").removesuffix(".yml")
    if wanted in registry.pathways:
        return registry.pathways[wanted]
    hint = nearest(wanted, registry.pathways)
    for slug, pathway in registry.pathways.items():
        if wanted.casefold() == pathway.file.title.casefold():
            hint = f'did you mean "{slug}"?'
    expected = "the name of a file in credentials/pathways"
    raise RegistryProblems([Problem(text, 0, 0, "there is no pathway of this name", expected, hint)], where=GIVEN)


def recipient_named(registry: Registry, text: str) -> str:
    """The id of a recipient whom the registry knows: by an award or by a file of their own."""
    wanted = _segment(text, "people")
    known = {award.recipient for award in registry.awards} | registry.recipients.keys()
    if wanted.lower() in known:
        return wanted.lower()
    refused = refusal(_RECIPIENT, wanted)
    if refused:
        hint = _nearest(wanted.lower(), known) or refused.hint
        raise RegistryProblems([Problem(text, 0, 0, refused.what, refused.expected, hint)], where=GIVEN)
    what = "nobody of this registry has this recipient id"
    raise RegistryProblems([Problem(text, 0, 0, what, "", _nearest(wanted, known))], where=GIVEN)


def key_named(registry: Registry, issuer: str, name: str) -> Key:
    """The key of that name of the issuer with that short name; a name may be the path of its file."""
    owner = issuer_named(registry, issuer)
    wanted = name.rsplit("/", 1)[-1].removesuffix(".yml")
    keys = {key.name: key for key in registry.keys_of(owner.slug)}
    if wanted in keys:
        return keys[wanted]
    what, expected = f"{owner.slug} has no key of this name", f"the name of a file in keys/{owner.slug}"
    hint = nearest(wanted, keys) or f"it has none yet; `conferral key new {owner.slug}` makes one"
    raise RegistryProblems([Problem(name, 0, 0, what, expected, hint)], where=GIVEN)


def nearest(name: str, names: Iterable[str]) -> str:
    """A hint with the short name that was probably meant; all of them where they are few; else empty."""
    listed = sorted(names)
    found = difflib.get_close_matches(hyphenated(name), listed, n=1, cutoff=0.6)
    if found:
        return f'did you mean "{found[0]}"?'
    return f"there are: {', '.join(listed)}" if 0 < len(listed) <= 12 else ""


def _owner_named(owners: Mapping[str, Owner], text: str, kind: str, registry: Registry) -> Owner:
    wanted = _segment(text, f"{kind}s")
    if wanted in owners:
        return owners[wanted]
    hint = nearest(wanted, owners)
    for slug, owner in owners.items():
        if wanted in owner.current.formerly:
            hint = f'its name is "{slug}" today'
        elif wanted.casefold() == owner.current.name.casefold():
            hint = f'did you mean "{slug}"?'
    if AWARD_ID.fullmatch(wanted) and wanted in registry.rows_by_id:
        hint = f"this is the id of an award of {registry.rows_by_id[wanted][-1].badge}"
    what = f"there is no {kind} of this name"
    expected = f"the name of a folder in credentials/{kind}s"
    raise RegistryProblems([Problem(text, 0, 0, what, expected, hint)], where=GIVEN)


def _no_award(registry: Registry, text: str, wanted: str, awards: Mapping[str, Award]) -> Problem:
    """Why the text names no award, and what was probably meant."""
    erased = next((one for one in registry.erased if one.id == wanted), None)
    if erased:
        what = f"this award was erased on {erased.on}"
        return Problem(text, 0, 0, what, "an award that is still there", "what is erased cannot be changed any more")
    if RECIPIENT_ID.fullmatch(wanted):
        hint = f"`conferral list --recipient {wanted}` shows the awards of this recipient"
        return Problem(text, 0, 0, "this is the id of a recipient, not of an award", "the id of an award", hint)
    if wanted in registry.badges:
        hint = f"`conferral list --badge {wanted}` shows its awards"
        return Problem(text, 0, 0, "this is a badge, not an award", "the id of an award", hint)
    near = _nearest(wanted.translate(_LOOKALIKES), awards)
    if "://" in text and not text.strip().startswith(tuple(f"{base}/" for base in registry.bases)):
        expected = f"an address such as {registry.file.base_url}/credentials/<id>/"
        return Problem(text, 0, 0, "this address is not of this registry", expected, near)
    if AWARD_ID.fullmatch(wanted):
        hint = near or "if the award is new, merge the branch that it is on first"
        return Problem(text, 0, 0, "there is no award with this id", "", hint)
    expected = "26 characters of 0-9 and a-z without i, l, o, u, or the address of the credential's page"
    return Problem(text, 0, 0, "this is no id of an award", expected, near)


def _nearest(wanted: str, ids: Iterable[str]) -> str:
    """A hint with the id that was probably meant; of many ids, only those that begin or end alike are looked at."""
    listed: Sequence[str] = list(ids)
    if len(listed) > _FEW:
        listed = [one for one in listed if one[:_ENDINGS] == wanted[:_ENDINGS] or one[-_ENDINGS:] == wanted[-_ENDINGS:]]
    found = difflib.get_close_matches(wanted, listed, n=1, cutoff=0.8)
    return f'did you mean "{found[0]}"?' if found else ""


def _segment(text: str, folder: str) -> str:
    """What names the thing: of an address, the part of its path behind the folder; else the text itself."""
    text = text.strip()
    found = re.match(rf"[^?#]*/{folder}/([^/?#]+)", text)  # the last one: a base URL may end in the folder's name
    return found[1] if found and "://" in text else text
