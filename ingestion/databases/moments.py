"""Times of an ``updated_at`` column: what moment they are, and how a moment is written.

A database compares what its column holds: times with or without an offset, days, text,
numbers. So a moment to compare with is written as the column's own values are.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from ingestion.quoting import literal

SECONDS = {"s": 1, "ms": 1e-3, "us": 1e-6, "ns": 1e-9}
ZONED = "[0-9]:[0-9]{2}.*(Z|[+-][0-9]{2}(:?[0-9]{2})?)$"


@dataclass(frozen=True)
class Moments:
    """How one column's times are written."""

    timezone: str
    """Zone of times without an offset."""
    epoch_unit: str | None
    """Unit of numbers; None where times are no numbers."""

    def sql(self, text: str) -> str:
        """Return SQL of the moment that text is, in UTC; null if it is none."""
        if self.epoch_unit:
            seconds = f"try_cast({text} as double) * {SECONDS[self.epoch_unit]}"
            return f"timezone('UTC', to_timestamp({seconds}))"
        local = f"try_cast({text} as timestamp)"
        moment = (
            f"case when regexp_matches({text}, '{ZONED}') "
            f"then try_cast({text} as timestamptz) "
            f"else timezone({literal(self.timezone)}, {local}) end"
        )
        moment = f"timezone('UTC', {moment})"
        return f"case when isfinite({moment}) then {moment} end"

    def value(self, moment: datetime, like: str, kind: str) -> object:
        """Return a moment as a value that the database compares with its column.

        Args:
            moment: With an offset.
            like: Text of a value of the column.
            kind: DuckDB's type that the column's values fit.
        """
        if self.epoch_unit:
            number = moment.timestamp() / SECONDS[self.epoch_unit]
            return number if kind == "double" else int(number)
        if kind == "timestamptz":
            return moment.astimezone(UTC)
        zone = _parsed(like).tzinfo or ZoneInfo(self.timezone)
        local = moment.astimezone(zone).replace(tzinfo=None)
        if kind == "timestamp":
            return local
        if kind == "date":
            return local.date()
        # Text is compared letter by letter: whole seconds are before their fractions.
        written = local.isoformat(sep=like[10:11] or " ", timespec="seconds")
        return written[: min(len(like), 19)]

    def before(self, high_water: str, kind: str, lag: timedelta) -> object:
        """Return the value that is some time before one of the column."""
        return self.value(self._moment(high_water) - lag, high_water, kind)

    def _moment(self, text: str) -> datetime:
        if self.epoch_unit:
            return datetime.fromtimestamp(float(text) * SECONDS[self.epoch_unit], UTC)
        found = _parsed(text)
        return found if found.tzinfo else found.replace(tzinfo=ZoneInfo(self.timezone))


def _parsed(text: str) -> datetime:
    return datetime.fromisoformat(text)
