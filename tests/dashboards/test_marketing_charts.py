"""Charts of products and campaigns are valid Vega-Lite and mark what is uncertain."""

import pandas as pd
import pytest

from dashboards.campaigns.charts import changes, redemption_bars, sides
from dashboards.campaigns.promotions import lifts
from dashboards.components.charts import Spec
from dashboards.product.history import history, price_line
from tests.dashboards.vega_lite import assert_valid

MONDAY = pd.Timestamp("2024-03-04")
WEEK = pd.Timedelta(days=7)
BUCKETS = pd.DataFrame(
    {
        "bucket_on": [MONDAY, MONDAY + WEEK],
        "first_on": [MONDAY, MONDAY + WEEK],
        "last_on": [MONDAY + pd.Timedelta(days=6), MONDAY + pd.Timedelta(days=8)],
        "is_whole": [True, False],
        "revenue": [10.0, -4.0],
        "units": [2.0, 1.0],
        "orders": [2.0, 1.0],
        "price": [5.0, None],
    }
)
PROMOTED = pd.DataFrame(
    {
        "bucket_on": [MONDAY, MONDAY],
        "promotion": ["display", "mailer"],
        "stores": [4, 1],
        "store_share": [1.0, 0.25],
    }
)
UNPROMOTED = PROMOTED.head(0)
CHANGES = pd.DataFrame(
    {
        "campaign_id": ["c1", "c2"],
        "name": ["Letter", "Booklet"],
        "kind": ["TypeA", None],
        "member_change": [0.5, -0.1],
        "non_member_change": [0.1, 0.0],
        "beyond": [4.0, -2.0],
        "compared_members": [100, 40],
        "compared_non_members": [400, 50],
    }
)
SIDES = pd.DataFrame(
    [
        {
            "side": side,
            "place": place,
            "label": f"{name}|4 Mar",
            "when": "4 Mar",
            "amount": amount,
            "people": "100 members",
        }
        for side in ("member", "non_member")
        for place, (name, amount) in enumerate(
            [("Before", 10.0), ("During", 15.0), ("After", None)]
        )
    ]
)
LIFTS = pd.DataFrame(
    {
        "name": ["GROCERY", "GROCERY"],
        "promotion": ["display", "mailer"],
        "product_weeks": [40, 31],
        "store_weeks": [90, 60],
        "units_each": [3.0, 2.0],
        "units_without": [2.0, 2.0],
    }
)
LEGEND = {"accent": "now", "muted": "then", "amber": "display", "green": "mailer"}


def charts() -> dict[str, Spec]:
    return {
        "history": history(BUCKETS, None, UNPROMOTED, "units", "week", "USD", {}),
        "compared": history(
            BUCKETS, BUCKETS, PROMOTED, "revenue", "week", "USD", LEGEND
        ),
        "one more before": history(
            BUCKETS.head(1), BUCKETS, UNPROMOTED, "revenue", "week", "USD", LEGEND
        ),
        "price": price_line(BUCKETS, "week", "USD"),
        "changes": changes(CHANGES, "USD", None),
        "one change": changes(CHANGES.head(1), "USD", "c1"),
        "sides": sides(SIDES, "USD", {"accent": "members", "muted": "others"}),
        "redemptions": redemption_bars(
            BUCKETS[["bucket_on"]].assign(redemptions=1, redeemers=1, campaigns=1)
        ),
        "lifts": lifts(LIFTS),
    }


@pytest.mark.parametrize("name", list(charts()))
def test_a_chart_is_valid_vega_lite(name: str) -> None:
    assert_valid(charts()[name])


def test_amounts_start_at_zero_or_below() -> None:
    (layer,) = history(BUCKETS, None, UNPROMOTED, "revenue", "week", "USD", {})["layer"]

    assert layer["encoding"]["y"]["scale"]["domain"] == [-4, 10]


def test_a_week_that_is_cut_is_pale() -> None:
    spec = history(BUCKETS, None, UNPROMOTED, "revenue", "week", "USD", {})

    (points,) = spec["datasets"].values()

    assert points["strength"].tolist() == [1, 0.45]


def test_promoted_weeks_stand_over_the_bars() -> None:
    spec = history(BUCKETS, None, PROMOTED, "revenue", "week", "USD", LEGEND)
    bars, *strips = spec["layer"]

    assert bars["encoding"]["y"]["scale"]["domain"][1] > 10
    tops = [strip["encoding"]["y"]["value"] for strip in strips]
    assert tops == [0, 9]  # pixels from the top: display, then mailer


def test_a_window_that_is_not_whole_has_its_place_and_no_amount() -> None:
    spec = sides(SIDES, "USD", {})

    layer = spec["layer"][0]

    assert layer["encoding"]["x"]["scale"]["domain"][-1] == "After|4 Mar"
    texts = [frame["text"].tolist() for frame in spec["datasets"].values()]
    assert ["$10.00", "$15.00", ""] in texts


def test_a_small_difference_does_not_look_steep() -> None:
    alike = SIDES.assign(amount=[100.0, 101.0, None] * 2)

    domain = sides(alike, "USD", {})["layer"][0]["encoding"]["y"]["scale"]["domain"]

    assert domain[1] - domain[0] >= 20


def test_the_diagonal_is_where_both_changed_alike() -> None:
    spec = changes(CHANGES, "USD", None)
    line = spec["layer"][0]["encoding"]

    assert line["x"]["field"] == line["y"]["field"] == "x"
    across, up = line["x"]["scale"]["domain"], line["y"]["scale"]["domain"]
    (ends,) = [
        frame["x"].tolist()
        for frame in spec["datasets"].values()
        if list(frame.columns) == ["x"] or set(frame.columns) == {"x"}
    ]
    assert ends == [max(across[0], up[0]), min(across[1], up[1])]
