"""What was made once is given again for the very same objects, and for no others."""

from __future__ import annotations

from markupsafe import Markup

from conferral.site.remembered import Remembered


def counted(*given: object) -> list[object]:
    return list(given)


def test_the_same_objects_are_answered_with_what_was_made_of_them() -> None:
    remembered = Remembered(counted, 8)
    day, words = object(), object()

    assert remembered(day, words) is remembered(day, words)
    assert remembered(words, day) == [words, day]
    assert remembered() is remembered()


def test_what_is_equal_is_not_the_same() -> None:
    remembered = Remembered(counted, 8)

    assert remembered(1) == [1]
    assert remembered(True)[0] is True
    assert isinstance(remembered(Markup("&amp;"))[0], Markup)
    assert not isinstance(remembered(str(Markup("&amp;")))[0], Markup)


def test_another_object_in_the_same_place_of_memory_is_not_taken_for_the_first() -> None:
    remembered = Remembered(counted, 100_000)

    assert all(remembered(f"text {number}") == [f"text {number}"] for number in range(5_000))


def test_all_is_forgotten_after_many_calls() -> None:
    remembered = Remembered(counted, 3)
    objects = [object() for _ in range(4)]
    first = remembered(objects[0])
    for one in objects[1:]:
        remembered(one)

    assert remembered(objects[0]) is not first
    assert remembered(objects[0]) == first


def test_a_call_that_fails_leaves_nothing() -> None:
    def make(number: int) -> float:
        return 1 / number

    remembered = Remembered(make, 8)
    for _ in range(2):
        try:
            remembered(0)
        except ZeroDivisionError:
            continue
        raise AssertionError("something was made of nothing")
    assert remembered(2) == 0.5
