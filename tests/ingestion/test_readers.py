"""Readers: files of any kind and state become rows, and nothing is lost on the way."""

# ruff: noqa: DTZ001 - raw tables hold UTC without a zone

import gzip
import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest
import xlsxwriter

from ingestion.feeds import LoadError
from ingestion.readers import BrokenFileError, read
from ingestion.readers.relation import REFUSED, ROW
from ingestion.sources import feeds_of
from warehouse.engine import config

Rows = tuple[list[str], list[tuple[Any, ...]], list[tuple[Any, ...]], int]
Reader = Callable[..., Rows]

SOURCE = """
[[sources]]
name = "shop"
kind = "files"
path = "{name}"
{options}
[sources.entities.coupons]
columns = {{ coupon_id = "id" }}
{mapping}
"""


@pytest.fixture
def rows(shop) -> Reader:
    """Read one file: its columns, rows, refused lines, and how many it received."""

    def found(
        name: str, data: bytes | str, options: str = "", mapping: str = ""
    ) -> Rows:
        shop.write(SOURCE.format(name=name, options=options, mapping=mapping))
        path = shop.file(name, data)
        (feed,) = feeds_of("coupons")
        with duckdb.connect(config=config()) as connection:
            connection.execute(REFUSED)
            staged = shop.workspace / "staged.parquet"
            relation = read(connection, feed, path, staged)
            good = (
                connection.execute(f"from ({relation.sql}) order by {ROW}").fetchall()
                if relation.columns
                else []
            )
            refused = connection.execute(
                "select source_row, rule, payload from refused order by source_row"
            ).fetchall()
        return list(relation.columns), good, refused, relation.received

    return found


def test_csv_is_text_with_row_numbers(rows: Reader) -> None:
    columns, good, refused, received = rows("a.csv", "id,n\n007,1.50\nx,\n")
    assert columns == ["id", "n"]
    assert good == [("007", "1.50", 1), ("x", None, 2)]
    assert (refused, received) == ([], 2)


@pytest.mark.parametrize(
    ("data", "delimiter"),
    [("id;n\n1;2,5\n", ";"), ("id\tn\n1\t2,5\n", "\t"), ("id|n\n1|2,5\n", "|")],
)
def test_the_delimiter_is_found(rows: Reader, data: str, delimiter: str) -> None:
    assert rows("a.txt", data)[1] == [("1", "2,5", 1)]
    assert rows("b.csv", data, f"delimiter = '{delimiter}'")[1] == [("1", "2,5", 1)]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("end", ["", "newline"])
def test_every_line_end_is_read(rows: Reader, newline: str, end: str) -> None:
    data = newline.join(["id,n", "1,2", "3,4"]) + (newline if end else "")
    assert rows("a.csv", data)[1] == [("1", "2", 1), ("3", "4", 2)]


def test_mixed_line_ends_are_read(rows: Reader) -> None:
    assert rows("a.csv", "id,n\r\n1,2\n3,4\r\n5,6")[1] == [
        ("1", "2", 1),
        ("3", "4", 2),
        ("5", "6", 3),
    ]


def test_quotes_hold_delimiters_line_ends_and_quotes(rows: Reader) -> None:
    data = 'id,n\n"a,b","say ""hi"""\n"two\nlines",x\n5" pipe,y\n'
    assert rows("a.csv", data)[1] == [
        ("a,b", 'say "hi"', 1),
        ("two\nlines", "x", 2),
        ('5" pipe', "y", 3),
    ]


def test_header_names_lose_their_mark_and_blanks(rows: Reader) -> None:
    assert rows("a.csv", '\ufeff id ,"n n", ,id\n1,2,3,4\n')[0] == [
        "id",
        "n n",
        "column_3",
        "id_2",
    ]
    assert rows("b.csv", '\ufeff"id",n\n1,2\n')[0] == ["id", "n"]


def test_lines_that_are_no_rows_are_refused_and_counted(rows: Reader) -> None:
    data = 'id,n\n1,a\n2\n3,b,c\n4,"x"y\n5,e\n'
    _, good, refused, received = rows("a.csv", data)
    assert good == [("1", "a", 1), ("5", "e", 5)]
    assert received == 5
    assert [(row, json.loads(payload)["line"]) for row, _, payload in refused] == [
        (2, "2"),
        (3, "3,b,c"),
        (4, '4,"x"y'),
    ]
    assert refused[0][1] == "a row must have as many fields as the header"


