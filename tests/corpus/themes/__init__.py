"""The cases by theme."""

from tests.corpus.themes import (
    alterations,
    busy,
    corners,
    dates,
    embedded,
    hostile,
    keys,
    old_forms,
    pictures,
    proofs,
    recipients,
    registered,
    statuses,
    tokens,
    valid,
    words,
)

THEMES = (
    valid,
    alterations,
    corners,
    keys,
    statuses,
    dates,
    proofs,
    words,
    registered,
    recipients,
    embedded,
    tokens,
    pictures,
    old_forms,
    hostile,
    busy,
)
"""Every theme; each has a function `cases`."""
