"""Numbers of the pages' tiles beside what the catalogue's metrics come to.

Of the version that is published: each page computes as it does for its tiles, and the
same days are asked of the one seam.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import cast

import pandas as pd

from dashboards.attribution import tiles as attribution_tiles
from dashboards.behaviour import tiles as behaviour_tiles
from dashboards.campaigns import chosen as campaign_chosen
from dashboards.campaigns import tiles as campaign_tiles
from dashboards.customers.tiles import month_numbers
from dashboards.customers.tiles import numbers as customer_numbers
from dashboards.demographics import tiles as demographic_tiles
from dashboards.demographics.names import UNKNOWN
from dashboards.periods import Window
from dashboards.product import tiles as product_tiles
from dashboards.queries import (
    attribution,
    behaviour,
    behaviour_products,
    campaigns,
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
from tests.dashboards.told_numbers import (
    Told,
    beside,
    by_period,
    known,
    quoted,
    rows_of,
)
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
_KNOWN = "demographics_known_share"


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
    yield from beside(dict(zip(names, sums, strict=True)), window)


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
    yield from beside(dict(zip(names, sums, strict=True)), window)


def of_customers() -> Iterator[Told]:
    """Give the tiles of Customers on its day."""
    buyers = customers.buyers()
    if buyers is not None:
        day = Window(buyers.as_of_on, buyers.as_of_on)
        numbers = customer_numbers(buyers, customers.segments())
        yield from beside(numbers | {"repeat_buyers": buyers.repeat_count}, day)
        history = movement.history()
        for end, rows in history.groupby("as_of_on"):
            day_on = cast("pd.Timestamp", end).date()
            yield from beside(month_numbers(rows), Window(day_on, day_on))


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
                    of(known(row)),
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
                yield from beside(
                    {"customers": sum(groups["customers"])}, window, place
                )
                yield from _of_groups(groups, window, COLUMNS[dimension], place)
            shares = {
                first: demographic_tiles.numbers(groups, None)[_KNOWN]
                for first, groups in mix.groupby("first_on")
            }
            yield from by_period(shares, _KNOWN, kind, f"demographic = '{dimension}'")


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
            yield from beside(demographic_tiles.new_numbers(months), window)


def of_attribution(window: Window) -> Iterator[Told]:
    """Give the tiles of Attribution by the catalogue's model."""
    [row] = attribution.totals([window], "last_non_direct").to_dict("records")
    numbers = {name: of(row) for name, of in attribution_tiles.METRICS.items()}
    yield from beside(numbers, window)


def of_baskets(data: Window) -> Iterator[Told]:
    """Give how many baskets there are, where products are groups."""
    sizes = read("select max(all_baskets), max(as_of_on) from marts.kpi_baskets")
    baskets, as_of_on = sizes.iloc[0]
    if not pd.isna(baskets):
        last_on = as_of_on.date()
        first_on = last_on - timedelta(days=settings().baskets.days - 1)
        window = Window(max(first_on, data.first_on), last_on)
        yield from beside({"baskets": float(baskets)}, window)


def of_products(window: Window) -> Iterator[Told]:
    """Give the tiles of all products, and those of the best seller."""
    totals = products.assortment(window)
    found = {name: of(totals) for name, of in product_tiles.ASSORTMENT.items()}
    revenue = {"line_revenue": found.pop("line_revenue")}
    yield from beside(found, window)
    yield from beside(revenue, window, where="product is not null")
    best = products.products("", window, 1)
    if len(best):
        name = str(best["product_id"].iloc[0])
        [row] = product.totals(name, [window]).to_dict("records")
        numbers = {metric: of(row) for metric, of in product_tiles.ONE.items()}
        yield from beside(numbers, window, f"of {name}", f"product = {quoted(name)}")


def of_campaigns(window: Window, data: Window) -> Iterator[Told]:
    """Give the tiles of the campaigns that start in a window."""
    every = campaigns.campaigns()
    rows = campaign_chosen.starting_in(every, window)
    numbers = campaign_tiles.numbers(rows, data)
    of_coupons = ("coupon_redeemers", "coupons_per_redeemer")
    of_start = [name for name in campaign_tiles.METRICS if name not in of_coupons]
    yield from beside({name: numbers[name] for name in of_start}, window)
    if len(rows):
        ids = ", ".join(quoted(name) for name in rows["campaign_id"])
        numbers = {name: numbers[name] for name in of_coupons}
        asked = ask(
            Question({name: name for name in numbers}, where=f"campaign in ({ids})")
        )
        found = dict(zip(asked.columns, asked.rows[0], strict=True))
        for name, value in numbers.items():
            yield Told(f"{name} of campaigns {ids}", value, found[name])


def of_behaviour() -> Iterator[Told]:
    """Give the tiles of Behaviour in each whole period of each kind."""
    for kind in ("week", "month", "quarter", "year"):
        periods = behaviour.periods(kind)
        whole = set(periods.loc[periods["is_complete"], "first_on"])
        for funnel in behaviour.funnel_names():
            rows = rows_of(behaviour.funnel_history(funnel, kind), whole)
            for name, of in behaviour_tiles.FUNNEL.items():
                values = {first: of(row) for first, row in rows.items()}
                yield from by_period(values, name, kind, f"funnel = {quoted(funnel)}")
        rows = rows_of(behaviour_products.totals(kind), whole)
        for name, of in behaviour_tiles.PRODUCTS.items():
            values = {first: of(row) for first, row in rows.items()}
            yield from by_period(values, name, kind)


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
            yield from of_campaigns(window, sales)
        yield from of_retention(sales)
        yield from of_demographics(sales)
        yield from of_baskets(sales)
    for window in _windows(events) if events is not None else ():
        yield from traffic(window)
    if events is not None:
        yield from of_behaviour()


def _windows(data: Window) -> list[Window]:
    last = data.last_on
    weeks = Window(last - timedelta(days=27), last)
    found = [data, weeks, weeks.moved(-28), Window(last, last)]
    return [window for window in found if window.lies_in(data)]


if __name__ == "__main__":  # for shops of other processes
    found = list(all_numbers())
    apart = [told for told in found if not told.agrees]
    print(f"{len(found)} numbers, {len(apart)} apart", *apart, sep="\n")
