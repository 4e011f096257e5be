"""Dates and times become UTC and the shop's days, however they are written."""

# ruff: noqa: DTZ001 - raw tables hold UTC without a zone

from datetime import date, datetime
from typing import Any

import duckdb
import pytest

from ingestion.feeds import LoadError
from tests.ingestion.cells_of_a_file import BAD, Cells


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2019-10-01 00:00:00 UTC", (2019, 10, 1, 0)),
        ("2019-10-01T12:30:00Z", (2019, 10, 1, 12, 30)),
        ("2019-10-01T12:30:00.250+02:00", (2019, 10, 1, 10, 30, 0, 250_000)),
        ("2019-10-01 12:30:00 +0200", (2019, 10, 1, 10, 30)),
        ("2019-10-01 12:30:00+02", (2019, 10, 1, 10, 30)),
        ("2019-10-01 12:30:00 America/New_York", (2019, 10, 1, 16, 30)),
        ("2019-07-01 12:30", (2019, 7, 1, 11, 30)),
        ("2019-12-01 12:30", (2019, 12, 1, 12, 30)),
        ("2019-7-1 8:05", (2019, 7, 1, 7, 5)),
        ("2019/07/01 12:30:00", (2019, 7, 1, 11, 30)),
        ("2019-07-01", (2019, 6, 30, 23)),
    ],
)
def test_iso_times_become_utc(cells: Cells, text: str, utc: tuple[Any, ...]) -> None:
    found = cells("order_lines.ordered_at", [text], source='timezone = "Europe/London"')
    assert found == [datetime(*utc)]


def test_no_other_text_is_a_time(cells: Cells) -> None:
    values = ["2019-10-01", "epoch", "infinity", "now", "12:30", "2019-13-01", "0000-00-00",  # noqa: E501
              "20191001x", "2019-10-01 25:00:00", "yesterday"]  # fmt: skip
    found = cells("order_lines.ordered_at", values)
    assert found == [datetime(2019, 10, 1)] + [BAD] * 9


@pytest.mark.parametrize(
    ("values", "first"),
    [
        (["12/1/2010 8:26", "1/13/2011 17:00"], datetime(2010, 12, 1, 8, 26)),
        (["11/8/2016", "12/31/2016"], datetime(2016, 11, 8)),
        (["08/11/2016", "31/12/2016"], datetime(2016, 11, 8)),
        (["31/12/2016 23:59:58", "01/02/2017 00:00:00"], datetime(2016, 12, 31, 23, 59, 58)),  # noqa: E501
        (["12/1/10 8:26", "1/13/11 17:00"], datetime(2010, 12, 1, 8, 26)),
        (["13.02.2010", "01.02.2010 10:00"], datetime(2010, 2, 13)),
        (["1/2/2010 1:05 PM", "1/13/2010 12:00 AM"], datetime(2010, 1, 2, 13, 5)),
        (["05 Mar 2015", "1 May 2016"], datetime(2015, 3, 5)),
        (["March 5, 2015", "May 16, 2016"], datetime(2015, 3, 5)),
        (["5-Mar-15", "16-May-16"], datetime(2015, 3, 5)),
        (["20150305", "20161231"], datetime(2015, 3, 5)),
        (["13/02/2010 10:00 UTC", "01/02/2010 10:00 UTC"], datetime(2010, 2, 13, 10)),
    ],
)  # fmt: skip
def test_dates_are_read_by_the_style_that_fits_the_column(
    cells: Cells, values: list[str], first: datetime
) -> None:
    found = cells("order_lines.ordered_at", values)
    assert found[0] == first
    assert BAD not in found


def test_bad_dates_among_good_ones_do_not_change_the_style(cells: Cells) -> None:
    values = ["11/8/2016", "12/31/2016", "1/15/2016", "31/12/2016", "never"]
    found = cells("campaigns.starts_on", values)
    assert found == [date(2016, 11, 8), date(2016, 12, 31), date(2016, 1, 15), BAD, BAD]


