"""The tables of ``karvan.toml`` on who buys, comes back and stays away."""

from itertools import pairwise
from typing import Literal

from pydantic import Field, field_validator, model_validator

from warehouse.settings.sections import Section


class RfmWeights(Section):
    """What each score counts in the linear RFM score; only their ratios matter."""

    recency: float = Field(default=1, ge=0, allow_inf_nan=False)
    frequency: float = Field(default=1, ge=0, allow_inf_nan=False)
    monetary: float = Field(default=1, ge=0, allow_inf_nan=False)

    @model_validator(mode="after")
    def _count(self) -> "RfmWeights":
        if self.recency + self.frequency + self.monetary == 0:
            message = "all weights are 0; give one of them a weight"
            raise ValueError(message)
        return self


class RfmEvents(Section):
    """Something customers do, other than to order, that they are scored by too."""

    name: str = Field(min_length=1)
    """What it is called on pages and in ``customer_rfm_of_events``."""
    event: str | None = Field(default=None, min_length=1)
    """Name of a tracked event, such as ``Product Viewed``."""
    call: Literal["page", "screen"] | None = None
    """Or all views of pages or of screens."""
    entity: Literal["subscriptions"] | None = None
    """Or the shop's subscriptions, each on the day it began, with its amount."""
    amount: str | None = Field(default=None, pattern=r"^\w+(\.\w+)*$")
    """Property of the event that holds its amount; without, there is no money score."""

    @model_validator(mode="after")
    def _one_thing(self) -> "RfmEvents":
        if sum(said is not None for said in (self.event, self.call, self.entity)) != 1:
            message = f"{self.name!r} needs one of event, call and entity"
            raise ValueError(message)
        if self.entity is not None and self.amount is not None:
            message = f"{self.name!r}: subscriptions have an amount; remove `amount`"
            raise ValueError(message)
        return self


class Rfm(Section):
    """How recency, frequency and money are scored, and followed over time."""

    history_months: int = Field(default=24, ge=1)
    """Months of the shop's calendar that scores are kept for, the running one too."""
    weights: RfmWeights = RfmWeights()
    events: tuple[RfmEvents, ...] = ()

    @field_validator("events")
    @classmethod
    def _names_differ(cls, value: tuple[RfmEvents, ...]) -> tuple[RfmEvents, ...]:
        names = [entry.name for entry in value]
        repeated = sorted({name for name in names if names.count(name) > 1})
        if repeated:
            message = f"two entries are named {', '.join(repeated)}; rename one"
            raise ValueError(message)
        return value


class Retention(Section):
    """On which days after their first one visitors and customers are looked for."""

    days: tuple[int, ...] = Field(default=(1, 3, 7, 14, 30, 60, 90), min_length=1)
    """Ascending; 1 is the day after the first."""
    brackets: tuple[tuple[int, int], ...] = (
        (1, 7),
        (8, 14),
        (15, 30),
        (31, 60),
        (61, 90),
    )
    """First and last day of each, both included."""

    @model_validator(mode="after")
    def _ordered(self) -> "Retention":
        if self.days[0] < 1 or any(a >= b for a, b in pairwise(self.days)):
            message = "days must ascend, from 1 on"
            raise ValueError(message)
        if any(not 1 <= first <= last for first, last in self.brackets):
            message = "a bracket is two days, such as [15, 30], from 1 on"
            raise ValueError(message)
        if len(set(self.brackets)) < len(self.brackets):
            message = "two brackets are the same; remove one"
            raise ValueError(message)
        return self


class Churn(Section):
    """When a customer who does not order counts as gone."""

    gap_percentile: float = Field(default=90, gt=0, lt=100)
    """Of the gaps between orders of those who came back: beyond it one is gone."""
    min_buyers: int = Field(default=100, ge=1)
    """Of fewer who came back no threshold is learned."""
    orders_from: tuple[int, ...] = (1, 2, 5, 10)
    """The least number of orders, same-day ones merged, of each segment."""

    @field_validator("orders_from")
    @classmethod
    def _ascending(cls, value: tuple[int, ...]) -> tuple[int, ...]:
        if not value or value[0] != 1 or any(a >= b for a, b in pairwise(value)):
            message = "orders_from must ascend, from 1 on"
            raise ValueError(message)
        return value


class Demographics(Section):
    """How few people of a group are too few for a rate."""

    min_customers: int = Field(default=30, ge=1)
    """A group of fewer customers in a period shows its counts alone."""
