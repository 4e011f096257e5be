"""Which goal is open: it stands in the address, so that a link shows the same."""

from collections.abc import Sequence

from dashboards.components.entries import opened_name
from dashboards.goals.standing import Shown
from warehouse.settings.goals import GOALS


def opened(shown: Sequence[Shown]) -> Shown | None:
    """Return the goal in the address; else the first at risk, else the first."""
    name = opened_name(GOALS)
    named = [one for one in shown if one.saved.name == name]
    at_risk = [one for one in shown if one.standing and one.standing.is_at_risk]
    return next(iter([*named, *at_risk, *shown]), None)
