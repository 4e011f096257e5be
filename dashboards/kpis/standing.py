"""Saved KPIs as the page shows them: each with its numbers, or why it has none."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from dashboards.components.entries import of_audience
from dashboards.components.filters import choice, filter_row
from dashboards.formats import period_name
from dashboards.kpis.units import Written
from dashboards.queries import kpis
from dashboards.queries.kpis import Computed
from warehouse.metrics.kpi_course import IN_A_YEAR, Period, Standing, standing
from warehouse.metrics.units import RATIO
from warehouse.settings import settings
from warehouse.settings.kpis import Kpi, SavedKpi

_COMPARISONS = {"previous": "Previous period", "last_year": "Same period last year"}
HISTORY = 12
"""Whole periods of the small trend in a tile."""


@dataclass(frozen=True)
class Shown:
    """A saved KPI and what it comes to."""

    saved: SavedKpi
    computed: Computed
    compares_years: bool

    @property
    def kpi(self) -> Kpi:
        """Return what its file says."""
        return self.saved.content

    @cached_property
    def standing(self) -> Standing:
        """Return how it stands; without a period where it cannot be computed."""
        back = IN_A_YEAR[self.kpi.grain] if self.compares_years else 1
        return standing(self.kpi, self.computed.periods, back)

    @cached_property
    def written(self) -> Written:
        """Return what writes its values and its target."""
        formula = self.computed.formula
        values = [period.value for period in self.computed.periods]
        return Written(
            formula.unit if formula else RATIO,
            settings().shop.currency,
            [*values, self.kpi.target],
        )

    @property
    def history(self) -> list[float]:
        """Return the values of the last whole periods, oldest first."""
        whole = [one.value for one in self.computed.periods if one.is_whole]
        return [value for value in whole[-HISTORY:] if value is not None]

    @property
    def note(self) -> str:
        """Return the compared period, or why there is none; short, for a tile."""
        if self.computed.problem is not None:
            return "cannot be computed"
        if self.standing.now is None:
            return f"no whole {self.kpi.grain} yet"
        before = self.standing.before
        if before is None:
            return f"no {self.kpi.grain} to compare"
        return f"vs {name_of(before)}"

    @property
    def target_note(self) -> str:
        """Return the period and how far its target is reached: ``98% of $25``."""
        now, target = self.standing.now, self.kpi.target
        if now is None:
            return "Open"
        if target is None:
            return name_of(now)
        aim = self.written.text(target)
        if self.standing.attainment is None:
            words = {True: "met", False: "missed", None: "no value"}
            return f"{name_of(now)}: target {aim} {words[self.standing.is_met]}"
        return f"{name_of(now)}: {self.standing.attainment:.0%} of {aim}"


def name_of(period: Period) -> str:
    """Return the name of a period, such as ``Dec 2017``."""
    return period_name(period.first_on, period.last_on)


def kpi_filters(saved: Sequence[SavedKpi]) -> list[Shown]:
    """Show the comparison and the audience, and return the KPIs of that audience."""
    with filter_row():
        compare = choice(
            "Compare with",
            _COMPARISONS,
            "compare",
            help="The last whole period of each KPI is compared.",
        )
        chosen = of_audience(saved)
    return [
        Shown(
            one,
            kpis.computed(one.content.formula, one.content.grain),
            compare != "previous",
        )
        for one in chosen
    ]
