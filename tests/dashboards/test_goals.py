"""The page Goals, on seven orders of two months (`tiny_shop`).

March 2024 is the month of the last complete day, the 31st: revenue 400. From 25 March
on it came to 60 - 30 = 30.
"""

from datetime import date

import pytest

from orchestration.outlook import compute_outlook
from tests.conftest import Shop
from tests.dashboards.conftest import Open
from tests.dashboards.goal_pages import MONTHLY, SPRING, filled
from tests.dashboards.kpi_pages import clicked, labels, tiles, words
from tests.dashboards.tiny_shop import TWO_PERIODS, Order, publish_shop
from warehouse.settings.goals import GOALS

WEEKS = [
    Order(f"2024-{month:02}-{day:02} 12:00", "ann", 20 if day % 7 == 0 else 10)
    for month, days in ((1, 31), (2, 29), (3, 14))
    for day in range(1, days + 1)
]


@pytest.fixture
def goals(shop: Shop, page: Open) -> Open:
    """Publish the shop with its catalogue, set two goals, and open pages of it."""
    shop.file("goals/monthly.yml", MONTHLY)
    shop.file("goals/spring.yml", SPRING)
    publish_shop(TWO_PERIODS)
    return page


def test_goals_are_tiles_that_say_how_they_stand(goals: Open) -> None:
    app = goals("goals")
    assert tiles(app) == {
        "Monthly revenue": ("$400", "", "80% of $500"),
        "Spring": ("$30.00", "", "6% of $500, pace 84%"),
    }
    assert "Mar 2024: missed" in labels(app)
    assert "25 Mar – 30 Jun 2024: at risk" in labels(app)


def test_a_link_opens_one_and_its_periods_are_a_table(goals: Open) -> None:
    app = goals("goals", goal="monthly")
    said = words(app)
    assert "Monthly revenue: $400, which missed the target of $500 for Mar 2024" in said
    assert "Owner: Sales · for CEO" in said
    assert "Monthly revenue: met in 0 of 1 whole periods" in said
    [row] = app.dataframe[0].value.to_dict("records")
    assert row == {
        "period": "Mar 2024", "target": 500, "actual": 400, "attainment": 0.8,
        "met": "missed",
    }  # fmt: skip
    app.button(key="open_spring").click().run()
    assert app.query_params["goal"] == "spring"
    assert "Spring: on pace for 84% of the target of $500" in words(app)
    assert "its forecast comes with the next run" in words(app)


def test_an_audience_sees_its_own(goals: Open) -> None:
    assert list(tiles(goals("goals", **{"for": "CEO"}))) == ["Monthly revenue"]


def test_a_forecast_stands_with_what_such_forecasts_were_worth(
    shop: Shop, page: Open
) -> None:
    shop.file("goals/monthly.yml", MONTHLY.replace("500", "350"))
    publish_shop(WEEKS)
    compute_outlook()
    said = words(page("goals"))
    assert "of the target of $350 for Mar 2024; 8 of 10 such forecasts end bet" in said
    assert "as of 14 Mar 2024 · 45% of the working days are over" in said
    assert "forecast from its level and its week" in said
    assert "too few earlier periods to test such forecasts on" in said


def test_a_goal_that_is_saved_stands_at_once_without_a_forecast(
    shop: Shop, page: Open
) -> None:
    publish_shop(WEEKS)
    app = page("goals")
    assert "No goal is set yet" in words(app)
    app = filled(app, 200, title="Revenue!", formula="revenue", owner="Sales")
    assert "Saved as goals/revenue.yml" in words(app).replace("`", "")
    # 12 days of 10 and two of 20, of 200 x 14 / 31.
    assert tiles(app)["Revenue!"] == ("$160", "", "80% of $200, pace 177%")
    assert "no forecast: its forecast comes with the next run" in words(app)
    saved = GOALS.read(shop.workspace / "goals" / "revenue.yml").content
    assert (saved.grain, saved.target, saved.direction) == ("month", 200, "up")


def test_a_goal_whose_title_begins_with_no_letter_has_a_name_of_its_kind(
    shop: Shop, page: Open
) -> None:
    publish_shop(TWO_PERIODS)
    filled(page("goals"), 5, title="100 a day", formula="orders", owner="Sales")
    assert (shop.workspace / "goals" / "goal_100_a_day.yml").exists()


def test_a_goal_is_changed_and_its_comments_stay(shop: Shop, goals: Open) -> None:
    app = clicked(goals("goals", goal="monthly"), "Change")
    assert app.text_input(key="goal_form_title").value == "Monthly revenue"
    app = filled(app, 300, targets="2024-02-01: 90")
    text = (shop.workspace / "goals" / "monthly.yml").read_text()
    assert text.startswith("# reviewed\n")
    goal = GOALS.parse(text)
    assert (goal.target, goal.targets) == (300, {date(2024, 2, 1): 90})
    assert tiles(app)["Monthly revenue"][2] == "133% of $300"


