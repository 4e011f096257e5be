"""Titles that carry the answer on the tracking plan."""

from collections import Counter

import pandas as pd

from dashboards.formats import counted, share
from dashboards.queries.tracking import DAYS


def plan_sentence(events: pd.DataFrame) -> str:
    """Return how many planned events come, and how many others."""
    states = Counter(events["state"])
    planned = len(events) - states["Unplanned"]
    others = counted(states["Unplanned"], "unplanned event")
    if not planned:
        return f"No event is planned yet; {others} came"
    if not sum(events["ever"]):
        return f"{counted(planned, 'event')} planned, none came yet"
    said = (
        f"{states['Seen']:,} of {counted(planned, 'planned event')} came in the "
        f"newest {DAYS} days"
    )
    return f"{said}; {others} came, too" if states["Unplanned"] else said


def refusal_sentence(refused: pd.DataFrame, ever: int) -> str:
    """Return what most refused events break, and how many there are of all."""
    total = int(sum(refused["quarantined"]))
    if not total:
        return "No event stands in quarantine"
    verb = "is" if total == 1 else "are"
    part = share(total / (total + ever))
    return f"{counted(total, 'event')} {verb} in quarantine, {part} of all"


def pii_sentence(properties: pd.DataFrame) -> str:
    """Return how many planned properties tell who somebody is."""
    classes = Counter(properties["pii"])
    direct = classes["direct"]
    if not direct and not classes["indirect"]:
        return "No planned property is personal"
    verb = "tells" if direct == 1 else "tell"
    many = counted(direct, "property", "properties")
    return f"{many} {verb} directly who somebody is"
