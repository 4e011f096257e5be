"""Every chart is valid Vega-Lite, and takes its colours from the theme."""

import tomllib
from datetime import UTC, datetime

import pandas as pd
import pytest

from dashboards.components.charts import Spec
from dashboards.customers.charts import score_grid, segment_tree
from dashboards.palette import ROLES, SEGMENTS, text_on
from dashboards.quality.charts import check_bars, freshness_bars, ledger_bars
from dashboards.sales.breakdowns import customer_bars, department_bars, hour_map
from dashboards.sales.trend import trend
from tests.dashboards.vega_lite import assert_valid
from warehouse.operations import Check
from warehouse.settings import REPOSITORY
from warehouse.status import LedgerRow

DAY = pd.Timestamp("2024-03-04")
BUCKETS = pd.DataFrame(
    {
        "bucket_on": [DAY, DAY + pd.Timedelta(days=7)],
        "first_on": [DAY, DAY + pd.Timedelta(days=7)],
        "last_on": [DAY + pd.Timedelta(days=6), DAY + pd.Timedelta(days=8)],
        "is_whole": [True, False],
        "revenue": [10.0, 4.0],
        "orders": [2.0, 1.0],
    }
)
SHARES = pd.DataFrame(
    {
        "segment": ["Champions", "Lost"],
        "customers": [3, 1],
        "revenue": [90.0, 10.0],
        "recency_days": [2.0, 400.0],
        "frequency": [5.0, 1.0],
        "customer_share": [0.75, 0.25],
        "revenue_share": [0.9, 0.1],
    }
)
SCORES = pd.DataFrame(
    {
        "r_score": [5, 1],
        "f_score": [5, 1],
        "customers": [3, 1],
        "revenue": [90.0, 10.0],
        "segment": ["Champions", "Lost"],
    }
)
LEDGER = LedgerRow(
    source_name="till",
    entity="orders",
    received=10,
    accepted=9,
    duplicate=1,
    quarantined=0,
    suppressed=0,
    files=1,
    last_loaded_at=datetime(2024, 4, 1, tzinfo=UTC),
)
CHECK = Check(
    asset="marts.fct_orders",
    name="grain",
    kind="dbt",
    is_blocking=True,
    is_passed=False,
    message="3 orders repeat",
)


def charts() -> dict[str, Spec]:
    departments = pd.DataFrame(
        {"department": ["Bread"], "revenue": [10.0], "revenue_before": [8.0]}
    )
    hours = pd.DataFrame({"weekday": [7], "hour": [17], "orders": [3]})
    kinds = pd.DataFrame({"bucket_on": [DAY], "kind": ["New"], "customers": [2]})
    windows = {"accent": "now", "muted": "then"}
    return {
        "trend": trend(BUCKETS, BUCKETS, "week", "USD", windows),
        "departments": department_bars(departments, "USD", is_compared=True),
        "hours": hour_map(hours, "saturday"),
        "customers": customer_bars(kinds, "week"),
        "tree": segment_tree(SHARES, "USD"),
        "scores": score_grid(SCORES, "USD"),
        "ledger": ledger_bars([LEDGER]),
        "checks": check_bars([CHECK]),
        "freshness": freshness_bars([LEDGER], datetime(2024, 4, 2, tzinfo=UTC)),
    }


@pytest.mark.parametrize("name", list(charts()))
def test_a_chart_is_valid_vega_lite(name: str) -> None:
    assert_valid(charts()[name])


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_theme_has_a_colour_for_each_role(theme: str) -> None:
    config = tomllib.loads((REPOSITORY / ".streamlit" / "config.toml").read_text())

    colours = config["theme"][theme]["chartCategoricalColors"]

    assert len(colours) == len(ROLES)
    assert colours[0] == config["theme"][theme]["primaryColor"]
    assert colours[-1] == config["theme"][theme]["textColor"]


def test_weeks_that_are_cut_are_dashed() -> None:
    dashes = [
        layer["mark"].get("strokeDash")
        for layer in trend(BUCKETS, None, "week", "USD", {})["layer"]
        if layer["mark"]["type"] == "line"
    ]

    assert dashes == [[1, 0], [4, 4]]


def test_a_week_that_is_cut_at_the_begin_stands_before_the_others() -> None:
    cut_first = BUCKETS.assign(is_whole=[False, True])

    scales = [
        layer["encoding"]["x"]["scale"]["domain"]
        for layer in trend(cut_first, None, "week", "USD", {})["layer"]
    ]

    assert all(domain == ["4 Mar", "11 Mar"] for domain in scales)


def test_amounts_start_at_zero() -> None:
    line = trend(BUCKETS, None, "week", "USD", {})["layer"][0]

    assert line["encoding"]["y"]["scale"]["zero"] is True


def test_the_week_begins_on_the_shops_day() -> None:
    assert charts()["hours"]["encoding"]["y"]["sort"][0] == "Sat"


@pytest.mark.parametrize("colour", SEGMENTS.values())
def test_names_are_legible_on_their_segment(colour: str) -> None:
    assert contrast(colour, text_on(colour)) >= 4.5


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of WCAG 2.2, computed anew."""
    light, dark = sorted([luminance(one), luminance(other)], reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    total = 0.0
    for weight, start in ((0.2126, 1), (0.7152, 3), (0.0722, 5)):
        channel = int(colour[start : start + 2], 16) / 255
        total += weight * (
            channel / 12.92
            if channel <= 0.04045
            else ((channel + 0.055) / 1.055) ** 2.4
        )
    return total
