"""Which files of the landing are to be loaded, as the ledger knows them.

A file never changes once it is closed, so its name says whether it is loaded: where the
ledger has nothing of it, or has lines of a sender that do not count although the
settings name it now. Days whose files all stand in the ledger are not listed again
until they change, so that a look does not take longer with every year that was landed.
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
from ingestion.sources.senders import LANDED_FILE, others, senders
from warehouse.landing import label
from warehouse.landing_days import Day, days_to_look_at
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
        named = {label(path) for path in files}
        return [one for one in self.again if one.file in named]


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
    again, days = _wished((*named, UNKNOWN), backfill)
    connection.execute(
        """
        create or replace temp table known_lines as
        select
            source_name,
            file,
            list_contains($again::varchar[], source_name) and (
                $days is null
                or list_contains($days::varchar[], split_part(file, '/', 1))
            ) as is_again,
            bool_or(is_current) and not is_again as is_settled
        from ops.ledger
        where
            entity = 'events' and not list_contains($others::varchar[], source_name)
        group by source_name, file
        """,
        {"again": again, "days": days, "others": others(feeds)},
    )
    unsettled = connection.execute(
        "select source_name, file, is_again from known_lines "
        "where not is_settled and list_contains(?::varchar[], source_name)",
        [[*named, UNKNOWN]],
    ).fetchall()
    # Files of calls that a source of this name once read are not of the landing.
    ours = {
        (source, file): is_again
        for source, file, is_again in unsettled
        if LANDED_FILE.fullmatch(file) and (settings().landing_path / file).exists()
    }
    known = (settings().landing_path / file for _, file in ours)
    files = sorted({*_unknown(connection), *known})
    replaced = (
        one
        for one in (history(connection, "events") if any(ours.values()) else ())
        if ours.get(one.place)
    )
    settled = connection.execute(
        """
        select source_name, file from known_lines
        where is_settled and list_contains(?::varchar[], file)
        """,
        [[label(path) for path in files]],
    ).fetchall()
    return Pending(named, files, frozenset(settled), tuple(replaced))


def _wished(
    sources: Iterable[str], backfill: Backfill | None
) -> tuple[list[str], list[str] | None]:
    """Return whose lines are read again, and of which folders; None for all."""
    if backfill is None:
        return [], None
    if backfill.day is None:
        return [one for one in sources if backfill.replaces(one)], None
    days = utc_days(backfill.day, ZoneInfo(settings().shop.timezone))
    return [one for one in sources if backfill.day_of(one)], sorted(days)


def _unknown(connection: duckdb.DuckDBPyConnection) -> list[Path]:
    """Return files that `known_lines` lacks, and remember which days have none."""
    known = connection.execute("select day, stamp from ops.landed_days").fetchall()
    days = list(days_to_look_at(dict(known)))
    there = {label(path): path for day in days for path in day.files}
    names = connection.execute(
        "select file from (select unnest(?::varchar[]) as file) "
        "anti join known_lines using (file)",
        [list(there)],
    ).fetchall()
    found = {there[name] for (name,) in names}
    loaded = [day for day in days if found.isdisjoint(day.files)]
    _remember([day for day in loaded if day.stamp is not None], connection)
    return list(found)


def _remember(days: Sequence[Day], connection: duckdb.DuckDBPyConnection) -> None:
    if not days:  # as at most looks
        return
    names = [day.name for day in days]
    connection.execute(
        "delete from ops.landed_days where list_contains(?::varchar[], day)", [names]
    )
    connection.execute(
        "insert into ops.landed_days select unnest(?::varchar[]), unnest(?::varchar[])",
        [names, [day.stamp for day in days]],
    )
