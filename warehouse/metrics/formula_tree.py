"""What a formula says, as a tree: made from tokens, with Python's parser between.

The parser only decides what belongs together. It gets numbers and names that are
written anew, and of its answer only operators of a list come through.
"""

import ast
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from warehouse.metrics.formula_tokens import FormulaError, Token

_SIGNS: dict[type[ast.operator], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
}
_SUMS = "+-"


@dataclass(frozen=True)
class Number:
    """A constant or a weight."""

    value: float


@dataclass(frozen=True)
class Name:
    """A metric."""

    metric: str


@dataclass(frozen=True)
class Minus:
    """The opposite of a part."""

    of: "Node"


@dataclass(frozen=True)
class Operation:
    """Two parts, joined by ``+``, ``-``, ``*`` or ``/``."""

    sign: str
    left: "Node"
    right: "Node"
    place: int = field(default=0, compare=False)
    """Of the sign in the text, from 1."""


Node = Number | Name | Minus | Operation


def tree_of(found: Sequence[Token]) -> Node:
    """Return the tree of tokens whose order is checked.

    Raises:
        FormulaError: If it is not linear, or divides by a constant that is 0.
    """
    pieces = [_written_anew(token) for token in found]
    starts = [sum(map(len, pieces[:place])) + place for place in range(len(pieces))]
    at = dict(zip(starts, found, strict=True))
    read = ast.parse(" ".join(pieces), mode="eval")

    def sign_after(node: ast.expr) -> int:
        end = node.end_col_offset or 0
        later = [place for place in starts if place >= end and at[place].text != ")"]
        return at[later[0]].place

    return _node(read.body, at, sign_after)


def _written_anew(token: Token) -> str:
    """Return a token as Python takes it: a metric may be named as a word of Python."""
    if token.kind == "number":
        return repr(float(token.text))
    return f"m_{token.text}" if token.kind == "name" else token.text


def _node(
    read: ast.expr, at: dict[int, Token], sign_after: Callable[[ast.expr], int]
) -> Node:
    match read:
        case ast.Constant(value=float(value)):
            return Number(value)
        case ast.Name():
            return Name(at[read.col_offset].text)
        case ast.UnaryOp(op=ast.USub(), operand=of):
            return Minus(_node(of, at, sign_after))
        case ast.BinOp(op=operator) if type(operator) in _SIGNS:
            made = Operation(
                _SIGNS[type(operator)],
                _node(read.left, at, sign_after),
                _node(read.right, at, sign_after),
                sign_after(read.left),
            )
            _check_linear(made)
            return made
    message = f"{ast.unparse(read)} is not allowed in a formula"
    raise FormulaError(message, 1)


def _check_linear(made: Operation) -> None:
    left, right = made.left, made.right
    at = f"(character {made.place})"
    if made.sign == "*" and has_metric(left) and has_metric(right):
        message = (
            f"{written(left)} times {written(right)} {at} is not linear: "
            "a metric is multiplied by numbers only"
        )
        raise FormulaError(message, made.place)
    if made.sign != "/":
        return
    if not has_metric(right):
        divisor = constant(right)
        if not divisor or not math.isfinite(divisor):
            what = "0" if divisor == 0 else "too large"
            message = f"{written(right)} is {what} to divide by {at}"
            raise FormulaError(message, made.place)
    elif _has_ratio(left) or _has_ratio(right):
        message = (
            f"{written(left)} over {written(right)} {at} divides twice, which "
            "multiplies metrics: write a sum of metrics over a sum of metrics"
        )
        raise FormulaError(message, made.place)


def has_metric(node: Node) -> bool:
    """Tell whether a part names a metric; else it is a constant."""
    match node:
        case Number():
            return False
        case Name():
            return True
        case Minus(of):
            return has_metric(of)
        case Operation(left=left, right=right):
            return has_metric(left) or has_metric(right)


def _has_ratio(node: Node) -> bool:
    match node:
        case Minus(of):
            return _has_ratio(of)
        case Operation(sign, left, right):
            is_ratio = sign == "/" and has_metric(right)
            return is_ratio or _has_ratio(left) or _has_ratio(right)
    return False


def constant(node: Node) -> float:
    """Return the value of a part without metrics, whose divisions are checked."""
    match node:
        case Number(value):
            return value
        case Minus(of):
            return -constant(of)
        case Operation(sign, left, right):
            return joined(sign, constant(left), constant(right))
        case Name(metric):
            message = f"{metric} is no constant"
            raise TypeError(message)


def joined(sign: str, left: float, right: float) -> float:
    """Return what two numbers come to; the right one is not 0 where it divides."""
    match sign:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
        case _:
            return left / right


def written(node: Node) -> str:
    """Return a part as text; parsed, it gives the same part."""
    match node:
        case Number(value):
            text = format(Decimal(repr(value)), "f")
            return text.removesuffix(".0")
        case Name(metric):
            return metric
        case Minus(of):
            return f"-{_within(of, isinstance(of, Minus | Operation))}"
        case Operation(sign, left, right):
            before = _within(left, sign not in _SUMS and _is_sum(left))
            is_product = isinstance(right, Operation) and not _is_sum(right)
            after = _within(right, _is_sum(right) or (is_product and sign not in _SUMS))
            return f"{before} {sign} {after}"


def _is_sum(node: Node) -> bool:
    return isinstance(node, Operation) and node.sign in _SUMS


def _within(node: Node, needs_parentheses: bool) -> str:
    return f"({written(node)})" if needs_parentheses else written(node)
