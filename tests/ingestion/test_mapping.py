"""Cells: what a file says becomes the contract's value, or the row is quarantined."""

# ruff: noqa: DTZ001 - raw tables hold UTC without a zone

import json
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from ingestion.classification import write_accepted, write_quarantined
from ingestion.feeds import LoadError
from ingestion.mapping import mapped
from ingestion.readers import read
from ingestion.readers.relation import REFUSED
from ingestion.sources import feeds_of
from warehouse.engine import config

BAD = "(quarantined)"
Cells = Callable[..., list[Any]]

SHOP = """
[shop]
timezone = "{shop_timezone}"
currency = "{currency}"
[[sources]]
name = "shop"
kind = "files"
path = "{file}"
{source}
[sources.entities.{entity}]
columns = {{ {key} = "k", {column} = "v" }}
{mapping}
"""
KEYS = {
    "order_lines": "order_id",
    "orders": "order_id",
    "customers": "customer_id",
    "ad_spend": "campaign_id",
    "campaigns": "campaign_id",
}


@pytest.fixture
def cells(shop) -> Cells:
    """Load one column of cells; a refused one is `BAD`."""

    def found(
        column: str,
        values: list[str] | Path,
        *,
        source: str = "",
        mapping: str = "",
        currency: str = "EUR",
        shop_timezone: str = "UTC",
    ) -> list[Any]:
        entity, name = column.split(".")
        if isinstance(values, Path):
            file, count = values.name, 0
        else:
            file, count = "cells.tsv", len(values)
            lines = (f"{n}\t{value}" for n, value in enumerate(values, start=1))
            shop.file(file, "k\tv\n" + "\n".join(lines) + "\n")
        shop.write(
            SHOP.format(
                file=file, entity=entity, key=KEYS[entity], column=name, source=source,
                mapping=mapping, currency=currency, shop_timezone=shop_timezone,
            )
        )  # fmt: skip
        (feed,) = feeds_of(entity)
        folder = shop.workspace
        with duckdb.connect(config=config()) as connection:
            connection.execute("set TimeZone = 'UTC'")
            connection.execute(REFUSED)
            relation = read(connection, feed, folder / file, folder / "staged.parquet")
            shape = mapped(connection, feed, file, relation)
            good, bad = folder / "good.parquet", folder / "bad.parquet"
            kept = write_accepted(connection, feed, file, relation, shape, "1", good)
            refused = write_quarantined(connection, relation, shape, bad)
            assert kept + refused == relation.received == (count or relation.received)
            rows = connection.execute(
                f"select source_row, {name} from '{good}'"
            ).fetchall()
            rows += connection.execute(
                f"select source_row, '{BAD}' from '{bad}'"
            ).fetchall()
        return [value for _, value in sorted(rows)]

    return found


def test_numbers_are_read_where_they_are_one_without_doubt(cells: Cells) -> None:
    values = {
        "12": 12, "-3": -3, "+4": 4, " 5 ": 5, "1.50": 1.5, ".5": 0.5, "5.": 5,
        "1e3": 1000, "1,234.50": 1234.5, "1,234,567": 1234567, "$1,234.50": 1234.5,
        "-$5": -5, "$-5": -5, "(12.50)": -12.5, "£3": 3, "3 €": 3, "1 234.5": 1234.5,
        "1\u00a0234": 1234, "۱۲": 12, "": None, "   ": None,
        "12,5": BAD, "1,23": BAD, "1,2345": BAD, "abc": BAD, "12 pcs": BAD, "1.2.3": BAD,  # noqa: E501
        "nan": BAD, "inf": BAD, "1e999": BAD, "--5": BAD, "0x10": BAD, "1_000": BAD,
        "1-2": BAD, "$": BAD, "-": BAD,
    }  # fmt: skip
    assert (
        dict(zip(values, cells("order_lines.quantity", list(values)), strict=True))
        == values
    )


def test_a_decimal_comma_is_a_setting(cells: Cells) -> None:
    values = {
        "12,5": 12.5, "1.234,50": 1234.5, "1.234": 1234, "1234": 1234, "-0,5": -0.5,
        "12.5": BAD, "1,234.50": BAD, "1.23": BAD, "R$": BAD, "€ 3,20": 3.2,
    }  # fmt: skip
    found = cells(
        "order_lines.quantity", list(values), source='decimal_separator = ","'
    )
    assert dict(zip(values, found, strict=True)) == values


def test_money_is_rounded_to_four_places_and_bounded(cells: Cells) -> None:
    values = {
        "1.00005": "1.0001", "0.1": "0.1000", "-2.675": "-2.6750", "$2": "2.0000",
        "99999999999999.9999": "99999999999999.9999", "100000000000000": BAD,
    }  # fmt: skip
    found = cells("order_lines.line_amount", list(values))
    assert dict(zip(values, map(str, found), strict=True)) == values


def test_whole_numbers_have_no_fraction(cells: Cells) -> None:
    values = {"5": 5, "5.0": 5, "5.4": BAD, "1,000": 1000, "": None, "1e20": BAD}
    found = cells("order_lines.line_number", list(values))
    assert dict(zip(values, found, strict=True)) == values


