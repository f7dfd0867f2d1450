"""The command line: parse, import what the command needs, call it, print, exit.

Exit codes are those of `conferral.cli.exits`.  Results go to standard output; everything else goes to standard error.
Each module here holds commands of one kind; `conferral.cli.commands` says which command stands where.
"""

from __future__ import annotations

import gc
import os
import sys

import click

import conferral
from conferral.cli.commands import Commands
from conferral.cli.exits import FAILED, UNDECIDED
from conferral.cli.printing import print_problems
from conferral.errors import Error, RegistryProblems, UndecidedError


def main() -> None:
    """The program `conferral`."""
    gc.set_threshold(*conferral.COLLECTED)
    try:
        cli.main(prog_name="conferral", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("conferral: stopped", err=True)
        sys.exit(130)
    except RegistryProblems as error:
        print_problems(error)
        sys.exit(FAILED)
    except Error as error:
        click.echo(f"conferral: {error.message}", err=True)
        if error.hint:
            click.echo(f"hint: {error.hint}", err=True)
        sys.exit(UNDECIDED if isinstance(error, UndecidedError) else FAILED)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(FAILED)
    except RecursionError:
        click.echo("conferral: something is nested too deeply to be read", err=True)
        sys.exit(FAILED)
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        click.echo(f"conferral: {where}{(error.strerror or str(error)).lower()}", err=True)
        sys.exit(FAILED)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(conferral.__version__, prog_name="conferral")
def cli() -> None:
    """Turn a git repository into a registry of verifiable credentials."""
