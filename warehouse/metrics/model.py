"""What dbt's semantic manifest tells of tables and metrics, as plain values.

The manifest is that of dbt's semantic models and metrics
(https://docs.getdbt.com/docs/build/about-metricflow), published with the marts.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Direction = Literal["up", "down", "none"]

UNIQUE = frozenset({"primary", "unique", "natural"})
"""Kinds of entities that a table has one row of."""

ADDED = frozenset({"sum", "count", "sum_boolean", "count_distinct"})
"""Aggregations that are 0 where there are no rows; the others are unknown there."""


@dataclass(frozen=True)
class Dimension:
    """A column that metrics can be cut by or filtered with."""

    name: str
    model: str
    """The semantic model that declares it."""
    table: str
    """Such as ``marts.dim_customers``."""
    sql: str
    """Its expression on that table."""
    description: str
    data_type: str
    """DuckDB's type, such as ``VARCHAR``."""
    is_time: bool = False


@dataclass(frozen=True)
class Entity:
    """A key of a table: what a row is of, or whom it belongs to."""

    name: str
    sql: str
    is_unique: bool


@dataclass(frozen=True)
class SemanticModel:
    """A mart with its keys and dimensions."""

    name: str
    table: str
    entities: Mapping[str, Entity]
    dimensions: Mapping[str, Dimension]
    primary_entity: str | None

    def time(self, name: str) -> str:
        """Return the expression of one of its days."""
        return self.dimensions[name].sql


@dataclass(frozen=True)
class Aggregation:
    """How a simple metric comes of the rows of one table."""

    model: str
    function: str
    sql: str
    """What is aggregated, an expression on the table."""
    day: str
    """The dimension that says in which period a row is."""
    filters: tuple[str, ...] = ()
    """As in the YAML: SQL with ``{{ Dimension('…') }}`` and ``{{ Metric('…') }}``."""
    is_last_of_period: bool = False
    """Whether a table of states is read as it was at the last of them in a period."""
    kind: str | None = None
    """The column that says of which kind of period a row is, `week` to `year`, in a
    table that has each; those of the question's kind are read."""

    first: str | None = None
    """The column that says whether a row is the first ever of what is counted once."""
    previous_on: str | None = None
    """The column of the day of the row before of the same; null for the first one.

    So a period counts each once without looking at keys: by the row whose row before is
    of a day before it."""

    @property
    def rows(self) -> tuple[object, ...]:
        """Which rows of which table are aggregated."""
        return self.model, self.day, self.is_last_of_period, self.kind

    @property
    def is_zero_without_rows(self) -> bool:
        """Whether no rows means 0, as for what is counted or added."""
        return self.function in ADDED and not self.is_last_of_period


@dataclass(frozen=True)
class Metric:
    """A number that the shop has a name for."""

    name: str
    label: str
    description: str
    """Its formula in words."""
    owner: str
    unit: str
    direction: Direction
    """Which way is good."""
    grain: str
    """The finest period that it is known for."""
    is_simulated: bool
    """Whether simulated sources are counted in it."""
    sources: tuple[str, ...]
    """The marts that it is computed from."""
    formula: str
    """As the YAML has it, such as ``revenue / orders`` or ``sum(order_amount)``."""
    aggregation: Aggregation | None = None
    """None for a metric that is made of others."""
    parts: tuple[str, ...] = ()
    """The metrics that it is made of."""
    dimensions: tuple[str, ...] = field(default=())
    """What it can be cut by."""
