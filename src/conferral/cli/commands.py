"""Which command stands in which module, and under which heading `conferral --help` shows it.

A command's module is imported when the command is needed: the program starts as fast with forty commands as with one.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

import click

SECTIONS: Mapping[str, Mapping[str, str]] = {
    "Award": {
        "award": "awarding",
        "revoke": "statuses",
        "suspend": "statuses",
        "reinstate": "statuses",
        "renew": "renewing",
        "correct": "correcting",
        "extend": "correcting",
        "erase": "erasing",
        "due": "due",
    },
    "Describe": {
        "issuer": "issuers",
        "badge": "badges",
        "skill": "skills",
        "pathways": "pathways",
        "recipient": "recipients",
        "endorsement": "endorsing",
        "import": "importing:import_",
        "show": "showing",
        "list": "listing:list_",
    },
    "Check and register": {
        "check": "checking",
        "register": "checking",
        "describe": "describing",
        "review": "reviewing",
    },
    "Build": {
        "build": "building",
        "serve": "building",
        "sign": "building",
        "render": "building",
    },
    "Verify": {
        "verify": "verifying",
        "bake": "baking",
        "unbake": "baking",
        "doctor": "doctor",
    },
    "Operate": {
        "init": "setting_up",
        "upgrade": "setting_up",
        "key": "keys",
        "people": "people",
        "federation": "federation",
        "move": "moving",
        "fallback": "operating",
        "approvals": "operating",
        "codeowners": "operating",
        "schemas": "building",
        "from-issue": "forms",
    },
}
"""Heading -> command -> its module in this package; a command is an attribute of its name, hyphens as
underscores, or the one that stands behind a colon."""

_MODULES = {name: module for section in SECTIONS.values() for name, module in section.items()}


class Commands(click.Group):
    """The commands of `SECTIONS`, each imported when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Every command, in the order of the help."""
        return list(_MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of that name; None where there is none."""
        if cmd_name not in _MODULES:
            return None
        module, _, attribute = _MODULES[cmd_name].partition(":")
        command = getattr(import_module(f"conferral.cli.{module}"), attribute or cmd_name.replace("-", "_"))
        assert isinstance(command, click.Command)  # noqa: S101 -- ours
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Commands under their headings."""
        width = max(map(len, _MODULES))
        for heading, names in SECTIONS.items():
            commands = [(name, self.get_command(ctx, name)) for name in names]
            limit = formatter.width - 6 - width
            rows = [(name.ljust(width), command.get_short_help_str(limit)) for name, command in commands if command]
            with formatter.section(heading):
                formatter.write_dl(rows)
