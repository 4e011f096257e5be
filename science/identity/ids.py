"""Customer ids that outlast rebuilds.

Each identifier remembers since when it is known; a customer's *anchor* is its oldest.

- Where a customer is split, the part with the anchor keeps the id.
- Where customers are merged, of the ids whose anchors came together the one minted
  first stays, and the others are redirected to it.
- Whatever has no id then gets a new one, which no customer had before.
"""

from dataclasses import dataclass
from datetime import datetime

import pyarrow as pa

from science.identity.memory import database

_TIME = pa.timestamp("us", tz="UTC")


@dataclass(frozen=True)
class Ids:
    """Who has which id, and what became of earlier ones."""

    customers: pa.Table
    """One row per identifier: ``identifier``, ``customer_id``, ``since``."""
    minted: pa.Table
    """One row per id ever given: ``customer_id``, ``minted_at``, ``minted_from`` (its
    first identifier then)."""
    redirects: pa.Table
    """One row per id that was merged into another: ``customer_id``,
    ``to_customer_id``, ``redirected_at``. They lead to their end in one step."""


def no_ids() -> Ids:
    """Return the ids before the first build."""
    text = pa.string()
    return Ids(
        _empty(identifier=text, customer_id=text, since=_TIME),
        _empty(customer_id=text, minted_at=_TIME, minted_from=text),
        _empty(customer_id=text, to_customer_id=text, redirected_at=_TIME),
    )


def rebuilt(ids: Ids, components: pa.Table, at: datetime) -> Ids:
    """Return the ids after a build; the same build again changes nothing.

    Args:
        ids: Those of the build before.
        components: ``identifier`` (unique) and ``component`` of all that there are now,
            in any order; how components are numbered does not matter.
        at: The moment of the build, with its time zone.

    Raises:
        ValueError: If ``at`` has no time zone.
    """
    if at.tzinfo is None:
        raise ValueError("at needs a time zone")
    with database() as connection:
        for name, table in (
            ("before", ids.customers),
            ("minted", ids.minted),
            ("redirects", ids.redirects),
            ("components", components),
        ):
            connection.register(name, table)
        for name, query in _STEPS.items():
            parameters = {"at": at} if "$at" in query else {}
            connection.execute(f"create table {name} as {query}", parameters)
        after = (
            connection.sql(query).to_arrow_table()
            for query in (
                "from customers_after order by identifier",
                "from minted_after order by minted_at, minted_from",
                "from redirects_after order by customer_id",
            )
        )
        return Ids(*after)


_STEPS = {
    # A customer's anchor, and the component where it stands now.
    "anchored": """
        select
            before.customer_id,
            arg_min(components.component, (before.since, before.identifier))
                as component,
        from before
        inner join components using (identifier)
        group by before.customer_id
    """,
    # An id is as old as its minting; those minted together, as their first identifiers.
    "kept": """
        select
            anchored.component,
            arg_min(
                anchored.customer_id, (minted.minted_at, minted.minted_from)
            ) as customer_id,
        from anchored
        inner join minted using (customer_id)
        group by anchored.component
    """,
    # The number of ids made from the same identifier before makes the new one unlike
    # them; 80 bits let ten million ids meet with a chance of 1 in 10^10.
    "new": """
        with

        firsts as (
            select component, min(identifier) as minted_from
            from components
            anti join kept using (component)
            group by component
        ),

        times as (
            select minted_from, count(*) as times
            from minted
            group by minted_from
        )

        select
            firsts.component,
            'c_' || left(
                md5(firsts.minted_from || chr(0) || coalesce(times.times, 0)), 20
            ) as customer_id,
            firsts.minted_from,
        from firsts
        left join times using (minted_from)
    """,
    "given": """
        select component, customer_id from kept
        union all
        select component, customer_id from new
    """,
    "customers_after": """
        select
            components.identifier,
            given.customer_id,
            coalesce(before.since, $at::timestamptz) as since,
        from components
        inner join given using (component)
        left join before using (identifier)
    """,
    "minted_after": """
        select customer_id, minted_at, minted_from from minted
        union all
        select customer_id, $at::timestamptz as minted_at, minted_from from new
    """,
    "merged": """
        select
            anchored.customer_id,
            kept.customer_id as to_customer_id,
            $at::timestamptz as redirected_at,
        from anchored
        inner join kept using (component)
        where anchored.customer_id != kept.customer_id
    """,
    "redirects_after": """
        select
            redirects.customer_id,
            coalesce(merged.to_customer_id, redirects.to_customer_id)
                as to_customer_id,
            coalesce(merged.redirected_at, redirects.redirected_at) as redirected_at,
        from redirects
        left join merged on redirects.to_customer_id = merged.customer_id
        union all
        from merged
    """,
}


def _empty(**columns: pa.DataType) -> pa.Table:
    return pa.schema(list(columns.items())).empty_table()
