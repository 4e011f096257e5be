"""Cells become the contract's values, or their rows are quarantined."""

# ruff: noqa: DTZ001 - raw tables hold UTC without a zone

from datetime import date, datetime

import duckdb
import pytest

from tests.ingestion.cells_of_a_file import BAD, Cells


def test_numbers_are_read_where_they_are_one_without_doubt(cells: Cells) -> None:
    values = {
        "12": 12, "-3": -3, "+4": 4, " 5 ": 5, "1.50": 1.5, ".5": 0.5, "5.": 5,
        "1e3": 1000, "1,234.50": 1234.5, "1,234,567": 1234567, "$1,234.50": 1234.5,
        "-$5": -5, "$-5": -5, "(12.50)": -12.5, "£3": 3, "3 €": 3, "1 234.5": 1234.5,
        "1\u00a0234": 1234, "R$ 7": 7, "-US$7": -7, "3 kr": 3, "5\x80": 5, "8 EUR": 8,
        "۱۲": 12, "": None, "   ": None,
        "12,5": BAD, "1,23": BAD, "1,2345": BAD, "abc": BAD, "12 pcs": BAD, "1.2.3": BAD,  # noqa: E501
        "nan": None, "inf": BAD, "1e999": BAD, "--5": BAD, "0x10": BAD, "1_000": BAD,
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


@pytest.mark.parametrize(
    "word", ["NA", "n/a", "NaN", "NULL", "null", "None", "NaT", "\\N", "#N/A", " <NA> "]
)
def test_words_for_nothing_are_null_but_in_prose(cells: Cells, word: str) -> None:
    nothing = [
        cells(column, [word])
        for column in (
            "order_lines.customer_id", "order_lines.line_amount",
            "order_lines.ordered_at", "campaigns.starts_on",
            "customers.has_marketing_consent",
        )
    ]  # fmt: skip
    assert nothing == [[None]] * 5
    assert cells("customers.first_name", [word]) == [word.strip()]
    assert cells("customers.country", [word]) == [word.strip()]


def test_a_record_whose_id_is_a_word_for_nothing_has_none(cells: Cells) -> None:
    assert cells("coupon_redemptions.coupon_id", ["NULL", "None of these"]) == [
        BAD,
        "None of these",
    ]


def test_words_for_nothing_do_not_hide_how_dates_are_written(cells: Cells) -> None:
    values = ["NULL"] * 5 + ["31/12/2016", "N/A", "08/11/2016"]
    found = cells("campaigns.starts_on", values)
    assert found == [None] * 5 + [date(2016, 12, 31), None, date(2016, 11, 8)]
