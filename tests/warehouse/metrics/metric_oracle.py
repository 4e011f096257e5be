"""Metrics in plain Python, as metrics.md words them: no SQL, no YAML, no catalogue."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from tests.warehouse.metrics import basket_oracle
from tests.warehouse.metrics.random_marts import Row, Shop

Number = float | Decimal | int | None
Cell = tuple[object, ...]
DAY = {
    "fct_orders": "ordered_on",
    "fct_order_lines": "ordered_on",
    "fct_sessions": "started_on",
    "customer_rfm_history": "as_of_on",
    "fct_tickets": "opened_on",
    "fct_survey_answers": "answered_on",
}


def counts(order: Row) -> bool:
    """Whether it counts as an order."""
    return not order["is_cancelled"] and not order["is_return"]


def gives_back(order: Row) -> bool:
    """Whether it is a return that stands."""
    return order["is_return"] and not order["is_cancelled"]


def customers(orders: Sequence[Row], at_least: int = 1) -> int:
    """Return how many people have so many orders."""
    placed = [order["customer_id"] for order in orders if counts(order)]
    known = {customer for customer in placed if customer is not None}
    return sum(placed.count(customer) >= at_least for customer in known)


def total(rows: Sequence[Row], column: str) -> Number:
    """Return the sum of a column."""
    return sum((row[column] for row in rows), Decimal(0) if not rows else 0)


def mean(values: Sequence[float]) -> Number:
    """Return the mean; nothing of nothing."""
    return sum(values) / len(values) if values else None


def of_counted_orders(rows: Sequence[Row], column: str) -> int:
    """Return how many different values lines of orders that count have."""
    found = {row[column] for row in rows if counts(row["order"])}
    return len(found - {None})


def net_promoter_score(answers: Sequence[Row]) -> Number:
    """Return the percentage of 9 and 10 less that of 0 to 6."""
    scores = _scores(answers, "nps", range(11))
    promoters = sum(score >= 9 for score in scores)
    detractors = sum(score <= 6 for score in scores)
    return 100 * (promoters - detractors) / len(scores) if scores else None


def satisfied(answers: Sequence[Row]) -> Number:
    """Return which part of the answers is 4 or 5 of 5."""
    scores = _scores(answers, "csat", range(1, 6))
    return sum(score >= 4 for score in scores) / len(scores) if scores else None


def _scores(answers: Sequence[Row], kind: str, scale: range) -> list[float]:
    of_kind = [answer["score"] for answer in answers if answer["kind"] == kind]
    return [score for score in of_kind if score in scale]


SIMPLE: dict[str, tuple[str, Callable[[Sequence[Row]], Number]]] = {
    "revenue": ("fct_orders", lambda rows: total(rows, "order_amount")),
    "orders": ("fct_orders", lambda rows: sum(map(counts, rows))),
    "customers": ("fct_orders", customers),
    "repeat_customers": ("fct_orders", lambda rows: customers(rows, 2)),
    "new_customers": (
        "fct_orders",
        lambda rows: sum(row["is_first_order"] for row in rows),
    ),
    "units": ("fct_orders", lambda rows: total(rows, "units")),
    "discount": ("fct_orders", lambda rows: total(rows, "discount_amount")),
    "returns": ("fct_orders", lambda rows: sum(map(gives_back, rows))),
    "returned_amount": (
        "fct_orders",
        lambda rows: -sum(row["order_amount"] for row in rows if gives_back(row)),
    ),
    "cancelled_orders": (
        "fct_orders",
        lambda rows: sum(row["is_cancelled"] for row in rows),
    ),
    "guest_orders": (
        "fct_orders",
        lambda rows: sum(counts(row) and row["customer_id"] is None for row in rows),
    ),
    "line_revenue": ("fct_order_lines", lambda rows: total(rows, "line_amount")),
    "line_units": ("fct_order_lines", lambda rows: total(rows, "units")),
    "products_sold": (
        "fct_order_lines",
        lambda rows: len(
            {row["product_id"] for row in rows if row["quantity"] > 0} - {None}
        ),
    ),
    "orders_with_lines": (
        "fct_order_lines",
        lambda rows: of_counted_orders(rows, "order_id"),
    ),
    "customers_with_lines": (
        "fct_order_lines",
        lambda rows: of_counted_orders(rows, "customer_id"),
    ),
    "sessions": ("fct_sessions", len),
    "visitors": (
        "fct_sessions",
        lambda rows: len({row["visitor_key"] for row in rows}),
    ),
    "page_views": ("fct_sessions", lambda rows: total(rows, "page_views")),
    "session_duration": (
        "fct_sessions",
        lambda rows: mean([row["duration_s"] for row in rows]),
    ),
    "sessions_with_order": (
        "fct_sessions",
        lambda rows: sum(row["orders"] > 0 for row in rows),
    ),
    "bounces": ("fct_sessions", lambda rows: sum(row["is_bounce"] for row in rows)),
    "funnel_added": (
        "fct_sessions",
        lambda rows: sum(row["funnel_step"] >= 2 for row in rows),
    ),
    "recency_score": (
        "customer_rfm_history",
        lambda rows: mean([row["r_score"] for row in rows]),
    ),
    "buyers": ("customer_rfm_history", lambda rows: len(rows) or None),
    "tickets": ("fct_tickets", len),
    "ticket_satisfaction": (
        "fct_tickets",
        lambda rows: mean(
            [row["satisfaction"] for row in rows if row["satisfaction"] is not None]
        ),
    ),
    "nps": ("fct_survey_answers", net_promoter_score),
    "csat": ("fct_survey_answers", satisfied),
    **basket_oracle.SIMPLE,
}
"""Metric to its mart and what its rows come to."""

RATIOS = {
    "average_order_value": ("revenue", "orders"),
    "orders_per_customer": ("orders", "customers"),
    "repeat_rate": ("repeat_customers", "customers"),
    "conversion_rate": ("sessions_with_order", "sessions"),
    "bounce_rate": ("bounces", "sessions"),
    **basket_oracle.RATIOS,
}
STATES = {"recency_score", "buyers"}


def dimensions(shop: Shop, mart: str) -> Mapping[str, Callable[[Row], object]]:
    """Return what a mart's rows can be cut by, to what a row has of it."""
    people = {row["customer_id"]: row for row in shop.tables["dim_customers"]}
    segments = {row["customer_id"]: row for row in shop.tables["customer_rfm"]}
    products = {row["product_id"]: row for row in shop.tables["dim_products"]}
    owners = {
        row["session_id"]: row["customer_id"]
        for row in shop.tables["customer_sessions"]
    }

    def customer(row: Row) -> object:
        return row.get("customer_id") or owners.get(row.get("session_id"))

    shared = {
        "age_band": lambda row: people.get(customer(row), {}).get("age_band"),
        "city": lambda row: people.get(customer(row), {}).get("city"),
        "segment": lambda row: segments.get(customer(row), {}).get("segment"),
    }
    own: dict[str, Mapping[str, Callable[[Row], object]]] = {
        "fct_orders": {
            "order_channel": lambda row: row["channel"],
            "is_return": lambda row: row["is_return"],
            "store": lambda row: row["store_id"],
        },
        "fct_order_lines": {
            "department": lambda row: products.get(row["product_id"], {}).get(
                "department"
            ),
            "order_channel": lambda row: row["order"]["channel"],
            "is_return": lambda row: row["order"]["is_return"],
        },
        "fct_sessions": {
            "device": lambda row: row["device"],
            "channel": lambda row: row["channel"],
        },
        "customer_rfm_history": {"segment_then": lambda row: row["segment"]},
        "fct_tickets": {"ticket_channel": lambda row: row["channel"]},
        "fct_survey_answers": {"survey_kind": lambda row: row["kind"]},
    }
    return {**shared, **own[mart]}


