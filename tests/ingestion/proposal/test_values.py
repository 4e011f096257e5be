"""What values can be, whatever their column is called."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingestion.discovery.tables import Column
from ingestion.proposal.values import (
    epoch_unit,
    has_decimal_comma,
    is_fraction,
    is_naive_time,
    kind_of,
)


def text(*values: str) -> Column:
    return Column("x", "varchar", "text", values=values)


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        (["1", "20", "-3"], "integer"),
        (["1.5", "20", "1,234.50", "€ 3"], "number"),
        (["1.234,56", "0,99"], "number"),
        (["2024-12-31", "2025-01-01"], "date"),
        (["31.12.2024", "01.01.2025"], "date"),
        (["2024-12-31 10:00", "2024-12-31T10:00:00Z"], "timestamp"),
        (["31 Dec 2024", "1 January 2025"], "date"),
        (["Dec 31, 2024 10:00 PM"], "timestamp"),
        (["tea", "12"], "text"),
        (["SKU-2024-01-01"], "text"),
        (["1-2-3-4"], "text"),
        ([], "text"),
    ],
)
def test_text_is_what_could_be_made_of_it(values: list[str], kind: str) -> None:
    assert kind_of(text(*values)) == kind


def test_one_bad_cell_of_a_hundred_changes_nothing() -> None:
    assert kind_of(text(*["1.5"] * 99, "n/a")) == "number"
    assert kind_of(text(*["1.5"] * 80, *["n/a"] * 20)) == "text"


@given(
    st.lists(
        st.integers(631_152_001, 4_000_000_000),
        min_size=1,
    ),
    st.sampled_from([("s", 1), ("ms", 10**3), ("us", 10**6), ("ns", 10**9)]),
)
def test_a_number_of_a_plausible_time_says_its_unit(
    seconds: list[int], unit: tuple[str, int]
) -> None:
    name, factor = unit
    values = [str(one * factor) for one in seconds]
    assert epoch_unit(text(*values)) == name


@pytest.mark.parametrize(
    "values",
    [["20241231", "20250101"], ["1", "2"], ["1700000000", "17"], ["tea"], []],
)
def test_other_numbers_are_no_times(values: list[str]) -> None:
    assert epoch_unit(text(*values)) is None


def test_shares_are_told_from_amounts() -> None:
    assert is_fraction(text("0", "0.15", "1"))
    assert is_fraction(text())
    assert not is_fraction(text("0", "15", "0.5"))
    assert not is_fraction(text("tea"))


def test_a_comma_before_decimals_is_seen_unless_points_say_otherwise() -> None:
    assert has_decimal_comma(text("3,50", "1.234,00", "7"))
    assert not has_decimal_comma(text("1,234", "3.50"))
    assert not has_decimal_comma(text("3.50", "7"))
    assert not has_decimal_comma(text())


@pytest.mark.parametrize(
    ("values", "is_naive"),
    [
        (["2024-12-31 10:00:00"], True),
        (["2024-12-31 10:00:00Z", "2024-12-31 10:00:00"], True),
        (["2024-12-31T10:00:00+02:00"], False),
        (["2024-12-31 10:00:00 UTC"], False),
        (["2024-12-31"], False),
        (["10:00"], False),
    ],
)
def test_a_time_without_a_zone_is_seen(values: list[str], is_naive: bool) -> None:
    assert is_naive_time(text(*values)) == is_naive
