"""Random rows of marts: few of each, of few kinds, so that they meet."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any

from hypothesis import strategies as st

from tests.dbt_project.calendar_oracle import KINDS, Calendar

FIRST, LAST = date(2023, 12, 18), date(2024, 4, 2)
"""Two calendars' turns of the year, and of their quarters and months."""
DAYS = st.sampled_from(
    [
        *(date(2023, 12, 24), date(2023, 12, 31), date(2024, 1, 1), date(2024, 1, 2)),
        *(date(2024, 1, 31), date(2024, 2, 29), date(2024, 3, 19), date(2024, 3, 20)),
    ]
)
CUSTOMERS = ("c1", "c2", "c3", "c4")
"""c4 is on no record."""
MONEY = st.integers(-300, 900).map(lambda cents: Decimal(cents) / 100)
Row = dict[str, Any]


@dataclass(frozen=True)
class Shop:
    """A calendar, and rows by mart, those of ``dim_dates`` left out."""

    calendar: Calendar
    tables: dict[str, list[Row]]

    @property
    def all_tables(self) -> dict[str, list[Row]]:
        """Return the rows of all marts."""
        return {"dim_dates": days(self.calendar), **self.tables}


@st.composite
def shops(draw: st.DrawFn) -> Shop:
    """Draw a shop."""
    calendar = Calendar(draw(st.integers(0, 6)), draw(st.booleans()))
    orders = _numbered(draw(st.lists(_orders(), max_size=10)), "order_id", "o")
    _mark_first(orders)
    sessions = _numbered(draw(st.lists(_sessions(), max_size=8)), "session_id", "s")
    _mark_new(sessions)
    owners = [(row["session_id"], draw(_customer())) for row in sessions]
    return Shop(
        calendar,
        {
            "dim_customers": [
                {
                    "customer_id": name,
                    "age_band": draw(_bands()),
                    "city": draw(_cities()),
                }
                for name in CUSTOMERS[:3]
            ],
            "customer_rfm": [
                {"customer_id": name, "segment": draw(st.sampled_from("AB"))}
                for name in CUSTOMERS[:2]
            ],
            "dim_products": [
                {"product_id": name, "department": group, "is_in_catalogue": listed}
                for name, group, listed in (
                    ("tea", "Drinks", True),
                    ("jam", "Food", False),
                )
            ],
            "fct_orders": orders,
            "fct_order_lines": [
                row
                for order in orders
                for row in _lines(order, draw(st.lists(_line(), max_size=3)))
            ],
            "fct_sessions": sessions,
            "customer_sessions": [
                {"session_id": session, "customer_id": customer}
                for session, customer in owners
                if customer is not None
            ],
            "customer_rfm_history": _states(draw, calendar),
            "fct_tickets": draw(st.lists(_tickets(), max_size=5)),
            "fct_survey_answers": draw(st.lists(_survey_answers(), max_size=6)),
        },
    )


@lru_cache
def days(calendar: Calendar) -> list[Row]:
    """Return the rows of ``dim_dates``, more than the days of the other rows."""
    first, last = FIRST - timedelta(days=400), LAST + timedelta(days=400)
    found = []
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        starts = {f"{kind}_start_on": calendar.start(kind, day) for kind in KINDS}
        found.append({"day_on": day, **starts})
    return found


def _customer() -> st.SearchStrategy[str | None]:
    return st.none() | st.sampled_from(CUSTOMERS)


def _bands() -> st.SearchStrategy[str | None]:
    return st.sampled_from([None, "18-24", "it's 65+"])


def _cities() -> st.SearchStrategy[str | None]:
    return st.sampled_from([None, "Baku", "Shiraz"])


def _orders() -> st.SearchStrategy[Row]:
    return st.fixed_dictionaries(
        {
            "customer_id": _customer(),
            "store_id": st.sampled_from([None, "1"]),
            "channel": st.sampled_from(["web", "shop"]),
            "ordered_on": st.none() | DAYS | DAYS,
            "units": st.sampled_from([-1.0, 0.0, 1.0, 2.5]),
            "order_amount": MONEY,
            "discount_amount": MONEY,
            "is_cancelled": st.sampled_from([False, False, False, True]),
            "is_return": st.sampled_from([False, False, True]),
        }
    )


