"""Columns of a file fill those of an entity, by the settings."""

# ruff: noqa: DTZ001 - raw tables hold UTC without a zone

import json
from datetime import datetime

import duckdb
import pytest

from ingestion.feeds import LoadError
from tests.ingestion.cells_of_a_file import Cells


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
