"""Inspection: what a load would do or trip over, without loading."""

import re

import pytest

from ingestion.inspection import has_news, source_problems
from ingestion.loading import prepare
from tests.ingestion.small_sources import CUSTOMERS, LINES, Loader, Query
from warehouse.settings import settings

SOUND = "order,qty,amount\nA,1,10\n"


def test_what_was_loaded_is_not_new(shop, load: Loader) -> None:
    prepare()
    assert not has_news()
    shop.write(LINES + CUSTOMERS)
    lines = shop.file("lines.csv", SOUND)
    shop.file("people.csv", "id,name\n1,Ann\n")
    assert has_news()
    load("order_lines")
    assert has_news()
    load("customers")
    assert not has_news()
    lines.touch()
    assert not has_news()
    shop.file("lines_2.csv", SOUND)
    assert has_news()


def test_what_would_fail_is_new(shop, load: Loader) -> None:
    shop.write(LINES)
    lines = shop.file("lines.csv", SOUND)
    load("order_lines")
    lines.unlink()
    assert has_news()


def test_rows_that_no_source_covers_are_new(shop, load: Loader) -> None:
    shop.write(LINES)
    shop.file("lines.csv", SOUND)
    shop.file("lines_2.csv", SOUND + "B,1,1\n")
    load("order_lines")
    shop.write(LINES.replace("lines*.csv", "lines_2.csv"))
    assert has_news()


@pytest.mark.parametrize(
    ("settings_text", "file", "content", "words"),
    [
        (LINES, "other.csv", SOUND, "no file matches"),
        (LINES, "lines.csv", "order,amount\n", "has no column 'qty' for quantity"),
        (LINES, "lines.csv.gz", SOUND, "no file matches"),
        (LINES.replace(".csv", ".csv.gz"), "lines.csv.gz", SOUND,
         r"lines\.csv\.gz is broken: .*; mend or replace it"),
        (LINES.replace(".csv", ".pdf"), "lines.pdf", SOUND, "of no kind that is read"),
        (LINES.replace("quantity =", "qantity ="), "lines.csv", SOUND,
         "no column 'qantity' .did you mean 'quantity'"),
        (LINES.replace('order_id = "order", ', ""), "lines.csv", SOUND,
         "order_id must be filled"),
        (LINES.replace("order_lines]", "order_line]"), "lines.csv", SOUND,
         "did you mean 'order_lines'"),
    ],
)  # fmt: skip
def test_a_problem_is_told_before_a_run(
    shop, settings_text: str, file: str, content: str, words: str
) -> None:
    shop.write(settings_text)
    shop.file(file, content)
    (source,) = settings().sources
    (problem,) = source_problems(source)
    assert re.search(words, problem)


@pytest.mark.parametrize("content", [SOUND, "", "order,qty,amount\nA,many,1\n"])
def test_a_sound_source_has_no_problem_and_is_not_loaded(
    shop, ask: Query, content: str
) -> None:
    shop.write(LINES)
    shop.file("lines.csv", content)
    (source,) = settings().sources
    assert source_problems(source) == []
    assert not shop.home.exists()
