"""The cases by theme."""

from tests.corpus.themes import alterations, keys, statuses, valid

THEMES = (valid, alterations, keys, statuses)
"""Every theme; each has a function `cases`."""