def answer(
    shop: Shop,
    metrics: Sequence[str],
    periods: Mapping[object, tuple[date, date]],
    by: Sequence[str] = (),
    keep: Callable[[Mapping[str, object]], bool] = lambda _: True,
) -> dict[tuple[object, Cell], list[Number]]:
    """Return the values of metrics by period and cell.

    Args:
        shop: The rows.
        metrics: Names.
        periods: First and last day of each.
        by: Dimensions; without any, each period is there.
        keep: Takes a row's dimensions and says whether it counts.
    """
    named = [part for name in metrics for part in RATIOS.get(name, (name,))]
    found: dict[str, dict[tuple[object, Cell], list[Row]]] = {}
    for name in dict.fromkeys(named):
        found[name] = _cells(shop, name, periods, by, keep)
    cells = {cell for rows in found.values() for cell in rows}
    if not by:
        cells = {(period, ()) for period in periods}

    def simple(name: str, cell: tuple[object, Cell]) -> Number:
        return SIMPLE[name][1](found[name].get(cell, []))

    def value(name: str, cell: tuple[object, Cell]) -> Number:
        if name not in RATIOS:
            return simple(name, cell)
        above, below = (float(simple(part, cell) or 0) for part in RATIOS[name])
        return above / below if below else None

    return {cell: [value(name, cell) for name in metrics] for cell in cells}


def _cells(
    shop: Shop,
    metric: str,
    periods: Mapping[object, tuple[date, date]],
    by: Sequence[str],
    keep: Callable[[Mapping[str, object]], bool],
) -> dict[tuple[object, Cell], list[Row]]:
    mart = SIMPLE[metric][0]
    orders = {row["order_id"]: row for row in shop.tables["fct_orders"]}
    products = {row["product_id"]: row for row in shop.tables["dim_products"]}
    rows = [
        {
            **row,
            "order": orders.get(row.get("order_id")),
            "product": products.get(row.get("product_id")),
        }
        for row in shop.tables[mart]
    ]
    have = dimensions(shop, mart)
    found: dict[tuple[object, Cell], list[Row]] = {}
    for period, (first, last) in periods.items():
        inside = [row for row in rows if row[DAY[mart]] is not None]
        inside = [row for row in inside if first <= row[DAY[mart]] <= last]
        if metric in STATES and inside:
            newest = max(row["as_of_on"] for row in inside)
            inside = [row for row in inside if row["as_of_on"] == newest]
        for row in inside:
            told = {name: one(row) for name, one in have.items()}
            if keep(told):
                cell = (period, tuple(told[name] for name in by))
                found.setdefault(cell, []).append(row)
    return found
