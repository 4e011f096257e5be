"""The properties that no plan names, judged by what was seen of them before.

The first type of a property (by receipt, within the batch that brings it) is its type,
until a person accepts another one. What becomes of a new property and of a retyped one,
the source's settings say.
"""

import shlex

import duckdb

from ingestion.events.known_properties import Known
from ingestion.events.plan_checks import CODE, INSIDE, WORDS
from ingestion.mapping import Rule
from warehouse.settings import settings

MOST_KNOWN = 10_000
"""Types of properties of a source that are remembered. Who names properties by ids has
a new one in each event."""

TYPE = """
    case
        when kind in ('UBIGINT', 'BIGINT', 'DOUBLE') then 'number'
        when kind = 'VARCHAR' then 'string'
        when kind != 'NULL' then lower(kind)
    end
"""
"""Type of a kind of ``json_type``; null for what is no value."""


def judge_unplanned(
    connection: duckdb.DuckDBPyConnection, known: Known, first_rule: int
) -> tuple[Known, list[Rule]]:
    """Add what is wrong with unplanned properties to the table ``plan_suspects``.

    Args:
        connection: With ``plan_seen`` and ``plan_checks``, as `plan_rules` writes them.
        known: What is known of properties.
        first_rule: Place of the first rule that is returned.

    Returns:
        What is known now, and the rules that ``plan_suspects`` names by their places.
    """
    connection.register("plan_known", known)
    _judge(connection)
    rules = connection.execute(
        f"""
        create or replace temp table plan_refused as
        select *, {first_rule} - 1 + row_number() over (
            order by source_name, event, property, type
        ) as rule
        from plan_judged
        where status != 'accepted';
        insert into plan_suspects by name
        select
            source_name,
            event as place,
            property,
            '/' || replace(replace(property, '~', '~0'), '/', '~1') as path,
            rule,
            'kind' as test,
            kind
        from plan_refused
        join (
            select source_name, place as event, property, kind, {TYPE} as type
            from plan_seen
        ) using (source_name, event, property, type);
        select source_name, event, property, type, status, before
        from plan_refused order by rule
        """
    ).fetchall()
    now = connection.sql(
        """
        with merged as (
            select
                source_name,
                event,
                property,
                type,
                if(bool_or(status = 'accepted'), 'accepted', max_by(status, is_seen))
                    as status,
                min(first_seen_at) as first_seen_at,
                max(last_seen_at) as last_seen_at,
                bool_or(is_seen) as is_seen,
                bool_and(is_seen) as is_first_seen
            from (
                from plan_known
                union all by name
                select * exclude (before), true as is_seen from plan_judged
            )
            group by all
        )
        select * exclude (is_first_seen)
        from merged
        qualify
            row_number() over (
                partition by source_name
                order by is_first_seen, first_seen_at, event, property, type
            ) <= $most
        """,
        params={"most": MOST_KNOWN},
    ).to_arrow_table()
    connection.unregister("plan_known")
    return now, [_rule(*row) for row in rules]


def _judge(connection: duckdb.DuckDBPyConnection) -> None:
    """Write ``plan_judged``: each type of a property that was seen, with its status."""
    policies = "".join(
        f", ('{one.name}', '{one.new_property}', '{one.retyped_property}')"
        for one in settings().sources
    )
    connection.execute(
        f"""
        create or replace temp table plan_judged as
        with policies as (
            from (values (null, null, null){policies})
                as policies (source_name, if_new, if_retyped)
        ),
        planned as (
            select source_name, place, property, kinds
            from plan_checks
            where test = 'kind'
        ),
        seen as (
            select
                source_name,
                place as event,
                property,
                {TYPE} as type,
                bool_or(kinds is not null) as is_planned,
                min(first_seen_at) as first_seen_at,
                max(last_seen_at) as last_seen_at
            from plan_seen
            left join planned using (source_name, place, property)
            where
                not contains(place, chr({ord(INSIDE)}))
                and coalesce(kind, 'NULL') != 'NULL'
                and (kinds is null or list_contains(kinds, kind))
            group by all
        ),
        known as (
            select source_name, event, property, list(type order by type) as accepted
            from plan_known
            where status = 'accepted'
            group by all
        ),
        compared as (
            select
                seen.*,
                coalesce(if_new, 'accept') as if_new,
                coalesce(if_retyped, 'hold') as if_retyped,
                accepted is null as is_new,
                case
                    when accepted is not null then accepted
                    when coalesce(if_new, 'accept') = 'accept' then [
                        first_value(type) over (
                            partition by source_name, event, property
                            order by first_seen_at, type
                        )
                    ]
                end as before
            from seen
            left join known using (source_name, event, property)
            left join policies using (source_name)
        )
        select
            * exclude (is_planned, if_new, if_retyped, is_new),
            case
                case
                    when is_planned or list_contains(before, type) then 'accept'
                    when is_new and if_new != 'accept' then if_new
                    else if_retyped
                end
                when 'accept' then 'accepted'
                when 'hold' then 'held'
                else 'rejected'
            end as status
        from compared
        """
    )


def _rule(
    source: str, event: str, name: str, kind: str, status: str, before: list[str]
) -> Rule:
    """Return the rule that a new or retyped property breaks, with the way out."""
    if before:
        was = " or ".join(WORDS[one] for one in before)
        words = f"{name} was {was} before, here it is {WORDS[kind]}"
    else:
        words = f"{name} is a new property"
    if status == "held":
        asked = shlex.join(["karvan", "plan", "accept", source, event, name])
        return Rule(CODE, f"{event}.{name}", f"{words}; held until `{asked}`", "false")
    return Rule(CODE, f"{event}.{name}", f"{words}; this source rejects it", "false")
