"""Whatever stands in a file, an import ends in files that the registry takes, or in problems; never otherwise."""

from __future__ import annotations

import copy
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conferral.authoring.edit import problems_of
from conferral.authoring.identifying import Identifying
from conferral.authoring.importing import badgr, open_badges_2, open_badges_3
from conferral.authoring.importing.carrying import Carrying
from conferral.authoring.importing.documents import Thing, things_in
from conferral.authoring.importing.found import Found, Notes
from conferral.authoring.importing.handed_in import GivenFile
from conferral.authoring.importing.recipients import Recipients
from conferral.files import FolderFiles
from conferral.loading import load_registry
from conferral.model import Registry
from conferral.people import new_map, read_people
from tests.registry_builder import NOW, write_registry
from tests.unit.authoring.importing import examples

READERS = {"2": open_badges_2.read, "3": open_badges_3.read, "badgr": badgr.read}
DOCUMENTS: list[Any] = [
    [examples.issuer_2(), examples.badge_2(), examples.assertion_2()],
    [examples.assertion_2(badge=examples.badge_2(issuer=examples.issuer_2()))],
    [examples.credential_3()],
    examples.badgr_export(),
]
ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**53), 2**53),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=20),
    st.sampled_from(
        [
            "http://[", "https://", "data:,", "data:image/png;base64,", "mailto:", "sha256$", "x" * 25_000, "@", "\x00",
            "2026-02-30T00:00:00Z", "9999-12-31T23:59:59+14:00", "0001-01-01T00:00:00-14:00", " ", "no", "- a: b",
            "...", "---", "=1+1", "r-" + "0" * 27, "../x.png", "\u202e", "a\n\nb", "#", "%", "1 fortnights",
        ]
    ),
    st.lists(st.text(max_size=5), max_size=3),
    st.dictionaries(st.sampled_from(["id", "type", "narrative", "name", "x"]), st.text(max_size=5), max_size=3),
)  # fmt: skip


@st.composite
def _documents(draw: st.DrawFn) -> Any:
    """One of the examples with a few values replaced or doubled."""
    document = copy.deepcopy(draw(st.sampled_from(DOCUMENTS)))
    for _ in range(draw(st.integers(1, 4))):
        places = list(_places(document))
        holder, key = draw(st.sampled_from(places))
        if isinstance(holder, list) and draw(st.booleans()):
            holder.append(copy.deepcopy(holder[key]))
        else:
            holder[key] = draw(ODD)
    return document


def _places(value: Any) -> Any:
    if isinstance(value, dict | list):
        for key in list(value) if isinstance(value, dict) else range(len(value)):
            yield value, key
            yield from _places(value[key])


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Registry]:
    """A small registry, which no test writes to."""
    root = write_registry(tmp_path_factory.mktemp("anything"))
    return root, load_registry(FolderFiles(root))


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(document=_documents())
def test_an_import_makes_a_sound_edit_or_says_what_is_wrong(place: tuple[Path, Registry], document: Any) -> None:
    root, registry = place
    found, notes, faulty = Found(), Notes(), False
    for thing in things_in(GivenFile("file.json", examples.text(document), lambda _: None, True), notes):
        if isinstance(thing, Thing):
            READERS[thing.form](thing, found, notes)
        else:
            faulty = True
    carrying = Carrying(registry=registry, found=found, notes=notes, today=date(2026, 7, 1))
    carrying.prepare()
    carried = carrying.carried(Recipients(Identifying(read_people(new_map(), "map")), ()))
    if not faulty and not carried.problems and carried.edit.files:
        assert problems_of(carried.edit, root, as_of=NOW) == ()
