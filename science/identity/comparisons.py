"""How much two contacts are alike, column by column, in levels from same to different.

Term frequencies weigh names and places only: of a value that is nearly unique (an
e-mail, a birth date) the duplicates themselves make it look common, which cost equal
e-mails 10 bits on Splink's fake_1000 (2026-11-26).
"""

from collections.abc import Callable
from dataclasses import dataclass

SWAPPED = "swapped"
"""Label of the level of two names that stand in each other's place."""


@dataclass(frozen=True)
class Level:
    """One degree of likeness."""

    label: str
    condition: str
    """SQL of two contacts, whose columns end in ``_l`` and ``_r``."""
    weighs_frequency: bool = False
    """Whether a rarer value says more."""


@dataclass(frozen=True)
class Comparison:
    """The levels of a column, the best first; what meets none is different."""

    column: str
    levels: tuple[Level, ...]
    missing: str
    """SQL: when the column says nothing about two contacts."""

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the columns of contacts that its conditions name."""
        return _LOOKED_AT.get(self.column, (self.column,))

    @property
    def weighs_frequency(self) -> bool:
        """Return whether the frequency of its values counts."""
        return any(level.weighs_frequency for level in self.levels)

    @property
    def labels(self) -> list[str]:
        """Return the labels of the levels by their numbers, from 0, the worst."""
        return ["different", *(level.label for level in reversed(self.levels))]

    @property
    def swapped(self) -> int | None:
        """Return the number of the level of swapped names, if there is one."""
        return self.labels.index(SWAPPED) if SWAPPED in self.labels else None

    @property
    def number(self) -> str:
        """Return SQL of the level's number; -1 where the column says nothing."""
        cases = " ".join(
            f"when {level.condition} then {len(self.levels) - place}"
            for place, level in enumerate(self.levels)
        )
        return f"case when {self.missing} then -1 {cases} else 0 end"


def comparisons(columns: list[str]) -> list[Comparison]:
    """Return how contacts are compared that have these columns."""
    return [_of(column, columns) for column in columns]


def _of(column: str, columns: list[str]) -> Comparison:
    if column == "email":
        return Comparison(column, _EMAIL, _EMAIL_MISSING)
    missing = f"{column}_l is null or {column}_r is null"
    if column in _NAMES:
        other = _NAMES[column] if _NAMES[column] in columns else None
        return Comparison(column, _name(column, other), missing)
    return Comparison(column, _LEVELS[column](column), missing)


def _near(column: str, edits: int, likeness: float = 0.7) -> str:
    # damerau_levenshtein takes 40 times as long as jaro_winkler_similarity (4.3 s and
    # 0.1 s for a million addresses): it is asked only where the other lets pass.
    return (
        f"({_like(column)} >= {likeness}"
        f" and damerau_levenshtein({column}_l, {column}_r) <= {edits})"
    )


def _like(column: str) -> str:
    return f"jaro_winkler_similarity({column}_l, {column}_r)"


def _same(column: str, *, weighs_frequency: bool = False) -> Level:
    return Level("same", f"{column}_l = {column}_r", weighs_frequency)


def _name(column: str, other: str | None) -> tuple[Level, ...]:
    begins = (
        f"starts_with({column}_l, {column}_r) or starts_with({column}_r, {column}_l)"
    )
    swapped = (
        [Level(SWAPPED, _swapped(column, other), weighs_frequency=True)]
        if other
        else []
    )
    return (
        _same(column, weighs_frequency=True),
        *swapped,
        Level("nearly the same", f"{_like(column)} >= 0.92 or {_near(column, 1)}"),
        Level("same consonants", f"{column}_key_l = {column}_key_r"),
        Level("similar", f"{_like(column)} >= 0.8 or {begins}"),
    )


def _swapped(column: str, other: str) -> str:
    # Half of it is what any two people have of whom one is called as the other's house:
    # Andrew Johnson, written Johnson Andrew, is not Robert Johnson.
    return " or ".join(
        f"({column}_{one} = {other}_{two} and coalesce("
        f"jaro_winkler_similarity({other}_{one}, {column}_{two}) >= 0.85, true))"
        for one, two in ("lr", "rl")
    )


def _date(column: str) -> tuple[Level, ...]:
    left, right = f"{column}_l", f"{column}_r"
    year = f"{left}[1:4] = {right}[1:4]"
    month = f"{left}[5:6] = {right}[5:6]"
    day = f"{left}[7:8] = {right}[7:8]"
    turned = f"{year} and {left}[5:6] = {right}[7:8] and {left}[7:8] = {right}[5:6]"
    two = f"({year} and ({month} or {day})) or ({month} and {day})"
    return (
        _same(column),
        Level(
            "one digit, or day and month swapped", f"{_near(column, 1)} or ({turned})"
        ),
        Level("two of year, month and day", f"{two} or {_near(column, 2)}"),
    )


def _address(column: str) -> tuple[Level, ...]:
    nearly = (
        f"{_like(column)} >= 0.92 or jaccard({column}_l, {column}_r) >= 0.9"
        f" or {_near(column, 2, 0.8)}"
    )
    return (
        _same(column),
        Level("nearly the same", nearly),
        Level("similar", f"{_like(column)} >= 0.82"),
    )


def _phone(column: str) -> tuple[Level, ...]:
    key = f"{column}_key"
    return (
        Level("same", f"{key}_l = {key}_r"),
        Level(
            "one digit, or the same last seven",
            f"right({key}_l, 7) = right({key}_r, 7) or {_near(key, 1)}",
        ),
    )


def _city(column: str) -> tuple[Level, ...]:
    return (
        _same(column, weighs_frequency=True),
        Level("nearly the same", f"{_like(column)} >= 0.9 or {_near(column, 1)}"),
    )


def _code(column: str) -> tuple[Level, ...]:
    return (
        _same(column),
        Level("one character", _near(column, 1)),
        Level("two characters", _near(column, 2, 0.6)),
    )


def _group(column: str) -> tuple[Level, ...]:
    return (_same(column, weighs_frequency=True),)


def _handle(column: str) -> tuple[Level, ...]:
    return (_same(column), Level("nearly the same", _near(column, 1)))


_LOOKED_AT = {
    "email": ("email", "email_user", "email_own"),
    "phone": ("phone", "phone_key"),
}
_NAMES = {"first_name": "last_name", "last_name": "first_name"}
_LEVELS: dict[str, Callable[[str], tuple[Level, ...]]] = {
    "birth_date": _date,
    "phone": _phone,
    "address": _address,
    "city": _city,
    "postal_code": _code,
    "region": _group,
    "country": _group,
    "sex": _group,
    "website": _handle,
    "social_handle": _handle,
}

# What stands before the @ is often made of the names, and then says nothing beyond
# them: other digits are another address, and two that only the names make alike are
# neither the same nor different.
_EMAIL = (
    Level("same", "email_l = email_r"),
    Level("same before the @", "email_own_l = email_own_r"),
    Level(
        "a letter or two",
        "jaro_winkler_similarity(email_own_l, email_own_r) >= 0.85"
        " and damerau_levenshtein(email_own_l, email_own_r) <= 2"
        " and regexp_replace(email_own_l, '[^0-9]', '', 'g')"
        " = regexp_replace(email_own_r, '[^0-9]', '', 'g')",
    ),
)
_EMAIL_MISSING = (
    "email_l is null or email_r is null"
    " or (email_l != email_r and (email_own_l is null or email_own_r is null)"
    " and jaro_winkler_similarity(email_user_l, email_user_r) >= 0.85)"
)