def test_yes_and_no_are_read_in_many_words(cells: Cells) -> None:
    yes = ["yes", "Y", "true", "TRUE", "t", "1", "1.0"]
    no = ["no", "N", "false", "F", "0", "0.0"]
    found = cells("customers.has_marketing_consent", [*yes, *no, "", "maybe", "2"])
    assert found == [True] * 7 + [False] * 6 + [None, BAD, BAD]


def test_ids_that_came_as_floats_are_whole_again(cells: Cells) -> None:
    values = ["17850.0", "17850", "007", "17850.5", "A1.0", " x ", "", "1e5"]
    assert cells("order_lines.customer_id", values) == [
        "17850", "17850", "007", "17850.5", "A1.0", "x", None, "1e5",
    ]  # fmt: skip
    assert cells("customers.first_name", ["1.0"]) == ["1.0"]


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
    ("column", "sql", "expected"),
    [
        ("order_lines.customer_id", "17850.0::double", "17850"),
        ("order_lines.customer_id", "17850::bigint", "17850"),
        ("order_lines.customer_id", "17850.00::decimal(9,2)", "17850"),
        ("order_lines.customer_id", "'NaN'::double", None),
        ("order_lines.customer_id", "' x '::varchar", "x"),
        ("order_lines.customer_id", "'a'::enum('a')", "a"),
        ("order_lines.customer_id", "'abc'::blob", "abc"),
        ("order_lines.customer_id", "{a: [1]}", '{"a":[1]}'),
        ("order_lines.quantity", "3::utinyint", 3.0),
        ("order_lines.quantity", "'NaN'::double", None),
        ("order_lines.quantity", "'inf'::double", BAD),
        ("order_lines.quantity", "date '2020-01-01'", BAD),
        ("order_lines.line_number", "2.0::double", 2),
        ("order_lines.line_number", "2.5::float", BAD),
        ("order_lines.line_number", "18446744073709551615::ubigint", BAD),
        ("customers.has_marketing_consent", "true", True),
        ("customers.has_marketing_consent", "1::double", True),
        ("customers.has_marketing_consent", "2::integer", BAD),
        ("order_lines.ordered_at", "timestamp '2020-07-01 12:00'", datetime(2020, 7, 1, 11)),  # noqa: E501
        ("order_lines.ordered_at", "timestamp_ns '2020-07-01 12:00'", datetime(2020, 7, 1, 11)),  # noqa: E501
        ("order_lines.ordered_at", "timestamptz '2020-07-01 12:00+02'", datetime(2020, 7, 1, 10)),  # noqa: E501
        ("order_lines.ordered_at", "date '2020-07-01'", datetime(2020, 6, 30, 23)),
        ("order_lines.ordered_at", "timestamp 'infinity'", BAD),
        ("order_lines.ordered_at", "1593604800::bigint", BAD),
        ("campaigns.starts_on", "timestamp '2020-07-01 23:30'", date(2020, 7, 1)),
        ("campaigns.starts_on", "date '2020-07-01'", date(2020, 7, 1)),
        ("campaigns.starts_on", "timestamptz '2020-07-01 23:30Z'", date(2020, 7, 1)),
    ],
)  # fmt: skip
def test_typed_cells_are_converted(
    cells: Cells, shop, column: str, sql: str, expected: object
) -> None:
    path = shop.workspace / "cells.parquet"
    duckdb.execute(f"copy (select 1 as k, {sql} as v) to '{path}'")
    found = cells(column, path, source='timezone = "Europe/London"')
    assert found == [expected]


def test_doubles_become_money_to_the_cent(cells: Cells, shop) -> None:
    path = shop.workspace / "cells.parquet"
    made = "select n as k, n / 100.0::double as v from range(100_000) as r(n)"
    duckdb.execute(f"copy ({made}) to '{path}'")
    found = cells("order_lines.line_amount", path)
    assert sum(found) == 49_999_500


def test_a_constant_fills_a_column_and_must_fit(shop, cells: Cells) -> None:
    line = 'constants = { ordered_at = 2020-07-01T12:00:00, quantity = 1, product_id = "P" }'  # noqa: E501
    shop.file("x.csv", "k,v\n1,2\n")
    assert cells(
        "order_lines.line_amount",
        ["5"],
        source='timezone = "Europe/London"',
        mapping=line,
    ) == [5]
    with duckdb.connect() as connection:
        assert connection.execute(
            f"select ordered_at, quantity, product_id from '{shop.workspace}/good.parquet'"  # noqa: E501
        ).fetchall() == [(datetime(2020, 7, 1, 11), 1.0, "P")]
    with pytest.raises(LoadError, match="constant 'many' of quantity must be a number"):
        cells(
            "order_lines.line_amount",
            ["5"],
            mapping='constants = { quantity = "many" }',
        )


def test_columns_are_found_whatever_their_case_and_the_rest_is_kept(
    shop, cells: Cells
) -> None:
    shop.file("cells.csv", 'K ,V,it\'s "odd"\n1,2,x\n')
    assert cells("order_lines.quantity", shop.workspace / "cells.csv") == [2]
    with duckdb.connect() as connection:
        ((extra,),) = connection.execute(
            f"select extra from '{shop.workspace}/good.parquet'"
        ).fetchall()
    assert json.loads(extra) == {'it\'s "odd"': "x"}
