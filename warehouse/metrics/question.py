"""What is asked of metrics, and what a question becomes: SQL, parameters, columns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Grain = Literal["day", "week", "month", "quarter", "year"]
GRAINS: tuple[Grain, ...] = ("day", "week", "month", "quarter", "year")
"""Periods of the shop's calendar, the finest first."""

VALUE = "value"
"""The column of a question that asks for one formula."""


@dataclass(frozen=True)
class Question:
    """Formulas of metrics over periods, or over windows of days."""

    formulas: Mapping[str, str]
    """Column of the answer to formula, such as ``revenue / orders``."""
    grain: Grain | None = None
    """Kind of period; None for the windows, or for all days as one."""
    windows: Sequence[tuple[date, date]] = ()
    """First and last day of each row, instead of a grain; they may overlap."""
    by: tuple[str, ...] = ()
    """Dimensions that cut each row."""
    where: str | None = None
    """A condition on dimensions, as `parse_filter` takes it."""
    first_on: date | None = None
    """First day that counts; None for the first that there are data of."""
    last_on: date | None = None


@dataclass(frozen=True)
class Statement:
    """One query on the published marts.

    Its columns are ``period`` (the first day of a period; with windows ``place``, from
    0), ``first_on`` and ``last_on`` (the days of it that were asked for), ``is_whole``
    (whether those are all of its days), the dimensions, and a value for each formula:
    a number or null.
    """

    sql: str
    parameters: tuple[object, ...]
    by: tuple[str, ...]
    values: tuple[str, ...]
    units: Mapping[str, str] = field(default_factory=dict)
    """Column to the unit of its values."""
