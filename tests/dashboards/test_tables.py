"""Exported files hold what is shown, and nothing that runs."""

from datetime import UTC, datetime
from io import BytesIO

import pandas as pd
from python_calamine import CalamineWorkbook

from dashboards.components.tables import to_csv, to_excel

ROWS = pd.DataFrame(
    {
        "name": ["=1+1", "https://example.com", "Zoë, A."],
        "revenue": [1.5, 2.0, None],
        "seen_at": [datetime(2024, 3, 31, 18, tzinfo=UTC)] * 3,
    }
)


def sheet(name: str, rows: pd.DataFrame = ROWS) -> list[list[object]]:
    book = CalamineWorkbook.from_filelike(BytesIO(to_excel(rows, {"Shop": "Nan"})))
    return [list(row) for row in book.get_sheet_by_name(name).to_python()]


def test_csv_is_a_header_and_rows() -> None:
    lines = to_csv(ROWS.drop(columns="seen_at")).decode().splitlines()

    assert lines == [
        "name,revenue",
        "=1+1,1.5",
        "https://example.com,2.0",
        '"Zoë, A.",',
    ]


def test_text_that_looks_like_a_formula_stays_text() -> None:
    assert [row[0] for row in sheet("Data")] == ["name", *ROWS["name"]]


def test_a_sheet_says_what_the_rows_are() -> None:
    assert ["Shop", "Nan"] in sheet("About")


def test_a_file_without_rows_has_its_header() -> None:
    assert sheet("Data", ROWS.iloc[:0])[0] == ["name", "revenue", "seen_at"]
