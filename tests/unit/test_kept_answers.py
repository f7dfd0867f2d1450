"""What the web answered is kept as it came, and read back the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conferral import kept_answers
from conferral.errors import RegistryError
from conferral.model import KeptAnswers
from tests.registry_builder import NOW

ADDRESSES = st.sampled_from([f"https://board.example/{number}" for number in range(5)])


@given(st.dictionaries(ADDRESSES, st.none() | st.binary() | st.text().map(str.encode)), st.sampled_from(["", "u"]))
def test_what_is_written_is_read_again(answers: dict[str, bytes | None], source: str) -> None:
    kept = KeptAnswers(asked=NOW, answers=answers, source=source)
    assert kept_answers.parse(kept_answers.written(kept)) == kept


def test_a_reviewer_can_read_it() -> None:
    kept = KeptAnswers(
        asked=NOW,
        answers={"https://b.example/2": None, "https://b.example/1": b'{"id": "1"}', "https://b.example/3": b"\xff"},
        source="https://b.example/e.json",
    )
    assert kept_answers.written(kept).decode() == (
        '{\n "asked": "2026-07-01T09:00:00Z",\n "source": "https://b.example/e.json",\n "answers": [\n'
        '  {\n   "url": "https://b.example/1",\n   "text": "{\\"id\\": \\"1\\"}"\n  },\n'
        '  {\n   "url": "https://b.example/2",\n   "nothing": true\n  },\n'
        '  {\n   "url": "https://b.example/3",\n   "base64": "/w=="\n  }\n ]\n}\n'
    )


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{}",
        b'{"asked": "yesterday", "answers": []}',
        b'{"asked": "2026-07-01T09:00:00Z", "answers": [{"text": "no address"}]}',
        b'{"asked": "2026-07-01T09:00:00Z", "answers": [{"url": "https://b.example"}]}',
        b'{"asked": "2026-07-01T09:00:00Z", "answers": [{"url": "https://b.example", "text": 1}]}',
        b'{"asked": "2026-07-01T09:00:00Z", "answers": [{"url": "https://b.example", "base64": "?"}]}',
        b'{"asked": "2026-07-01T09:00:00Z", "answers": ["https://b.example"]}',
        b'{"asked": "2026-07-01T09:00:00Z", "answers": [], "source": 1}',
        b'{"asked": 1, "answers": []}',
    ],
)
def test_anything_else_is_refused(content: bytes) -> None:
    with pytest.raises(RegistryError) as refused:
        kept_answers.parse(content)
    assert refused.value.message == "is no file of kept answers"


def test_a_file_that_is_far_too_large_is_not_even_read() -> None:
    with pytest.raises(RegistryError, match="is larger than 8 MiB, which no kept answers are"):
        kept_answers.parse(b" " * (8 << 20) + b"{}")
