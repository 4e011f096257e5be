"""What stands above a page's title when something is wrong: since when, what to do.

`banners` turns the status of the last run and the published versions into words;
`show_banners` puts them on the page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

import streamlit as st

from dashboards.formats import counted, duration, moment, plain
from warehouse.operations import Check
from warehouse.publishing import Version, versions
from warehouse.settings import settings
from warehouse.status import Status, read_status

STALE_AFTER = timedelta(hours=36)
"""Runs are daily; half a day late is late."""


@dataclass(frozen=True)
class Banner:
    """One thing to know before reading the page."""

    kind: Literal["error", "warning", "info"]
    title: str
    """Empty where the body is one line."""
    body: str
    """Markdown: what happened, and what to do."""


def show_banners() -> None:
    """Show what is wrong now; nothing where all is well."""
    show = {"error": st.error, "warning": st.warning, "info": st.info}
    icons = {"error": "error", "warning": "warning", "info": "info"}
    for banner in banners(read_status(), versions(), datetime.now(UTC)):
        show[banner.kind](
            banner.body,
            title=banner.title or None,
            icon=f":material/{icons[banner.kind]}:",
        )


def banners(
    status: Status | None, published: Sequence[Version], now: datetime
) -> list[Banner]:
    """Return what to say about the last run and the version shown, worst first."""
    current = next((version for version in published if version.is_current), None)
    found = []
    if status is not None:
        found += _run(status, current)
        found += _findings(status)
    if current is None:
        found.append(_nothing_published(status))
    else:
        found += _rolled_back(current, published[0])
        found += _stale(status, now)
    return found


def _run(status: Status, current: Version | None) -> list[Banner]:
    run = status.run
    if run.outcome not in ("failed", "interrupted"):
        return []
    since = _when(status.failing_since or run.started_at)
    shown = (
        "Nothing was published before it."
        if current is None
        else f"You see version {current.version} of {_when(current.published_at)}, "
        "the last that passed every check."
    )
    if run.outcome == "interrupted":
        return [
            Banner(
                "error",
                f"The run of {_when(run.started_at)} was interrupted",
                f"It ended before it published anything. {shown} "
                "Run `karvan run` again: it continues where the data are whole.",
            )
        ]
    where = f"**{plain(run.failed_at)}**: " if run.failed_at else ""
    what = plain(run.error or "the run's log says why")
    return [
        Banner(
            "error",
            f"Runs have failed since {since}",
            f"{where}{what}\n\n{shown} "
            "Mend what is named above, then run `karvan run`.",
        )
    ]


def _findings(status: Status) -> list[Banner]:
    failed = [check for check in status.checks if not check.is_passed]
    blocking = [check for check in failed if check.is_blocking]
    if blocking:
        return [
            Banner(
                "error",
                f"{counted(len(blocking), 'check')} that guard publishing failed",
                f"{_listed(blocking)}\n\nNothing newer is published until they pass; "
                "the page [Data quality](/data_quality) says more.",
            )
        ]
    # Odd rows are always there: the page Data quality counts them. A file that could
    # not be read is missing from what is shown here.
    unread = [check for check in failed if check.kind in ("ledger", "load")]
    if not unread:
        return []
    return [
        Banner(
            "warning",
            "",
            f"{plain(unread[0].message.rstrip('.'))}. The rest was published; "
            "the page [Data quality](/data_quality) says more.",
        )
    ]


def _listed(checks: Sequence[Check]) -> str:
    lines = [f"- **{plain(c.asset)}**: {plain(c.message)}" for c in checks[:3]]
    if len(checks) > 3:
        lines.append(f"- and {len(checks) - 3:,} more")
    return "\n".join(lines)


def _nothing_published(status: Status | None) -> Banner:
    if status is not None and status.run.outcome == "running":
        return Banner(
            "info",
            "The first run is under way",
            f"It began {_when(status.run.started_at)}; reload this page after it.",
        )
    return Banner(
        "info",
        "Nothing is published yet",
        "`karvan run` loads the sources, builds and checks the tables and publishes "
        "them here. The sources are listed in `karvan.toml`.",
    )


def _rolled_back(current: Version, newest: Version) -> list[Banner]:
    if current.version == newest.version:
        return []
    return [
        Banner(
            "warning",
            f"Version {current.version} of {_when(current.published_at)} is shown, "
            f"not the newest",
            f"Version {newest.version} was rolled back. "
            f"`karvan rollback {newest.version}` shows it again; "
            "the next successful run publishes a newer one.",
        )
    ]


def _stale(status: Status | None, now: datetime) -> list[Banner]:
    if status is None or status.run.outcome in ("failed", "interrupted", "running"):
        return []
    finished_at = status.run.finished_at or status.run.started_at
    if now - finished_at < STALE_AFTER:
        return []
    return [
        Banner(
            "warning",
            f"No run for {duration(now - finished_at)}",
            f"Runs are due daily at {settings().refresh_at}; the last one ended "
            f"{_when(finished_at)}. `karvan up` keeps the schedule, "
            "`karvan run` runs now.",
        )
    ]


def _when(at: datetime) -> str:
    return moment(at, settings().shop.timezone)
