"""Changes by chance to JSON that keep it JSON, so that what follows the parser is reached, too."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from random import Random
from typing import Any

from tests.fuzz.graphs import hostile
from tests.fuzz.words import a_name, a_number, a_scalar, a_text

Place = tuple[Any, Any]
"""An object or a list, and the name or the number of one value in it."""

_MOST_PLACES = 20_000
_MOST_COPIES = 4_000


def mutated_json(data: bytes, most: int, chance: Random) -> bytes | None:
    """The JSON in `data`, changed in one place or in some; None where there is none, or it gets longer than `most`."""
    try:
        value = json.loads(data)
        for _ in range(chance.choice((1, 1, 1, 2, 3, 6))):
            value = mutated(value, chance)
        text = json.dumps(value, separators=(",", ":"))
    except (ValueError, RecursionError):
        return None
    if chance.random() < 0.05:
        text = _unlike_json(text, chance)
    return text.encode() if len(text) <= most else None


def mutated(value: Any, chance: Random) -> Any:
    """`value` after one change, which may have changed it in place."""
    whole = [value]
    places = list(_places(whole))
    holder, key = chance.choice(places)
    change = chance.choice(_CHANGES)
    change(holder, key, places, chance)
    return whole[0] if whole else {}


def mutated_bytes(data: bytes, most: int, chance: Random) -> bytes:
    """`data` with some bytes changed, left out, or repeated."""
    found = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 4, 16))):
        start = chance.randrange(len(found) + 1)
        end = min(len(found), start + chance.choice((1, 1, 2, 4, 16, 256)))
        match chance.randrange(5):
            case 0:
                del found[start:end]
            case 1:
                found[start:start] = found[start:end] * chance.choice((1, 2, 50))
            case 2:
                found[start:start] = chance.randbytes(chance.choice((1, 1, 4)))
            case 3:
                found[start:start] = a_text(chance).encode("utf-8", "surrogatepass")
            case _:
                found[start:end] = bytes(byte ^ (1 << chance.randrange(8)) for byte in found[start:end])
    return bytes(found[:most])


def shuffled(value: Any, chance: Random) -> Any:
    """A copy of `value` with the members of each object in another order."""
    if isinstance(value, dict):
        names = list(value)
        chance.shuffle(names)
        return {name: shuffled(value[name], chance) for name in names}
    return [shuffled(inner, chance) for inner in value] if isinstance(value, list) else value


def _places(whole: list[Any]) -> Iterator[Place]:
    waiting: list[Any] = [whole]
    found = 0
    while waiting and found < _MOST_PLACES:
        holder = waiting.pop()
        for key, inner in holder.items() if isinstance(holder, dict) else enumerate(holder):
            yield holder, key
            found += 1
            if isinstance(inner, dict | list):
                waiting.append(inner)


def _replace(holder: Any, key: Any, _places: list[Place], chance: Random) -> None:
    holder[key] = a_scalar(chance)


def _alter(holder: Any, key: Any, _places: list[Place], chance: Random) -> None:
    """Another value of the same kind."""
    value = holder[key]
    if isinstance(value, str):
        place = chance.randrange(len(value) + 1)
        added = a_text(chance)[:40] if chance.random() < 0.3 else chance.choice("aZ0 .:/#%-_=é")
        holder[key] = value[:place] + added + value[place + chance.choice((0, 1, 1, 9)) :]
    elif isinstance(value, bool | int | float):
        holder[key] = chance.choice((not value, value + 1, -value, value * 2, value / 3, str(value)))
    else:
        holder[key] = a_scalar(chance)


def _remove(holder: Any, key: Any, _places: list[Place], _chance: Random) -> None:
    del holder[key]


def _add(holder: Any, key: Any, places: list[Place], chance: Random) -> None:
    """One member or item more, inside where that can be."""
    inside = holder[key]
    target = inside if isinstance(inside, dict | list) else holder
    value = _value(places, chance)
    if isinstance(target, dict):
        target[a_name(chance)] = value
    else:
        target.insert(chance.randrange(len(target) + 1), value)


def _rename(holder: Any, key: Any, places: list[Place], chance: Random) -> None:
    if isinstance(holder, dict):
        holder[a_name(chance)] = holder.pop(key)
    else:
        holder[key] = _value(places, chance)


def _copy(holder: Any, key: Any, places: list[Place], chance: Random) -> None:
    """What stands elsewhere comes here, too."""
    source, there = chance.choice(places)
    holder[key] = deepcopy(source[there])


def _exchange(holder: Any, key: Any, places: list[Place], chance: Random) -> None:
    source, there = chance.choice(places)
    ours, theirs = deepcopy(holder[key]), deepcopy(source[there])
    source[there] = ours
    if (isinstance(holder, dict) and key in holder) or (isinstance(holder, list) and key < len(holder)):
        holder[key] = theirs


def _repeat(holder: Any, key: Any, _places: list[Place], chance: Random) -> None:
    """A list of many copies of what stood here."""
    size = max(1, len(json.dumps(holder[key])))
    count = min(1 + a_number(chance, _MOST_COPIES), max(2, 300_000 // size))
    varied = chance.random() < 0.5
    copies = [deepcopy(holder[key]) for _ in range(count)]
    if varied:
        for number, each in enumerate(copies):
            if isinstance(each, dict):
                each[chance.choice(("id", "name"))] = f"urn:x:{number}"
            elif isinstance(each, str):
                copies[number] = f"{each}{number}"
    holder[key] = copies


def _nest(holder: Any, key: Any, _places: list[Place], chance: Random) -> None:
    """What stood here stands deeper."""
    name = a_name(chance)
    for _ in range(chance.choice((1, 1, 2, 5, 12, 20, 45, 80))):
        holder[key] = [holder[key]] if chance.random() < 0.3 else {name: holder[key]}


def _unwrap(holder: Any, key: Any, _places: list[Place], _chance: Random) -> None:
    value = holder[key]
    if isinstance(value, list) and value:
        holder[key] = value[0]
    elif isinstance(value, dict) and value:
        holder[key] = next(iter(value.values()))
    else:
        holder[key] = [value]


def _grow_graph(holder: Any, key: Any, _places: list[Place], chance: Random) -> None:
    """Objects that are hard to tell apart."""
    holder[key] = hostile(chance)


def _same_id(_holder: Any, _key: Any, places: list[Place], chance: Random) -> None:
    """Several objects are one and the same."""
    identity = a_text(chance)
    for source, there in chance.sample(places, min(len(places), 6)):
        if isinstance(source[there], dict):
            source[there]["id"] = identity


def _value(places: list[Place], chance: Random) -> Any:
    match chance.randrange(6):
        case 0:
            return {a_name(chance): a_scalar(chance) for _ in range(chance.randrange(4))}
        case 1:
            return [a_scalar(chance) for _ in range(chance.randrange(4))]
        case 2:
            source, there = chance.choice(places)
            return deepcopy(source[there])
        case _:
            return a_scalar(chance)


_CHANGES: tuple[Callable[[Any, Any, list[Place], Random], None], ...] = (
    *(_replace, _replace, _alter, _alter, _alter, _remove, _remove, _add, _add, _add, _rename, _rename),
    *(_copy, _copy, _exchange, _repeat, _nest, _unwrap, _grow_graph, _same_id),
)


def _unlike_json(text: str, chance: Random) -> str:
    """Text that readers may see as different JSON, or as none."""
    match chance.randrange(5):
        case 0:  # a name twice
            place = text.find("{", chance.randrange(len(text)))
            return f"{text[: place + 1]}{json.dumps(a_name(chance))}:1,{text[place + 1 :]}" if place >= 0 else text
        case 1:
            return "[" * chance.choice((100, 1_000, 100_000)) + text
        case 2:
            return text.replace(":", f":{chance.choice(('1e999', 'NaN', '-0', '0.10', '1' * 5000, '01'))},", 1)
        case 3:
            return chance.choice(("\ufeff", " ", "\x00", "//")) + text
        case _:
            return text[: chance.randrange(len(text) + 1)]
