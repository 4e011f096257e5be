"""Charts of retention are valid, keep the order of time, and mark what is not whole."""

import pandas as pd
import pytest

from dashboards.components.charts import Spec
from dashboards.retention.charts import gap_bar, life_bars, stage_bars
from dashboards.retention.cohorts import FEW, MOST_COHORTS, cohort_map, newest
from dashboards.retention.rates import rate_lines
from dashboards.retention.worth import Worth
from tests.dashboards.vega_lite import assert_valid

WEEKS = pd.date_range("2024-03-04", periods=4, freq="7D")
ROWS = pd.DataFrame(
    {
        "first_on": WEEKS,
        "last_on": WEEKS + pd.Timedelta(days=6),
        "is_complete": [False, False, True, False],
        "at_start": [None, 3, 4, 4],
        "retained": [None, 2, 3, 1],
        "won": [3, 2, 1, 0],
        "returning_pct": [None, 66.7, 75.0, 25.0],
        "classic_pct": [None, 66.7, 100.0, 25.0],
        "new": [3, 2, 1, 0],
        "returning": [0, 2, 3, 1],
        "resurrected": [0, 0, 0, 0],
        "dormant": [None, 1, 1, 3],
    }
)
STAGES = pd.DataFrame(
    {
        "stage": ["onboarding", "active", "cooling", "lost"],
        "customers": [1, 3, 0, 0],
        "revenue": [10.0, 90.0, 0.0, 0.0],
        "recency_days": [2.0, 9.0, None, None],
    }
)


def cells(size: int = FEW, cohorts: int = 2) -> pd.DataFrame:
    """Return weekly cohorts that each have two cells; the last cell is not whole."""
    starts = pd.date_range("2024-01-01", periods=cohorts, freq="7D")
    rows = pd.DataFrame(
        {
            "cohort_on": starts.repeat(2),
            "cohort_ends_on": starts.repeat(2) + pd.Timedelta(days=6),
            "later": [0, 1] * cohorts,
            "size": size,
            "customers": [size, size // 2] * cohorts,
            "retention_pct": [100.0, 50.0] * cohorts,
            "revenue": [100.0, 20.0] * cohorts,
            "revenue_each": [10.0, 2.0] * cohorts,
            "is_complete": [True] * (2 * cohorts - 1) + [False],
        }
    )
    own, after = rows["cohort_on"], rows["cohort_on"] + pd.Timedelta(days=7)
    first_on = own.where(rows["later"] == 0, after)
    return rows.assign(first_on=first_on, last_on=first_on + pd.Timedelta(days=6))


def charts() -> dict[str, Spec]:
    return {
        "rates": rate_lines(ROWS, "week", 2, 1),
        "life": life_bars(ROWS, "week"),
        "stages": stage_bars(STAGES, "USD"),
        "gap": gap_bar(Worth(100, 60, 9.0, 100.0)),
        "nobody away": gap_bar(Worth(100, 100, 9.0, 0.0)),
        "cohorts": cohort_map(cells(), "customers", "week", "USD"),
        "revenue": cohort_map(cells(), "revenue", "week", "USD"),
    }


@pytest.mark.parametrize("name", list(charts()))
def test_a_chart_of_retention_is_valid_vega_lite(name: str) -> None:
    assert_valid(charts()[name])


def test_weeks_before_the_first_whole_one_stand_before_it() -> None:
    scales = [
        layer["encoding"]["x"]["scale"]["domain"]
        for layer in rate_lines(ROWS, "week", 2, 1)["layer"]
        if "scale" in layer["encoding"]["x"]
    ]

    assert all(domain == ["11 Mar", "18 Mar", "25 Mar"] for domain in scales)


def test_rates_are_solid_only_between_whole_weeks() -> None:
    spec = rate_lines(ROWS, "week", 2, 1)
    lines = [layer for layer in spec["layer"] if layer["mark"]["type"] == "line"]

    drawn = [
        (
            layer["mark"]["strokeDash"],
            spec["datasets"][layer["data"]["name"]]["label"].tolist(),
        )
        for layer in lines
    ]

    # Both rates: one whole week, and dashes from the one before and to the one after.
    pieces = [
        ([1, 0], ["18 Mar"]),
        ([4, 4], ["11 Mar", "18 Mar"]),
        ([4, 4], ["18 Mar", "25 Mar"]),
    ]
    assert drawn == pieces * 2


def test_who_went_quiet_is_below_zero_and_what_is_not_whole_is_faint() -> None:
    (frame,) = life_bars(ROWS, "week")["datasets"].values()
    dormant = frame.loc[frame["kind"] == "dormant"]

    assert dormant["height"].tolist() == [0, -1, -1, -3]
    assert dormant["solid"].tolist() == [0.35, 0.35, 1, 0.35]


def test_the_gap_is_five_points_and_the_rest() -> None:
    (frame,) = gap_bar(Worth(100, 60, 9.0, 100.0))["datasets"].values()

    assert frame["customers"].tolist() == [60, 5, 35]


def test_a_gap_of_less_than_five_points_is_one_piece() -> None:
    (frame,) = gap_bar(Worth(100, 97, 9.0, 100.0))["datasets"].values()

    assert frame["customers"].tolist() == [97, 3]


def test_cells_that_are_not_whole_are_hollow() -> None:
    spec = cohort_map(cells(), "customers", "week", "USD")
    solid, hollow = (
        spec["datasets"][layer["data"]["name"]] for layer in spec["layer"][:2]
    )

    # The own week of a cohort has no share worth a cell.
    assert solid["cohort"].tolist() == ["1 Jan · 10"]
    assert hollow["cohort"].tolist() == ["8 Jan · 10"]
    assert spec["layer"][1]["mark"]["filled"] is False


def test_revenue_has_a_cell_for_the_own_week() -> None:
    spec = cohort_map(cells(), "revenue", "week", "USD")

    labels = spec["datasets"][spec["layer"][2]["data"]["name"]]["label"]

    assert labels.tolist() == ["$10", "$2", "$10", "$2"]


def test_small_cohorts_and_the_oldest_of_many_are_left_to_the_table() -> None:
    assert newest(cells(size=FEW - 1)).empty
    kept = set(newest(cells(cohorts=MOST_COHORTS + 1))["cohort_on"])
    assert min(kept) == pd.Timestamp("2024-01-08")
    assert len(kept) == MOST_COHORTS
