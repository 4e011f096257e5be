"""The tiles of the tracking plan.

They are no metrics: they count what a plan says and what of it is left to do.
"""

from collections import Counter

import pandas as pd

from dashboards.components.tiles import Tile
from dashboards.formats import counted, number, share
from dashboards.queries.tracking import DAYS

_PLAN = "Source: `tracking_plan/` of the workspace."
_EVENTS = "Source: `marts.kpi_events`."


def plan_tiles(
    events: pd.DataFrame, properties: pd.DataFrame, refused: pd.DataFrame
) -> list[Tile]:
    """Return six tiles of the rows that `dashboards.tracking.seen` makes."""
    planned = events.loc[events["state"] != "Unplanned"]
    unplanned = events.loc[events["state"] == "Unplanned"]
    classes = Counter(properties["pii"])
    total, ever = int(sum(refused["quarantined"])), int(sum(events["ever"]))
    came = total + ever
    return [
        Tile(
            "Events planned",
            number(len(planned)),
            f"Events that the tracking plan names. {_PLAN}",
            note=f"by {counted(len(set(planned['owner'])), 'owner')}",
        ),
        Tile(
            "Of those seen",
            f"{Counter(events['state'])['Seen']:,}",
            f"Planned events that came in the newest {DAYS} days of data. {_EVENTS}",
            note=f"in the newest {DAYS} days",
        ),
        Tile(
            "Unplanned",
            number(len(unplanned)),
            f"Names of events that the plan does not have. They count in all numbers. "
            f"{_EVENTS}",
            note=f"{number(sum(unplanned['seen']))} in {DAYS} days",
        ),
        Tile(
            "Properties planned",
            number(len(properties)),
            f"Properties of planned events, those of objects in lists too. {_PLAN}",
            note=f"{sum(properties['required']):,} required",
        ),
        Tile(
            "Personal",
            number(classes["direct"]),
            "Planned properties that tell who somebody is: directly, or indirectly "
            f"with others. {_PLAN}",
            note=f"{classes['indirect']:,} more indirectly",
        ),
        Tile(
            "In quarantine",
            number(total),
            "Events that break the plan or another rule, and stand open in quarantine. "
            "Source: `ops.quarantine`.",
            note=f"{share(total / came)} of all" if came else None,
        ),
    ]