def _line() -> st.SearchStrategy[Row]:
    return st.fixed_dictionaries(
        {
            "product_id": st.sampled_from([None, "tea", "jam", "unknown"]),
            "quantity": st.sampled_from([-1.0, 1.0, 2.0]),
            "units": st.sampled_from([-1.0, 0.0, 1.0]),
            "line_amount": MONEY,
            "discount_amount": MONEY,
        }
    )


def _sessions() -> st.SearchStrategy[Row]:
    return st.fixed_dictionaries(
        {
            "visitor_key": st.integers(1, 3),
            "started_on": DAYS,
            "device": st.sampled_from([None, "mobile", "desktop"]),
            "channel": st.sampled_from(["direct", "email"]),
            "page_views": st.integers(0, 5),
            "orders": st.integers(0, 2),
            "duration_s": st.sampled_from([0.0, 30.0, 61.5]),
            "funnel_step": st.integers(0, 4),
            "is_bounce": st.booleans(),
        }
    )


def _tickets() -> st.SearchStrategy[Row]:
    return st.fixed_dictionaries(
        {
            "customer_id": _customer(),
            "channel": st.sampled_from(["chat", "email"]),
            "opened_on": st.none() | DAYS | DAYS,
            "satisfaction": st.sampled_from([None, 1.0, 4.0, 5.0]),
        }
    )


def _survey_answers() -> st.SearchStrategy[Row]:
    return st.fixed_dictionaries(
        {
            "customer_id": _customer(),
            "kind": st.sampled_from(["nps", "nps", "csat", "ces"]),
            "answered_on": DAYS,
            "score": st.none() | st.integers(0, 11).map(float),
        }
    )


def _numbered(rows: list[Row], key: str, letter: str) -> list[Row]:
    return [{key: f"{letter}{number}", **row} for number, row in enumerate(rows)]


def _mark_first(orders: list[Row]) -> None:
    """Say which order that counts is a customer's first, and the day of that before."""
    seen: dict[str, date] = {}
    for row in sorted(orders, key=lambda row: row["ordered_on"] or date.max):
        customer = row["customer_id"]
        counts = not (row["is_cancelled"] or row["is_return"])
        is_one = bool(counts and customer and row["ordered_on"])
        row["is_first_order"] = is_one and customer not in seen
        row["previous_ordered_on"] = seen.get(customer) if is_one else None
        if is_one:
            seen[customer] = row["ordered_on"]


def _mark_new(sessions: list[Row]) -> None:
    """Say which session is a visitor's first, and the day of the one before."""
    seen: dict[int, date] = {}
    for row in sorted(sessions, key=lambda row: row["started_on"]):
        visitor = row["visitor_key"]
        row["is_new_visitor"] = visitor not in seen
        row["previous_started_on"] = seen.get(visitor)
        seen[visitor] = row["started_on"]


def _lines(order: Row, lines: list[Row]) -> list[Row]:
    shared = {name: order[name] for name in ("order_id", "customer_id", "ordered_on")}
    is_counted = not (order["is_cancelled"] or order["is_return"])
    in_basket = [
        is_counted and line["product_id"] is not None and line["quantity"] > 0
        for line in lines
    ]
    first = in_basket.index(True) if any(in_basket) else None
    return [
        {
            "line_number": place + 1,
            "is_counted": is_counted,
            "is_first_in_basket": place == first,
            **shared,
            **line,
        }
        for place, line in enumerate(lines)
    ]


def _states(draw: st.DrawFn, calendar: Calendar) -> list[Row]:
    """Draw customers' scores at the ends of months, and at the last day known."""
    ends = [*[last for _, last in calendar.periods("month", FIRST, LAST)][:-1], LAST]
    return [
        {
            "as_of_on": end,
            "customer_id": customer,
            "r_score": draw(st.integers(1, 5)),
            "segment": draw(st.sampled_from("AB")),
        }
        for end in ends
        for customer in draw(st.lists(st.sampled_from(CUSTOMERS), unique=True))
    ]
