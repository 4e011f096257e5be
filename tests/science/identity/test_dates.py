"""Writings of one day become one; slips stay, placeholders do not."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from science.identity.dates import birth_date, birth_dates


@pytest.mark.parametrize(
    "text",
    ["1957-11-30", "19571130", "30.11.1957", "30/11/1957", "11/30/1957", "1957/11/30",
     "1957-11-30 00:00:00"],
)  # fmt: skip
def test_writings_of_one_day_are_one(text: str) -> None:
    assert birth_date(text) == "19571130"


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("1957-13-41", "19571341"),
        ("1957-1-3", "19570103"),
        ("1957", "1957"),
        ("30", None),
        ("", None),
        ("unknown", None),
        ("1900-01-01", None),
        ("1970-01-01", None),
    ],
)
def test_slips_stay_and_placeholders_do_not(text: str, digits: str | None) -> None:
    assert birth_date(text) == digits


@given(st.dates(date(1901, 1, 1), date(2030, 1, 1)))
def test_any_day_is_read_in_three_writings(day: date) -> None:
    known = None if f"{day:%Y%m%d}" == "19700101" else f"{day:%Y%m%d}"
    for form in ("%Y-%m-%d", "%Y%m%d", "%d.%m.%Y"):
        assert birth_date(day.strftime(form)) == known


def test_the_frame_keeps_the_order() -> None:
    frame = birth_dates(["30.11.1957", "?"])
    assert frame["birth_date"].to_pylist() == ["19571130", None]