def test_a_stretch_of_days_is_set(shop: Shop, page: Open) -> None:
    publish_shop(TWO_PERIODS)
    app = page("goals")
    app.selectbox(key="goal_form_period").set_value("stretch").run()
    app.date_input(key="goal_form_starts_on").set_value(date(2024, 3, 25))
    app.date_input(key="goal_form_ends_on").set_value(date(2024, 3, 31))
    app = filled(app, 30, title="A week", formula="revenue", owner="Sales")
    assert "A week: $30.00, which met the target of $30.00" in words(app)


def test_a_goal_is_removed(shop: Shop, goals: Open) -> None:
    app = clicked(goals("goals", goal="spring"), "Remove it")
    assert "Spring is removed." in words(app)
    assert list(tiles(app)) == ["Monthly revenue"]
    assert not (shop.workspace / "goals" / "spring.yml").exists()


@pytest.mark.parametrize(
    ("target", "values", "words_said"),
    [
        (5, {"title": "A", "formula": "revenue"}, "Write owner: a goal has a title"),
        (None, {}, "Write title"),
        (
            None,
            {"title": "A", "formula": "revenue", "owner": "B"},
            "It has no target; add a line",
        ),
        (
            5,
            {"title": "A", "formula": "rebates", "owner": "B"},
            "There is no metric rebates",
        ),
        (
            5,
            {"title": "A", "formula": "revenue", "owner": "B", "where": "colour = 1"},
            "Revenue has no dimension colour",
        ),
        (
            5,
            {"title": "A", "formula": "revenue", "owner": "B", "targets": "May: 5"},
            "'May: 5' is no target of a period; write its first day and a number",
        ),
        (
            5,
            {
                "title": "A",
                "formula": "revenue",
                "owner": "B",
                "targets": "2024-03-02: 5",
            },
            "Targets: no month begins on 2024-03-02; write 2024-03-01",
        ),
    ],
)
def test_what_is_no_goal_is_said_and_not_saved(
    shop: Shop, page: Open, target: float | None, values: dict, words_said: str
) -> None:
    publish_shop(TWO_PERIODS)
    app = filled(page("goals"), target, **values)
    assert words_said in words(app)
    assert not list(shop.workspace.glob("goals/*"))


def test_a_file_that_changed_meanwhile_is_not_written_over(
    shop: Shop, goals: Open
) -> None:
    app = clicked(goals("goals", goal="monthly"), "Change")
    shop.file("goals/monthly.yml", MONTHLY.replace("500", "700"))
    app = filled(app, 300)
    assert "monthly was changed meanwhile by somebody else" in words(app)
    assert "700" in (shop.workspace / "goals" / "monthly.yml").read_text()


def test_what_is_wrong_leaves_the_other_goals(shop: Shop, goals: Open) -> None:
    shop.file("goals/bad.yml", "title: Bad\nformula: revenue\nowner: me\ntarget: 5\n")
    shop.file("goals/old.yml", MONTHLY.replace("formula: revenue", "formula: rebates"))
    app = goals("goals", goal="monthly")
    said = words(app)
    assert "1 file of the workspace is no goal" in said
    assert "goals/bad.yml, line 1: it has no period; add" in said
    assert "Monthly revenue cannot be computed" in said
    assert "there is no metric rebates" in said
    assert tiles(app)["Spring"][0] == "$30.00"


def test_a_number_that_is_no_sum_is_shown_by_period(shop: Shop, page: Open) -> None:
    shop.file(
        "goals/value.yml",
        MONTHLY.replace("formula: revenue", "formula: revenue / orders"),
    )
    publish_shop(WEEKS)
    compute_outlook()
    said = words(page("goals"))
    # February: 25 orders of 10 and four of 20; March: 12 and two, so 160 / 14.
    assert "Monthly revenue: $11.43, 2% of the target of $500 for Mar 2024" in said
    assert "no forecast: days do not add up to it" in said


def test_a_target_of_zero_is_met_or_missed_and_divides_nothing(
    shop: Shop, page: Open
) -> None:
    text = MONTHLY.replace("500", "0").replace("owner", "direction: down\nowner")
    shop.file("goals/returns.yml", text)
    publish_shop(TWO_PERIODS)
    app = page("goals")
    assert tiles(app)["Monthly revenue"][2] == "target $0.00"
    assert "Mar 2024: missed" in labels(app)


def test_without_orders_a_goal_says_so(shop: Shop, page: Open) -> None:
    shop.file("goals/monthly.yml", MONTHLY)
    publish_shop([])
    said = words(page("goals"))
    assert "there are no data of it yet; they come with a run" in said


def test_before_anything_is_published_the_page_says_what_to_do(page: Open) -> None:
    app = page("goals")
    assert "Nothing is published yet" in app.info[0].proto.title
    assert not app.metric


def test_a_version_without_a_catalogue_says_so(shop: Shop, page: Open) -> None:
    shop.file("goals/monthly.yml", MONTHLY)
    publish_shop(TWO_PERIODS, is_parsed=False)
    said = words(page("goals"))
    assert "No metric catalogue" in said
