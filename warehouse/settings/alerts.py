"""``alerts/`` of the workspace: what people of the shop want to be told.

::

    title: Revenue of a day
    kind: anomaly
    formula: revenue
    side: below
    owner: Sales
    to: [e-mail, ann@example.org]
    remind_after: 7

A ``threshold`` is for the last whole period of its `grain`: `below`, `above` or both.
An ``anomaly`` is a day that is unlike the same weekdays before it, by `sensitivity`. A
``goal`` is at risk where its forecast says so. Whether one can be computed depends on
what is published, so it is not looked at here.
"""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, field_validator, model_validator

from warehouse.settings.entries import NAME, Entry, Kind
from warehouse.settings.kpis import Text, Texts
from warehouse.settings.sections import Section

WEBHOOK, MAIL = "webhook", "e-mail"
"""Ways of telling that ``[notifications]`` sets up, as `Alert.to` names them."""

SENSITIVITIES = {"low": 6.0, "medium": 4.0, "high": 3.0}
"""From how many usual spreads beside the usual value on a day is told."""

Grain = Literal["day", "week", "month", "quarter", "year"]
Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]
_OF_KIND = {
    "threshold": {"formula", "where", "grain", "above", "below"},
    "anomaly": {"formula", "where", "side", "sensitivity"},
    "goal": {"goal", "chance_below"},
}


class Alert(Section):
    """When somebody is told of a number, and who."""

    title: Annotated[Text, StringConstraints(max_length=60)]
    kind: Literal["threshold", "anomaly", "goal"]
    formula: Text | None = None
    """As `warehouse.metrics.formula` takes it."""
    where: Text | None = None
    """Which rows count, as `warehouse.metrics.filters` takes it."""
    grain: Grain | None = None
    """Of a threshold: the kind of period whose last whole one counts, else ``day``."""
    above: Number | None = None
    """Of a threshold: what lies above is bad."""
    below: Number | None = None
    side: Literal["below", "above", "both"] | None = None
    """Of an anomaly: the side of the usual that is bad; both without."""
    sensitivity: Literal["low", "medium", "high"] | Number | None = None
    """Of an anomaly: in words, or as a number of usual spreads; ``medium`` without."""
    goal: Text | None = None
    """Of a goal: the name of its file in ``goals/``."""
    chance_below: Annotated[Number, Field(gt=0, lt=1)] | None = None
    """Of a goal: the chance to meet it below which it is at risk; without it, that it
    is more likely missed than met."""
    owner: Text
    """Who answers for it: a team or a person."""
    to: Texts = ()
    """``webhook``, ``e-mail``, or addresses; all that is set up by default."""
    remind_after: Annotated[int, Field(ge=1, le=366)] | None = None
    """Days after which it is told again while it lasts; never by default."""
    note: Text | None = None

    @field_validator("to")
    @classmethod
    def _reachable(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        # It takes 40 ms to import, which most commands need not spend.
        from email_validator import EmailNotValidError, validate_email

        for one in value:
            if one in (WEBHOOK, MAIL):
                continue
            try:
                validate_email(one, check_deliverability=False)
            except EmailNotValidError as error:
                message = (
                    f"to: {one!r} is no way of telling; write {WEBHOOK}, {MAIL}, or an "
                    "address such as ann@example.org"
                )
                raise ValueError(message) from error
        return value

    @field_validator("sensitivity")
    @classmethod
    def _sensible(cls, value: str | float | None) -> str | float | None:
        if isinstance(value, float) and not 1 <= value <= 100:
            message = (
                "sensitivity is not from 1 to 100; write one, or low, medium, high"
            )
            raise ValueError(message)
        return value

    @model_validator(mode="after")
    def _whole(self) -> "Alert":
        """Hold what is written against what the kind needs."""
        foreign = set().union(*_OF_KIND.values()) - _OF_KIND[self.kind]
        for name in sorted(foreign):
            if getattr(self, name) is not None:
                message = (
                    f"an alert of kind {self.kind} has no entry {name}; remove it, "
                    "or write another kind"
                )
                raise ValueError(message)
        if self.kind == "goal":
            self._check_goal()
        elif self.formula is None:
            message = "there is no formula; add a line such as `formula: revenue`"
            raise ValueError(message)
        if self.kind == "threshold":
            self._check_bounds()
        return self

    @property
    def period(self) -> Grain:
        """Return the kind of period that it looks at, where it is of a formula."""
        return self.grain or "day"

    @property
    def spreads(self) -> float:
        """Return from how many usual spreads on a day is unlike others."""
        found = self.sensitivity or "medium"
        return SENSITIVITIES[found] if isinstance(found, str) else found

    def _check_goal(self) -> None:
        if self.goal is None:
            message = "there is no goal; add a line `goal:` and the name of its file"
            raise ValueError(message)
        if not NAME.fullmatch(self.goal):
            message = f"{self.goal!r} is no name of a goal; write that of its file"
            raise ValueError(message)

    def _check_bounds(self) -> None:
        if self.above is None and self.below is None:
            message = "there is no threshold; add a line `below:` or `above:`"
            raise ValueError(message)
        if (
            self.above is not None
            and self.below is not None
            and self.above < self.below
        ):
            message = "above is less than below, so all would be told; exchange them"
            raise ValueError(message)


SavedAlert = Entry[Alert]
ALERTS = Kind("alerts", "an alert", Alert)
