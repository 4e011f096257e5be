"""Read a file of Segment calls as lines of the landing, whatever they are.

NDJSON with one call a line, or an array of calls, also in gzip: what archives hold and
senders export. What is no call keeps its place, with its fault, as in the landing
(`warehouse.landing`); nothing is refused here, and nothing taken away but write keys.
"""

from pathlib import Path

import duckdb

from ingestion.events.calls import WRITE_KEY
from ingestion.file_feeds import FileFeed
from ingestion.quoting import literal
from ingestion.readers.json_text import stage_objects
from ingestion.readers.relation import ROW, Relation, count, described, staged_rows

_WITHOUT_KEY = (
    "case when contains(object, 'writeKey') "
    f"then regexp_replace(object, {literal(WRITE_KEY)}, '\\1\"\"', 'gs') "
    "else object end"
)


def read(
    connection: duckdb.DuckDBPyConnection, feed: FileFeed, path: Path, staged: Path
) -> Relation:
    """Return the calls of a file with the members of a line of the landing.

    ``received_at`` is what the call itself says, or empty text.

    Raises:
        BrokenFileError: If its gzip cannot be read.
        duckdb.Error: If an array is cut short, or what is between calls is no JSON.
    """
    stage_objects(connection, feed, path, staged)
    lines = f"""
        select
            {ROW},
            {ROW} as n,
            {literal(feed.source.name)} as source,
            if(is_call, coalesce(object ->> '$.receivedAt', ''), '') as received_at,
            cast(null as varchar) as sent_at,
            cast(null as varchar) as type,
            cast(null as json) as context,
            cast(null as varchar) as user_agent,
            cast(if(is_call, object, null) as json) as call,
            case
                when not is_text then 'not_utf8'
                when not is_call then 'not_json'
            end as fault,
            if(is_call, null, object) as payload,
            {literal(feed.label(path))} as file
        from (
            select
                *,
                case
                    when is_text and json_valid(object)
                        then json_type(object) = 'OBJECT'
                    else false
                end as is_call
            from (
                select * replace ({_WITHOUT_KEY} as object)
                from ({staged_rows(staged)})
            )
        )
    """
    received = count(connection, f"select count(*) from ({staged_rows(staged)})")
    return Relation(lines, described(connection, lines), received)
