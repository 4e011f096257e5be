"""A moment is written as the column's own values are, so that the database compares."""

from datetime import UTC, date, datetime, timedelta

import duckdb
import pytest

from ingestion.databases.moments import Moments
from ingestion.quoting import literal

TEN = datetime(2024, 7, 1, 10, tzinfo=UTC)
LONDON = Moments("Europe/London", None)
"""One hour ahead of UTC in July."""


@pytest.mark.parametrize(
    ("moments", "text", "moment"),
    [
        (LONDON, "2024-07-01 11:00:00", TEN),
        (LONDON, "2024-07-01T11:00:00", TEN),
        (LONDON, "2024-07-01 10:00:00+00", TEN),
        (LONDON, "2024-07-01T12:00:00+02:00", TEN),
        (LONDON, "2024-07-01T10:00:00Z", TEN),
        (LONDON, "2024-07-01", datetime(2024, 6, 30, 23, tzinfo=UTC)),
        (LONDON, "infinity", None),
        (LONDON, "yesterday", None),
        (Moments("UTC", "s"), "1719828000", TEN),
        (Moments("UTC", "ms"), "1719828000000", TEN),
        (Moments("UTC", "s"), "soon", None),
    ],
)
def test_text_is_a_moment_or_none(
    moments: Moments, text: str, moment: datetime | None
) -> None:
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        row = connection.execute(f"select {moments.sql(literal(text))}").fetchone()
    assert row == (moment and moment.replace(tzinfo=None),)


@pytest.mark.parametrize(
    ("moments", "high_water", "kind", "expected"),
    [
        (LONDON, "2024-07-01 10:00:00+00", "timestamptz", TEN - timedelta(minutes=10)),
        (LONDON, "2024-07-01 11:00:00", "timestamp",
         datetime(2024, 7, 1, 10, 50)),  # noqa: DTZ001
        (LONDON, "2024-07-01", "date", date(2024, 6, 30)),
        (LONDON, "2024-07-01 11:00:00.123", "varchar", "2024-07-01 10:50:00"),
        (LONDON, "2024-07-01T11:00:00", "varchar", "2024-07-01T10:50:00"),
        (LONDON, "2024-07-01T12:00:00+02:00", "varchar", "2024-07-01T11:50:00"),
        (LONDON, "2024-07-01", "varchar", "2024-06-30"),
        (Moments("UTC", "s"), "1719828000", "bigint", 1719827400),
        (Moments("UTC", "ms"), "1719828000000", "bigint", 1719827400000),
        (Moments("UTC", "s"), "1719828000.5", "double", 1719827400.5),
    ],
)  # fmt: skip
def test_a_lag_before_is_written_like_the_column(
    moments: Moments, high_water: str, kind: str, expected: object
) -> None:
    assert moments.before(high_water, kind, timedelta(minutes=10)) == expected
