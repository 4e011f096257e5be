"""``funnels/*.yml`` of the workspace: ways on which visitors are followed.

A file is one funnel, called by the file's name::

    title: From a product to an order
    order: this
    window: 7d
    steps:
      - {name: Viewed, event: Product Viewed}
      - name: Added
        event: Product Added
        where:
          - {column: price_amount, at_least: 10}
          - {property: coupon, is_not: ""}
      - {name: At the till, page: /checkout}
      - {name: Ordered, event: Order Completed}

A step is an event that is tracked, or a page or screen by its path (with a slash) or
its name; what stands under ``where`` must all be so. ``order`` says how steps follow
each other: ``this`` (others may lie between), ``exact`` (the visitor does nothing else
between) or ``any``. Nothing of a file is pasted into SQL: columns and comparisons are
those of the lists below, and values become literals.
"""

import re
from pathlib import Path
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    Field,
    StrictFloat,
    StrictInt,
    StrictStr,
    ValidationError,
    model_validator,
)

from warehouse.settings.errors import SettingsError, explained
from warehouse.settings.sections import Section
from warehouse.settings.yaml_files import read_yaml

Order = Literal["this", "any", "exact"]
TextColumn = Literal[
    "source_name", "device", "page_name", "page_path", "page_host", "page_title",
    "referrer_host", "utm_source", "utm_medium", "utm_campaign", "utm_term",
    "utm_content", "product_id", "product_name", "currency", "element", "query",
    "experiment_id", "variant",
]  # fmt: skip
NumberColumn = Literal["quantity", "price_amount", "order_amount", "scroll_pct"]
SECONDS = {"m": 60, "h": 3600, "d": 86_400}
NUMBERS = ("quantity", "price_amount", "order_amount", "scroll_pct")
NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")


def _plain(value: str) -> str:
    """Return a text that every engine writes the same way between quotes."""
    if not value.isprintable() or "\\" in value:
        message = "a text has no backslash, line break or other control character"
        raise ValueError(message)
    return value


Text = Annotated[StrictStr, Field(max_length=200), AfterValidator(_plain)]
Named = Annotated[Text, Field(min_length=1)]
Number = Annotated[StrictInt | StrictFloat, Field(ge=-(10**11), le=10**11)]


class Condition(Section):
    """What an event must be besides: one column or property, compared one way."""

    column: TextColumn | NumberColumn | None = None
    """Column of `marts.fct_events`."""
    member: str | None = Field(
        default=None,
        alias="property",
        pattern=r"^[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*$",
    )
    """Property of the event; one inside another is named with a dot."""
    equals: Text | None = Field(default=None, alias="is")
    differs: Text | None = Field(default=None, alias="is_not")
    """True where there is nothing, too."""
    one_of: tuple[Text, ...] | None = Field(default=None, min_length=1)
    contains: Named | None = None
    starts_with: Named | None = None
    at_least: Number | None = None
    at_most: Number | None = None

    @model_validator(mode="after")
    def _is_one_comparison(self) -> "Condition":
        if (self.column is None) == (self.member is None):
            message = "a condition names either a column or a property"
            raise ValueError(message)
        if len(self._compared()) != 1:
            message = (
                "a condition compares one way: is, is_not, one_of, contains, "
                "starts_with, at_least or at_most"
            )
            raise ValueError(message)
        if self.column is not None and self.is_numeric != (self.column in NUMBERS):
            ways = "at_least or at_most" if self.column in NUMBERS else "its text"
            message = f"{self.column} is compared by {ways}"
            raise ValueError(message)
        return self

    @property
    def is_numeric(self) -> bool:
        """Whether numbers are compared."""
        return self.at_least is not None or self.at_most is not None

    def _compared(self) -> dict[str, object]:
        said = self.model_dump(exclude={"column", "member"}, exclude_none=True)
        return {_WORDS.get(name, name): value for name, value in said.items()}

    def plain(self) -> dict[str, object]:
        """Return it as models are told: its comparison and value by name."""
        ((compare, value),) = self._compared().items()
        return {
            "column": self.column,
            "property": self.member,
            "compare": compare,
            "value": list(value) if isinstance(value, tuple) else value,
        }


_WORDS = {"equals": "is", "differs": "is_not"}


class Step(Section):
    """One step: an event that is tracked, or a page or screen that is seen."""

    name: Named
    event: Named | None = None
    page: Named | None = None
    where: tuple[Condition, ...] = ()

    @model_validator(mode="after")
    def _is_one_thing(self) -> "Step":
        if (self.event is None) == (self.page is None):
            message = "a step is either an event or a page"
            raise ValueError(message)
        return self

    def plain(self) -> dict[str, object]:
        """Return it as models are told."""
        where = [condition.plain() for condition in self.where]
        return {
            "name": self.name,
            "event": self.event,
            "page": self.page,
            "where": where,
        }


class Funnel(Section):
    """Steps towards an aim, and how they must follow each other."""

    title: Named
    order: Order = "this"
    window: str = Field(default="7d", pattern=r"^[1-9][0-9]{0,3}[mhd]$")
    """From the first step on, in minutes, hours or days: ``30m``, ``12h``, ``7d``."""
    steps: tuple[Step, ...] = Field(min_length=2, max_length=10)

    @model_validator(mode="after")
    def _steps_differ(self) -> "Funnel":
        names = [step.name for step in self.steps]
        if repeated := sorted({name for name in names if names.count(name) > 1}):
            message = f"two steps are called {', '.join(repeated)}; rename one"
            raise ValueError(message)
        return self

    @property
    def window_s(self) -> int:
        """Return the seconds of its window."""
        return int(self.window[:-1]) * SECONDS[self.window[-1]]

    def plain(self, name: str) -> dict[str, object]:
        """Return it as models are told, under its name."""
        return {
            "name": name,
            "order": self.order,
            "window_s": self.window_s,
            "steps": [step.plain() for step in self.steps],
        }


SHOP = Funnel(
    title="From a product to an order",
    steps=(
        Step(name="Viewed a product", event="Product Viewed"),
        Step(name="Added to the cart", event="Product Added"),
        Step(name="Began the checkout", event="Checkout Started"),
        Step(name="Ordered", event="Order Completed"),
    ),
)
"""The funnel that a shop without a folder of its own begins with."""


def read_funnels(folder: Path) -> dict[str, Funnel]:
    """Return the funnels of a folder by their names, in that order.

    A shop without the folder has `SHOP` alone, under the name ``shop``; one with an
    empty folder has none.

    Raises:
        SettingsError: If a file is wrong; the message names it and the entry.
    """
    if not folder.is_dir():
        return {"shop": SHOP}
    paths = sorted(path for path in folder.glob("*.y*ml") if path.is_file())
    found: dict[str, Funnel] = {}
    for path in paths:
        if not NAME.fullmatch(path.stem) or path.stem in found:
            message = (
                f"{path}: a funnel is called by its file: small letters, digits and _, "
                "each name once"
            )
            raise SettingsError(message)
        try:
            found[path.stem] = Funnel.model_validate(read_yaml(path))
        except ValidationError as error:
            raise SettingsError(explained(path, error)) from error
    return found
