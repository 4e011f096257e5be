"""One customer: all that is known of them, and what they did."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboards.queries.published import read

Facts = dict[str, Any]
"""Column to its value; None where it is missing."""

_HISTORY = """
    from marts.customer_timeline
    where customer_id = $1 and ($2 is null or list_contains($2, kind))
"""


@dataclass(frozen=True)
class Resolved:
    """The customer that an address means."""

    customer_id: str
    was_merged: bool
    """Whether the address has an id that was merged into this one."""


def resolve(wanted: str) -> Resolved | None:
    """Return the customer of an id, or of an identifier such as ``email:ada@x.org``.

    An id that was merged into another leads there; None where nobody has it.
    """
    own = read(
        "select customer_id from marts.dim_customers where customer_id = $1", [wanted]
    )
    if not own.empty:
        return Resolved(wanted, was_merged=False)
    found = read(
        """
        select customer_id, false as was_merged
        from marts.customer_identifiers
        where identifier = $1
        union all
        select to_customer_id as customer_id, true as was_merged
        from marts.customer_redirects
        where customer_id = $1
        union all
        select customer_id, true as was_merged
        from marts.customer_identifiers
        where identifier = 'customer:' || $1
        limit 1
        """,
        [wanted],
    )
    if found.empty:
        return None
    row = found.iloc[0]
    return Resolved(str(row["customer_id"]), was_merged=bool(row["was_merged"]))


def known(customer_id: str) -> Facts:
    """Return the golden record of one customer, and all that sums them up."""
    return _first(
        "select * from marts.customer_360 where customer_id = $1", customer_id
    ) | _first("select * from marts.dim_customers where customer_id = $1", customer_id)


def contacts(customer_id: str) -> pd.DataFrame:
    """Return the CRM's contacts of a customer, those of one person together.

    Columns: person_id, identifier, first_name, last_name, birth_date, email, phone,
    city, source_name, contact_id, updated_at.
    """
    return read(
        """
        select * exclude (customer_id)
        from marts.customer_contacts
        where customer_id = $1
        order by person_id, identifier
        """,
        [customer_id],
    )


def kinds(customer_id: str) -> dict[str, int]:
    """Return what kinds of things a customer did, and how often, most often first."""
    found = read(
        """
        select kind, count(*) as times
        from marts.customer_timeline
        where customer_id = $1
        group by kind
        order by times desc, kind
        """,
        [customer_id],
    )
    return {
        str(kind): int(times)
        for kind, times in zip(found["kind"], found["times"], strict=True)
    }


def timeline(
    customer_id: str, wanted: tuple[str, ...], limit: int | None, skipped: int = 0
) -> pd.DataFrame:
    """Return what a customer did, newest first.

    Args:
        customer_id: The customer.
        wanted: Kinds of things; empty for all.
        limit: Most rows to return; None for all.
        skipped: Newer rows to leave out.

    Returns:
        Columns: occurred_at (UTC), kind, title, amount, detail, source_name,
        source_table, source_key.
    """
    return read(
        f"""
        select
            occurred_at, kind, title, amount::double as amount, detail,
            source_name, source_table, source_key
        {_HISTORY}
        order by occurred_at desc, kind, source_key
        {"" if limit is None else f"limit {limit:d} offset {skipped:d}"}
        """,
        [customer_id, wanted or None],
    )


def spending(customer_id: str, timezone: str) -> pd.DataFrame:
    """Return one row for each month from the first order to the shop's last.

    Args:
        customer_id: The customer.
        timezone: Of the shop, whose days and months they are.

    Returns:
        Columns: month_on, orders, revenue (returns subtract; cancelled orders count, as
        they do everywhere).
    """
    return read(
        """
        with bought as (
            select
                (occurred_at at time zone 'UTC' at time zone $2)::date as day_on,
                count(*) filter (kind = 'order') as orders,
                sum(amount)::double as revenue
            from marts.customer_timeline
            where
                customer_id = $1
                and kind in ('order', 'return', 'refund', 'cancelled_order')
            group by day_on
        )
        select
            month_start_on as month_on,
            coalesce(sum(orders), 0)::bigint as orders,
            coalesce(sum(revenue), 0) as revenue
        from marts.dim_dates
        left join bought using (day_on)
        where
            month_start_on >= (
                select min(month_start_on)
                from marts.dim_dates
                where day_on = (select min(day_on) from bought)
            )
            and day_on <= (select max(day_on) from marts.kpi_daily_sales)
        group by month_start_on
        order by month_start_on
        """,
        [customer_id, timezone],
    )


def identifiers(customer_id: str) -> pd.DataFrame:
    """Return what a customer is known by: identifier, kind, value, since, is_held."""
    return read(
        """
        select identifier, kind, value, since, is_held
        from marts.customer_identifiers
        where customer_id = $1
        order by
            list_position(['customer', 'contact', 'email', 'phone'], kind) nulls last,
            since,
            value
        """,
        [customer_id],
    )


def links(customer_id: str) -> pd.DataFrame:
    """Return why identifiers of a customer belong together, the oldest reason first.

    Columns: left_identifier, right_identifier, rule, reason, weight (bits, of a match),
    since, status (used, shared, over_limit, denied).
    """
    return read(
        """
        select left_identifier, right_identifier, rule, reason, weight, since, status
        from marts.customer_links
        where customer_id = $1
        order by since, rule, left_identifier, right_identifier
        """,
        [customer_id],
    )


def merged(customer_id: str) -> pd.DataFrame:
    """Return customers that became part of this one: customer_id, merged_at.

    These are ids that a run merged, and ids of the shop that were one from the start.
    """
    return read(
        """
        with before as (
            select customer_id, redirected_at as merged_at
            from marts.customer_redirects
            where to_customer_id = $1
            union all
            select value as customer_id, since as merged_at
            from marts.customer_identifiers
            where customer_id = $1 and kind = 'customer' and value <> $1
        )
        select customer_id, min(merged_at) as merged_at
        from before
        group by customer_id
        order by merged_at, customer_id
        """,
        [customer_id],
    )


def _first(sql: str, customer_id: str) -> Facts:
    found = read(sql, [customer_id])
    if found.empty:
        return {}
    row = found.astype(object).where(found.notna(), None).iloc[0]
    return {str(name): value for name, value in row.items()}
