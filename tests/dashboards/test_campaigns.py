"""The page Campaigns, on campaigns of `tiny_marketing.CAMPAIGNS`."""

import pytest
from streamlit.testing.v1 import AppTest

from dashboards.queries import campaigns
from tests.conftest import Shop
from tests.dashboards.conftest import Open
from tests.dashboards.tiny_marketing import (
    CAMPAIGNS,
    PROMOTIONS,
    REDEMPTIONS,
    Campaign,
    Marketing,
)
from tests.dashboards.tiny_shop import TWO_PERIODS, publish_shop
from warehouse.engine import connect
from warehouse.publishing import publish

MARKETING = Marketing(CAMPAIGNS, REDEMPTIONS, PROMOTIONS)
NOTHING_BEFORE = "no data before 5 Feb 2024"


def tiles(app: AppTest) -> dict[str, tuple[str, str, str]]:
    return {
        tile.label: (tile.value, tile.delta, tile.proto.delta_description)
        for tile in app.metric
    }


def helps(app: AppTest) -> dict[str, str]:
    return {tile.label: tile.help.split("\n")[0] for tile in app.metric}


def said(app: AppTest) -> str:
    return "\n".join(element.value for element in [*app.caption, *app.markdown])


def test_tiles_say_whom_campaigns_reach_and_who_redeems(page: Open) -> None:
    publish_shop(TWO_PERIODS, marketing=MARKETING)

    # 200 members each, 100 of c2; 30 of them redeemed each, 10 of c2.
    # Beyond others: (4 x 100 - 2 x 100) / 200.
    app = page("campaigns")
    assert tiles(app) == {
        "Campaigns": ("5", "", NOTHING_BEFORE),
        "Audience": ("900", "", NOTHING_BEFORE),
        "Coupon redeemers": ("2", "", NOTHING_BEFORE),
        "Redemption rate": ("14.4%", "", NOTHING_BEFORE),
        "Coupons each": ("2.00", "", NOTHING_BEFORE),
        "Beyond others": ("$1.00", "", NOTHING_BEFORE),
    }
    assert helps(app) == {
        "Campaigns": "4 TypeA, 1 TypeB.",
        "Audience": "180 a campaign.",
        "Coupon redeemers": "4 redemptions.",
        "Redemption rate": "130 of 900 members.",
        "Coupons each": "Coupons redeemed / customers who redeemed one.",
        "Beyond others": "2 campaigns compared.",
    }


def test_campaigns_are_compared_with_those_that_started_before(page: Open) -> None:
    publish_shop(TWO_PERIODS, marketing=MARKETING)

    # Four weeks to 31 March: c1, c2, c4 and c5; the four before have c3 alone.
    when = "vs 5 Feb–3 Mar"
    app = page("campaigns", period="28d")
    assert tiles(app) == {
        "Campaigns": ("4", "300%", when),
        "Audience": ("700", "250%", when),
        # All four redemptions are of c1 and c2; of c3 nobody redeemed one.
        "Coupon redeemers": ("2", "", when),
        "Redemption rate": ("14.3%", "-0.7 points", when),
        "Coupons each": ("2.00", "", when),
        "Beyond others": ("$1.00", "", when),
    }
    assert app.metric[1].proto.chart_data == [200, 700]


def test_all_time_and_nothing_have_no_comparison(page: Open) -> None:
    publish_shop(TWO_PERIODS, marketing=MARKETING)

    found = tiles(page("campaigns", period="all"))
    assert found["Audience"] == ("900", "", NOTHING_BEFORE)
    found = tiles(page("campaigns", period="28d", compare="nothing"))
    assert found["Audience"] == ("700", "", "")


