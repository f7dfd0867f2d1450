"""Exit codes of the program: 0 is done or verified."""

from __future__ import annotations

FAILED = 1
"""Problems were found, or something failed."""

WRONG_USE = 2
"""The command was used wrongly."""

UNDECIDED = 3
"""Something could not be decided; `verify` and `doctor` alone."""
