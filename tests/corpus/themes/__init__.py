"""The cases by theme."""

from tests.corpus.themes import alterations, dates, keys, proofs, registered, statuses, valid

THEMES = (valid, alterations, keys, statuses, dates, proofs, registered)
"""Every theme; each has a function `cases`."""
