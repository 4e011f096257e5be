"""Numbers of the pages' tiles beside what the catalogue's metrics come to.

Of the version that is published: each page computes as it does for its tiles, and the
same days are asked of the one seam.
"""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from math import isclose
from typing import Any, NamedTuple, cast

import pandas as pd

from dashboards.attribution import tiles as attribution_tiles
from dashboards.customers.tiles import month_numbers
from dashboards.customers.tiles import numbers as customer_numbers
from dashboards.demographics import tiles as demographic_tiles
from dashboards.demographics.names import UNKNOWN
from dashboards.periods import Window
from dashboards.queries import (
    attribution,
    customers,
    demographics,
    metrics,
    movement,
    product,
    products,
    retention,
)
from dashboards.queries.published import one_row, read
from dashboards.queries.sales import sales_window
from dashboards.queries.traffic import traffic_window
from dashboards.retention import tiles as retention_tiles
from warehouse.metrics.asking import ask
from warehouse.metrics.question import Question
from warehouse.settings import settings

COLUMNS = {
    "age": "age_band",
    "income": "income_band",
    "household": "household_size",
    "children": "children_count",
    "marital_status": "marital_status",
    "home": "home_ownership",
    "sex": "sex",
}
"""Group of the page Demographics to the dimension of metrics."""


class Told(NamedTuple):
    """A number as a page has it, and as the seam has it."""

    what: str
    page: float | None
    metric: float | None

    @property
    def agrees(self) -> bool:
        """Whether both are one number, but for the last digits of doubles."""
        if self.page is None or self.metric is None:
            return self.page is self.metric
        page, metric = float(self.page), float(self.metric)
        return isclose(page, metric, rel_tol=1e-9, abs_tol=1e-9)


def overview(window: Window) -> Iterator[Told]:
    """Give what the daily sales add up to, and each day's customers once."""
    names = ("revenue", "orders", "units", "discount", "customers")
    sums = one_row(
        "select sum(revenue_amount), sum(orders), sum(units), sum(discount_amount), "
        "(select count(distinct customer_id) from marts.fct_orders where ordered_on "
        "between $1 and $2 and not is_cancelled and not is_return) "
        "from marts.kpi_daily_sales where day_on between $1 and $2",
        [window.first_on, window.last_on],
    )
    yield from _beside(dict(zip(names, sums, strict=True)), window)


def traffic(window: Window) -> Iterator[Told]:
    """Give what the daily traffic adds up to, and each visitor once."""
    names = (
        *("sessions", "sessions_with_order", "online_orders", "online_order_value"),
        *("stickiness", "visitors"),
    )
    sums = one_row(
        "select sum(sessions), sum(sessions_with_order), sum(orders), "
        "sum(order_amount), avg(stickiness), "
        "(select count(distinct visitor_key) from marts.fct_sessions "
        "where started_on between $1 and $2) "
        "from marts.kpi_daily_traffic where day_on between $1 and $2",
        [window.first_on, window.last_on],
    )
    yield from _beside(dict(zip(names, sums, strict=True)), window)


def of_customers() -> Iterator[Told]:
    """Give the tiles of Customers on its day."""
    buyers = customers.buyers()
    if buyers is not None:
        day = Window(buyers.as_of_on, buyers.as_of_on)
        numbers = customer_numbers(buyers, customers.segments())
        yield from _beside(numbers | {"repeat_buyers": buyers.repeat_count}, day)
        history = movement.history()
        for end, rows in history.groupby("as_of_on"):
            day_on = cast("pd.Timestamp", end).date()
            yield from _beside(month_numbers(rows), Window(day_on, day_on))


def of_retention(data: Window) -> Iterator[Told]:
    """Give the tiles of Retention in each whole period of each kind."""
    for kind in ("week", "month", "quarter", "year"):
        rows = retention.retention(kind)
        found = metrics.series(tuple(retention_tiles.METRICS), data, kind)  # pyright: ignore[reportArgumentType]
        asked = found.set_index("bucket_on")
        for row in rows.loc[rows["is_complete"]].to_dict("records"):
            for name, of in retention_tiles.METRICS.items():
                value = cast("float", asked.loc[row["first_on"], name])
                yield Told(
                    f"{name} of the {kind} from {row['first_on'].date()}",
                    of(_known(row)),
                    None if pd.isna(value) else value,
                )


