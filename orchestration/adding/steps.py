"""The steps of ``karvan source add``, asked or by options."""

from dataclasses import dataclass

from ingestion.discovery import databases, files
from ingestion.discovery.tables import Table
from ingestion.entities import ENTITIES
from ingestion.feeds import suggested
from ingestion.proposal.choosing import guesses
from ingestion.proposal.proposing import Proposal, propose
from orchestration.adding.asking import agree, ask, ask_zone
from orchestration.adding.connecting import Place, asked_place, keep_secret, public_url
from orchestration.adding.entry import entry_of, one_for_each_entity, problems
from orchestration.adding.new_shop import ensure_settings
from orchestration.adding.reviewing import asked_tables, reviewed
from orchestration.adding.selecting import by_options, complete
from orchestration.adding.showing import show_tables
from orchestration.commands.terminal import err, fail, out
from warehouse.settings import config_path, settings
from warehouse.settings.sections import known_zone
from warehouse.settings.sources import NAME
from warehouse.settings.writing import (
    source_text,
    with_source,
    write_settings,
)

WORTH_A_LOOK = 0.0
"""Score by names alone from which a table's values are read: they may say more."""


@dataclass(frozen=True)
class Options:
    """What was said on the command line; what was not is asked, or guessed."""

    name: str | None = None
    kind: str | None = None
    path: str | None = None
    url: str | None = None
    entity: str | None = None
    table: tuple[str, ...] = ()
    timezone: str | None = None
    is_agreed: bool = False
    """Accept what is proposed, and ask nothing."""
    is_dry: bool = False
    """Print the entry and write nothing."""


def add_source(options: Options) -> None:
    """Ask, look, propose, let change, and write one source into the settings."""
    _check(options)
    ensure_settings(
        options.timezone, is_agreed=options.is_agreed, is_dry=options.is_dry
    )
    place = asked_place(options.kind, options.path, options.url)
    name = _name(options, place)
    tables = _found(place)
    proposals = propose(tables)
    if options.is_agreed or options.table or options.entity:
        wanted = by_options(options.entity, options.table, tables, proposals)
    else:
        usual, waiting = one_for_each_entity(proposals)
        show_tables(tables, proposals)
        _say_waiting(waiting)
        wanted = asked_tables(tables, proposals, usual)
    if options.is_agreed:
        is_named = bool(options.table or options.entity)
        wanted = complete(wanted, is_named=is_named)
    else:
        wanted = reviewed(wanted)
    kept, waiting = one_for_each_entity(wanted)
    _say_waiting(waiting)
    if not kept:
        fail("nothing to add: no table was taken")
    _write(options, place, name, kept)


def _check(options: Options) -> None:
    if options.entity is not None and options.entity not in ENTITIES:
        near = suggested(options.entity, ENTITIES)
        listed = ", ".join(ENTITIES)
        fail(f"there is no entity {options.entity!r}{near}; entities are {listed}")
    if options.timezone is not None:
        try:
            known_zone(options.timezone)
        except ValueError as error:
            fail(str(error))
    if options.is_agreed and not (options.path or options.url):
        fail("--yes asks nothing: say --path or --url")


def _name(options: Options, place: Place) -> str:
    taken = {source.name for source in settings().sources}
    name = options.name or place.suggested_name
    free = _free(name, taken)
    if options.name is not None or options.is_agreed:
        if not NAME.match(name):
            fail(f"{name!r} is no source name; use lower-case letters, digits, _")
        if options.name is not None and name in taken:
            fail(f"there is a source {name!r} already; take another, such as {free!r}")
        return free
    while True:
        given = ask("Name of the source", free)
        if not NAME.match(given):
            err.print("Use lower-case letters, digits and _.")
        elif given in taken:
            err.print(f"There is a source {given!r} already.", markup=False)
        else:
            return given


def _found(place: Place) -> list[Table]:
    if place.kind == "files":
        return files.tables(place.where)
    found = databases.tables(place.where)
    if not found:
        fail("the database has no table that this user can see")
    likely = [one for one in found if guesses(one, {})[0].score >= WORTH_A_LOOK]
    seen = {str(one): one for one in databases.sampled(place.where, likely)}
    return [seen.get(str(one), one) for one in found]


def _write(options: Options, place: Place, name: str, kept: list[Proposal]) -> None:
    zone = _timezone(options, kept)
    where = place.where if place.kind == "files" else public_url(place, name)
    entry = entry_of(name, place, where, kept, zone)
    found = problems(entry)
    if found:
        fail("\n".join(found))
    if options.is_dry:
        out.print(source_text(entry), markup=False, end="", soft_wrap=True)
        return
    path = config_path()
    if not options.is_agreed:
        err.print(f"\n{source_text(entry)}", markup=False)
        agree(f"Add this to {path}?")
    if place.kind == "sql":
        keep_secret(place, where, is_agreed=options.is_agreed)
    write_settings(with_source(path.read_text(encoding="utf-8"), entry))
    filled = ", ".join(entry["entities"])
    err.print(f"Source {name} is in {path}: {filled}.", markup=False)
    err.print(
        "Next: `karvan doctor` looks whether it loads, `karvan run` loads it.",
        markup=False,
    )


def _timezone(options: Options, kept: list[Proposal]) -> str | None:
    if options.timezone or options.is_agreed:
        return options.timezone
    if not any(one.has_naive_times for one in kept):
        return None
    shops = settings().shop.timezone
    given = ask_zone("Times say no zone: theirs is", shops)
    return None if given == shops else given


def _say_waiting(waiting: list[Proposal]) -> None:
    for one in waiting:
        err.print(
            f"{one.table} could be {one.entity.name} too; a source fills it from one "
            "table: add it as another source.",
            markup=False,
        )


def _free(name: str, taken: set[str]) -> str:
    free, count = name, 1
    while free in taken:
        count += 1
        free = f"{name}_{count}"
    return free
