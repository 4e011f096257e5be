"""The page Alerts: what fires, what a person decides, alerts that are made there."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from orchestration.alerts import look
from tests.conftest import Shop
from tests.dashboards.conftest import Open
from tests.dashboards.kpi_pages import clicked, filled, labels, tiles, words
from tests.dashboards.tiny_shop import TWO_PERIODS, publish_shop
from tests.orchestration.notifications.conftest import Hook
from warehouse.alerts.deciding import decided
from warehouse.outlook import GoalOutlook, Outlook, write_outlook

LOW = """\
# reviewed
title: Weekly revenue
kind: threshold
formula: revenue
grain: week
below: 120
owner: Finance
note: Look at the tills.
"""
FINE = LOW.replace("below: 120", "above: 120").replace("Weekly", "High weekly")


@pytest.fixture
def hook() -> Iterator[Hook]:
    """Give a receiver of messages."""
    server = Hook([])
    yield server
    server.close()


@pytest.fixture
def alerts(shop: Shop, page: Open) -> Open:
    """Publish the shop, save two alerts, and open pages of it."""
    shop.file("alerts/low.yml", LOW)
    shop.file("alerts/fine.yml", FINE)
    publish_shop(TWO_PERIODS)
    return page


def rule(app: AppTest, **values: Any) -> AppTest:
    """Fill in the rule, one input after the other."""
    for name, value in values.items():
        key = f"alert_form_{name}"
        inputs = (*app.text_input, *app.number_input, *app.selectbox)
        found = next(one for one in inputs if one.key == key)
        found.set_value(value).run()
        assert not app.exception
    return app


saved = partial(filled, form="alert")
"""Fill in the form, and save."""


def test_what_fires_is_said_with_its_bound_and_its_owner(alerts: Open) -> None:
    app = alerts("alerts")
    said = words(app)
    assert "$30.00 in 25–31 Mar 2024, below $120" in said
    assert "Not told yet: the next run looks at it" in said
    assert "Owner: Finance · Look at the tills." in said
    assert "Fires when revenue by week is below $120" in said
    numbers = {name: value for name, (value, *_) in tiles(app).items()}
    assert numbers == {
        "Firing now": "1", "Quiet": "1", "Cannot be said": "0", "Told in 30 days": "0",
    }  # fmt: skip
    assert "Acknowledge" not in labels(app)


def test_no_channel_is_said_with_what_to_write(
    shop: Shop, alerts: Open, hook: Hook
) -> None:
    assert "Nobody is told of alerts yet" in words(alerts("alerts"))
    shop.write(f'[notifications]\nwebhook_url = "{hook.url}"\n')
    assert "Nobody is told" not in words(alerts("alerts"))


def test_a_person_takes_care_and_wants_to_hear_nothing_for_now(
    shop: Shop, alerts: Open, hook: Hook
) -> None:
    shop.write(f'[notifications]\nwebhook_url = "{hook.url}"\n')
    look(datetime(2024, 4, 1, 4, tzinfo=UTC))
    app = alerts("alerts")
    assert "Since 1 Apr 2024, 04:00, told 1 Apr 2024, 04:00" in words(app)
    clicked(app, "acknowledge_low")
    assert "acknowledged: no reminders until it is over" in words(app)
    assert "Acknowledge" not in labels(app)
    clicked(app, "mute_low")
    until = datetime.now(UTC).date() + timedelta(days=7)
    assert decided()["low"].muted_until == until
    assert f"muted until {until.day} " in words(app)
    clicked(app, "unmute_low")
    assert decided()["low"].muted_until is None


def test_what_was_told_stands_in_the_log(shop: Shop, alerts: Open, hook: Hook) -> None:
    assert "Nothing was told yet." in words(alerts("alerts"))
    shop.write(f'[notifications]\nwebhook_url = "{hook.url}"\n')
    look()
    app = alerts("alerts")
    [told] = [one.value for one in app.dataframe if "attempts" in one.value]
    assert told[["alert", "event", "channel", "error"]].to_numpy().tolist() == [
        ["low", "alert", "webhook", "arrived"]
    ]
    assert tiles(app)["Told in 30 days"][0] == "1"


def test_an_opened_alert_shows_when_it_would_have_fired(alerts: Open) -> None:
    app = alerts("alerts", alert="low")
    # The weeks from 5 February brought 100, 0, 0, 100, 150, 0, 120 and 30; that of 25
    # December, and the one before, lie further back.
    assert "Weekly revenue would have fired 3 times in the last 90 days" in words(app)
    assert "There is no alert gone" in words(alerts("alerts", alert="gone"))


def test_what_is_wrong_is_said_and_the_others_are_shown(
    shop: Shop, alerts: Open
) -> None:
    shop.file("alerts/bad.yml", "title: A\n")
    shop.file("alerts/old.yml", LOW.replace("formula: revenue", "formula: rebates"))
    odd = "title: Odd\nkind: anomaly\nformula: orders\nowner: A\nto: webhook\n"
    shop.file("alerts/odd.yml", odd)
    app = alerts("alerts", alert="old")
    assert "alerts/bad.yml, line 1: has no kind" in words(app)
    assert "There is no metric rebates" in words(app)
    assert tiles(app)["Cannot be said"][0] == "2"
    [others] = [one.value for one in app.dataframe if "rule" in one.value]
    assert list(others["state"]) == ["cannot be computed", "not enough data", "quiet"]


def test_a_rule_shows_its_past_and_is_saved_as_a_file(shop: Shop, alerts: Open) -> None:
    app = alerts("alerts")
    rule(app, formula="revenue/orders", grain="month", below=90.0)
    # 100 in February, 400 / 5 in March.
    assert "This would have fired once in the last 90 days: 1–31 Mar 2024" in words(app)
    saved(app, title="Order value", owner="Sales", to="webhook, ann@example.org")
    assert (shop.workspace / "alerts" / "order_value.yml").read_text() == (
        "title: Order value\nkind: threshold\nformula: revenue/orders\ngrain: month\n"
        "below: 90\nowner: Sales\nto: [webhook, ann@example.org]\n"
    )
    assert "Saved as `alerts/order_value.yml`" in words(app)
    assert "Change Order value" in words(app)
    assert app.query_params["alert"] == "order_value"


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"formula": "revnue", "below": 1.0}, "There is no metric revnue"),
        ({"formula": "revenue"}, "there is no threshold"),
        (
            {"formula": "revenue", "below": 9.0, "above": 1.0},
            "above is less than below",
        ),
        ({"formula": "revenue", "below": 1.0, "where": "colour ="}, "colour"),
        ({"kind": "goal"}, "there is no goal"),
    ],
)
def test_what_is_no_rule_is_said_and_not_saved(
    alerts: Open, values: dict[str, object], said: str
) -> None:
    app = rule(alerts("alerts"), **values)
    assert said in words(app)
    assert next(one for one in app.button if one.label == "Save").disabled


def test_a_changed_alert_keeps_what_analysts_wrote(shop: Shop, alerts: Open) -> None:
    app = clicked(alerts("alerts", alert="low"), "Change")
    rule(app, below=100.0)
    clicked(app, "Save")
    text = (shop.workspace / "alerts" / "low.yml").read_text()
    assert text == LOW.replace("120", "100")


def test_an_alert_is_removed_unless_it_was_changed_meanwhile(
    shop: Shop, alerts: Open
) -> None:
    app = clicked(alerts("alerts", alert="low"), "Change")
    theirs = shop.file("alerts/low.yml", LOW.replace("120", "121"))
    clicked(app, "Remove it")
    assert theirs.exists()
    assert "low was changed meanwhile by somebody else" in words(app)
    app = clicked(alerts("alerts", alert="low"), "Change")
    clicked(app, "Remove it")
    assert not theirs.exists()
    assert "Weekly revenue is removed." in words(app)
    assert "Make an alert" in words(app)


def test_an_alert_without_title_or_to_nobody_known_is_not_saved(alerts: Open) -> None:
    app = rule(alerts("alerts"), formula="revenue", below=1.0)
    assert "Write title" in words(saved(app))
    saved(app, title="A", owner="B", to="ann")
    assert "'ann' is no way of telling" in words(app)


def test_a_goal_at_risk_is_shown_with_its_chance(shop: Shop, alerts: Open) -> None:
    goal = GoalOutlook.model_validate(
        {
            "name": "sales", "title": "Sales of March", "unit": "money",
            "direction": "up", "first_on": "2024-03-01", "last_on": "2024-03-31",
            "as_of_on": "2024-03-20", "is_over": False, "target": 900, "actual": 500,
            "attainment": 0.55, "elapsed": 0.65, "pace": 0.85, "is_at_risk": True,
            "forecast": {"value": 800, "low": 700, "high": 950, "level_pct": 80,
                         "chance": 0.12, "model": "m"},
        }
    )  # fmt: skip
    made_at = datetime(2024, 3, 21, tzinfo=UTC)
    write_outlook(Outlook(version=1, made_at=made_at, goals=(goal,)))
    shop.file("alerts/march.yml", "title: M\nkind: goal\ngoal: sales\nowner: CEO\n")
    app = alerts("alerts", alert="march")
    assert "$800 expected, at least $900 wanted; a chance of 12%" in words(app)
    rule(app, kind="goal")
    assert "Now: Sales of March in Mar 2024: $800 expected" in words(app)


def test_a_shop_without_alerts_and_one_without_data_say_what_to_do(
    shop: Shop, page: Open
) -> None:
    assert "no data yet" in words(page("alerts"))
    publish_shop(TWO_PERIODS)
    assert "No alert is saved yet" in words(page("alerts"))


def test_simulated_data_are_said_where_the_shop_has_them(
    shop: Shop, alerts: Open
) -> None:
    shop.write('[[sources]]\nname = "sample_web"\nkind = "sample"\n')
    app = alerts("alerts", alert="low")
    assert "simulated" not in words(app)
    rule(app, formula="visitors", below=5.0)
    assert "of simulated data" in words(app)


def test_overview_names_what_fires_and_nothing_else(shop: Shop, alerts: Open) -> None:
    def links() -> list[str]:
        found = alerts("overview").get("page_link")
        return [link.proto.label.replace("\\", "") for link in found]

    assert links() == []
    look()
    assert links() == ["1 alert firing: Weekly revenue"]
