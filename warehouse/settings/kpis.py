"""``kpis/`` of the workspace: the numbers that people of the shop made of metrics.

::

    title: Net revenue per order
    formula: (revenue - discount) / orders
    grain: month
    direction: up
    target: 32.5
    audience: [CEO, marketing]
    owner: Sales
    note: What an order brings after what we give away.

Whether a formula can be computed depends on what is published, so it is not looked at
here.
"""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StringConstraints

from warehouse.settings.entries import Entry, Kind
from warehouse.settings.sections import Section

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Texts = Annotated[
    tuple[Text, ...],
    BeforeValidator(lambda value: [value] if isinstance(value, str) else value),
]
"""A list; one alone may stand without brackets."""


class Kpi(Section):
    """A number that matters to somebody: a formula of metrics, and its target."""

    title: Annotated[Text, StringConstraints(max_length=60)]
    formula: Text
    """As `warehouse.metrics.formula` takes it."""
    grain: Literal["day", "week", "month", "quarter", "year"] = "month"
    """The kind of period that it is looked at, and that the target is for."""
    direction: Literal["up", "down", "none"] = "up"
    """Which way is good."""
    target: Annotated[float, Field(strict=True, allow_inf_nan=False)] | None = None
    """What it should come to in one period: at least, or at most where down is good."""
    audience: Texts = ()
    """Who looks at it."""
    owner: Text
    """Who answers for it: a team or a person."""
    note: Text | None = None


SavedKpi = Entry[Kpi]
KPIS = Kind("kpis", "a KPI", Kpi)