def of_demographics(data: Window) -> Iterator[Told]:
    """Give customers of each period, and what an order of each known group is worth."""
    for dimension in demographics.dimensions():
        for kind in ("month", "quarter", "year"):
            mix = demographics.mix(kind, dimension)
            for _, groups in mix.groupby("first_on"):
                first, last = groups["first_on"].iloc[0], groups["last_on"].iloc[0]
                window = Window(
                    max(first.date(), data.first_on), min(last.date(), data.last_on)
                )
                place = f"{kind} from {first.date()} by {dimension}"
                yield from _beside(
                    {"customers": sum(groups["customers"])}, window, place
                )
                yield from _of_groups(groups, window, COLUMNS[dimension], place)


def _of_groups(
    groups: pd.DataFrame, window: Window, column: str, place: str
) -> Iterator[Told]:
    names = ("average_order_value", "revenue", "customers")
    answer = ask(
        Question(
            {name: name for name in names},
            windows=[(window.first_on, window.last_on)],
            by=(column,),
        )
    )
    rows = [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]
    asked = {str(row[column]): row for row in rows if row[column] is not None}
    for group in groups.loc[groups["band"] != UNKNOWN].to_dict("records"):
        value = group["revenue"] / group["orders"] if group["orders"] else None
        page = (value, group["revenue"], group["customers"])
        for name, number in zip(names, page, strict=True):
            metric = asked[group["band"]][name]
            yield Told(f"{name} of {group['band']}, {place}", number, metric)


def of_new_customers() -> Iterator[Told]:
    """Give the tiles of new customers, of all months and of the last."""
    new = demographics.new_customers()
    for months in (new, new.tail(1), new.tail(3)):
        if len(months):
            window = Window(
                months["first_on"].min().date(), months["last_on"].max().date()
            )
            yield from _beside(demographic_tiles.new_numbers(months), window)


def of_attribution(window: Window) -> Iterator[Told]:
    """Give the tiles of Attribution by the catalogue's model."""
    [row] = attribution.totals([window], "last_non_direct").to_dict("records")
    numbers = {name: of(row) for name, of in attribution_tiles.METRICS.items()}
    yield from _beside(numbers, window)


def of_baskets(data: Window) -> Iterator[Told]:
    """Give how many baskets there are, where products are groups."""
    sizes = read("select max(all_baskets), max(as_of_on) from marts.kpi_baskets")
    baskets, as_of_on = sizes.iloc[0]
    if not pd.isna(baskets):
        last_on = as_of_on.date()
        first_on = last_on - timedelta(days=settings().baskets.days - 1)
        window = Window(max(first_on, data.first_on), last_on)
        yield from _beside({"baskets": float(baskets)}, window)


def of_products(window: Window) -> Iterator[Told]:
    """Give what is sold, and what the best seller brings."""
    sold = products.assortment(window)["sold"]
    yield from _beside({"products_sold": sold}, window)
    best = products.products("", window, 1)
    if len(best):
        name = str(best["product_id"].iloc[0])
        [row] = product.totals(name, [window]).to_dict("records")
        numbers = {"line_revenue": row["revenue"], "line_units": row["units"]}
        quoted = name.replace("'", "''")
        found = metrics.totals(tuple(numbers), [window], f"product = '{quoted}'")
        for metric, value in numbers.items():
            yield Told(f"{metric} of {name}", value, found[0][metric])


def all_numbers() -> Iterator[Told]:
    """Give all of them, in several windows."""
    sales, events = sales_window(settings().shop.timezone), traffic_window()
    yield from of_customers()
    yield from of_new_customers()
    if sales is not None:
        for window in _windows(sales):
            yield from overview(window)
            yield from of_attribution(window)
            yield from of_products(window)
        yield from of_retention(sales)
        yield from of_demographics(sales)
        yield from of_baskets(sales)
    for window in _windows(events) if events is not None else ():
        yield from traffic(window)


def _windows(data: Window) -> list[Window]:
    last = data.last_on
    weeks = Window(last - timedelta(days=27), last)
    found = [data, weeks, weeks.moved(-28), Window(last, last)]
    return [window for window in found if window.lies_in(data)]


def _beside(
    numbers: Mapping[str, Any], window: Window, place: str | None = None
) -> Iterator[Told]:
    [found] = metrics.totals(tuple(numbers), [window])
    place = place or f"{window.first_on} to {window.last_on}"
    for name, value in numbers.items():
        yield Told(f"{name}, {place}", value, found[name])


def _known(row: Mapping[Any, Any]) -> dict[str, Any]:
    return {name: None if pd.isna(value) else value for name, value in row.items()}


if __name__ == "__main__":  # for shops of other processes
    found = list(all_numbers())
    apart = [told for told in found if not told.agrees]
    print(f"{len(found)} numbers, {len(apart)} apart", *apart, sep="\n")
