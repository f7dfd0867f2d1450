"""Every message of the pages, found in the code that says it."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, nodes
from jinja2.ext import Extension

from tests.unit.site.unkept import Unkept

ROOT = Path(__file__).parents[2]
SITE = ROOT / "src/conferral/site"
SENTENCES = ROOT / "src/conferral/verify/sentences.json"
SAID_ON_PAGES = ("sentences", "statements", "dated", "notes", "names", "outcomes")
"""Parts of the verifier's sentences that pages show."""

NOT_ON_PAGES = "site."
"""Sentences on a whole folder begin so, which only the command line verifies."""

_ONE = frozenset({"_", "gettext", "say", "html", "message", "t"})
_SEVERAL = frozenset({"ngettext", "count"})
_TEXT = r"""(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
_TEXTS = rf"{_TEXT}(?:\s*\+\s*{_TEXT})*"
_IN_SCRIPT = re.compile(rf"(?<![\w#])(?<![\w)\]]\.)(?:(?:t|parts)\(\s*({_TEXTS})|count\(\s*({_TEXTS}),\s*({_TEXTS}))")


@dataclass(frozen=True, slots=True)
class Found:
    """A message, `many` of which is its plural where it has one, and the file that says it, relative to the root."""

    one: str
    many: str
    file: str


def messages() -> list[Found]:
    """All of them, by file, each as often as it occurs; those of scripts last."""
    return [*in_templates(), *in_python(), *in_scripts()]


def in_templates() -> Iterator[Found]:
    """Those of templates, and of the theme."""
    for file in sorted([*(SITE / "templates").rglob("*.html"), *(SITE / "theme").rglob("*.html")]):
        for one, many in _of_template(parse(file.read_text(encoding="utf-8"))):
            yield Found(one, many, _name(file))


def in_python() -> Iterator[Found]:
    """Those of what makes pages."""
    for file in sorted(SITE.rglob("*.py")):
        for one, many in _of_python(ast.parse(file.read_text(encoding="utf-8"))):
            yield Found(one, many, _name(file))


def in_scripts() -> Iterator[Found]:
    """Those that the scripts of pages say, the verifier's sentences among them."""
    for file in sorted((ROOT / "src/pages").glob("*.ts")):
        for one, several, many in _IN_SCRIPT.findall(file.read_text(encoding="utf-8")):
            yield Found(_literal(one or several), _literal(many) if many else "", _name(file))
    said = json.loads(SENTENCES.read_text(encoding="utf-8"))
    for part in SAID_ON_PAGES:
        for code, sentence in said[part].items():
            if not code.startswith(NOT_ON_PAGES):
                yield Found(sentence, "", _name(SENTENCES))


def parse(template: str) -> nodes.Template:
    """A template as pages and the theme have them."""
    extensions: list[str | type[Extension]] = ["jinja2.ext.i18n", Unkept]  # parts that are kept, left in place
    environment = Environment(autoescape=True, extensions=extensions, trim_blocks=True, lstrip_blocks=True)
    environment.policies["ext.i18n.trimmed"] = True
    environment.newstyle_gettext = True  # type: ignore[attr-defined] # of the extension
    return environment.parse(template)


def _of_template(template: nodes.Template) -> Iterator[tuple[str, str]]:
    for call in template.find_all(nodes.Call):
        # `words.count`, but not `lang.t`, which are the texts of Material
        name = call.node.name if isinstance(call.node, nodes.Name) else getattr(call.node, "attr", "")
        if name == "t":
            continue
        texts = [item.value if isinstance(item, nodes.Const) else None for item in call.args]
        yield from _said(name, texts)


def _of_python(module: ast.Module) -> Iterator[tuple[str, str]]:
    calls = [node for node in ast.walk(module) if isinstance(node, ast.Call)]
    for call in sorted(calls, key=lambda call: (call.lineno, call.col_offset)):
        name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
        yield from _said(name, [item.value if isinstance(item, ast.Constant) else None for item in call.args])


def _said(name: str, texts: Iterable[object]) -> Iterator[tuple[str, str]]:
    match list(texts):
        case [str() as one, str() as many, *_] if name in _SEVERAL:
            yield one, many
        case [str() as one, *_] if name in _ONE and one:
            yield one, ""


def _literal(text: str) -> str:
    """The value of a string of TypeScript, which may be put together from several."""
    return "".join(ast.literal_eval(part) for part in re.findall(_TEXT, text))


def _name(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()
