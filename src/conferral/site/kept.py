"""Parts of a template that are the same on many pages, and rendered once: `{% kept name=value, … %}…{% endkept %}`.

What stands between the tags is a template of its own.  It knows the values that it is given, under their names, and
what every template of the environment knows; nothing of the page around it.  So it can only depend on these values,
and what it made of them is right wherever the very same ones are given again, provided that they never change: a value
that could is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields, is_dataclass
from datetime import date

from jinja2 import Environment, TemplateRuntimeError, Undefined, nodes, pass_context
from jinja2.ext import Extension
from jinja2.parser import Parser
from jinja2.runtime import Context
from markupsafe import Markup

from conferral.site.remembered import Remembered

_MOST = 4096  # renderings of one part that are remembered at a time
_PLAIN = (str, int, float, date, type(None))


class Kept(Extension):
    """The tags."""

    tags = {"kept"}  # noqa: RUF012 -- as jinja2 declares it

    def parse(self, parser: Parser) -> nodes.Node:
        """The node that stands for a part."""
        line = next(parser.stream).lineno
        names: list[str] = []
        values: list[nodes.Expr] = []
        while parser.stream.current.type != "block_end":
            if names:
                parser.stream.expect("comma")
            names.append(parser.parse_assign_target(name_only=True).name)
            parser.stream.expect("assign")
            values.append(parser.parse_expression())
        body = parser.parse_statements(("name:endkept",), drop_needle=True)
        return self.node(parser, line, names, values, body)

    def node(
        self, parser: Parser, line: int, names: Sequence[str], values: list[nodes.Expr], body: list[nodes.Node]
    ) -> nodes.Node:
        """The part as a filter of its values: calling one is what costs least, and no template can name this one."""
        template = nodes.Template(body, lineno=line)
        if next(template.find_all(nodes.Block), None):
            parser.fail("a block cannot be overridden where it is kept", line)
        filters = self.environment.filters
        name = f"kept {len(filters)}"
        filters[name] = _part(self.environment, parser, template, names)
        given = nodes.Tuple(values, "load", lineno=line)
        return nodes.Output([nodes.Filter(given, name, [], [], None, None, lineno=line)], lineno=line)


def _part(
    environment: Environment, parser: Parser, body: nodes.Template, names: Sequence[str]
) -> Callable[[Context, tuple[object, ...]], Markup]:
    body.set_environment(environment)
    code = environment.compile(body, parser.name, parser.filename)
    template = environment.template_class.from_code(environment, code, environment.make_globals(None))

    def render(*values: object) -> Markup:
        for name, value in zip(names, values, strict=True):
            if isinstance(value, Undefined):
                str(value)  # says itself what is missing
            if not _never_changes(value):
                raise TemplateRuntimeError(f"{name} is of the kind {type(value).__name__}, which cannot be kept")
        return Markup(template.render(dict(zip(names, values, strict=True))))  # noqa: S704 - escaped by the template

    remembered = Remembered(render, _MOST)

    @pass_context  # or jinja2 would call it as soon as it is compiled, where all values are constants
    def part(_: Context, values: tuple[object, ...]) -> Markup:
        return remembered(*values)

    return part


def _never_changes(value: object) -> bool:
    """Whether a value is a plain one, or frozen and made of nothing else."""
    if isinstance(value, _PLAIN):
        return True
    if isinstance(value, tuple):
        return all(map(_never_changes, value))
    if is_dataclass(value) and not isinstance(value, type) and type(value).__dataclass_params__.frozen:  # type: ignore[attr-defined] # undocumented
        return all(_never_changes(getattr(value, field.name)) for field in fields(value))
    return False
