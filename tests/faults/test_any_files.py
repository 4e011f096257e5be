"""Whatever files hold, every row is accounted for, and a second run changes nothing."""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ingestion.loading import Load
from ingestion.readers import read
from ingestion.readers.relation import REFUSED, ROW
from ingestion.sources import feeds_of
from warehouse.engine import config

pytestmark = pytest.mark.slow

SOURCE = """
[[sources]]
name = "till"
kind = "files"
path = "lines*.csv"
[sources.entities.order_lines]
columns = { order_id = "order", quantity = "qty" }
[sources.entities.customers]
columns = { customer_id = "order", first_name = "qty" }
"""
TEXT = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r"), max_size=6
)
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["A", "B", "C", "", "  ", " A "]),
        st.sampled_from(["1", "-2.5", "", "x", "1,5", "(3)", "$4"]),
    ),
    max_size=8,
)
FILES = st.lists(
    st.dictionaries(st.sampled_from(["lines_1.csv", "lines_2.csv"]), ROWS, min_size=1),
    min_size=1,
    max_size=3,
)
NUMBERS = {"1", "-2.5", "", "(3)", "$4"}


def written(rows: list[tuple[str, ...]], newline: str = "\n") -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator=newline, quoting=csv.QUOTE_MINIMAL)
    writer.writerow(["order", "qty"])
    writer.writerows(rows)
    return text.getvalue().encode()


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(versions=FILES)
def test_the_tables_are_what_the_last_versions_say(
    shop, load: Callable[..., Load], ask: Callable[..., list[tuple[Any, ...]]], versions
) -> None:
    for file in shop.workspace.glob("lines*.csv"):
        file.unlink()
    shop.write(SOURCE + "[quality]\nmin_rows_kept_pct = 0\n")
    load("reviews")
    ask("delete from ops.ledger")
    ask("delete from ops.quarantine")
    ask("delete from raw_shop.order_lines")
    ask("delete from raw_shop.customers")
    files: dict[str, list[tuple[str, str]]] = {}
    people: dict[str, str | None] = {}
    for version in versions:
        changed = {
            name: rows for name, rows in version.items() if files.get(name) != rows
        }
        files |= version
        for name, rows in version.items():
            shop.file(name, written(rows))
        load("order_lines")
        load("customers")
        for name in sorted(changed):
            sound = {key.strip(): value for key, value in changed[name] if key.strip()}
            people |= {key: value or None for key, value in sound.items()}
    contents = {tuple(rows) for rows in files.values()}
    sound = [
        (key.strip(), number)
        for rows in contents
        for key, number in rows
        if key.strip() and number in NUMBERS
    ]
    received, accepted, duplicate, quarantined = ask(
        "select sum(received), sum(accepted), sum(duplicate), sum(quarantined) "
        "from ops.ledger where entity = 'order_lines' and is_current"
    )[0]
    assert received == sum(map(len, files.values()))
    assert accepted == len(sound)
    assert duplicate == sum(map(len, files.values())) - sum(map(len, contents))
    assert quarantined == sum(map(len, contents)) - len(sound)
    assert ask(
        "select count(*) from ops.quarantine "
        "where entity = 'order_lines' and status = 'open'"
    ) == [(quarantined,)]
    assert sorted(
        row[0] for row in ask("select order_id from raw_shop.order_lines")
    ) == (sorted(key for key, _ in sound))
    if not _repeat_each_other(versions):
        assert (
            dict(ask("select customer_id, first_name from raw_shop.customers"))
            == people
        )
    assert not load("order_lines").is_new
    assert not load("customers").is_new


def _repeat_each_other(versions: list[dict[str, list[tuple[str, str]]]]) -> bool:
    """Return whether files had equal contents: these are loaded once, not again."""
    contents = [tuple(rows) for version in versions for rows in version.values()]
    return len(set(contents)) < len(contents)


def reading(shop, name: str, data: bytes) -> tuple[list[tuple[Any, ...]], int, int]:
    shop.write(SOURCE.replace("lines*.csv", name))
    path = shop.file(name, data)
    (feed,) = feeds_of("order_lines")
    with duckdb.connect(config=config()) as connection:
        connection.execute(REFUSED)
        staged: Path = shop.workspace / "staged.parquet"
        relation = read(connection, feed, path, staged)
        good = []
        if relation.columns:
            good = connection.execute(
                f"from ({relation.sql}) order by {ROW}"
            ).fetchall()
        row = connection.execute("select count(*) from refused").fetchone()
    return good, row[0] if row else 0, relation.received


@settings(
    max_examples=50,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    rows=st.lists(st.tuples(TEXT, TEXT), max_size=8),
    newline=st.sampled_from(["\n", "\r\n"]),
)
@example(rows=[('say "hi"', "a\nb"), ("", "\n"), (",", '"')], newline="\r\n")
def test_what_a_csv_writer_wrote_is_read(shop, rows, newline: str) -> None:
    good, refused, received = reading(shop, "a.csv", written(rows, newline))
    assert (refused, received) == (0, len(rows))
    assert good == [
        (one or None, two or None, number)
        for number, (one, two) in enumerate(rows, start=1)
    ]


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    data=st.lists(
        st.sampled_from(
            [b"a", b"1", b",", b'"', b"\n", b"\r\n", b"\xe9", b" ", b"\xc3\xa9"]
        ),
        max_size=40,
    ).map(b"".join)
)
@example(data=b'1,"\n2,3\n')
@example(data=b"1,2\n\r\n3,4\r\n")
def test_every_line_of_any_bytes_is_read_or_refused(shop, data: bytes) -> None:
    good, refused, received = reading(shop, "a.csv", b"order,qty\n" + data)
    assert received == len(good) + refused
    lines = data.replace(b"\r\n", b"\n").split(b"\n")
    filled = [line for line in lines if line.strip()]
    # A quoted field may go over several lines; nothing else makes them fewer.
    over = sum((value or "").count("\n") for row in good for value in row[:2])
    assert received <= len(filled) <= received + over
    numbers = {row[-1] for row in good}
    assert len(numbers) == len(good)
    assert all(1 <= number <= received for number in numbers)
