"""The page Tracking plan: what is planned beside what came (`tiny_tracking`)."""

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from tests.conftest import Shop
from tests.dashboards.conftest import Open
from tests.dashboards.tiny_shop import TWO_PERIODS, publish_shop
from tests.dashboards.tiny_tracking import CAME, PLAN


@pytest.fixture
def planned(shop: Shop) -> None:
    """Write the plan into the workspace."""
    shop.file("tracking_plan/shop.yml", PLAN)


def tables(app: AppTest) -> list[pd.DataFrame]:
    return [frame.value for frame in app.dataframe]


@pytest.mark.usefixtures("planned")
def test_planned_events_stand_beside_what_came(page: Open) -> None:
    publish_shop(TWO_PERIODS, events=CAME)

    events = tables(page("tracking_plan"))[0]

    shown = ["event", "state", "seen", "ever", "quarantined", "quarantined_share"]
    assert events[shown].fillna(-1).to_numpy().tolist() == [
        ["Product Viewed", "Seen", 2, 3, 1, 0.25],
        ["Order Completed", "Not seen", 0, 0, 2, 1.0],
        ["Signed Up", "Not seen", 0, 1, 0, 0.0],
        ["Video Played", "Unplanned", 1, 1, 0, 0.0],
    ]
    assert events["reasons"].tolist()[1] == (
        "email must be there; product_id must be there in each of products"
    )
    assert events["owner"].tolist()[:3] == ["Online shop", "Checkout", "Checkout"]


@pytest.mark.usefixtures("planned")
def test_properties_say_what_they_are_and_how_they_came(page: Open) -> None:
    publish_shop(TWO_PERIODS, events=CAME)

    properties = tables(page("tracking_plan"))[1].set_index(["event", "property"])

    price = properties.loc[("Product Viewed", "price")]
    assert price[["type", "types_seen", "quarantined"]].tolist() == [
        *("number", "number, string", 1),
    ]
    email = properties.loc[("Order Completed", "email")]
    assert email[["required", "pii", "quarantined"]].tolist() == [True, "direct", 1]
    inner = properties.loc[("Order Completed", "products.product_id")]
    assert inner[["type", "quarantined"]].tolist() == ["string", 1]
    status = properties.loc[("Order Completed", "status")]
    assert status["allowed"] == "paid, open"


@pytest.mark.usefixtures("planned")
def test_what_the_plan_did_not_foresee_is_listed_held_first(page: Open) -> None:
    publish_shop(TWO_PERIODS, events=CAME)

    surprises = tables(page("tracking_plan"))[2]

    assert surprises[["event", "property", "type", "status"]].to_numpy().tolist() == [
        ["Product Viewed", "price", "string", "held"],
        ["Video Played", "length", "number", "accepted"],
    ]


@pytest.mark.usefixtures("planned")
def test_titles_and_tiles_answer(page: Open) -> None:
    publish_shop(TWO_PERIODS, events=CAME)

    app = page("tracking_plan")

    assert app.subheader[0].value == (
        "1 of 3 planned events came in the newest 30 days; 1 unplanned event came, too"
    )
    # 4 refused beside 5 that came; the page call is no event.
    assert [title.value for title in app.markdown] == [
        "**4 events are in quarantine, 44.4% of all**",
        "**1 property tells directly who somebody is**",
    ]
    assert {tile.label: tile.value for tile in app.metric} == {
        "Events planned": "3",
        "Of those seen": "1",
        "Unplanned": "1",
        "Properties planned": "7",
        "Personal": "1",
        "In quarantine": "4",
    }
    assert all("Source: `" in tile.help for tile in app.metric)


@pytest.mark.usefixtures("planned")
def test_before_the_first_run_the_plan_is_documented_alone(page: Open) -> None:
    app = page("tracking_plan")

    assert app.subheader[0].value == "3 events planned, none came yet"
    assert tables(app)[0]["event"].tolist() == [
        *("Product Viewed", "Order Completed", "Signed Up"),
    ]


def test_without_a_plan_the_page_says_how_to_write_one(page: Open) -> None:
    publish_shop(TWO_PERIODS, events=CAME)

    app = page("tracking_plan")

    assert "tracking_plan/shop.yml" in app.info[0].value
    assert app.subheader[0].value == "No event is planned yet; 3 unplanned events came"


def test_neither_plan_nor_events(page: Open, shop: Shop) -> None:
    publish_shop(TWO_PERIODS)

    app = page("tracking_plan")

    assert app.code[0].value.startswith("events:")
    assert not app.metric


def test_a_plan_that_is_wrong_is_told_with_its_place(page: Open, shop: Shop) -> None:
    shop.file("tracking_plan/shop.yml", "events:\n  X: {owner: me}\n")
    publish_shop(TWO_PERIODS)

    app = page("tracking_plan")

    assert app.error[0].proto.title == "The tracking plan cannot be read"
    assert "events.X.description" in app.error[0].value
