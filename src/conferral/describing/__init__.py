"""What a change of a registry does to people and to the registry, told from two states of it.

- `changes`: the comparison of two registries, pure
- `endorsements`: the part of it on who vouches for what
- `frameworks`: the part of it on skill frameworks
- `pathways`: the part of it on pathways, and what one asks for differently
- `federation`: the part of it on other registries
- `words`: the same as sentences, for a terminal and as Markdown
- `data`: the same as JSON values
"""

from conferral.describing.changes import (
    AwardChange,
    BadgeAwards,
    Changes,
    CollectionChange,
    KeyChange,
    RecipientChange,
    Reissue,
    Replacement,
    StatusChange,
    TextChange,
    changes,
)
from conferral.describing.data import as_json
from conferral.describing.words import Statement, Voice, headline, in_markdown_text, in_plain_text, statements

__all__ = [
    "AwardChange",
    "BadgeAwards",
    "Changes",
    "CollectionChange",
    "KeyChange",
    "RecipientChange",
    "Reissue",
    "Replacement",
    "Statement",
    "StatusChange",
    "TextChange",
    "Voice",
    "as_json",
    "changes",
    "headline",
    "in_markdown_text",
    "in_plain_text",
    "statements",
]