def test_a_quote_that_never_closes_costs_one_line(rows: Reader) -> None:
    _, good, refused, received = rows("a.csv", 'id,n\n1,a\n2,"b\n3,c\n4,d\n')
    assert [row[0] for row in good] == ["1", "3", "4"]
    assert [json.loads(payload)["line"] for _, _, payload in refused] == ['2,"b']
    assert received == 4


def test_bytes_that_are_no_utf8_are_refused_whole(rows: Reader) -> None:
    data = b"id,n\n1,a\n" + b"2,caf\xe9\n" + b"3,c\n"
    _, good, refused, received = rows("a.csv", data)
    assert good == [("1", "a", 1), ("3", "c", 3)]
    assert received == 3
    ((row, rule, payload),) = refused
    assert row == 2
    assert "encoding" in rule
    assert json.loads(payload)["line"] == "2,caf\\xe9"
    assert rows("a.csv", data, 'encoding = "latin-1"')[1][1] == ("2", "café", 2)


def test_utf16_is_read(rows: Reader) -> None:
    data = "id,n\n1,é\n".encode("utf-16")
    assert rows("a.csv", data, 'encoding = "utf-16"')[1] == [("1", "é", 1)]


def test_gzip_is_read(rows: Reader) -> None:
    assert rows("a.csv.gz", gzip.compress(b"id,n\n1,2\n"))[1] == [("1", "2", 1)]


def test_empty_lines_are_no_rows(rows: Reader) -> None:
    assert rows("a.csv", "id\n1\n\n2\n\n")[1] == [("1", 1), ("2", 2)]
    assert rows("b.csv", "id,n\n\n1,2\n\n\n3,4\n")[1] == [("1", "2", 1), ("3", "4", 2)]


def test_no_row_is_lost_between_many_bad_ones(rows: Reader) -> None:
    lines = [f"{n},ok" if n % 7 else f"{n},too,many" for n in range(1, 50_001)]
    _, good, refused, received = rows("a.csv", "id,n\n" + "\n".join(lines) + "\n")
    assert received == 50_000
    assert [(int(name), row) for name, _, row in good] == [
        (n, n) for n in range(1, 50_001) if n % 7
    ]
    assert [row for row, _, _ in refused] == [n for n in range(1, 50_001) if not n % 7]


def test_ndjson_keeps_nested_values_and_refuses_what_is_no_object(rows: Reader) -> None:
    data = (
        '{"id": "a", "n": 1234567890123456789, "deep": {"x": [1, 2]}}\n\n'
        '{"id": "b", "late": true}\n{"id": broken\n[1]\n{"id": null}\n'
    )
    for name, content in (
        ("a.ndjson", data),
        ("a.jsonl.gz", gzip.compress(data.encode())),
    ):
        columns, good, refused, received = rows(name, content)
        assert columns == ["deep", "id", "late", "n"]
        assert good == [
            ('{"x":[1,2]}', "a", None, "1234567890123456789", 1),
            (None, "b", "true", None, 2),
            (None, None, None, None, 5),
        ]
        assert [(row, json.loads(payload)["line"]) for row, _, payload in refused] == [
            (3, '{"id": broken'),
            (4, "[1]"),
        ]
        assert received == 5


def test_ndjson_bytes_that_are_no_utf8_are_refused_whole(rows: Reader) -> None:
    _, good, refused, received = rows("a.ndjson", b'{"id": "a"}\n{"id": "caf\xe9"}\n')
    assert received == 2
    assert good == [("a", 1)]
    assert json.loads(refused[0][2])["line"] == '{"id": "caf\\xe9"}'


def test_a_json_array_is_read(rows: Reader) -> None:
    data = '[\n {"id": "a", "o\'k \\"x": 1},\n {"id": "b"}\n]\n'
    assert rows("a.json", data) == (
        ["id", "o'k \"x"],
        [("a", "1", 1), ("b", None, 2)],
        [],
        2,
    )
    assert rows("b.json", '{\n "id": "a"\n}\n')[1] == [("a", 1)]
    assert rows("c.json", '{"id": "a"}\n{"id": "b"}\n')[1] == [("a", 1), ("b", 2)]


