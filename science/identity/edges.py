"""Named identifiers that were seen together, as nodes and edges with numbers."""

import duckdb

from science.identity.identifiers import key, row_hash
from science.identity.rules import Rules
from science.identity.sharing import find_shared

_LINKED = f"""
create table linked as
select
    {row_hash("seen")} as row_hash,
    l.identifier as l_identifier,
    case when l.identifier is not null then r.identifier end as r_identifier,
    seen.linked_by as rule,
    seen.detail,
    seen.first_name,
    seen.first_seen_at as since,
from seen
left join named as l
    on {key("left")} = l.key
left join named as r
    on {key("right")} = r.key
"""
"""A text that names nobody has no identifier; who stands beside it stands alone."""

_NODES = """
create table nodes as
select
    (row_number() over (order by identifier) - 1)::integer as number,
    identifier,
    split_part(identifier, ':', 1) as kind,
    min(since) as first_seen_at,
from (
    select l_identifier as identifier, since from linked
    union all
    select r_identifier as identifier, since from linked
    union all
    select left_identifier as identifier, null as since from said
    where left_identifier like 'anonymous:%'
    union all
    select right_identifier as identifier, null as since from said
    where right_identifier like 'anonymous:%'
)
where identifier is not null
group by identifier
"""
_ROWS = """
create table rows as
select
    linked.row_hash,
    case when r.number is null then l.number else least(l.number, r.number) end as l,
    case when r.number is not null then greatest(l.number, r.number) end as r,
    linked.rule,
    linked.detail,
    linked.first_name,
    linked.since,
from linked
left join nodes as l on linked.l_identifier = l.identifier
left join nodes as r on linked.r_identifier = r.identifier
"""
_LINKS = """
create view links as
from rows where rule is not null and r is not null
"""
_EDGES = """
create table edges as
with

told as (
    select l, r, rule, null::double as weight, since, detail from links
    union all
    select
        least(a.number, b.number) as l,
        greatest(a.number, b.number) as r,
        said.rule,
        said.weight,
        said.since,
        said.detail,
    from said
    inner join nodes as a on said.left_identifier = a.identifier
    inner join nodes as b on said.right_identifier = b.identifier
    where said.is_same
),

each as (
    select
        l,
        r,
        rule,
        max(weight) as weight,
        min(since) as since,
        arg_min_null(
            detail, (coalesce(since, 'infinity'::timestamp), coalesce(detail, ''))
        ) as detail,
    from told
    where l <> r
    group by l, r, rule
)

select
    row_number() over (
        order by ranks.rank, weight desc nulls last, since nulls last, l, r
    ) - 1 as place,
    each.*,
    ranks.rank,
    rule <> 'decided' and (l in (from shared) or r in (from shared)) as is_shared,
from each
inner join ranks using (rule)
"""


def make_edges(connection: duckdb.DuckDBPyConnection, rules: Rules) -> None:
    """Create ``nodes``, ``rows``, ``links``, ``shared`` and ``edges``.

    Nodes are numbered from 0 in the order of their identifiers, edges by strength: the
    strongest rule first, then the heaviest and the oldest. Rows are those that were
    seen, with numbers for names; a link is one that names two.

    Args:
        connection: With the tables ``seen``, ``said``, ``ranks`` and ``named``.
        rules: Those of the shop.
    """
    for query in (_LINKED, _NODES, _ROWS, _LINKS):
        connection.execute(query)
    for used in ("named", "linked"):
        connection.execute(f"drop table {used}")
    find_shared(connection, rules)
    connection.execute(_EDGES)
