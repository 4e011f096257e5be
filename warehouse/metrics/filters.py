"""A reader's filter: parsed, taken apart by an allow-list, written anew.

Nothing that a reader writes reaches the database as it was written: names are looked up
among dimensions, values become parameters, all else is refused.
"""

from collections.abc import Callable
from dataclasses import dataclass

import sqlglot
from sqlglot import expressions as exp
from sqlglot.errors import SqlglotError

from warehouse.metrics.errors import MetricError
from warehouse.metrics.model import Dimension

MOST_CHARACTERS = 2000
DEEPEST = 50

COMPARED: dict[type[exp.Expr], str] = {
    exp.EQ: "=",
    exp.NEQ: "<>",
    exp.GT: ">",
    exp.GTE: ">=",
    exp.LT: "<",
    exp.LTE: "<=",
}
MATCHED: dict[type[exp.Expr], str] = {exp.Like: "like", exp.ILike: "ilike"}
EXAMPLE = "write it like: age_band = '45-54' and department in ('GROCERY', 'DELI')"


@dataclass(frozen=True)
class Filter:
    """A condition on dimensions; true where it names none."""

    tree: exp.Expr | None = None
    dimensions: tuple[str, ...] = ()

    def sql(
        self,
        column: Callable[[str], tuple[str, Dimension]],
        parameter: Callable[[object], str],
    ) -> str:
        """Return the condition as SQL.

        Args:
            column: Gives a dimension's SQL, and what it is, by name.
            parameter: Takes a value and gives the SQL that stands for it.

        Raises:
            MetricError: If a value does not fit.
        """
        return "true" if self.tree is None else _Writer(column, parameter).of(self.tree)


def parse_filter(text: str | None) -> Filter:
    """Return the filter that a reader wrote; none for an empty text.

    Raises:
        MetricError: If it is more than comparisons of names with values.
    """
    if text is None or not text.strip():
        return Filter()
    if len(text) > MOST_CHARACTERS:
        message = f"the filter is longer than {MOST_CHARACTERS:,} characters"
        raise MetricError(message)
    try:
        found = sqlglot.parse(text, dialect="duckdb")
    except (SqlglotError, RecursionError) as error:
        message = f"the filter is not understood: {text[:80]}; {EXAMPLE}"
        raise MetricError(message) from error
    if len(found) != 1 or not isinstance(found[0], exp.Expr):
        message = f"the filter is to be one condition; {EXAMPLE}"
        raise MetricError(message)
    tree = found[0]
    names = dict.fromkeys(one.name for one in tree.find_all(exp.Column))
    # Written once for nothing, so that what is refused is refused here.
    nothing = Dimension("", "", "", "", "", "VARCHAR")
    _Writer(lambda name: (name, nothing), lambda _: "?").of(tree)
    return Filter(tree, tuple(names))


@dataclass(frozen=True)
class _Writer:
    column: Callable[[str], tuple[str, Dimension]]
    parameter: Callable[[object], str]

    def of(self, node: exp.Expr, depth: int = 0) -> str:
        if depth > DEEPEST:
            message = "the filter has too many parentheses"
            raise MetricError(message)
        if isinstance(node, exp.And | exp.Or):
            word = "and" if isinstance(node, exp.And) else "or"
            sides = (self.of(side, depth + 1) for side in (node.left, node.right))
            return "(" + f" {word} ".join(sides) + ")"
        if isinstance(node, exp.Not):
            return f"(not {self.of(node.this, depth + 1)})"
        if isinstance(node, exp.Paren):
            return self.of(node.this, depth + 1)
        if isinstance(node, exp.Column):
            return self._flag(node)
        return self._comparison(node)

    def _comparison(self, node: exp.Expr) -> str:
        if type(node) in COMPARED:
            sql, dimension = self._named(node.this)
            value = self._value(node.expression, dimension)
            return f"{sql} {COMPARED[type(node)]} {value}"
        if type(node) in MATCHED:
            sql, _ = self._named(node.this)
            pattern = self._value(node.expression, None)
            return f"cast({sql} as varchar) {MATCHED[type(node)]} {pattern}"
        if isinstance(node, exp.In) and not node.args.get("query"):
            sql, dimension = self._named(node.this)
            if not node.expressions:
                raise _refused(node)
            values = ", ".join(self._value(one, dimension) for one in node.expressions)
            return f"{sql} in ({values})"
        if isinstance(node, exp.Between) and not node.args.get("symmetric"):
            sql, dimension = self._named(node.this)
            low, high = (
                self._value(node.args[side], dimension) for side in ("low", "high")
            )
            return f"{sql} between {low} and {high}"
        if isinstance(node, exp.Is) and isinstance(node.expression, exp.Null):
            return f"{self._named(node.this)[0]} is null"
        raise _refused(node)

    def _flag(self, node: exp.Column) -> str:
        sql, dimension = self._named(node)
        if dimension.name and dimension.data_type != "BOOLEAN":
            message = f"{node.name} is not yes or no; compare it with a value"
            raise MetricError(message)
        return sql

    def _named(self, node: object) -> tuple[str, Dimension]:
        if not isinstance(node, exp.Column) or len(node.parts) != 1:
            raise _refused(node)
        return self.column(node.name)

    def _value(self, node: object, dimension: Dimension | None) -> str:
        parameter = self.parameter(_literal(node))
        # A parameter has the type of its value, and is not turned into another's.
        kind = dimension.data_type if dimension else "VARCHAR"
        return f"cast({parameter} as {kind})"


def _literal(node: object) -> object:
    if isinstance(node, exp.Literal):
        return node.this if node.is_string else _number(node.this)
    if isinstance(node, exp.Neg) and isinstance(node.this, exp.Literal):
        if not node.this.is_string:
            return -_number(node.this.this)
    elif isinstance(node, exp.Boolean):
        return bool(node.this)
    elif isinstance(node, exp.Cast | exp.Date) and isinstance(node.this, exp.Literal):
        # As in `date '2024-01-31'`.
        is_date = isinstance(node, exp.Date) or node.to.is_type("date")
        if is_date and node.this.is_string:
            return node.this.this
    raise _refused(node)


def _number(text: str) -> float | int:
    number = float(text)
    if number in (float("inf"), float("-inf")):
        message = f"{text[:20]} is too large a number"
        raise MetricError(message)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else number


def _refused(node: object) -> MetricError:
    text = node.sql(dialect="duckdb") if isinstance(node, exp.Expr) else str(node)
    message = f"a filter cannot hold {text[:80]}; {EXAMPLE}"
    return MetricError(message)