def test_one_campaign_is_compared_with_the_last_of_its_kind(page: Open) -> None:
    publish_shop(TWO_PERIODS, marketing=MARKETING)

    # c2 of TypeB started between both; c3 is the first TypeA.
    found = tiles(page("campaigns", campaign="c4"))
    assert found["Redemption rate"] == ("15%", "0 points", "vs Campaign c1")
    assert "Campaigns" not in found
    found = tiles(page("campaigns", campaign="c3"))
    assert found["Audience"] == ("200", "", "no earlier one of its kind")
    found = tiles(page("campaigns", campaign="c4", compare="nothing"))
    assert found["Audience"] == ("200", "", "")


def test_every_tile_has_a_definition_and_its_source(page: Open) -> None:
    publish_shop(TWO_PERIODS, marketing=MARKETING)

    assert all("Source: `" in tile.help for tile in page("campaigns").metric)


def test_the_main_title_says_how_members_did_and_what_is_left_out(page: Open) -> None:
    publish_shop(TWO_PERIODS, marketing=MARKETING)

    app = page("campaigns")

    assert app.subheader[0].value == (
        "In 1 of 2 campaigns, members' sales did better than those of others who "
        "spent alike before"
    )
    words = said(app)
    for reason in (
        "1 not over yet",
        "1 without data of all days before",
        "1 with fewer than 30 people to compare",
    ):
        assert reason in words


def test_a_comparison_is_said_to_be_observational(page: Open) -> None:
    publish_shop(TWO_PERIODS, marketing=MARKETING)

    for address in ({}, {"campaign": "c1"}):
        assert "Observational, not a test" in said(page("campaigns", **address))


def test_a_holdout_by_lot_is_said_to_be_one(page: Open) -> None:
    holdout = Campaign("c1", "TypeA", "2024-03-04", "2024-03-10", is_randomised=True)
    publish_shop(TWO_PERIODS, marketing=Marketing([holdout]))

    words = said(page("campaigns", campaign="c1"))

    assert "holdout drawn by lot" in words
    assert "Observational" not in words


def test_one_campaign_stands_before_during_and_after(page: Open) -> None:
    publish_shop(TWO_PERIODS, marketing=MARKETING)

    app = page("campaigns", campaign="c1")

    assert app.subheader[0].value == (
        r"Sales per member went from \$10.00 to \$15.00 (+50%); "
        "of others who spent alike, +10%"
    )
    assert tiles(app)["Beyond others"] == ("$4.00", "", "vs Campaign c3")
    assert tiles(app)["Audience"][0] == "200"


@pytest.mark.parametrize(
    ("campaign", "sentence", "note"),
    [
        ("c4", "Campaign c4 cannot be compared", "12 members and 400 non-members"),
        ("c5", r"Campaign c5 cannot be compared\: not over yet", "Fewer than two"),
    ],
)
def test_a_shaky_number_is_not_shown(
    page: Open, campaign: str, sentence: str, note: str
) -> None:
    publish_shop(TWO_PERIODS, marketing=MARKETING)

    app = page("campaigns", campaign=campaign)

    assert app.subheader[0].value.startswith(sentence)
    assert note in said(app)
    assert tiles(app)["Beyond others"][0] == "–"


def test_days_outside_the_data_are_said(page: Open) -> None:
    publish_shop(TWO_PERIODS, marketing=MARKETING)

    words = said(page("campaigns", campaign="c3"))

    assert "not all days before lie in the data, 5 Feb – 31 Mar 2024" in words


def test_campaigns_are_chosen_by_when_they_start_and_by_kind(page: Open) -> None:
    publish_shop(TWO_PERIODS, marketing=MARKETING)

    # Four weeks to 31 March begin on the 4th: c3 started in February.
    assert tiles(page("campaigns", period="28d"))["Campaigns"][0] == "4"
    app = page("campaigns", period="28d", kind="TypeB")
    assert tiles(app)["Campaigns"] == ("1", "", "vs 5 Feb–3 Mar")
    assert helps(app)["Campaigns"] == "1 TypeB."
    assert app.dataframe[0].value["name"].tolist() == ["Campaign c2"]


