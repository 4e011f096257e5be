"""Who is whom, as a run finds it: read, linked, called by an id, and written.

Only what changed since the last run is linked, see `relinking`.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import duckdb
import pyarrow as pa

from orchestration.identities import note_heeded
from orchestration.places import listed_places
from orchestration.relinking import Part, part_to_link
from science.identity.gazetteer import spellings
from science.identity.ids import Ids, rebuilt
from science.identity.linking import Linked, linked
from science.identity.rules import Rules, Shared
from warehouse.decisions import decisions
from warehouse.engine import connect
from warehouse.settings import settings

_MERGED = """
select
    left_identifier,
    right_identifier,
    'match' as rule,
    true as is_same,
    weight,
    null::timestamp as since,
    (
        select string_agg(replace(bar.column, '_', ' '), ', ' order by bar.weight desc)
        from (
            select unnest(
                from_json(explanation, '[{"column": "varchar", "weight": "double"}]')
            ) as bar
        )
        where bar.column not in ('prior', 'household') and bar.weight > 1
    ) as detail,
from identities.matches
where decision = 'merge'
"""
_SAID = pa.schema(
    [
        ("left_identifier", pa.string()),
        ("right_identifier", pa.string()),
        ("rule", pa.string()),
        ("is_same", pa.bool_()),
        ("weight", pa.float64()),
        ("since", pa.timestamp("us")),
        ("detail", pa.string()),
    ]
)
_SINCE = """
create or replace temporary table edges_now as
select
    edges.* exclude (since),
    least(before.since, coalesce(edges.since::timestamp, $at)) as since,
from edges
left join identities.edges as before
    using (left_identifier, right_identifier, rule)
"""
"""A record that is changed later has said it since it first did."""

_WRITTEN = {
    "identifiers": """
        select
            identifier,
            found.kind,
            found.value,
            customers.customer_id,
            customers.since::timestamp as since,
            found.group_size,
            found.is_held,
        from found
        inner join customers using (identifier)
        order by customer_id, identifier
    """,
    "gone": "select * replace (since::timestamp as since) from gone",
    "edges": "from edges_now order by left_identifier, right_identifier",
    "minted": "select * replace (minted_at::timestamp as minted_at) from minted",
    "redirects": (
        "select * replace (redirected_at::timestamp as redirected_at) from redirects"
    ),
    "islands": "select identifier, island + {free} as island from islands",
    "island_rows": "select row_hash, times, island + {free} as island from rows",
    "island_findings": "select * replace (island + {free} as island) from findings",
    "recipe": "select '{recipe}' as recipe",
    "findings": """
        select code, kind, value, becomes, sum(records)::bigint as records,
        from identities.island_findings
        group by all
        union all by name
        select
            'corrected' as code,
            corrected.kind,
            corrected.value,
            coalesce(spellings.spelling, corrected.form) as becomes,
            count(*) as records,
        from (
            select
                country,
                unnest(['city', 'region', 'country']) as kind,
                unnest([city_written, region_written, country_written]) as value,
                unnest([city, region, country]) as form,
            from identities.contact_forms
        ) as corrected
        -- Without a country a place is of the list's only one.
        left join spellings
            on corrected.kind = spellings.kind
            and corrected.form = spellings.form
            and coalesce(corrected.country, spellings.country) = spellings.country
        where corrected.value is not null
        group by all
        order by all
    """,
}
_DECIDED = """
update identities.matches as matches
set decision = case when decided.is_same then 'same' else 'different' end
from decided
where
    matches.left_identifier = decided.left_identifier
    and matches.right_identifier = decided.right_identifier
"""


def find_customers(at: datetime | None = None, *, everything: bool = False) -> None:
    """Fill the schema ``identities``, all but ``matches``, from what was built of it.

    The caller holds the run lock.

    Args:
        at: The moment of the build, with its time zone; now by default.
        everything: Link what did not change, too.

    Raises:
        SettingsError: If the list of places cannot be read.
    """
    moment = at or datetime.now(UTC)
    told = decisions("identities")
    decided = latest_decisions(told)
    with connect() as connection:
        merged = connection.sql(_MERGED).to_arrow_table().cast(_SAID)
        said = pa.concat_tables([merged, decided])
        part = part_to_link(connection, said, rules(), everything=everything)
        before = _ids(connection, part)
    found = linked(part.seen, part.said, rules())
    ids = rebuilt(before, found.identifiers, moment)
    with connect() as connection:
        _write(connection, part, found, ids, decided, moment)
    note_heeded(len(told))


def latest_decisions(told: Sequence[dict[str, Any]]) -> pa.Table:
    """Return what people say now of pairs of identifiers, as `linked` takes it.

    Args:
        told: Decisions, oldest first; of a pair, in either order, the latest holds.
    """
    latest: dict[tuple[str, str], dict[str, Any]] = {}
    for line in told:
        left, right = sorted((str(line["left"]), str(line["right"])))
        latest[left, right] = line
    rows = [
        {
            "left_identifier": left,
            "right_identifier": right,
            "rule": "decided",
            "is_same": line["decision"] == "same",
            "since": datetime.fromisoformat(line["decided_at"]).replace(tzinfo=None),
            "detail": ", ".join(
                text for text in (line.get("by"), line.get("note")) if text
            )
            or None,
        }
        for (left, right), line in latest.items()
        if line["decision"] in ("same", "different")
    ]
    return pa.Table.from_pylist(rows, _SAID)


def rules() -> Rules:
    """Return what ``identity.yml`` says, as linking asks for it."""
    identity = settings().identity
    return Rules(
        order=identity.rules,
        blocked=identity.blocked_values,
        blocked_patterns=identity.all_patterns,
        longest=identity.longest,
        limits=identity.limits.model_dump(),
        shared={kind: Shared(**most.model_dump()) for kind, most in identity.shared},
        region=identity.region,
    )


def _ids(connection: duckdb.DuckDBPyConnection, part: Part) -> Ids:
    def read(table: str, columns: str) -> pa.Table:
        return connection.sql(
            f"select {columns} from identities.{table} where {part.of(table)}"
        ).to_arrow_table()

    known = "identifier, customer_id, since::timestamptz as since"
    return Ids(
        customers=read("identifiers", known),
        minted=read(
            "minted", "customer_id, minted_at::timestamptz as minted_at, minted_from"
        ),
        redirects=read(
            "redirects",
            "customer_id, to_customer_id, redirected_at::timestamptz as redirected_at",
        ),
        gone=read("gone", known),
    )


def _write(
    connection: duckdb.DuckDBPyConnection,
    part: Part,
    found: Linked,
    ids: Ids,
    decided: pa.Table,
    at: datetime,
) -> None:
    part.register(connection)
    for name, table in {
        "found": found.identifiers,
        "edges": found.edges,
        "findings": found.findings,
        "islands": found.islands,
        "rows": found.rows,
        "spellings": spellings(listed_places()),
        "decided": decided,
        "customers": ids.customers,
        "minted": ids.minted,
        "redirects": ids.redirects,
        "gone": ids.gone,
    }.items():
        connection.register(name, table)
    connection.execute("begin")
    connection.execute(_SINCE, {"at": at.astimezone(UTC).replace(tzinfo=None)})
    for table, query in _WRITTEN.items():
        written = query.format(free=part.free_island, recipe=part.recipe)
        connection.execute(f"delete from identities.{table} where {part.of(table)}")
        connection.execute(f"insert into identities.{table} by name {written}")
    connection.execute(_DECIDED)
    connection.execute("commit")
