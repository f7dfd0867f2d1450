"""Numbers that people write as text, as results are: exact, whatever their digits."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation


def as_number(text: str | None) -> Decimal | None:
    """A decimal number; None for other text."""
    try:
        number = Decimal(text or "")
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
