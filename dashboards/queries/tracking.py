"""What events really came: names, properties with their types, and what was refused."""

import pandas as pd

from dashboards.queries.published import read

DAYS = 30
"""The newest days of data that events are counted for."""


def events_seen() -> pd.DataFrame:
    """Return events by name, and the calls ``page`` and ``screen`` by theirs.

    Columns: event, seen (in the newest `DAYS`), ever, last_at.
    """
    return read(
        """
        with newest as (select max(day_on) as newest_on from marts.kpi_events)
        select
            case when type = 'track' then event else type end as event,
            coalesce(sum(events) filter (day_on > newest_on - $1::int), 0)::bigint
                as seen,
            sum(events)::bigint as ever,
            max(last_at) as last_at
        from marts.kpi_events
        cross join newest
        where type in ('track', 'page', 'screen')
        group by all
        having case when type = 'track' then event else type end is not null
        order by seen desc, event
        """,
        [DAYS],
    )


def refused() -> pd.DataFrame:
    """Return events that stand in quarantine, by what they break, most first.

    Columns: source_name, code, field (such as ``Product Viewed.price``, or a column),
    rule, quarantined, first_seen_at, last_seen_at.
    """
    return read(
        """
        select
            source_name,
            code,
            field,
            rule,
            sum(quarantined)::bigint as quarantined,
            min(first_seen_at) as first_seen_at,
            max(last_seen_at) as last_seen_at
        from ops.quarantine
        where entity = 'events' and status = 'open'
        group by all
        order by quarantined desc, source_name, code, field, rule
        """
    )


def properties_seen() -> pd.DataFrame:
    """Return the types that properties have had, the latest first.

    Columns: source_name, event, property, type, status (accepted, held or rejected),
    first_seen_at, last_seen_at.
    """
    return read(
        """
        select
            source_name, event, property, type, status, first_seen_at, last_seen_at
        from ops.event_properties
        order by last_seen_at desc, event, property, type, source_name
        """
    )