def test_ndjson_without_any_object_is_all_refused(rows: Reader) -> None:
    _, good, refused, received = rows("a.ndjson", "nothing\nhere\n")
    assert (good, len(refused), received) == ([], 2, 2)


def test_parquet_keeps_its_types(rows: Reader, tmp_path: Path) -> None:
    path = tmp_path / "made.parquet"
    made = "select 17850.0 as id, null::date as d from range(3)"
    duckdb.execute(f"copy ({made}) to '{path}'")
    columns, good, _, received = rows("a.parquet", path.read_bytes())
    assert (columns, received) == (["id", "d"], 3)
    assert [row[-1] for row in good] == [1, 2, 3]


def test_excel_cells_become_text(rows: Reader, tmp_path: Path) -> None:
    path = tmp_path / "made.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Empty")
        sheet = book.add_worksheet("Orders")
        time = book.add_format({"num_format": "d/m/yyyy h:mm"})
        sheet.write_row(1, 0, [" id ", "at", "n", "yes"])
        sheet.write(2, 0, 17850.0)
        sheet.write_datetime(2, 1, datetime(2010, 12, 1, 8, 26), time)
        sheet.write_row(2, 2, [2.55, True])
        sheet.write(4, 0, "C1")
    data = path.read_bytes()
    columns, good, _, received = rows("a.xlsx", data, mapping='sheet = "Orders"')
    assert columns == ["id", "at", "n", "yes"]
    assert good == [
        ("17850", "2010-12-01 08:26:00", "2.55", "true", 1),
        ("C1", None, None, None, 2),
    ]
    assert received == 2
    assert rows("a.xlsx", data)[3] == 0
    with pytest.raises(LoadError, match=r"no sheet 'Order'.*did you mean 'Orders'"):
        rows("a.xlsx", data, mapping='sheet = "Order"')


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.parquet", b"PAR1 not parquet PAR1"),
        ("a.parquet", b"text"),
        ("a.csv.gz", b"\x1f\x8b\x08\x00 broken"),
        ("a.csv.gz", b"id,n\n1,2\n"),
        ("a.csv.gz", gzip.compress(b"id,n\n" + b"1,2\n" * 100_000, mtime=0)[:-30]),
        ("a.ndjson.gz", gzip.compress(b'{"id": 1}\n' * 100_000, mtime=0)[:-30]),
        ("a.xlsx", b"PK\x03\x04 broken"),
        ("a.json", b'[{"id": 1}, {"id"'),
    ],
)
def test_a_broken_file_is_told_as_such(rows: Reader, name: str, data: bytes) -> None:
    with pytest.raises(BrokenFileError):
        rows(name, data)


def test_a_kind_that_is_not_read_lists_those_that_are(rows: Reader) -> None:
    with pytest.raises(LoadError, match=r"a\.pdf is of no kind.*\.csv.*\.xlsx"):
        rows("a.pdf", "x")


def test_a_header_in_another_encoding_names_the_setting(rows: Reader) -> None:
    for data in ("id,Größe\n".encode("latin-1"), "id,b\n".encode("utf-16")):
        with pytest.raises(LoadError, match=r"is not in utf-8; set `encoding`"):
            rows("a.csv", data)
    names, good, *_ = rows(
        "a.csv", "id,Größe\n1,2\n".encode("latin-1"), 'encoding = "latin-1"'
    )
    assert (names, good) == (["id", "Größe"], [("1", "2", 1)])


@pytest.mark.parametrize("data", [gzip.compress(b"a", mtime=0), b"PK\x03\x04\x14\x00"])
def test_what_is_no_text_is_broken(rows: Reader, data: bytes) -> None:
    with pytest.raises(BrokenFileError, match="it is no text"):
        rows("a.csv", data)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("A.CSV.GZ", "id\n1\n"),
        ("A.Tsv.Gz", "id\n1\n"),
        ("A.NDJSON.GZ", '{"id": 1}\n'),
        ("A.JSON.GZ", '[{"id": 1}]'),
    ],
)
def test_a_name_in_capitals_is_read_alike(rows: Reader, name: str, text: str) -> None:
    assert rows(name, gzip.compress(text.encode()))[1] == [("1", 1)]
