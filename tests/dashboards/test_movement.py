"""Movement between segments and the lists on the page Customers."""

from datetime import date

import pandas as pd
import pytest

from dashboards.customers.movement import FIRST_BOUGHT, movement_map, segment_history
from dashboards.customers.sentences import history_sentence, movement_sentence
from dashboards.queries import movement
from tests.conftest import Shop
from tests.dashboards.conftest import Open
from tests.dashboards.tiny_retention import MOVEMENT
from tests.dashboards.tiny_shop import SCORES, TWO_PERIODS, publish_shop
from tests.dashboards.vega_lite import assert_valid

MARCH = date(2024, 3, 1)


def publish() -> None:
    publish_shop(TWO_PERIODS, SCORES, retention=MOVEMENT)


def moves(*rows: tuple[str | None, str, int]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["before", "after", "customers"])


def test_the_newest_whole_month_is_shown_and_the_running_one_can_be(
    page: Open,
) -> None:
    publish()

    app = page("customers")

    assert app.selectbox(key="month").options == ["1–2 Apr 2024, not over", "Mar 2024"]
    assert app.selectbox(key="month").value == "2024-03-01"
    # Of ann, dan and bob the first rose and the last fell; cal was not there before.
    assert (
        r"**2 of 3 customers changed segment in Mar 2024\: 1 for the better, "
        "1 for the worse**"
    ) in [part.value for part in app.markdown]


def test_segments_over_time_say_which_moved_most(page: Open) -> None:
    publish()

    # Two of three were Loyal in February, one of four in March.
    assert "**Loyal shrank from 66.7% to 25% of buyers since 29 Feb 2024**" in [
        part.value for part in page("customers").markdown
    ]


def test_movement_is_a_table_whose_rows_sum_to_the_base(page: Open) -> None:
    publish()

    rows = page("customers").dataframe[1].value

    assert rows["before"].fillna("").tolist() == ["Champions", "Loyal", "Loyal", ""]
    assert rows["base"].tolist() == [1, 2, 2, 1]
    assert rows["row_share"].tolist() == [1, 0.5, 0.5, 1]


def test_without_a_month_before_movement_is_left_out(page: Open) -> None:
    publish_shop(TWO_PERIODS, SCORES)

    app = page("customers")

    assert len(app.dataframe) == 1
    assert not [part for part in app.markdown if "changed segment" in part.value]


@pytest.mark.parametrize(
    ("label", "listed", "segment"),
    [
        ("Top 1% · 1, 65.8% of revenue", ["ann"], "top"),  # 250 / 380
        ("Big spenders who stopped · 1", ["bob"], "cant_lose_them"),
        ("Champions · 1", ["ann"], "champions"),
    ],
)
def test_a_list_to_act_on_is_one_click_away(
    page: Open, label: str, listed: list[str], segment: str
) -> None:
    publish()
    app = page("customers")

    app.button_group(key="quick_list").select(label).run()

    assert app.dataframe[0].value["customer_id"].tolist() == listed
    assert app.selectbox(key="segment").value == segment
    assert app.query_params["segment"] == segment


def test_a_stage_of_life_narrows_the_list(page: Open) -> None:
    publish()

    app = page("customers", stage="cooling")

    assert app.dataframe[0].value["customer_id"].tolist() == ["bob"]
    assert (
        "All buyers, cooling" in [s.value.replace("\\", "") for s in app.subheader][1]
    )


def test_what_nobody_was_before_is_a_row_of_its_own(shop: Shop) -> None:
    publish()

    chart = movement_map(movement.movement(MARCH), "USD")

    assert_valid(chart)
    rows = chart["layer"][0]["encoding"]["y"]["scale"]["domain"]
    assert rows == ["Champions · 1", "Loyal · 2", f"{FIRST_BOUGHT} · 1"]


def test_segments_over_time_are_valid_and_stack_the_best_on_top(shop: Shop) -> None:
    publish()

    chart = segment_history(movement.history(), "USD")

    assert_valid(chart)
    (frame,) = chart["datasets"].values()
    order = frame.set_index("segment")["order"]
    assert order["Champions"].max() < order["Loyal"].max() < order["Can't Lose Them"]
    assert chart["encoding"]["order"]["sort"] == "descending"


def test_a_segment_of_the_companys_own_has_no_rank() -> None:
    assert movement_sentence(moves(("Loyal", "Die Treuen", 2)), "Mar 2024") == (
        "2 of 2 customers changed segment in Mar 2024"
    )


def test_who_first_bought_has_not_moved() -> None:
    said = movement_sentence(moves((None, "New", 5), ("New", "New", 1)), "Mar 2024")

    assert said == "0 of 1 customer changed segment in Mar 2024"


def test_one_month_is_no_history() -> None:
    one = pd.DataFrame(
        {"month_on": [MARCH], "segment": ["New"], "share": [1.0], "is_complete": True}
    )

    assert history_sentence(one) == (
        "Segments have no history yet: it takes two whole months"
    )