def test_where_both_readings_fit_the_currency_decides(cells: Cells) -> None:
    values = ["03/04/2020", "05/06/2020"]
    assert cells("campaigns.starts_on", values, currency="EUR")[0] == date(2020, 4, 3)
    assert cells("campaigns.starts_on", values, currency="USD")[0] == date(2020, 3, 4)
    own = 'datetime_format = "%m/%d/%Y"'
    assert cells("campaigns.starts_on", values, mapping=own)[0] == date(2020, 3, 4)


def test_an_own_format_is_followed_and_checked(cells: Cells) -> None:
    own = 'datetime_format = "%d|%m|%Y %H:%M %z"'
    assert cells(
        "order_lines.ordered_at", ["31|12|2020 10:00 +0200", "x"], mapping=own
    ) == [
        datetime(2020, 12, 31, 8),
        BAD,
    ]
    with pytest.raises(LoadError, match="datetime_format '%Q' is wrong"):
        cells("order_lines.ordered_at", ["x"], mapping='datetime_format = "%Q"')


@pytest.mark.parametrize(
    ("unit", "text"),
    [("s", "1570000000"), ("s", "1570000000.0"), ("ms", "1570000000000"),
     ("us", "1570000000000000"), ("ns", "1570000000000000000")],
)  # fmt: skip
def test_epochs_are_utc(cells: Cells, unit: str, text: str) -> None:
    found = cells(
        "order_lines.ordered_at", [text, "", "soon", "9e30"],
        source='timezone = "Europe/London"', mapping=f'epoch_unit = "{unit}"',
    )  # fmt: skip
    assert found == [datetime(2019, 10, 2, 7, 6, 40), None, BAD, BAD]


def test_dates_are_the_shop_s_days(cells: Cells) -> None:
    tehran = {"shop_timezone": "Asia/Tehran"}
    values = ["2019-10-01T22:00:00Z", "2019-10-01 22:00:00", "2019-10-01"]
    assert cells("campaigns.starts_on", values, **tehran) == [
        date(2019, 10, 2),
        date(2019, 10, 1),
        date(2019, 10, 1),
    ]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1402/01/01", date(2023, 3, 21)),
        ("1403/12/30", date(2025, 3, 20)),
        ("1402/12/30", BAD),
        ("1404-7-1", date(2025, 9, 23)),
        ("1404-7-31", BAD),
        ("1402/13/01", BAD),
        ("1357/11/22", date(1979, 2, 11)),
        ("۱۴۰۲/۰۵/۱۲ ۰۹:۰۰", date(2023, 8, 3)),  # noqa: RUF001
        ("1402/05/12T22:00:00Z", date(2023, 8, 3)),
        ("2023-08-03", date(2023, 8, 3)),
        ("1945-08-03", date(1945, 8, 3)),
    ],
)
def test_years_of_a_jalali_shop_are_jalali(
    cells: Cells, text: str, day: object
) -> None:
    assert cells("campaigns.starts_on", [text], calendar="jalali") == [day]


def test_a_jalali_time_is_local(cells: Cells) -> None:
    found = cells(
        "order_lines.ordered_at",
        ["1402/01/01 01:30"],
        calendar="jalali",
        shop_timezone="Asia/Tehran",
    )
    assert found == [datetime(2023, 3, 20, 22)]


@pytest.mark.parametrize("kind", ["bigint", "double", "decimal(12, 2)"])
def test_a_number_of_eight_digits_is_a_day(shop, cells: Cells, kind: str) -> None:
    file = shop.workspace / "cells.parquet"
    with duckdb.connect() as connection:
        connection.execute(
            f"copy (select k, v::{kind} as v from (values (1, 19571130), (2, 19571131),"
            f" (3, 42), (4, null)) as cells (k, v)) to '{file}'"
        )
    found = cells("customers.birth_date", file)
    assert found == [date(1957, 11, 30), BAD, BAD, None]
