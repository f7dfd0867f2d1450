"""The cases by theme."""

from tests.corpus.themes import (
    alterations,
    dates,
    keys,
    proofs,
    recipients,
    registered,
    statuses,
    tokens,
    valid,
    words,
)

THEMES = (valid, alterations, keys, statuses, dates, proofs, words, registered, recipients, tokens)
"""Every theme; each has a function `cases`."""
