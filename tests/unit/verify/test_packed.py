from __future__ import annotations

import pytest

from conferral.verify import Report, State
from conferral.verify.packed import Pack, PackedReports
from conferral.verify.words import STATEMENTS
from tests.unit.verify.small_site import AT, FIRST, SmallSite


def report(name: str) -> Report:
    return Report(credential=name, at=AT, state=State.EXPIRED, statement=STATEMENTS[State.EXPIRED], checks=())


ONE = {"b": report("b"), "a": report("a")}
OTHER = {"c": report("c")}


def test_reports_come_out_as_they_went_in_and_in_order() -> None:
    packed = PackedReports([Pack.of(ONE), Pack.of(OTHER)])
    assert len(packed) == 3
    assert list(packed) == ["b", "a", "c"]
    assert packed == {**ONE, **OTHER}
    assert [each.credential for each in packed.values()] == ["b", "a", "c"]
    assert (packed["c"], packed["a"], packed.get("d")) == (report("c"), report("a"), None)
    assert "d" not in packed
    with pytest.raises(KeyError):
        packed["d"]
    assert repr(packed) == f"PackedReports({ONE | OTHER!r})"


def test_of_nothing_there_is_nothing() -> None:
    assert PackedReports() == {}
    assert not PackedReports([Pack.of({})])
    with pytest.raises(KeyError):
        PackedReports()["a"]


def test_many_alike_take_a_hundred_bytes_each(site: SmallSite) -> None:
    found = site.inspect({**site.read(f"credentials/{FIRST}/credential.json"), "name": "Another"})
    pack = Pack.of({f"credentials/{number}/credential.json": found for number in range(200)})
    assert pack.count == 200
    assert len(pack.data) < 200 * 100
    assert pack.unpacked()["credentials/7/credential.json"] == found
