"""A number and its noun."""

from __future__ import annotations


def counted(number: int, noun: str, several: str = "") -> str:
    """A number and its noun, such as "1 award" and "2 awards"; `several` is the plural where it is another."""
    return f"{number} {noun if number == 1 else several or f'{noun}s'}"
