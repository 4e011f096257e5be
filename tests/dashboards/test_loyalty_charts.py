"""Charts of scores, first days and groups are valid, and mark what is not over."""

import pandas as pd

from dashboards.components.charts import Spec
from dashboards.customers.levels import level_bars, level_sentence
from dashboards.demographics.charts import (
    department_map,
    group_bars,
    mix_map,
    month_bars,
)
from dashboards.retention.churn import threshold_bars
from dashboards.retention.first_days_charts import bracket_bars, cell_map, curve
from tests.dashboards.vega_lite import assert_valid

LINES = pd.DataFrame(
    {
        "kind": ["on_or_after", "on_or_after", "return_on", "return_on"],
        "from_day": [1, 90, 1, 90],
        "to_day": [None, None, 1, 90],
        "size": [60, 0, 60, 0],
        "retained": [30, 0, 12, 0],
        "part": [0.5, None, 0.2, None],
    }
)
CELLS = pd.DataFrame(
    {
        "first_on": pd.to_datetime(["2024-01-01", "2024-01-01", "2024-02-01"]),
        "last_on": pd.to_datetime(["2024-01-31", "2024-01-31", "2024-02-29"]),
        "from_day": [1, 7, 1],
        "size": [10, 10, 20],
        "retained": [1, 5, 2],
        "retention_pct": [10.0, 50.0, 10.0],
        "is_complete": [True, True, False],
    }
)
GROUPS = pd.DataFrame(
    {
        "first_on": pd.to_datetime(["2024-01-01"] * 2),
        "last_on": pd.to_datetime(["2024-03-31"] * 2),
        "band": ["65+", "19-24"],
        "customers": [10, 1],
        "orders": [20, 1],
        "revenue": [90.0, -10.0],
        "known_share": [1.125, -0.125],
        "is_complete": [True, False],
    }
)
DEPARTMENTS = pd.DataFrame(
    {
        "band": ["65+", "19-24", "unknown"],
        "department": ["GARDEN", "GARDEN", "GARDEN"],
        "customers": [10, 1, 5],
        "group_customers": [40, 3, 9],
        "revenue": [90.0, 10.0, 50.0],
        "buyer_share": [0.25, None, None],
        "all_share": [0.26, 0.26, 0.26],
        "times": [0.96, None, None],
    }
)


def layers(spec: Spec) -> list[pd.DataFrame]:
    """Return the rows of each layer."""
    return [spec["datasets"][layer["data"]["name"]] for layer in spec["layer"]]


def test_days_that_are_over_for_nobody_have_no_point() -> None:
    spec = curve(LINES)

    assert_valid(spec)
    assert all(set(rows["day"]) == {"1"} for rows in layers(spec))


def test_cells_that_are_not_over_are_hollow() -> None:
    spec = cell_map(CELLS, "month")

    assert_valid(spec)
    solid, hollow, every = layers(spec)
    assert (len(solid), len(hollow), len(every)) == (2, 1, 3)
    assert hollow["cohort"].tolist() == ["Feb 2024 · 20"]


def test_a_map_of_which_nothing_is_over_is_drawn() -> None:
    assert_valid(cell_map(CELLS.assign(is_complete=False), "week"))


def test_brackets_and_thresholds_are_bars_with_their_number() -> None:
    brackets = LINES.iloc[[2]].assign(from_day=15, to_day=30)
    spec = bracket_bars(brackets)
    assert_valid(spec)
    assert layers(spec)[0]["text"].tolist() == ["20% of 60"]

    known = pd.DataFrame(
        {
            "churn_segment": ["all", "1", "2-4"],
            "customers": [9, 0, 9],
            "churn_pct": [10.0, None, 10.0],
            "gap_customers": [200, 150, 120],
            "threshold_days": [20.0, 42.0, 11.0],
        }
    )
    spec = threshold_bars(known)
    assert_valid(spec)
    rows = layers(spec)[0]
    assert rows["name"].tolist() == ["All customers", "1 order", "2–4 orders"]
    assert rows["text"].tolist()[1] == "42 days · nobody there"


def test_a_shop_without_revenue_has_scores_without_shares() -> None:
    rows = pd.DataFrame(
        {
            "level": [5],
            "customers": [3],
            "least": [0.0],
            "most": [1.0],
            "revenue": [0.0],
            "revenue_share": [None],
        }
    )
    assert_valid(level_bars(rows, "monetary", "USD"))
    assert level_sentence(rows, "recency", "USD") == (
        "The newest buyers came within 1 day"
    )


def test_groups_stand_in_their_order_and_may_bring_less_than_nothing() -> None:
    spec = group_bars(GROUPS, GROUPS.iloc[:1], "USD")

    assert_valid(spec)
    assert layers(spec)[0]["name"].tolist() == ["19-24", "65+"]
    assert_valid(mix_map(GROUPS, "USD"))


def test_groups_of_too_few_have_a_dash() -> None:
    spec = department_map(DEPARTMENTS)

    assert_valid(spec)
    rows = layers(spec)[0].set_index("band")
    assert rows["label"].to_dict() == {"65+": "0.96", "19-24": "–"}
    assert_valid(department_map(DEPARTMENTS.assign(times=None)))


def test_months_that_may_still_grow_are_faint() -> None:
    months = pd.DataFrame(
        {
            "label": ["Apr 2024", "May 2024"],
            "value": [0.5, 0.1],
            "text": ["50%", "10%"],
            "people": ["20", "30"],
            "is_solid": [True, False],
        }
    )
    spec = month_bars(months)

    assert_valid(spec)
    assert layers(spec)[0]["solid"].tolist() == [1.0, 0.4]
