"""Customer ids that outlast rebuilds.

Each identifier remembers since when it is known; a customer's *anchor* is its oldest.

- Where a customer is split, the part with the anchor keeps the id.
- Where customers are merged, of the ids whose anchors came together the one minted
  first stays, and the others are redirected to it.
- Whatever has no id then gets a new one, which no customer had before.

The shop's own ids go before: who is known by one is called by it, the oldest where
there are several, and it goes where its identifier (``customer:42``) goes. So a shop
without merges keeps its ids, and two customers that were merged and parted have theirs
again.
"""

from dataclasses import dataclass
from datetime import datetime

import pyarrow as pa

from science.identity.memory import database

OWN = "customer:"
"""What stands before the shop's own id in an identifier."""

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
    gone: pa.Table
    """One row per identifier that was known and is not there now, as in ``customers``.
    Where it comes back its customer, if nobody else has this id, is the same."""


def no_ids() -> Ids:
    """Return the ids before the first build."""
    text = pa.string()
    return Ids(
        _empty(identifier=text, customer_id=text, since=_TIME),
        _empty(customer_id=text, minted_at=_TIME, minted_from=text),
        _empty(customer_id=text, to_customer_id=text, redirected_at=_TIME),
        _empty(identifier=text, customer_id=text, since=_TIME),
    )


def rebuilt(ids: Ids, components: pa.Table, at: datetime) -> Ids:
    """Return the ids after a build; the same build again changes nothing.

    Args:
        ids: Those of the build before.
        components: ``identifier`` (unique) and ``component`` of all that there are now,
            in any order; how components are numbered does not matter. Where there is
            ``first_seen_at``, it says which of the shop's ids is the older.
        at: The moment of the build, with its time zone.

    Raises:
        ValueError: If ``at`` has no time zone.
    """
    if at.tzinfo is None:
        raise ValueError("at needs a time zone")
    with database() as connection:
        for name, table in (
            ("before", ids.customers),
            ("gone", ids.gone),
            ("minted", ids.minted),
            ("redirects", ids.redirects),
            ("arrived", _with_time(components)),
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
                "from gone_after order by identifier",
            )
        )
        return Ids(*after)


_STEPS = {
    "known": """
        select identifier, customer_id, since, false as is_gone from before
        union all
        select identifier, customer_id, since, true as is_gone from gone
    """,
    "components": """
        select
            arrived.identifier,
            arrived.component,
            arrived.first_seen_at,
            known.customer_id,
            known.since,
            known.is_gone,
        from arrived
        left join known using (identifier)
    """,
    # A customer's anchor, and the component where it stands now.
    "anchored": f"""
        select
            customer_id,
            arg_min(
                component,
                (identifier <> '{OWN}' || customer_id, is_gone, since, identifier)
            ) as component,
        from components
        where customer_id is not null
        group by customer_id
    """,
    # An id is as old as its minting; those minted together, as their first identifiers.
    "kept": f"""
        select
            anchored.component,
            arg_min(
                anchored.customer_id,
                (
                    minted.minted_from <> '{OWN}' || anchored.customer_id,
                    minted.minted_at,
                    coalesce(own.first_seen_at, 'infinity'::timestamptz),
                    minted.minted_from
                )
            ) as customer_id,
        from anchored
        inner join minted using (customer_id)
        left join components as own
            on
                own.identifier = '{OWN}' || anchored.customer_id
                and own.component = anchored.component
        group by anchored.component
    """,
    # The shop's own id of who has none of its ids yet.
    "own": f"""
        with

        firsts as (
            select
                components.component,
                arg_min(
                    components.identifier,
                    (
                        coalesce(components.since, 'infinity'::timestamptz),
                        coalesce(components.first_seen_at, 'infinity'::timestamptz),
                        components.identifier
                    )
                ) as minted_from,
            from components
            left join kept using (component)
            left join minted on kept.customer_id = minted.customer_id
            where
                components.identifier like '{OWN}_%'
                and coalesce(minted.minted_from <> '{OWN}' || kept.customer_id, true)
            group by components.component
        )

        select
            component,
            minted_from,
            substr(minted_from, {len(OWN) + 1}) as customer_id,
        from firsts
    """,
    # The number of ids made from the same identifier before makes the new one unlike
    # them; 80 bits let ten million ids meet with a chance of 1 in 10^10.
    "new": """
        with

        firsts as (
            select component, min(identifier) as minted_from
            from components
            anti join kept using (component)
            anti join own using (component)
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
        anti join own using (component)
        union all
        select component, customer_id from own
        union all
        select component, customer_id from new
    """,
    "customers_after": """
        select
            components.identifier,
            given.customer_id,
            coalesce(components.since, $at::timestamptz) as since,
        from components
        inner join given using (component)
    """,
    "minted_after": """
        select customer_id, minted_at, minted_from from minted
        union all
        select customer_id, $at::timestamptz as minted_at, minted_from
        from (
            select customer_id, minted_from from own
            union all
            select customer_id, minted_from from new
        )
        anti join minted using (customer_id)
    """,
    "merged": """
        select
            anchored.customer_id,
            given.customer_id as to_customer_id,
            $at::timestamptz as redirected_at,
        from anchored
        inner join given using (component)
        anti join given as living on anchored.customer_id = living.customer_id
    """,
    "redirects_after": """
        select
            redirects.customer_id,
            coalesce(merged.to_customer_id, redirects.to_customer_id)
                as to_customer_id,
            coalesce(merged.redirected_at, redirects.redirected_at) as redirected_at,
        from redirects
        left join merged on redirects.to_customer_id = merged.customer_id
        anti join given as living on redirects.customer_id = living.customer_id
        union all
        from merged
    """,
    "gone_after": """
        select
            known.identifier,
            coalesce(merged.to_customer_id, known.customer_id) as customer_id,
            known.since,
        from known
        anti join components on known.identifier = components.identifier
        left join merged on known.customer_id = merged.customer_id
    """,
}


def _with_time(components: pa.Table) -> pa.Table:
    if "first_seen_at" in components.column_names:
        return components
    times = pa.nulls(components.num_rows, _TIME)
    return components.append_column("first_seen_at", times)


def _empty(**columns: pa.DataType) -> pa.Table:
    return pa.schema(list(columns.items())).empty_table()
