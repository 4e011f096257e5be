"""Look at the alerts of the shop: hold them against what is published, and tell.

``home/alerts.json`` takes the states and the messages in one write before anything is
sent, so that a process that is killed anywhere tells nothing never. It needs no run
lock: who looks holds ``home/alerts.lock``.
"""

import fcntl
import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import duckdb

from orchestration.notifications.alerts import alert_message, routes, waiting
from orchestration.notifications.outbox import Outbox
from warehouse.alerts.deciding import decided
from warehouse.alerts.judging import Judgement
from warehouse.alerts.keeping import Watched, watched_path
from warehouse.alerts.log import Delivered, note
from warehouse.alerts.reading import read_alert
from warehouse.alerts.state import NOTHING_DECIDED, AlertState, Decided, Event, step
from warehouse.publishing import current_path
from warehouse.settings import config_path, settings
from warehouse.settings.alerts import ALERTS, Alert, SavedAlert
from warehouse.settings.entries import Fault
from warehouse.status import read_whole, write_whole


class Book(Watched, Outbox):
    """How the alerts stand, and the messages that wait."""


@dataclass(frozen=True)
class Look:
    """What came of looking."""

    told: list[tuple[str, Event]]
    """Alerts, and what there was to tell of them."""
    sent: int
    """Messages that arrived, older ones too."""
    left: int
    """Messages that wait."""
    faults: list[Fault]
    """Files that say no alert."""


def look(now: datetime | None = None) -> Look:
    """Judge all alerts, and tell what is news; what does not arrive waits.

    Args:
        now: The time, aware; that of the clock by default.

    Raises:
        OSError: If the state cannot be written: then nothing is told.
    """
    now = now or datetime.now(UTC)
    with _alone():
        seen = stamp()
        saved, faults = read_alerts()
        book = read_book()
        told = _judged(book, saved, faults, now)
        book.looked_at, book.seen = now, seen
        _write(book)
        sent = 0
        for one, delivery in book.deliver(settings().notifications):
            alert = one.message.alert or {}
            kind = "those of the settings"
            if one.recipients:
                kind = f"{len(one.recipients)} of the alert"
            note(
                Delivered(
                    alert=str(alert.get("name", "")),
                    event=one.message.kind,
                    recipients="" if one.channel == "webhook" else kind,
                    message_id=one.message.id,
                    **delivery.model_dump(),
                )
            )
            sent += delivery.error is None
            _write(book)
        _write(book)  # without what is too old
        return Look(told, sent, len(book.waiting), faults)


def read_alerts() -> tuple[list[SavedAlert], list[Fault]]:
    """Return the alerts of the workspace, and its files that say none."""
    return ALERTS.read_all(settings().workspace / "alerts")


def alert_problems(saved: Sequence[SavedAlert]) -> dict[str, str]:
    """Return by name why alerts cannot be computed."""
    found = {one.name: _read(one.content) for one in saved}
    return {
        name: now.why or "" for name, now in found.items() if now.verdict == "broken"
    }


def read_book() -> Book:
    """Return what is kept; nothing before the first look.

    A broken file would keep alerts untold for ever; they are told anew.
    """
    return read_whole(watched_path(), Book) or Book()


def is_due(now: datetime | None = None) -> str | None:
    """Return why a look would tell something although nothing has changed; or None."""
    now = now or datetime.now(UTC)
    book = read_book()
    if book.waiting:
        return f"messages wait: {len(book.waiting)}"
    known = decided()
    for saved in read_alerts()[0]:
        state = book.states.get(saved.name)
        if state is not None:
            _, event = _step(saved, state, state.now, known, now)
            if event is not None:
                return f"{saved.name} is to be told again"
    return None


def stamp() -> str:
    """Return what alerts are judged by: the version, goals and files, decisions.

    Each is a word; where one of them differs, something is to be looked at.
    """
    workspace, home = settings().workspace, settings().home
    files = {
        "alerts": sorted((workspace / "alerts").glob("*.y*ml")),
        "goals": sorted((workspace / "goals").glob("*.y*ml")),
        "outlook": [home / "outlook.json"],
        "decisions": [settings().decisions_path / "alerts.ndjson"],
        "settings": [config_path()],
    }
    current = current_path()
    words = [f"version:{current.name if current else ''}"]
    for what, paths in files.items():
        found = hashlib.sha256()
        for path in paths:
            if path.is_file():
                found.update(f"{path.name}\0".encode() + path.read_bytes())
        words.append(f"{what}:{found.hexdigest()[:12]}")
    return " ".join(words)


def _judged(
    book: Book, saved: list[SavedAlert], faults: list[Fault], now: datetime
) -> list[tuple[str, Event]]:
    """Take each alert a step on; what is to be told waits in the book then."""
    told: list[tuple[str, Event]] = []
    known = decided()
    for one in saved:
        before = book.states.get(one.name)
        found = _read(one.content)
        state, event = _step(one, before, found, known, now)
        book.states[one.name] = state
        if event is not None:
            told.append((one.name, event))
            _put(book, one.name, one.content, event, before, state, now)
    # A file that says no alert now is not gone: its alert stays as it was.
    there = {one.name for one in saved} | {fault.path.stem for fault in faults}
    for name in [name for name in book.states if name not in there]:
        state = book.states.pop(name)
        if state.told_at is not None:
            told.append((name, "resolved"))
            _put(book, name, None, "resolved", state, state, now)
    return told


def _step(
    saved: SavedAlert,
    before: AlertState | None,
    found: Judgement,
    known: dict[str, Decided],
    now: datetime,
) -> tuple[AlertState, Event | None]:
    said = known.get(saved.name, NOTHING_DECIDED)
    today = now.astimezone(ZoneInfo(settings().shop.timezone)).date()
    is_heard = routes(settings().notifications, saved.content.to)
    since = before.since if before is not None else None
    return step(
        saved.content,
        before,
        found,
        now,
        is_silent=said.is_muted(today) or not is_heard,
        is_acknowledged=since in said.acknowledged,
    )


def _put(
    book: Book,
    name: str,
    alert: Alert | None,
    event: Event,
    before: AlertState | None,
    state: AlertState,
    now: datetime,
) -> None:
    message = alert_message(
        name, alert, event, before, state, shop=settings().shop, now=now
    )
    # That it is over is told to those who were told that it began.
    to = before.to if event == "resolved" and before is not None else state.to
    book.waiting += waiting(message, settings().notifications, to)


def _read(alert: Alert) -> Judgement:
    try:
        return read_alert(alert)[-1]
    except duckdb.Error as error:
        why = f"it could not be read: {str(error).splitlines()[0]}"
        return Judgement(verdict="broken", why=why)


def _write(book: Book) -> None:
    write_whole(watched_path(), book.model_dump_json(indent=1))


@contextmanager
def _alone() -> Iterator[None]:
    """Let one process look at a time; the kernel lets go for the dead."""
    settings().home.mkdir(parents=True, exist_ok=True)
    with (settings().home / "alerts.lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
