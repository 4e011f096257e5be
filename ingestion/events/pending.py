"""Which files of the landing are to be loaded, as the ledger knows them.

A file never changes once it is closed, so its name says whether it is loaded: where the
ledger has nothing of it, or has lines of a sender that do not count although the
settings name it now.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb

from ingestion.backfill import Backfill, utc_days
from ingestion.events.lines import UNKNOWN
from ingestion.feeds import Feed
from ingestion.ledger import history
from ingestion.planning import Past
from ingestion.sources.landed import LandedFeed
from warehouse import landing
from warehouse.settings import settings

PORTION_BYTES = 2_000_000_000
"""Lines of one load: bounds the keys that repeats are looked for by."""


@dataclass(frozen=True)
class Pending:
    """Files of the landing that are to be loaded."""

    senders: tuple[str, ...] = ()
    files: list[Path] = field(default_factory=list)
    settled: frozenset[tuple[str, str]] = frozenset()
    """Senders and files among them that are loaded already."""
    again: tuple[Past, ...] = ()
    """What is loaded of them and is replaced."""

    def portions(self) -> list[list[Path]]:
        """Return the files in portions that are loaded one after another."""
        found: list[list[Path]] = []
        size = PORTION_BYTES
        for path in self.files:
            if size >= PORTION_BYTES:
                found.append([])
                size = 0
            found[-1].append(path)
            size += path.stat().st_size
        return found

    def replaced_by(self, files: Iterable[Path]) -> list[Past]:
        """Return what is loaded of some of the files and is replaced."""
        named = {landing.label(path) for path in files}
        return [one for one in self.again if one.file in named]


def senders(feeds: Iterable[Feed]) -> tuple[str, ...]:
    """Return the sources among feeds whose events are in the landing."""
    return tuple(one.source.name for one in feeds if isinstance(one, LandedFeed))


def others(feeds: Iterable[Feed]) -> tuple[str, ...]:
    """Return the sources among feeds whose events come in files and tables.

    Their files may be called as those of the landing are.
    """
    return tuple(one.source.name for one in feeds if not isinstance(one, LandedFeed))


def pending(
    connection: duckdb.DuckDBPyConnection,
    feeds: Sequence[Feed],
    backfill: Backfill | None = None,
) -> Pending:
    """Return what of the landing is to be loaded; files of killed workers are closed.

    Args:
        connection: The warehouse.
        feeds: What fills the events; without a sender nothing is to be loaded.
        backfill: Which senders' lines are loaded again, of which day's files; those
            of files that are no more stay, for nobody has them.
    """
    named = senders(feeds)
    if not named:
        return Pending()
    landing.close_abandoned()
    there = landing.closed_files()
    if not there:
        return Pending(named)
    again, days = _wished((*named, UNKNOWN), backfill)
    connection.execute(
        "create or replace temp table landed as "
        "select unnest(?::varchar[]) as file, unnest(range(?)) as place, "
        "unnest(?::boolean[]) as is_wished",
        [
            [landing.label(path) for path in there],
            len(there),
            [days is None or path.parent.name in days for path in there],
        ],
    )
    connection.execute(
        """
        create or replace temp table known_lines as
        select
            source_name,
            file,
            any_value(is_wished) and list_contains(?::varchar[], source_name)
                as is_again,
            bool_or(is_current) and not is_again as is_settled
        from ops.ledger join landed using (file)
        where
            entity = 'events' and not list_contains(?::varchar[], source_name)
        group by source_name, file
        """,
        [again, others(feeds)],
    )
    places = connection.execute(
        """
        select place from landed where file not in (select file from known_lines)
        union
        select place from landed join known_lines using (file)
        where not is_settled and list_contains(?::varchar[], source_name)
        order by place
        """,
        [[*named, UNKNOWN]],
    ).fetchall()
    files = [there[place] for (place,) in places]
    read_again = connection.execute(
        "select source_name, file from known_lines where is_again"
    ).fetchall()
    wanted = {*read_again}
    replaced = [
        one
        for one in (history(connection, "events") if wanted else ())
        if one.place in wanted
    ]
    settled = connection.execute(
        """
        select source_name, file from known_lines
        where is_settled and list_contains(?::varchar[], file)
        """,
        [[landing.label(path) for path in files]],
    ).fetchall()
    return Pending(named, files, frozenset(settled), tuple(replaced))


def _wished(
    sources: Iterable[str], backfill: Backfill | None
) -> tuple[list[str], frozenset[str] | None]:
    """Return whose lines are read again, and of which folders; None for all."""
    if backfill is None:
        return [], None
    if backfill.day is None:
        return [one for one in sources if backfill.replaces(one)], None
    days = utc_days(backfill.day, ZoneInfo(settings().shop.timezone))
    return [one for one in sources if backfill.day_of(one)], days
