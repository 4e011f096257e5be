"""The page Traffic, on visits counted by hand (`tiny_traffic.VISITS`)."""

import pytest
from streamlit.testing.v1 import AppTest

from dashboards.traffic.sentences import funnel_sentence
from tests.conftest import Shop
from tests.dashboards.conftest import Open
from tests.dashboards.tiny_shop import TWO_PERIODS, publish_shop
from tests.dashboards.tiny_traffic import PAGES, VISITS


@pytest.fixture
def traffic(page: Open) -> Open:
    """Open the page of the tiny shop."""

    def opened(**address: str) -> AppTest:
        publish_shop(TWO_PERIODS, visits=VISITS, pages=PAGES)
        return page("traffic", **address)

    return opened


def captions(app: AppTest) -> str:
    return "\n".join(caption.value for caption in app.caption)


def test_tiles_compare_with_the_four_weeks_before(traffic: Open) -> None:
    found = {
        tile.label: (tile.value, tile.delta, tile.proto.delta_description)
        for tile in traffic().metric
    }

    # Of the visitors of 30 days 2 of 3 came on 5 March, 2 of 4 on the 10th, 1 of 4 on
    # the 20th, 1 of 3 on the 31st: 1.75 in 28 days.
    assert found.pop("Stickiness")[0] == "6.2%"
    note = "vs 5 Feb–3 Mar"
    assert found == {
        "Visitors": ("3", "50%", note),
        "Sessions": ("6", "200%", note),
        "Conversion rate": ("16.7%", "-33.3 points", note),
        "Online orders": ("1", "0%", note),
        "Online order value": ("$60.00", "200%", note),
    }


def test_every_tile_has_a_definition_and_its_source(traffic: Open) -> None:
    assert all("Source: `" in tile.help for tile in traffic().metric)


def test_titles_answer(traffic: Open) -> None:
    app = traffic()

    assert app.subheader[0].value == (
        r"Sessions rose 200% to 6; 16.7% led to an order, down 33.3 points"
    )
    assert [title.value for title in app.markdown] == [
        r"**Most sessions are lost after a product is viewed\: 40% of those**",
        "**Desktop goes all the way most often, 25% of sessions**",
        "**Search brings 50% of sessions**",
        "**3 visitors in 30 days; 33.3% of them on the last day**",
        "**33.3% of a day's visitors are new**",
        "**/ is seen most; 25% of its visitors click**",
    ]


def test_the_grey_line_says_until_when_without_whom_and_what_is_simulated(
    traffic: Open,
) -> None:
    assert captions(traffic()).startswith(
        "Test shop · as of 31 Mar 2024, 18:00 UTC · USD · "
        "events until 1 Apr 2024, 07:00 · bots are left out · "
        "11.1% of sessions simulated"
    )


def test_the_funnel_is_of_the_chosen_device(traffic: Open) -> None:
    app = traffic(device="mobile")

    assert "On mobile only" in captions(app)
    assert r"**Most sessions are lost before a product is viewed\: 50%**" in [
        title.value for title in app.markdown
    ]


def test_tables_hold_what_the_charts_show(traffic: Open) -> None:
    by_title = dict(
        zip(
            [title.value for title in traffic().subheader[1:]],
            [frame.value for frame in traffic().dataframe],
            strict=True,
        )
    )

    pages = by_title["Pages, the most seen first"].set_index("page_path")
    assert list(pages.index) == ["/", "/sale"]
    assert pages.loc[
        "/", ["views", "visitors", "scroll_pct", "bounce_share"]
    ].tolist() == [10, 4, 60, 0.25]
    elements = by_title[r"What was clicked, by page"]
    assert elements[["element", "click_share"]].to_numpy().tolist() == [
        ["banner", 0.25],
        ["buy", 1.0],
    ]
    campaigns = by_title["Sessions by campaign"]
    assert campaigns[["utm_campaign", "sessions", "orders"]].to_numpy().tolist() == [
        ["spring", 1, 0]
    ]
    orders = by_title["Orders told by events and by the shop"]
    assert orders["order_id"].tolist() == ["o2", "o4", "o3", "o1"]


def test_orders_that_differ_are_counted(traffic: Open) -> None:
    assert (
        "1 of 2 orders told twice differ in amount; "
        "1 known from events only; 1 from the shop only"
    ) in captions(traffic())


def test_without_events_the_page_says_how_to_send_one(page: Open, shop: Shop) -> None:
    shop.write(
        "[services]\ncollector_port = 8650\n"
        '[[sources]]\nname = "web"\nkind = "events"\nwrite_key = "env:WEB_KEY"\n'
    )
    publish_shop(TWO_PERIODS)

    app = page("traffic")

    assert app.info[0].proto.title == "No events are published yet"
    assert app.code[0].value.startswith('curl -u "$WEB_KEY:"')
    assert app.code[0].value.endswith("http://127.0.0.1:8650/v1/track")
    assert not app.metric


def test_without_a_sender_the_page_shows_how_to_name_one(page: Open) -> None:
    publish_shop(TWO_PERIODS)

    app = page("traffic")

    assert 'kind = "events"' in app.code[0].value
    assert "$WEB_WRITE_KEY" in app.code[1].value


def test_nothing_published_is_said(page: Open, shop: Shop) -> None:
    app = page("traffic")

    assert "`karvan run`" in app.info[0].value
    assert not app.metric


def test_days_without_sessions_have_no_rate(traffic: Open) -> None:
    app = traffic(period="month", compare="nothing")

    assert [tile.value for tile in app.metric][:2] == ["3", "6"]


def test_nobody_who_visits_views_a_product() -> None:
    reached = dict.fromkeys(["viewed", "added", "checked_out", "ordered"], 0)

    assert funnel_sentence({"sessions": 9} | reached) == (
        "Most sessions are lost before a product is viewed: 100%"
    )
    assert funnel_sentence({"sessions": 0} | reached) == "No sessions in these days"
