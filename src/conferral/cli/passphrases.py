"""Passphrases of private keys: from the environment, else from the terminal."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

SHORT_PASSPHRASE = 12


def ask_passphrase(file: str) -> str:
    """The passphrase of a private key's file: from CONFERRAL_PASSPHRASE, else from the terminal."""
    given = os.environ.get("CONFERRAL_PASSPHRASE")
    if given is None:
        _need_terminal()
        given = str(click.prompt(f"Passphrase of {file}", hide_input=True, err=True))
    return given


def choose_passphrase(file: Path) -> str:
    """A passphrase for a new file: from CONFERRAL_PASSPHRASE, else asked for twice."""
    given = os.environ.get("CONFERRAL_PASSPHRASE")
    if given is None:
        _need_terminal()
        given = str(click.prompt(f"Passphrase for {file}", hide_input=True, confirmation_prompt=True, err=True))
    if not given:
        raise click.UsageError("a private key needs a passphrase")
    if len(given) < SHORT_PASSPHRASE:
        click.echo(f"warning: a passphrase of {len(given)} characters is soon guessed", err=True)
    return given


def _need_terminal() -> None:
    if not sys.stdin.isatty():
        from conferral.errors import SigningError  # noqa: PLC0415

        raise SigningError(
            "there is no terminal to ask for the passphrase", hint="Set the environment variable CONFERRAL_PASSPHRASE."
        )
