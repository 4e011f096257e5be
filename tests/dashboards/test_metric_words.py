"""What a tile says of a metric is what the catalogue says of it."""

import pytest

from dashboards.components.metric_words import Words, words
from dashboards.formats import plain
from dashboards.queries.metrics import described
from tests.dashboards.conftest import Open
from tests.dashboards.test_campaigns import MARKETING
from tests.dashboards.tiny_attribution import BASKETS
from tests.dashboards.tiny_behaviour import BEHAVIOUR
from tests.dashboards.tiny_loyalty import GROUPS, NEW
from tests.dashboards.tiny_retention import FOUR_MONTHS, LOADED_AT, MOVEMENT, ROWS
from tests.dashboards.tiny_shop import SCORES, TWO_PERIODS, publish_shop
from tests.dashboards.tiny_traffic import VISITS

PAGES = {
    "overview": ("revenue", "orders_per_customer", "units"),
    "traffic": ("visitors", "conversion_rate", "online_orders", "stickiness"),
    "customers": ("buyers", "repeat_buyer_rate", "top_buyer_share", "at_risk_buyers"),
    "attribution": ("attributed_revenue", "return_on_ad_spend", "cost_per_order"),
    "product": ("products_sold", "products_first_sold", "unlisted_products"),
    "campaigns": ("campaigns", "coupon_redeemers", "campaign_extra_per_member"),
    "behaviour": ("funnel_entries", "funnel_duration", "view_not_buy_rate"),
    "baskets": ("baskets", "lines_per_basket", "basket_value"),
    "demographics": ("demographics_known_share", "first_order_value"),
}


@pytest.mark.parametrize("name", PAGES)
def test_tiles_have_names_and_definitions_of_the_catalogue(
    page: Open, name: str
) -> None:
    publish_shop(
        TWO_PERIODS,
        SCORES,
        visits=VISITS,
        marketing=MARKETING,
        loyalty=GROUPS + NEW,
        attribution=BASKETS,
        behaviour=BEHAVIOUR,
    )
    tiles = {tile.label: tile for tile in page(name).metric}
    for asked in PAGES[name]:
        metric = described(asked)
        assert metric is not None
        said = tiles[plain(metric.label)].help
        assert plain(metric.description) in said
        assert f"`{asked}`" in said
        assert f"Source: `{metric.sources[0]}`" in said
        assert "Owner: analytics" in said


def test_up_is_good_only_where_the_catalogue_says_so(page: Open) -> None:
    publish_shop(FOUR_MONTHS, loaded_at=LOADED_AT, retention=ROWS)
    colours = {
        tile.label: tile.proto.color for tile in page("retention", by="month").metric
    }
    # Both rose: from 1 to 2, and from 3 to 4.
    assert colours["Stayed away"] != colours["Customers at start"]


def test_another_model_than_the_catalogue_s_says_so(page: Open) -> None:
    publish_shop(TWO_PERIODS)
    for model, is_other in (("last_non_direct", False), ("first", True)):
        tiles = page("attribution", model=model).metric
        assert all(
            tile.help.startswith("Here by another model") == is_other for tile in tiles
        )


OTHERS = (
    *("product", "campaigns", "behaviour", "demographics", "baskets"),
    *("retention", "customers", "attribution"),
)


@pytest.mark.parametrize("name", ["overview", "traffic", *OTHERS])
def test_a_version_without_the_metrics_opens_with_dashes(page: Open, name: str) -> None:
    publish_shop(
        FOUR_MONTHS,
        SCORES,
        loaded_at=LOADED_AT,
        marketing=MARKETING,
        retention=ROWS + MOVEMENT,
        visits=VISITS,
        loyalty=GROUPS + NEW,
        attribution=BASKETS,
        behaviour=BEHAVIOUR,
        is_parsed=False,
    )
    app = page(name)
    told = [tile for tile in app.metric if "publishes it" in tile.help]
    assert len(told) >= 3
    assert {(tile.value, tile.delta) for tile in told} == {("–", "")}
    assert {tile.proto.delta_description for tile in told} == {"with the next run"}
    could_not = [error.proto.title for error in app.error]
    assert f"{app.title[0].value} could not be shown" not in could_not
    assert all("`karvan run`" in error.value for error in app.error)
    assert bool(could_not) == (name in ("overview", "traffic"))


def test_a_metric_that_is_not_there_yet_says_so(page: Open) -> None:
    publish_shop(TWO_PERIODS, is_parsed=False)
    said = words("revenue", "USD")
    assert said.label == "Revenue"
    assert "the next `karvan run` publishes it" in said.definition


@pytest.mark.parametrize(
    ("unit", "value", "text"),
    [
        ("share", 0.123, "12.3%"),
        ("share", 1.05, "105%"),
        ("share", -0.02, "-2%"),
        ("ratio", 5.25, "5.25"),
        ("money", 12_345.0, "$12.3k"),
        ("money per count", 29.5, "$29.50"),
        ("count", 12_345.0, "12.3k"),
        ("quantity", 9.4, "9"),
        ("seconds", 90.0, "1 minute"),
        ("score", 3.2, "3.20"),
        ("count", None, "–"),
    ],
)
def test_a_value_is_written_by_its_unit(
    unit: str, value: float | None, text: str
) -> None:
    assert Words("", "", unit, True, "USD").text(value) == text


def test_shares_move_in_points_and_others_in_percent() -> None:
    assert Words("", "", "share", True, "USD").change(0.5, 0.4) == "+10 points"
    assert Words("", "", "count", True, "USD").change(50, 40) == "+25%"
    assert Words("", "", "count", True, "USD").change(None, 40) is None
