"""Keys that sign no more: retired as planned, or compromised.  The files stay, with one line more."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from conferral.authoring.edit import Edit
from conferral.authoring.hindrances import Because
from conferral.errors import GIVEN, Problem, RegistryProblems
from conferral.files import Files
from conferral.model import Key, Registry
from conferral.standards.timestamps import format_timestamp
from conferral.yaml_edits import YamlText


def retire(registry: Registry, files: Files, keys: Sequence[Key], at: datetime) -> Edit:
    """The line `retired:` in the files of keys; from `at` on they sign no more, and what they signed keeps verifying.

    Raises `RegistryProblems` with every key that cannot be retired.
    """
    problems = [Problem(_named(key), 0, 0, *words) for key in keys for words in _not_retirable(registry, key, at)]
    if problems:
        raise RegistryProblems(problems, where=GIVEN)
    return Edit(tuple(_with(files, key, "retired", at) for key in keys))


def compromise(registry: Registry, files: Files, key: Key, at: datetime, sound: Collection[str] = ()) -> Edit:
    """The line `compromised:` in the key's file; nothing that it signed may be trusted from then on.

    `sound` are the names of keys that it vouched for and that are known to be the issuer's all the same: their
    `vouched_by` goes, since no other key could have vouched.  With them a key may be marked already.  Raises
    `RegistryProblems`.
    """
    marked = key.file.compromised is not None and key.file.compromised <= at
    problems = [Problem(_named(key), 0, 0, *words) for words in _not_compromisable(key, at)] if not sound else []
    vouched = {other.name: other for other in vouched_for(registry, key)}
    for name in sound:
        if name not in vouched:
            expected = ", ".join(vouched) or "no --sound: it vouched for none"
            problems.append(Problem("--sound", 0, 0, f'"{key.name}" does not vouch for a key "{name}"', expected))
        elif others := _others_then(registry, vouched[name], key):
            what = f'"{name}" needs another voucher, as {" and ".join(others)} could sign then'
            hint = f"mark it as well, and make a new key: conferral key new {key.issuer}"
            problems.append(Problem("--sound", 0, 0, what, "a key that nothing else could vouch for", hint))
    if problems:
        raise RegistryProblems(problems, where=GIVEN)
    edits = [] if marked else [_with(files, key, "compromised", at)]
    for name in dict.fromkeys(sound):
        file = vouched[name].file.place.file
        edits.append((file, YamlText.of(files, file).remove(("vouched_by",)).text.encode()))
    return Edit(tuple(edits))


def vouched_for(registry: Registry, key: Key) -> Iterator[Key]:
    """The keys that it vouches for and that are not compromised themselves."""
    for other in registry.keys_of(key.issuer):
        vouch = other.file.vouched_by
        if vouch and vouch.key == key.name and not other.file.compromised:
            yield other


def _with(files: Files, key: Key, state: str, at: datetime) -> tuple[str, bytes]:
    file = key.file.place.file
    after = "retired" if state == "compromised" and key.file.retired else "activated"
    yaml = YamlText.of(files, file).set((state,), at, after=after)
    return file, yaml.text.encode()


def _named(key: Key) -> str:
    return f"{key.issuer}/{key.name}"


def _not_retirable(registry: Registry, key: Key, at: datetime) -> Iterator[Because]:
    file, expected = key.file, "a key that is neither retired nor compromised"
    later = [other for other in vouched_for(registry, key) if other.file.activated > at]
    if file.compromised:
        what = f"this key is marked as compromised since {format_timestamp(file.compromised)}"
        yield what, expected, "that ends it for good, and says more than retired"
    elif file.retired:
        what = f"this key is retired from {format_timestamp(file.retired)} on"
        hint = f"an earlier time may be written into {file.place.file} by hand, a later one may not"
        yield what, expected, hint
    elif at < file.activated:
        what = f"{format_timestamp(at)} is before it was activated, {format_timestamp(file.activated)}"
        yield what, f"{format_timestamp(file.activated)} or later", ""
    elif later:
        last = max(other.file.activated for other in later)
        names = " and ".join(other.name for other in later)
        what = f"it vouches for {names}, activated later than {format_timestamp(at)}"
        yield what, f"{format_timestamp(last)} or later", ""


def _not_compromisable(key: Key, at: datetime) -> Iterator[Because]:
    marked = key.file.compromised
    if marked and marked <= at:
        what = f"this key is marked as compromised since {format_timestamp(marked)}"
        yield what, "an earlier time, if it happened before that", "say since when: --at TIME"


def _others_then(registry: Registry, key: Key, without: Key) -> list[str]:
    """The other keys that could have vouched for a key: older, not compromised, not retired by then."""
    return [
        other.name
        for other in registry.keys_of(key.issuer)
        if other.name not in (key.name, without.name)
        and (other.file.activated, other.name) < (key.file.activated, key.name)
        and not other.file.compromised
        and not (other.file.retired and other.file.retired < key.file.activated)
    ]


def ended_by_rotation(registry: Registry, issuer: str, at: datetime) -> tuple[Key, ...]:
    """The keys that a new one takes the place of: all that could sign at that time."""
    return tuple(key for key in registry.keys_of(issuer) if key.signs_at(at))
