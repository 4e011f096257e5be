"""The tables ``[[sources]]`` of ``karvan.toml``: what is loaded, and how it maps."""

import re
from collections.abc import Mapping
from typing import Any, Literal

from pydantic import Field, field_validator

from warehouse.settings.secrets import SecretUrl, WriteKey
from warehouse.settings.sections import Section, known_zone

NAME = re.compile(r"^[a-z][a-z0-9_]*$")


class Entity(Section):
    """How one table of a source fills an entity of the raw contract.

    A column of JSON is filled by one column that holds such, or made of several; and a
    system's own words can be told what they mean::

        [sources.entities.events]
        constants = { type = "track" }
        epoch_unit = "s"
        [sources.entities.events.columns]
        user_id = "visitor"
        event = "action"
        timestamp = "time"
        properties = { product_id = "item", price = "price" }
        context.page.url = "address"
        [sources.entities.events.values]
        event = { pv = "Product Viewed", cart = "Product Added" }

    In the object numbers stay numbers and text stays text, but an id is always text and
    a price or a quantity (`ingestion.nesting.NUMBERS`) a number, as a CSV file has no
    types; what is empty is left out.
    """

    columns: Mapping[str, str | dict[str, Any]] = Field(default_factory=dict)
    """Entity column to source column, or for a column of JSON to its members and their
    source columns; unmapped source columns go to ``extra``."""
    values: dict[str, dict[str, str]] = Field(default_factory=dict)
    """Entity column to what values of its source column mean; others stay as they are,
    and one that means ``""`` is empty."""
    constants: dict[str, Any] = Field(default_factory=dict)
    """Entity column to a value that every row gets."""
    path: str | None = None
    """File or pattern of this entity, where it is not the source's."""
    sheet: str | None = None
    """Sheet of an Excel file; the first by default."""
    epoch_unit: Literal["s", "ms", "us", "ns"] | None = None
    """Unit of numeric times."""
    datetime_format: str | None = None
    """strptime format of times and dates as text; found by itself by default."""
    table: str | None = None
    """Table of a database, with its schema where it is not the default one."""
    query: str | None = None
    """SQL that gives the rows, instead of a table."""
    key: tuple[str, ...] = ()
    """Columns of the table or query that tell its rows apart; for a record the column
    of the entity's id by default. Rows without one are a file: they are read whole."""
    updated_at: str | None = None
    """Column that a change of a row sets: only what changed is read then."""

    @field_validator("columns", mode="before")
    @classmethod
    def _names_of_columns(cls, value: Any) -> Any:
        if isinstance(value, dict):
            for column, source in value.items():
                _check_names(column, source)
        return value


def _check_names(place: str, source: object) -> None:
    if isinstance(source, dict) and source:
        for member, inner in source.items():
            _check_names(f"{place}.{member}", inner)
    elif not isinstance(source, str):
        message = (
            f"{place} is {source!r}, which names no column; write the name of a column "
            "of the source in quotes, or for a column of JSON a table of such names"
        )
        raise ValueError(message)


Treatment = Literal["accept", "hold", "reject"]
"""What becomes of an event with something unforeseen: it is taken; quarantined until
``karvan plan accept``; or quarantined."""


class Source(Section):
    """One system that data come from."""

    name: str
    kind: Literal["files", "sql", "complete_journey", "events", "sample", "sample_crm"]
    path: str | None = None
    """File or pattern (``sales/*.csv``), relative to the workspace."""
    timezone: str | None = None
    """Zone of times without an offset; the shop's by default."""
    encoding: Literal["utf-8", "utf-16", "latin-1"] = "utf-8"
    delimiter: str | None = None
    """Between the fields of a CSV file; found by itself by default."""
    decimal_separator: Literal[".", ","] = "."
    url: SecretUrl | None = None
    """SQLAlchemy URL of a database, or ``env:`` and the variable that holds it."""
    lag_minutes: float = Field(default=10, ge=0)
    """How long a row may be committed after the time that its ``updated_at`` says."""
    compare_keys_hours: float = Field(default=24, ge=0)
    """How often all keys are compared, to find rows that were deleted or missed."""
    timeout_minutes: float = Field(default=60, gt=0)
    """How long PostgreSQL may take over one query before it is given up."""
    write_key: WriteKey | None = None
    """Key that a sender of events shows the collector: ``env:`` and the variable that
    holds it. The key ``demo`` is taken from this machine alone."""
    events_per_second: int | None = Field(default=None, ge=1)
    """How many events of this key each second the collector takes; all by default."""
    new_property: Treatment = "accept"
    """An event's property that neither the tracking plan nor any event before has."""
    retyped_property: Treatment = "hold"
    """A property whose type is another one than before."""
    counts_orders: bool = False
    """Whether its *Order Completed* are orders although other sources feed orders, as
    those of a site beside the tills. Without other sources they always are."""
    entities: dict[str, Entity] = Field(default_factory=dict)

    @field_validator("name")
    @classmethod
    def _plain_name(cls, value: str) -> str:
        if not NAME.match(value):
            message = f"{value!r} is no source name; use lower-case letters, digits, _"
            raise ValueError(message)
        return value

    @field_validator("timezone")
    @classmethod
    def _known_zone_or_none(cls, value: str | None) -> str | None:
        return value if value is None else known_zone(value)
