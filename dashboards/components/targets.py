"""Targets of saved KPIs that are one metric: what a tile of it should come to."""

from collections.abc import Mapping
from dataclasses import dataclass

from dashboards.queries.kpis import saved_kpis
from warehouse.metrics.model import Direction
from warehouse.metrics.question import Grain


@dataclass(frozen=True)
class Target:
    """What a metric should come to in one period."""

    value: float
    grain: Grain
    direction: Direction
    """Down is good: at most; else at least."""
    file: str
    """Of the workspace, that says so."""

    def is_met(self, value: float) -> bool:
        """Return whether a value reaches it."""
        return value <= self.value if self.direction == "down" else value >= self.value


def targets(grain: Grain | None) -> Mapping[str, Target]:
    """Return the targets for a period of a kind, by metric.

    A KPI counts if its formula is that metric and nothing else; of several the first by
    name. Empty case: none, as for days that are no period of the shop's calendar.

    Args:
        grain: Of the period; None for other days.
    """
    if grain is None:
        return {}
    found: dict[str, Target] = {}
    for saved in saved_kpis()[0]:
        kpi = saved.content
        if kpi.target is not None and kpi.grain == grain:
            file = f"kpis/{saved.path.name}"
            target = Target(kpi.target, kpi.grain, kpi.direction, file)
            found.setdefault(kpi.formula.strip(), target)
    return found


def has_targets() -> bool:
    """Return whether any saved KPI has a target."""
    return any(saved.content.target is not None for saved in saved_kpis()[0])
