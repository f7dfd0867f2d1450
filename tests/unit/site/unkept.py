"""Templates as if nothing were kept: each part is rendered where it stands, every time."""

from __future__ import annotations

from collections.abc import Sequence

from jinja2 import nodes
from jinja2.parser import Parser

from conferral.site.kept import Kept


class Unkept(Kept):
    """The tags `kept`, as if they were `with`."""

    def node(
        self, parser: Parser, line: int, names: Sequence[str], values: list[nodes.Expr], body: list[nodes.Node]
    ) -> nodes.Node:
        """The same part, which sees the page around it."""
        del parser  # which is asked about nothing here
        targets: list[nodes.Expr] = [nodes.Name(name, "param") for name in names]
        return nodes.With(targets, values, body, lineno=line)
