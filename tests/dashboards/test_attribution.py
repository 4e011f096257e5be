"""The page Attribution, on orders and bills counted by hand (`tiny_attribution`)."""

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from dashboards.attribution.judged import MODELS, judged
from dashboards.attribution.sentences import (
    advice_sentence,
    channels_sentence,
    reason,
    touches_sentence,
)
from tests.conftest import Shop
from tests.dashboards.conftest import Open
from tests.dashboards.tiny_attribution import ATTRIBUTION
from tests.dashboards.tiny_shop import TWO_PERIODS, publish_shop


@pytest.fixture
def attribution(page: Open) -> Open:
    """Open the page of the tiny shop."""

    def opened(**address: str) -> AppTest:
        publish_shop(TWO_PERIODS, attribution=ATTRIBUTION)
        return page("attribution", period="28d", **address)

    return opened


def tiles(app: AppTest) -> dict[str, str]:
    return {tile.label: tile.value for tile in app.metric}


def captions(app: AppTest) -> str:
    return "\n".join(caption.value for caption in app.caption)


def test_tiles_say_what_visits_and_spending_brought(attribution: Open) -> None:
    """42 of 46 orders; 450 of revenue; 420 / 80 = 5.25 back; 80 / 40 = 2 an order."""
    assert tiles(attribution()) == {
        "Attributed revenue": "$450",
        "Attributed orders": "42",
        "Campaign spend": "$80.00",
        "Return on ad spend": "5.25",
        "Cost per order": "$2.00",
        "Orders with a visit": "91.3%",
    }


def test_another_model_tells_another_return(attribution: Open) -> None:
    assert tiles(attribution(model="last"))["Return on ad spend"] == "2.62"


def test_titles_answer_and_advice_has_its_reason(attribution: Open) -> None:
    app = attribution()
    assert app.subheader[0].value == (
        r"Paid brings most\: 93.3% of what is attributed, and all models agree"
    )
    titles = [title.value for title in app.markdown]
    assert "**Raise paid**" in titles
    assert r"**5.25 of revenue for each 1 spent**" in titles
    assert "**50% of orders with a visit take more than one**" in titles
    # Weeks of 100 and 110 for 20 each: 5.25 within 0.46; by last touch half of it.
    assert r"**Paid: raise.** \$2.40 to \$5.71 back for each \$1.00" in captions(app)
    assert "16.7% of revenue has no visit before it" in captions(app)


def test_every_tile_has_a_definition_and_its_source(attribution: Open) -> None:
    assert all("Source: `marts." in tile.help for tile in attribution().metric)


def test_tables_have_channels_and_campaigns(attribution: Open) -> None:
    channels, campaigns = (table.value for table in attribution().dataframe)
    assert channels["channel"].tolist() == ["paid", "direct"]
    assert channels["revenue_last"].tolist() == [210, 30]
    assert channels["advice"].fillna("").tolist() == ["Raise", ""]
    assert campaigns["campaign"].tolist() == ["c1"]


def test_a_shop_without_visits_or_bills_is_told_so(page: Open) -> None:
    publish_shop(TWO_PERIODS)
    app = page("attribution")
    assert tiles(app)["Return on ad spend"] == "–"
    assert app.subheader[0].value == "No revenue is attributed to a visit"
    assert "Map `ad_spend` in `karvan.toml`" in captions(app)
    assert not app.error


def test_a_version_without_attribution_leaves_the_page_working(
    page: Open, shop: Shop
) -> None:
    publish_shop(
        TWO_PERIODS,
        attribution="drop table candidate.marts.kpi_attribution; "
        "drop table candidate.marts.customer_touches",
    )
    app = page("attribution")
    assert app.title[0].value == "Attribution"
    assert "karvan run" in app.error[0].value


def test_nothing_published_says_so(page: Open) -> None:
    assert page("attribution").title[0].value == "Attribution"


def weeks(orders: float, revenue: float, spend: float, count: int = 5) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "bucket_on": week,
                "model": model,
                "channel": "paid",
                "campaign": None,
                "orders": orders,
                "revenue": revenue * (1 + 0.1 * (week % 2)),
                "spend": spend,
                "clicks": 1,
            }
            for week in range(count)
            for model in MODELS
        ]
    )


@pytest.mark.parametrize(
    ("found", "title", "why"),
    [
        (weeks(10, 50, 20), "Raise paid", "even at the low end"),
        (weeks(10, 10, 20), "Lower paid", "even at the high end"),
        (weeks(10, 19.5, 20), "Keep paid", "on both sides of 1.00"),
        (weeks(1, 50, 20), "Too little data", "5 orders by one of the models"),
        (weeks(30, 50, 20, 3), "Too little data", "3 weeks; 4 say enough"),
    ],
)
def test_advice_is_in_plain_words(found: pd.DataFrame, title: str, why: str) -> None:
    [one] = judged(found, ["channel"], 1, 30)
    assert advice_sentence([one]).startswith(title)
    assert why in reason(one, 1, 30, "USD")


def test_sentences_without_data() -> None:
    assert advice_sentence([]) == "Nothing is known of spending"
    assert channels_sentence([], "first") == "No revenue is attributed to a visit"
    empty = pd.DataFrame({"touches": [], "orders": []})
    assert touches_sentence(empty) == "No order has a visit before it"
