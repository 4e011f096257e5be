"""The text of a formula, cut into numbers, names and signs, with their places.

What a formula may hold and in which order is decided here, in words for who wrote it,
so that only good texts reach Python's parser.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST = 500
"""Characters of a formula."""
MOST = 200
"""Numbers, names and signs of a formula: it also bounds how deep one is."""
DEEPEST = 40
"""Parentheses within each other."""
LARGEST = 1e12
"""Numbers in a formula are smaller, and their reciprocals, too; or they are 0."""

_TOKEN = re.compile(
    r"(?P<number>(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?)"
    r"|(?P<name>[A-Za-z_][A-Za-z0-9_]*)"
    r"|(?P<sign>[-+*/()])"
)
_INSTEAD = {
    ",": "write 0.5 with a point",
    "٫": "write 0.5 with a point",  # noqa: RUF001
    "%": "write 5 % as 0.05",
    "^": "a formula has no powers",
    "×": "write * for times",
    "·": "write * for times",
    "÷": "write / for divided by",
    ":": "write / for divided by",
    "−": "write - for minus",  # noqa: RUF001
    "–": "write - for minus",
    "=": "write only what comes after it",
    "'": "write names without quotes",
    '"': "write names without quotes",
    "[": "write ( and )",
    "{": "write ( and )",
}


class FormulaError(ValueError):
    """A text is no formula; the message says what is wrong where, in one sentence."""

    def __init__(self, message: str, place: int) -> None:
        """Keep the message and the place: the first character of a text is 1."""
        super().__init__(message)
        self.place = place


@dataclass(frozen=True)
class Token:
    """A number, a name or a sign."""

    kind: str
    text: str
    place: int
    """Of its first character, from 1."""


def tokens(text: str) -> list[Token]:
    """Return what a text consists of; brackets match and operands alternate with signs.

    Raises:
        FormulaError: If a character is not allowed, a number is too large, or something
            is missing, too much, too long or too deep.
    """
    if len(text) > LONGEST:
        message = f"the formula has {len(text):,} characters; {LONGEST} are the most"
        raise FormulaError(message, LONGEST + 1)
    found = list(_cut(text))
    if not found:
        message = "the formula is empty; write one, such as revenue / orders"
        raise FormulaError(message, 1)
    if len(found) > MOST:
        message = f"the formula has {len(found)} parts; {MOST} are the most"
        raise FormulaError(message, found[MOST].place)
    _check_order(found)
    return found


def _cut(text: str) -> Iterator[Token]:
    place = 0
    while place < len(text):
        if text[place] in " \t\r\n":
            place += 1
            continue
        found = _TOKEN.match(text, place)
        if found is None:
            raise _not_allowed(text[place], place + 1)
        token = Token(found.lastgroup or "", found.group(), place + 1)
        if token.kind == "number":
            _check_number(token)
        yield token
        place = found.end()


def _not_allowed(character: str, place: int) -> FormulaError:
    hint = _INSTEAD.get(character)
    if hint is None and character.isdigit():
        hint = "write digits as 0 to 9"
    if hint is None:
        hint = "a formula has numbers, names of metrics, + - * / and parentheses"
    shown = character if character.isprintable() else f"U+{ord(character):04X}"
    return FormulaError(f"{shown} at character {place} is not allowed: {hint}", place)


def _check_number(token: Token) -> None:
    number = float(token.text)
    if number != 0 and not 1 / LARGEST <= number <= LARGEST:
        kind = "large" if number > 1 else "small"
        message = f"the number at character {token.place} is too {kind}"
        raise FormulaError(message, token.place)
    if number == 0 and re.search(r"[1-9]", re.split("[eE]", token.text)[0]):
        message = f"the number at character {token.place} is too small"
        raise FormulaError(message, token.place)


def _check_order(found: list[Token]) -> None:
    opened: list[Token] = []
    before: Token | None = None
    is_negated = False
    for token in found:
        starts = before is None or _wants_operand(before)
        if token.kind == "sign" and token.text != "(":
            if starts and (token.text != "-" or is_negated):
                raise _missing_before(token)
        elif not starts and before is not None:
            raise _missing_between(before, token)
        if token.text == "(":
            opened.append(token)
            if len(opened) > DEEPEST:
                message = f"more than {DEEPEST} parentheses are open within each other"
                raise FormulaError(message, token.place)
        elif token.text == ")":
            if not opened:
                message = f"the ) at character {token.place} has no ( before it"
                raise FormulaError(message, token.place)
            opened.pop()
        is_negated = starts and token.text == "-"
        before = token
    if before is not None and _wants_operand(before):
        message = f"a number or a metric is missing after the {before.text} at the end"
        raise FormulaError(message, before.place)
    if opened:
        message = f"the ( at character {opened[-1].place} has no ) after it"
        raise FormulaError(message, opened[-1].place)


def _wants_operand(token: Token) -> bool:
    return token.kind == "sign" and token.text != ")"


def _missing_before(token: Token) -> FormulaError:
    message = (
        f"a number or a metric is missing before the {token.text} "
        f"at character {token.place}"
    )
    return FormulaError(message, token.place)


def _missing_between(before: Token, token: Token) -> FormulaError:
    hint = ""
    if before.kind == token.kind == "name":
        hint = "; names of metrics are written with _, as average_order_value"
    message = (
        f"an operator (+ - * /) is missing between {before.text} and {token.text} "
        f"at character {token.place}{hint}"
    )
    return FormulaError(message, token.place)
