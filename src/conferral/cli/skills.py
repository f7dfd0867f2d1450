"""`conferral skill`: the registry's skill frameworks, and the badges that show their skills."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

import click

_ELSEWHERE: Mapping[str, str] = {"import": "skill_imports:import_"}
"""Subcommands that stand in modules of their own: name -> "module:attribute", imported when asked for."""


class _Commands(click.Group):
    """The subcommands of this module, and those of `_ELSEWHERE`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every subcommand."""
        return [*super().list_commands(ctx), *_ELSEWHERE]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The subcommand of that name; None where there is none."""
        if cmd_name not in _ELSEWHERE:
            return super().get_command(ctx, cmd_name)
        module, _, attribute = _ELSEWHERE[cmd_name].partition(":")
        command = getattr(import_module(f"conferral.cli.{module}"), attribute)
        assert isinstance(command, click.Command)  # noqa: S101 -- ours
        return command


@click.group(cls=_Commands)
def skill() -> None:
    """Skills: the registry's frameworks, and the badges that show their skills."""