def test_a_campaign_of_another_kind_in_the_address_is_ignored(page: Open) -> None:
    publish_shop(TWO_PERIODS, marketing=MARKETING)

    app = page("campaigns", kind="TypeB", campaign="c1")

    assert app.selectbox(key="campaign").value == "all"


def test_campaigns_of_one_name_are_told_apart_by_their_day(page: Open) -> None:
    letters = [
        Campaign("a", "Mail", "2024-03-04", "2024-03-10", name="Letter"),
        Campaign("b", "Mail", "2024-03-11", "2024-03-17", name="Letter"),
    ]
    publish_shop(TWO_PERIODS, marketing=Marketing(letters))

    assert page("campaigns").dataframe[0].value["name"].tolist() == [
        "Letter, 11 Mar 2024",
        "Letter, 4 Mar 2024",
    ]


def test_redemptions_are_counted_by_week_without_holes(shop: Shop) -> None:
    publish_shop(TWO_PERIODS, marketing=MARKETING)

    weeks = campaigns.weekly_redemptions(["c1", "c2"])

    # 5 and 6 March lie in the week from the 4th, the 18th begins one.
    assert [str(day.date()) for day in weeks["bucket_on"]] == [
        *("2024-03-04", "2024-03-11", "2024-03-18")
    ]
    assert weeks["redemptions"].tolist() == [3, 0, 1]
    assert weeks["redeemers"].tolist() == [2, 0, 1]


def test_the_best_coupon_stands_first(page: Open) -> None:
    publish_shop(TWO_PERIODS, marketing=MARKETING)

    rows = page("campaigns").dataframe[2].value

    assert rows["coupon_id"].tolist() == ["k1", "k2", "k3"]
    assert rows["redemptions"].tolist() == [2, 1, 1]
    assert rows["redeemers"].tolist() == [1, 1, 1]
    assert rows["by_members"].tolist() == [2, 0, 1]
    assert rows["campaign"].tolist() == [*["Campaign c1"] * 2, "Campaign c2"]


def test_promotions_stand_beside_the_same_product_and_week(page: Open) -> None:
    publish_shop(TWO_PERIODS, marketing=MARKETING)

    app = page("campaigns")

    # Bread on display: 6 units in 2 stores; 4 in 2 stores without. The week in which
    # bread was promoted wherever it sold has nothing to stand beside.
    rows = app.dataframe[3].value
    assert rows["name"].tolist() == ["GROCERY"]
    assert rows["promotion"].tolist() == ["display"]
    assert rows["units_each"].tolist() == [3]
    assert rows["units_without"].tolist() == [2]
    assert rows["revenue_each"].tolist() == [24]
    assert rows["revenue_without"].tolist() == [20]
    assert rows["product_weeks"].tolist() == [1]
    assert "No department has 30 products and weeks" in said(app)


def test_promotions_of_a_department_are_told_apart_by_category(page: Open) -> None:
    publish_shop(TWO_PERIODS, marketing=MARKETING)

    assert page("campaigns", department="GROCERY").dataframe[3].value[
        "name"
    ].tolist() == ["BAKERY"]
    assert "Nothing is known of promotions" in said(
        page("campaigns", department="HOME")
    )


def test_a_shop_without_campaigns_says_what_to_do(page: Open) -> None:
    publish_shop(TWO_PERIODS)

    app = page("campaigns")

    assert "`campaign_members`" in app.info[0].value
    assert not app.metric
    assert not app.error


def test_a_table_that_is_missing_takes_only_its_part_of_the_page(page: Open) -> None:
    publish_shop(TWO_PERIODS, marketing=MARKETING)
    with connect() as connection:
        connection.execute("drop table candidate.marts.kpi_promotions")
    publish("run")

    app = page("campaigns")

    assert [error.proto.title for error in app.error] == [
        "Promotions could not be shown"
    ]
    assert len(app.metric) == 6
