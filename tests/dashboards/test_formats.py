"""Numbers, money and dates as English writes them."""

from datetime import UTC, date, datetime, timedelta

import pytest

from dashboards import formats


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (9_876, "9,876"),
        (-9_876, "-9,876"),
        (12_345, "12.3k"),
        (999_499, "999k"),
        (999_600, "1M"),
        (1_469_307, "1.47M"),
        (20_940_529, "20.9M"),
        (4.6e9, "4.6B"),
        (None, "–"),
    ],
)
def test_numbers_are_short(value: float | None, text: str) -> None:
    assert formats.number(value) == text


@pytest.mark.parametrize(
    ("now", "before", "text"),
    [
        (90.7, 90.3, "+0.4 points"),
        (50, 66.666, "-16.7 points"),
        (51, 50, "+1 point"),
        (49, 50, "-1 point"),
        (50.04, 50, "0 points"),
        (50, None, None),
        (None, 50, None),
    ],
)
def test_percentages_move_by_points(
    now: float | None, before: float | None, text: str | None
) -> None:
    assert formats.points(now, before) == text


@pytest.mark.parametrize(
    ("first", "last", "name"),
    [
        (date(2017, 12, 1), date(2017, 12, 31), "Dec 2017"),
        (date(2024, 2, 1), date(2024, 2, 29), "Feb 2024"),
        (date(2017, 10, 1), date(2017, 12, 31), "Q4 2017"),
        (date(2017, 1, 1), date(2017, 12, 31), "2017"),
        (date(2017, 12, 25), date(2017, 12, 31), "25–31 Dec 2017"),
        # A month, a quarter and a year that begin with the Persian year 1403.
        (date(2024, 3, 20), date(2024, 4, 19), "20 Mar – 19 Apr 2024"),
        (date(2024, 3, 20), date(2024, 6, 20), "20 Mar – 20 Jun 2024"),
        (date(2024, 3, 20), date(2025, 3, 20), "20 Mar 2024 – 20 Mar 2025"),
        # Whole months that are no quarter and no year.
        (date(2017, 2, 1), date(2017, 4, 30), "1 Feb – 30 Apr 2017"),
        (date(2017, 2, 1), date(2018, 1, 31), "1 Feb 2017 – 31 Jan 2018"),
    ],
)
def test_periods_of_the_calendar_have_names(first: date, last: date, name: str) -> None:
    assert formats.period_name(first, last) == name


def test_amounts_on_a_chart_may_go_without_cents() -> None:
    assert formats.money(31.8, "USD", has_cents=False) == "$32"


@pytest.mark.parametrize(
    ("value", "currency", "text"),
    [
        (31.8, "USD", "$31.80"),
        (-31.8, "EUR", "-€31.80"),
        (373_884.63, "USD", "$374k"),
        (2_500_000_000, "IRR", "IRR 2.5B"),
        (None, "USD", "–"),
    ],
)
def test_money_has_its_currency(value: float | None, currency: str, text: str) -> None:
    assert formats.money(value, currency) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0%"),
        (0.5, "50%"),
        (0.1234, "12.3%"),
        (1, "100%"),
        (0.99999, "over 99.9%"),
        (0.00001, "under 0.1%"),
    ],
)
def test_a_share_is_all_or_nothing_only_if_it_is(value: float, text: str) -> None:
    assert formats.share(value) == text


@pytest.mark.parametrize(
    ("now", "before", "text"),
    [
        (104.14, 100, "+4.1%"),
        (90, 100, "-10%"),
        (100.04, 100, "0%"),
        (1500, 100, "+1,400%"),
        (10, -20, "+150%"),
        (5, 0, None),
        (None, 5, None),
    ],
)
def test_changes_have_a_sign_and_a_base(
    now: float | None, before: float | None, text: str | None
) -> None:
    assert formats.change(now, before) == text


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        (date(2017, 12, 4), date(2017, 12, 4), "4 Dec 2017"),
        (date(2017, 12, 4), date(2017, 12, 31), "4–31 Dec 2017"),
        (date(2017, 11, 6), date(2017, 12, 3), "6 Nov – 3 Dec 2017"),
        (date(2016, 12, 26), date(2017, 1, 1), "26 Dec 2016 – 1 Jan 2017"),
    ],
)
def test_a_span_says_nothing_twice(first: date, last: date, text: str) -> None:
    assert formats.days(first, last) == text


def test_moments_are_on_the_shops_clock() -> None:
    at = datetime(2018, 1, 1, 4, 1, tzinfo=UTC)

    assert formats.moment(at, "America/New_York") == "31 Dec 2017, 23:01"


@pytest.mark.parametrize(
    ("minutes", "text"),
    [(0.5, "less than a minute"), (1, "1 minute"), (125, "2 hours"), (4320, "3 days")],
)
def test_durations_have_one_unit(minutes: float, text: str) -> None:
    assert formats.duration(timedelta(minutes=minutes)) == text


def test_plain_text_is_no_markdown() -> None:
    assert formats.plain("run `karvan run --full_refresh`: $5") == (
        r"run `karvan run --full_refresh`\: \$5"
    )
    assert formats.plain("$5 *now* [x](y) :red[z]") == (
        r"\$5 \*now\* \[x\](y) \:red\[z\]"
    )
