"""Columns of a file fill those of an entity, by the settings."""

# ruff: noqa: DTZ001 - raw tables hold UTC without a zone

import json
from datetime import date, datetime

import duckdb
import pytest

from ingestion.feeds import LoadError
from ingestion.sources import feeds_of
from ingestion.versions import reading_of
from tests.ingestion.cells_of_a_file import BAD, Cells


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


def test_values_are_told_what_they_mean_and_others_stay(shop, cells: Cells) -> None:
    mapping = """
    [sources.entities.orders.values]
    status = { 1 = "paid", "2" = "it's sent", X = "", "a b" = "both" }
    [sources.entities.orders.constants]
    ordered_at = 2024-05-01T12:00:00
    """
    found = cells(
        "orders.status", ["1", "2", "3", "x", "X", " a b ", ""], mapping=mapping
    )
    assert found == ["paid", "it's sent", "3", "x", None, "both", None]


def test_numbers_of_typed_files_are_told_what_they_mean_too(shop, cells: Cells) -> None:
    mapping = """
    values = { quantity = { 9 = "1.5", 8 = "" } }
    """
    path = shop.workspace / "cells.parquet"
    with duckdb.connect() as connection:
        connection.execute(
            f"copy (select 1 as k, unnest([9.0, 8, 7.25])::double as v) to '{path}'"
        )
    assert cells("order_lines.quantity", path, mapping=mapping) == [1.5, None, 7.25]


def test_a_required_value_that_means_nothing_is_missing(shop, cells: Cells) -> None:
    shop.file("cells.csv", "k,v\n-1,a\n5,b\n")
    found = cells(
        "coupon_redemptions.coupon_id",
        shop.workspace / "cells.csv",
        mapping='values = { customer_id = { "-1" = "" } }',
    )
    assert found == [BAD, "b"]


EVENTS = """
[[sources]]
name = "site"
kind = "files"
path = "{file}"
[sources.entities.events]
{mapping}
"""


def wrong(shop, mapping: str) -> str:
    shop.write(EVENTS.format(file="clicks.csv", mapping=mapping))
    with pytest.raises(LoadError) as caught:
        feeds_of("events")
    return str(caught.value)


def test_a_mapping_that_says_nothing_sensible_is_told_why(shop) -> None:
    required = 'columns = { type = "t", timestamp = "at" %s }'
    assert "timestamp must be filled" in wrong(shop, 'columns = { type = "t" }')
    assert "type, timestamp must be filled" in wrong(
        shop, 'columns = { sent_at = "t" }'
    )
    assert "no column 'message_key'" in wrong(shop, required % ', message_key = "k"')
    several = required % ', user_id = { a = "b" }'
    assert "user_id is made of several columns and holds no JSON" in wrong(
        shop, several
    )
    unknown = required % "" + "\nvalues = { evnet = { pv = 'View' } }"
    assert "no column 'evnet' (did you mean 'event'?)" in wrong(shop, unknown)
    unfilled = required % "" + "\nvalues = { event = { pv = 'View' } }"
    assert "no one column fills" in wrong(shop, unfilled)


def test_what_tells_the_time_may_be_the_senders_own_alone(shop) -> None:
    mapping = 'columns = { type = "t", original_timestamp = "at" }'
    shop.write(EVENTS.format(file="clicks.csv", mapping=mapping))
    (feed,) = feeds_of("events")
    assert feed.mapping.columns["original_timestamp"] == "at"


def test_meanings_and_members_decide_what_a_row_becomes(shop) -> None:
    readings = set()
    for mapping in (
        'columns = { type = "t", timestamp = "at", event = "e" }',
        'columns = { type = "t", timestamp = "at", event = "e" }\n'
        'values = { event = { pv = "Product Viewed" } }',
        'columns = { type = "t", timestamp = "at", event = "e", '
        'properties = { product_id = "item" } }',
        'columns = { type = "t", timestamp = "at", event = "e", '
        'properties = { product_id = "article" } }',
    ):
        shop.write(EVENTS.format(file="clicks.csv", mapping=mapping))
        (feed,) = feeds_of("events")
        readings.add(reading_of(feed))
    assert len(readings) == 4


def test_a_birth_date_that_cannot_be_costs_no_contact_and_is_kept(
    shop, cells: Cells
) -> None:
    written = ["1957-11-30", "1957-11-31", ""]
    assert cells("contacts.birth_date", written) == [date(1957, 11, 30), None, None]
    with duckdb.connect() as connection:
        kept = connection.execute(
            f"select extra ->> 'birth_date' from '{shop.workspace}/good.parquet'"
            " order by source_row"
        ).fetchall()
    assert kept == [(None,), ("1957-11-31",), (None,)]
    assert cells("customers.birth_date", written)[1] == BAD
