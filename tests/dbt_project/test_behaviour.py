"""Random small sites: the marts of behaviour say what plain Python says."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.dbt_project import behaviour_oracle as oracle
from tests.dbt_project.compiled import Models
from tests.dbt_project.conftest import ModelsOf
from tests.dbt_project.funnels_oracle import funnels
from tests.dbt_project.small_sites import Act, Bought, Site, Step, Way

ZONE = "America/New_York"
BEGIN = datetime(2024, 2, 27, 14, tzinfo=UTC)
# Days on both sides of a week, of a month's end and of the funnels' windows; minutes on
# both sides of a session's gap, of an hour, and of midnight in New York.
DAYS = st.sampled_from([0, 0, 0, 0, 1, 7, 8, 35])
MINUTES = st.sampled_from([0, 0, 0, 1, 30, 31, 60, 61, 900])
VISITORS = st.sampled_from(["ann", "bob", "cat", "dan", "eve", "fay"])
# Left to themselves lists are short, and hardly anybody comes on two days.
SIZES = st.sampled_from([0, 1, 3, 30, 50, 50])
TRACKED = ["Product Viewed", "Product Added", "Product Removed", "Checkout Started"]
TRACKED += ["Order Completed", "Other"]


def event(name: str, *where: tuple[dict[str, Any], Any]) -> Step:
    """Return the step of an event and of conditions, each as told and as a function."""
    return Step(
        " ".join([name, *(str(told["value"]) for told, _ in where)]),
        {"event": name, "where": [told for told, _ in where]},
        lambda act: act.tracks(name) and all(meets(act) for _, meets in where),
    )


def page(path: str) -> Step:
    """Return the step of a page."""
    return Step(
        path,
        {"page": path},
        lambda act: act.call in {"page", "screen"} and act.path == path,
    )


DEAR = (
    {"column": "price_amount", "property": None, "compare": "at_least", "value": 5},
    lambda act: act.price is not None and act.price >= 5,
)
DEAR_SAID = (
    {"column": None, "property": "price", "compare": "at_most", "value": 5},
    lambda act: act.price is not None and act.price <= 5,
)
MOBILE = (
    {"column": "device", "property": None, "compare": "is", "value": "mobile"},
    lambda act: act.agent == "mobile",
)
NO_TEA = (
    {"column": None, "property": "product_id", "compare": "is_not", "value": "tea"},
    lambda act: act.product != "tea",
)
SPRING = (
    {
        "column": "utm_campaign",
        "property": None,
        "compare": "one_of",
        "value": ["x", "it's spring"],
    },
    lambda act: act.campaign == "it's spring",
)
CUPS = (
    {"column": "product_id", "property": None, "compare": "starts_with", "value": "cu"},
    lambda act: (act.product or "").startswith("cu"),
)
OE = (
    {"column": "product_id", "property": None, "compare": "contains", "value": "oco"},
    lambda act: "oco" in (act.product or ""),
)
WAYS = [
    Way(
        "shop",
        "this",
        timedelta(days=7),
        [event(n) for n in (*TRACKED[:2], *TRACKED[3:5])],
    ),
    Way(
        "again",
        "this",
        timedelta(hours=1),
        [
            event("Product Viewed"),
            event("Product Viewed", NO_TEA),
            event("Other"),
            event("Product Viewed", OE),
        ],
    ),
    Way("pages", "this", timedelta(days=1), [page("/"), page("/tea"), event("Other")]),
    Way(
        "any",
        "any",
        timedelta(hours=1),
        [event("Product Added", DEAR), page("/"), event("Product Viewed", MOBILE)],
    ),
    Way(
        "exact",
        "exact",
        timedelta(days=1),
        [page("/"), event("Product Viewed"), event("Product Viewed", DEAR_SAID)],
    ),
    Way(
        "texts",
        "any",
        timedelta(days=35),
        [event("Product Viewed", p) for p in (SPRING, CUPS, OE)],
    ),
]
SETTINGS = {
    "min_viewers": 2,
    "switching_products": 2,
    "hesitation_views": 2,
    "hesitation_days": 7,
    "funnels": [way.told for way in WAYS],
}


@st.composite
def sites(draw: st.DrawFn) -> Site:
    """Draw what a few visitors did, some of it at once, and what was bought."""
    count = draw(SIZES)
    acts = draw(
        st.lists(
            st.tuples(
                VISITORS,
                DAYS,
                MINUTES,
                st.sampled_from(["track"] * 5 + ["page", "page", "screen", "identify"]),
                st.sampled_from(TRACKED + TRACKED[:1] * 3 + TRACKED[4:5]),
                st.sampled_from(["/", "/tea", None]),
                st.sampled_from(["tea", "tea", "cocoa", "mate", "cup", "ghost", None]),
                st.sampled_from([4, 5, 6, None]),
                st.sampled_from(["desktop", "desktop", "mobile", "mobile", "bot"]),
                st.sampled_from([None, None, "it's spring"]),
            ),
            min_size=count,
            max_size=count,
        )
    )
    bought = draw(
        st.lists(
            st.builds(
                Bought,
                customer=st.sampled_from(["1", "2", None]),
                at=st.builds(
                    lambda d, m: BEGIN + timedelta(days=d, minutes=m), DAYS, MINUTES
                ),
                product=st.sampled_from(["tea", "cocoa", "cup", "ghost", None]),
                quantity=st.sampled_from([1, 2, -1]),
                is_cancelled=st.sampled_from([False, False, True]),
            ),
            max_size=4,
        )
    )
    told = []
    for number, (visitor, day, minute, call, name, *rest) in enumerate(acts, start=1):
        at = BEGIN + timedelta(days=day, minutes=minute)
        named = name if call == "track" else None
        told.append(Act(number, visitor, at, call, named, *rest))
    return Site(ZoneInfo(ZONE), tuple(told), tuple(bought))


@pytest.fixture
def models(models_of: ModelsOf) -> Models:
    return models_of(shop_timezone=ZONE, behaviour=SETTINGS)


@given(site=sites())
@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.data_too_large,
        HealthCheck.large_base_example,
        HealthCheck.too_slow,
    ],
)
def test_marts_of_behaviour_agree_with_the_definitions(
    models: Models, site: Site
) -> None:
    models.build(site.raw())
    assert found_periods(models) == oracle.periods(site)
    assert found_funnels(models) == funnels(site, WAYS)
    found = rows(models, "kpi_view_not_buy", "group_kind", "product_group", "age_band")
    wanted = oracle.view_not_buy(site, SETTINGS["min_viewers"])
    assert {key: row[:2] for key, row in found.items()} == {
        key: row[:2] for key, row in wanted.items()
    }
    assert {key: row[2] for key, row in found.items()} == pytest.approx(
        {key: row[2] for key, row in wanted.items()}
    )
    assert rows(models, "kpi_product_interest", "product_id") == oracle.interest(site)
    pair = ("value_kind", "category", "from_value", "to_value")
    assert rows(models, "kpi_product_switching", *pair) == oracle.switching(
        site, SETTINGS["switching_products"]
    )
    assert found_hesitations(models) == oracle.hesitations(
        site, SETTINGS["hesitation_views"], SETTINGS["hesitation_days"]
    )
    assert models.failures() == {}


def rows(models: Models, mart: str, *grain: str) -> dict[Any, tuple[Any, ...]]:
    """Return a mart's measures by period and grain."""
    found = {}
    for row in models.rows(f"from candidate.marts.{mart}"):
        for name in ("period_end_on", "is_complete"):
            row.pop(name)
        key = tuple(row.pop(name) for name in ("period", "period_start_on", *grain))
        assert key not in found
        found[key] = tuple(row.values())
    return found


