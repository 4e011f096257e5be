"""The page Baskets, on rules counted by hand (`tiny_attribution`)."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.dashboards.conftest import Open
from tests.dashboards.tiny_attribution import BASKETS
from tests.dashboards.tiny_shop import TWO_PERIODS, publish_shop


@pytest.fixture
def baskets(page: Open) -> Open:
    """Open the page of the tiny shop."""

    def opened(**address: str) -> AppTest:
        publish_shop(TWO_PERIODS, attribution=BASKETS)
        return page("baskets", **address)

    return opened


def test_titles_and_tiles_say_what_goes_together(baskets: Open) -> None:
    app = baskets()
    assert app.subheader[0].value == (
        "Baskets with bread hold butter 2.00 times as often as all baskets do"
    )
    assert [title.value for title in app.markdown] == [
        "**Bread and butter share 10 baskets beyond chance**",
        "**80% of baskets with butter hold bread**",
    ]
    # 100 baskets stand in the rules; what is sold is 6 of one line each, for 530.
    assert {tile.label: tile.value for tile in app.metric} == {
        "Baskets": "6",
        "Lines per basket": "1.00",
        "Basket value": "$88.33",
        "Rules": "2",
        "Highest lift": "2.00",
        "Most common": "20%",
    }
    assert app.metric[0].proto.delta_description == "no data before 5 Feb 2024"


def test_baskets_are_compared_with_as_many_days_before(page: Open) -> None:
    march = BASKETS.replace("2023-04-01", "2024-03-04")
    publish_shop(TWO_PERIODS, attribution=march)
    # Four of 330 against two of 200.
    assert [
        (tile.value, tile.delta, tile.proto.delta_description)
        for tile in page("baskets").metric[:3]
    ] == [
        ("4", "100%", "vs 5 Feb – 3 Mar 2024"),
        ("1.00", "0%", "vs 5 Feb – 3 Mar 2024"),
        ("$82.50", "-17.5%", "vs 5 Feb – 3 Mar 2024"),
    ]


def test_the_table_has_all_five_measures_sorted_by_lift(baskets: Open) -> None:
    [shown] = (table.value for table in baskets(size="all").dataframe)
    rows = shown[["one", "other", "goes_with", "lift", "confidence", "support"]]
    assert rows.astype(object).where(rows.notna(), None).to_numpy().tolist() == [
        ["BREAD", "BUTTER", "JAM", 5, 0.5, 0.1],
        ["BREAD", None, "BUTTER", 2, 0.5, 0.2],
        ["BUTTER", None, "BREAD", 2, 0.8, 0.2],
    ]
    assert shown["leverage"].tolist() == pytest.approx([0.08, 0.1, 0.1])
    assert shown["conviction"].tolist() == pytest.approx([1.8, 1.5, 3])


def test_three_groups_and_products_are_chosen_by_the_address(baskets: Open) -> None:
    three = baskets(size="3")
    assert three.subheader[0].value.startswith("Baskets with bread and butter hold jam")
    product = baskets(level="product")
    assert product.subheader[0].value.startswith(
        "Baskets with rye bread hold frying pan"
    )


def test_the_first_groups_shown_are_of_a_kind_that_has_rules(page: Open) -> None:
    # A catalogue of departments alone has no rule of categories.
    publish_shop(TWO_PERIODS, attribution=BASKETS.replace("'category'", "'department'"))
    app = page("baskets")
    assert app.selectbox(key="level").value == "department"
    assert "bread hold butter" in app.subheader[0].value
    assert not page("baskets", level="category").dataframe


def test_a_search_and_a_least_support_narrow_the_rules(baskets: Open) -> None:
    found = baskets(find="JAM bread", size="all")
    assert len(found.dataframe[0].value) == 1
    few = baskets(support="5", size="all", level="product")
    assert not few.dataframe
    assert few.subheader[0].value == "No groups go together here"
    assert any("No rule meets these filters" in one.value for one in few.caption)


def test_too_few_baskets_are_told_so(page: Open) -> None:
    publish_shop(TWO_PERIODS)
    app = page("baskets")
    assert app.info[0].proto.body.startswith("No two groups of products are in 30")
    assert not app.metric


def test_a_version_without_rules_leaves_the_page_working(page: Open) -> None:
    publish_shop(TWO_PERIODS, attribution="drop table candidate.marts.kpi_baskets")
    app = page("baskets")
    assert app.title[0].value == "Baskets"
    assert "karvan run" in app.error[0].value


def test_nothing_published_says_so(page: Open) -> None:
    assert page("baskets").title[0].value == "Baskets"
