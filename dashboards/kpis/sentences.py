"""Titles that carry the answer on a KPI: numbers in, one sentence out."""

from collections.abc import Sequence

from dashboards.kpis.standing import Shown, name_of
from dashboards.kpis.units import Written
from warehouse.metrics.kpi_course import Period


def kpi_sentence(shown: Shown) -> str:
    """Return what a KPI came to in its last whole period, and what of its target."""
    kpi, found = shown.kpi, shown.standing
    if found.now is None:
        return f"{kpi.title}: no {kpi.grain} is whole yet"
    if found.now.value is None:
        return f"{kpi.title} has no value in {name_of(found.now)}: not enough data"
    said = f"{kpi.title} was {shown.written.text(found.now.value)}"
    said += f" in {name_of(found.now)}"
    if kpi.target is None:
        return said
    verb = "meets" if found.is_met else "misses"
    bound = "at most" if kpi.direction == "down" else "at least"
    return f"{said}, which {verb} its target: {bound} {shown.written.text(kpi.target)}"


def course_sentence(periods: Sequence[Period], written: Written) -> str:
    """Return what a formula came to in its last whole period, and how it moved."""
    whole = [period for period in periods if period.is_whole]
    if not whole:
        return "No period is whole yet"
    now = whole[-1]
    if now.value is None:
        return f"No value in {name_of(now)}: not enough data"
    said = f"{written.text(now.value)} in {name_of(now)}"
    before = whole[-2] if len(whole) > 1 else None
    moved = written.change(now.value, before.value) if before is not None else None
    return f"{said}, {moved} on {name_of(before)}" if moved and before else said
