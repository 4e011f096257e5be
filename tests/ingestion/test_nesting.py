"""JSON of several columns: types stay, what is empty is left out."""

import json
from typing import Any

import duckdb
import pytest

from ingestion.nesting import Filled, json_object
from ingestion.times import TimeReading


def made(members: Filled, separator: str = ".") -> Any:
    sql = json_object(
        members, decimal_separator=separator, reading=TimeReading("UTC", "UTC")
    )
    with duckdb.connect() as connection:
        row = connection.execute(f"select {sql}").fetchone()
    assert row is not None
    return None if row[0] is None else json.loads(row[0])


@pytest.mark.parametrize(
    ("sql", "kind", "expected"),
    [
        ("1.5::double", "DOUBLE", 1.5),
        ("7::bigint", "BIGINT", 7),
        ("35.79::decimal(10, 2)", "DECIMAL(10,2)", 35.79),
        ("true", "BOOLEAN", True),
        ("'01234'", "VARCHAR", "01234"),
        ("'5'", "VARCHAR", "5"),
        ("""'it''s a "tea"\\ ☕'""", "VARCHAR", 'it\'s a "tea"\\ ☕'),
        ("['a', 'b']", "VARCHAR[]", ["a", "b"]),
        ("{'x': 1}", "STRUCT(x INTEGER)", {"x": 1}),
    ],
)
def test_a_value_stays_what_it_is(sql: str, kind: str, expected: object) -> None:
    assert made({"it": (sql, kind)}) == {"it": expected}


@pytest.mark.parametrize(
    ("sql", "kind"), [("2268318", "BIGINT"), ("2268318.0", "DOUBLE"),
                      ("'2268318'", "VARCHAR"), ("'2268318.0'", "VARCHAR")],
)  # fmt: skip
def test_an_id_is_text_whatever_its_type(sql: str, kind: str) -> None:
    assert made({"product_id": (sql, kind)}) == {"product_id": "2268318"}
    assert made({"id": (sql, kind)}) == {"id": "2268318"}


def test_a_price_in_text_is_a_number_where_it_is_one() -> None:
    assert made({"price": ("'1,234.50 €'", "VARCHAR")}) == {"price": 1234.5}
    assert made({"price": ("'1.234,5'", "VARCHAR")}, ",") == {"price": 1234.5}
    assert made({"price": ("'on request'", "VARCHAR")}) == {"price": "on request"}
    assert made({"quantity": ("'2'", "VARCHAR")}) == {"quantity": 2}


@pytest.mark.parametrize(
    ("sql", "kind"),
    [("null::varchar", "VARCHAR"), ("null::int", "INTEGER"),
     ("'inf'::double", "DOUBLE"), ("'nan'::float", "FLOAT")],
)  # fmt: skip
def test_what_is_empty_or_no_number_is_left_out(sql: str, kind: str) -> None:
    empty = (sql, kind)
    assert made({"a": empty, "b": ("1", "INTEGER")}) == {"b": 1}
    assert made({"a": empty, "page": {"url": empty}}) is None


def test_objects_hold_objects_and_any_name() -> None:
    text = ("'x'", "VARCHAR")
    assert made({"page": {"url": text, "a": {"b": text}}, 'it\'s "odd"': text}) == {
        "page": {"url": "x", "a": {"b": "x"}},
        'it\'s "odd"': "x",
    }
