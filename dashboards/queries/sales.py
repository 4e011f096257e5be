"""The days that there are sales of."""

from datetime import date, datetime

from dashboards.periods import Window
from dashboards.queries.published import one_row, read
from warehouse.sales_days import LAST_COMPLETE_DAY


def sales_window(timezone: str) -> Window | None:
    """Return the first and last complete day of sales; None without orders.

    A day is complete when it was over before the orders were last loaded. Where none
    is, the last day must do.
    """
    first_on, last_on, last_complete_on = one_row(LAST_COMPLETE_DAY, [timezone])
    if first_on is None:
        return None
    return Window(first_on.date(), (last_complete_on or last_on).date())


def last_order_at() -> datetime | None:
    """Return when the newest order was placed, in UTC; None without orders."""
    (last_at,) = one_row("select max(ordered_at) from marts.fct_orders")
    return None if last_at is None else last_at.tz_localize("UTC")


def month_starts() -> list[date]:
    """Return the first days of the shop's months that the calendar holds, ascending."""
    months = read("select distinct month_start_on from marts.dim_dates order by all")
    return [month.date() for month in months["month_start_on"]]
