"""A command imports what it needs when it is called: whoever asks for help does not wait for what it would do."""

from __future__ import annotations

import pkgutil
import subprocess
import sys

from conferral import cli

NEEDS_ITS_QUESTIONS = "setting_up"
"""The options of `conferral init` are made from its questions, and these from kinds of fields."""


def test_no_command_loads_the_registry_before_it_is_called() -> None:
    modules = [one.name for one in pkgutil.iter_modules(cli.__path__) if one.name != NEEDS_ITS_QUESTIONS]
    program = "".join(f"import conferral.cli.{name}\n" for name in modules) + "import sys\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    assert loaded & {"yaml", "jinja2", "mkdocs", "pydantic", "cryptography", "pyld"} == set()


def test_who_starts_the_halves_of_a_build_loads_nothing_of_either() -> None:
    program = "import conferral.building, sys\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    assert loaded & {"jinja2", "mkdocs", "pydantic", "cryptography", "pyld"} == set()


def test_a_site_is_rendered_without_a_processor_of_json_ld() -> None:
    program = "import conferral.rendering, conferral.site.rendering, sys\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    assert loaded & {"pyld", "lxml", "requests"} == set()
