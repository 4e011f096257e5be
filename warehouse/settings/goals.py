"""``goals/`` of the workspace: what a number shall come to, in which periods.

::

    title: Revenue of a month
    formula: revenue
    where: order_channel = 'web'
    grain: month
    target: 390_000
    targets:
      2017-12-01: 420_000
    direction: up
    audience: [CEO]
    owner: Sales

Each period of the `grain` is a goal of its own; `starts_on` and `ends_on` instead make
one stretch of days the goal. Whether the formula can be computed depends on what is
published, so it is not looked at here.
"""

from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from warehouse.settings.entries import Entry, Kind
from warehouse.settings.kpis import Text, Texts
from warehouse.settings.sections import Section

Amount = Annotated[float, Field(strict=True, allow_inf_nan=False)]


class Goal(Section):
    """What a formula of metrics shall come to in each period, or in one stretch."""

    title: Annotated[Text, StringConstraints(max_length=60)]
    formula: Text
    """As `warehouse.metrics.formula` takes it."""
    where: Text | None = None
    """Of what alone it is: a condition, as `warehouse.metrics.filters` takes it."""
    grain: Literal["day", "week", "month", "quarter", "year"] | None = None
    """The kind of period; each of them is one goal."""
    starts_on: date | None = None
    """First day of the one stretch that is the goal, instead of a grain."""
    ends_on: date | None = None
    target: Amount | None = None
    """For every period: at least, or at most where down is good."""
    targets: Mapping[date, Amount] = {}
    """By the first day of single periods; they win over `target`."""
    direction: Literal["up", "down"] = "up"
    """Which side of the target is good."""
    audience: Texts = ()
    """Who looks at it."""
    owner: Text
    """Who answers for it: a team or a person."""
    note: Text | None = None

    @model_validator(mode="after")
    def _has_a_period_and_a_target(self) -> Self:
        days = (self.starts_on, self.ends_on)
        if self.grain is None and None in days:
            message = "it has no period; add `grain: month`, or starts_on and ends_on"
            raise ValueError(message)
        if self.grain is not None and days != (None, None):
            message = "grain and starts_on or ends_on say two periods; keep one of them"
            raise ValueError(message)
        if self.starts_on and self.ends_on and self.starts_on > self.ends_on:
            message = "starts_on is after ends_on; write the earlier day first"
            raise ValueError(message)
        if self.grain is None and (self.targets or self.target is None):
            message = "a stretch of days has one target; add `target` alone"
            raise ValueError(message)
        if self.target is None and not self.targets:
            message = "it has no target; add a line `target: …`"
            raise ValueError(message)
        return self

    def target_of(self, first_on: date) -> float | None:
        """Return the target of the period that begins on a day; None without one."""
        return self.targets.get(first_on, self.target)


SavedGoal = Entry[Goal]
GOALS = Kind("goals", "a goal", Goal)


def goal_files(folder: Path) -> dict[str, str]:
    """Return a hash of each file of goals by its name, also of those that say none.

    Empty case: none where there is no folder.
    """
    return {
        path.stem: sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.glob("*.y*ml"))
        if not path.name.startswith(".") and path.is_file()
    }
