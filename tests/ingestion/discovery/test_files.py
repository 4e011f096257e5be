"""Files are found as tables: one for each header, or sheet."""

import gzip
from pathlib import Path

import pytest
import xlsxwriter

from ingestion.discovery import files
from ingestion.feeds import LoadError


def found(path: str) -> dict[str, list[str]]:
    return {
        str(table): [column.name for column in table.columns]
        for table in files.tables(path)
    }


def test_one_file_is_one_table_with_its_first_values(shop) -> None:
    shop.file("sales.csv", "id,note\n1, tea \n2,\n2,jam\n")
    [table] = files.tables("sales.csv")
    assert (str(table), table.name, table.rows) == ("sales.csv", "sales", 3)
    assert [column.values for column in table.columns] == [
        ("1", "2", "2"),
        ("tea", "jam"),
    ]


def test_files_of_one_header_are_one_table_and_the_pattern_stays(shop) -> None:
    shop.file("sales/2023.csv", "id\n1\n")
    shop.file("sales/2024.csv", "id\n2\n3\n")
    [table] = files.tables("sales/*.csv")
    assert (str(table), table.rows) == ("sales/*.csv", 3)


def test_a_folder_is_tables_each_with_a_pattern_of_its_files_alone(shop) -> None:
    shop.file("in/orders_2023.csv", "id,total\n1,2\n")
    shop.file("in/orders_2024.csv", "id,total\n2,2\n")
    shop.file("in/items.ndjson", '{"order": 1, "sku": "a"}\n')
    shop.file("in/shops.csv.gz", gzip.compress(b"shop,city\n1,Baku\n"))
    shop.file("in/readme.md", "no data")
    assert found("in") == {
        "in/items.ndjson": ["order", "sku"],
        "in/orders_202*.csv": ["id", "total"],
        "in/shops.csv.gz": ["shop", "city"],
    }


def test_a_pattern_that_would_take_others_is_not_made(shop) -> None:
    shop.file("in/a1.csv", "id,total\n1,2\n")
    shop.file("in/a2.csv", "sku\n1\n")
    shop.file("in/a3.csv", "id,total\n1,2\n")
    assert found("in") == {"in/a1.csv": ["id", "total"], "in/a2.csv": ["sku"]}


def test_sheets_of_a_workbook_are_tables(shop) -> None:
    path = shop.workspace / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name in ("Orders", "Empty", "Clients"):
            sheet = book.add_worksheet(name)
            if name != "Empty":
                sheet.write_row(0, 0, ["id", name])
                sheet.write_row(1, 0, [1, "x"])
    assert found("book.xlsx") == {
        "book.xlsx · Orders": ["id", "Orders"],
        "book.xlsx · Clients": ["id", "Clients"],
    }
    assert [table.name for table in files.tables("book.xlsx")] == ["Orders", "Clients"]


def test_workbooks_of_one_header_are_one_table(shop) -> None:
    for month in ("jan", "feb"):
        with xlsxwriter.Workbook(shop.workspace / f"{month}.xlsx") as book:
            book.add_worksheet(f"Sales {month}").write_row(0, 0, ["id", "total"])
    assert found("*.xlsx") == {"*.xlsx": ["id", "total"]}


def test_the_encoding_is_found_where_it_is_not_utf8(shop) -> None:
    shop.file("latin.csv", "id,city\n1,Köln\n".encode("latin-1"))
    shop.file("header.csv", "id,größe\n1,2\n".encode("latin-1"))
    shop.file("even.csv", "id,city\n10,Köln\n".encode("latin-1"))
    shop.file("wide.csv", "id,city\n1,Köln\n".encode("utf-16"))
    shop.file("plain.csv", "id,city\n1,Köln\n")
    assert files.tables("latin.csv")[0].hints == {"encoding": "latin-1"}
    assert files.tables("even.csv")[0].hints == {"encoding": "latin-1"}
    [wide] = files.tables("wide.csv")
    assert wide.hints == {"encoding": "utf-16"}
    assert wide.columns[1].values == ("Köln",)
    [header] = files.tables("header.csv")
    assert header.hints == {"encoding": "latin-1"}
    assert header.columns[1].name == "größe"
    assert files.tables("plain.csv")[0].hints == {}


@pytest.mark.parametrize("path", ["nothing.csv", "nothing/*.csv", "empty"])
def test_what_is_not_there_is_named(shop, path: str) -> None:
    Path(shop.workspace / "empty").mkdir()
    with pytest.raises(LoadError, match=path.split("/")[0]):
        files.tables(path)


def test_a_broken_file_is_named(shop) -> None:
    shop.file("bad.xlsx", b"not a workbook")
    with pytest.raises(LoadError, match=r"bad\.xlsx"):
        files.tables("bad.xlsx")
    shop.file("bad.parquet", b"not a table")
    with pytest.raises(LoadError, match=r"bad\.parquet"):
        files.tables("bad.parquet")
