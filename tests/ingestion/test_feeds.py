"""Feeds: which files a path names, and which it covers though they are not there."""

import pytest

from ingestion.feeds import LoadError
from ingestion.file_feeds import FileFeed
from ingestion.sources import feeds_of
from tests.ingestion.small_sources import LINES


@pytest.mark.parametrize(
    ("path", "file", "is_covered"),
    [
        ("lines.csv", "lines.csv", True),
        ("./lines.csv", "lines.csv", True),
        ("lines.csv", "old/lines.csv", False),
        ("lines*.csv", "lines_2024.csv", True),
        ("lines*.csv", "old/lines_2024.csv", False),
        ("*/lines.csv", "old/lines.csv", True),
        ("**/*.csv", "lines.csv", True),
        ("**/*.csv", "a/b/lines.csv", True),
        ("**/*.csv", "a/b/lines.parquet", False),
        ("lines [1].csv", "lines [1].csv", True),
        ("/srv/*.csv", "/srv/lines.csv", True),
        ("/srv/*.csv", "lines.csv", False),
    ],
)
def test_a_path_covers_what_it_would_find(
    shop, path: str, file: str, is_covered: bool
) -> None:
    shop.write(LINES.replace("lines*.csv", path))
    (feed,) = feeds_of("order_lines")
    assert feed.covers(file) == is_covered


@pytest.mark.parametrize("path", ["lines*.csv", "**/*.csv", "a b é/*", "lines [1].csv"])
def test_what_a_path_finds_it_covers(shop, path: str) -> None:
    for name in ("lines.csv", "lines [1].csv", "a b é/x.csv", "a b é/y/z.csv"):
        shop.file(name, "order,qty,amount\n")
    shop.write(LINES.replace("lines*.csv", path))
    (feed,) = feeds_of("order_lines")
    assert isinstance(feed, FileFeed)
    assert feed.paths()
    assert all(feed.covers(feed.label(found)) for found in feed.paths())


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("sales", r"sales is a folder; name its files"),
        ("**sales.csv", r"`path` is no pattern"),
        ("none/*.csv", r"no file matches .*none"),
    ],
)
def test_a_path_that_names_no_file_is_told(shop, path: str, words: str) -> None:
    shop.file("sales/lines.csv", "order,qty,amount\n")
    shop.write(LINES.replace("lines*.csv", path))
    (feed,) = feeds_of("order_lines")
    assert isinstance(feed, FileFeed)
    with pytest.raises(LoadError, match=words):
        feed.paths()
