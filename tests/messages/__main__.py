"""`make messages`: brings the message files up to date with the code, and says what is left to translate."""

from __future__ import annotations

from tests.messages.files import missing, update

if __name__ == "__main__":
    update()
    for code, number in missing().items():
        print(f"{code}: {number} to translate" if number else f"{code}: complete")  # noqa: T201 - what it is for