def found_periods(models: Models) -> dict[date, Any]:
    found: dict[date, Any] = {}
    for row in models.rows("from candidate.marts.dim_event_periods"):
        key = row["period"], row["period_start_on"]
        value = row["period_end_on"], row["is_complete"]
        found.setdefault(row["day_on"], {})[key] = value
    return found


def found_funnels(models: Models) -> dict[Any, tuple[Any, ...]]:
    key = (
        "funnel",
        "period",
        "period_start_on",
        "breakdown",
        "breakdown_value",
        "step",
    )
    found = {}
    for row in models.rows("from candidate.marts.kpi_funnels"):
        named = tuple(row.pop(name) for name in key)
        assert named not in found
        end, is_complete = row.pop("period_end_on"), row.pop("is_complete")
        found[named] = (row.pop("step_name"), end, is_complete, *row.values())
    return found


def found_hesitations(models: Models) -> dict[Any, tuple[Any, ...]]:
    found = {}
    for row in models.rows("from candidate.marts.customer_hesitations"):
        customer, visitor = row["customer_id"], row["visitor_id"]
        who = f"customer {customer}" if customer else f"visitor {visitor}"
        found[who, row["product_id"]] = (
            row["views"],
            row["first_viewed_at"],
            row["last_viewed_at"],
            row["bought_before_at"],
        )
    return found
