"""An alert is told once by each way, reminded of, and told to be over."""

from datetime import date, datetime

import pytest

from orchestration.alerts import is_due, look, read_book
from orchestration.notifications import outbox
from tests.conftest import Shop
from tests.dashboards.tiny_shop import TWO_PERIODS, publish_shop
from warehouse.alerts import deciding
from warehouse.alerts.log import deliveries
from warehouse.outlook import GoalOutlook, Outlook, write_outlook

from .conftest import free_port
from .watched_shop import (
    BETTER,
    NOW,
    WEEKLY,
    Boxes,
    Starter,
    kinds,
    later,
    mails,
    set_up,
    watch,
    watched,
)


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "PAUSES_S", (0.01, 0.02))


def test_one_post_and_one_mail_then_none_until_it_is_over(
    shop: Shop, hook: Starter, mailbox: Boxes
) -> None:
    server, (box, port) = hook(), mailbox()
    set_up(shop, server.url, port)
    watch(shop)
    look(NOW)
    look(NOW)
    publish_shop(TWO_PERIODS)
    look(later(1))
    [got], [mail] = server.got, mails(box)
    assert got["text"].splitlines() == [
        "Test shop: Weekly revenue (alert)",
        "$30.00 in 25–31 Mar 2024, below $120.",
        f"Since {NOW:%Y-%m-%d %H:%M} UTC.",
        "Owner: Finance.",
        "Look at the tills first.",
    ]
    assert got["alert"]["name"] == "weekly"
    assert (got["alert"]["value"], got["alert"]["low"]) == (30, 120)
    assert got["alert"]["first_on"] == "2024-03-25"
    assert mail["Subject"] == "Test shop: Weekly revenue (alert)"
    assert mail["Message-ID"] == f"<{got['id']}@karvan.invalid>"
    assert box.mails[0].rcpt_tos == ["data@example.org"]
    publish_shop(BETTER)
    look(later(1))
    look(later(1))
    assert kinds(server) == ["fired", "resolved"]
    assert server.got[1]["text"].splitlines()[:4] == [
        "Test shop: Weekly revenue (over)",
        "$200 in 25–31 Mar 2024, not below $120.",
        f"It had lasted 24 h 0 min, since {NOW:%Y-%m-%d %H:%M} UTC.",
        "It began with: $30.00 in 25–31 Mar 2024, below $120.",
    ]
    assert len(box.mails) == 2


def test_reminders_come_when_they_are_due_and_end_when_somebody_takes_care(
    shop: Shop, hook: Starter
) -> None:
    server = watched(shop, hook)
    for day in (0, 1, 1.9, 2, 3, 4):
        look(later(day))
    assert kinds(server) == ["fired", "reminded", "reminded"]
    assert is_due(later(5)) is None
    assert is_due(later(6)) == "weekly is to be told again"
    since = read_book().states["weekly"].since
    assert since == NOW
    deciding.acknowledge("weekly", NOW)
    assert is_due(later(6)) is None
    look(later(9))
    publish_shop(BETTER)
    look(later(9))
    assert kinds(server)[3:] == ["resolved"]
    # The next time is another matter.
    publish_shop(TWO_PERIODS)
    look(later(10))
    look(later(12))
    assert kinds(server)[4:] == ["fired", "reminded"]


def test_muted_alerts_are_told_when_that_is_over(shop: Shop, hook: Starter) -> None:
    server = watched(shop, hook)
    deciding.mute("weekly", later(2).date())
    look(NOW)
    assert server.got == []
    assert read_book().states["weekly"].since == NOW
    look(later(3))
    assert kinds(server) == ["fired"]
    deciding.mute("weekly", later(30).date())
    look(later(9))
    assert kinds(server) == ["fired"]
    deciding.mute("weekly", None)
    look(later(9))
    assert kinds(server) == ["fired", "reminded"]


def test_what_a_dead_endpoint_did_not_get_arrives_once_in_order(
    shop: Shop, hook: Starter, mailbox: Boxes
) -> None:
    box, port = mailbox()
    set_up(shop, f"http://127.0.0.1:{free_port()}/s3cr3t", port)
    watch(shop)
    assert look(NOW).left == 1
    publish_shop(BETTER)
    assert look(NOW).left == 2
    assert len(box.mails) == 2
    assert is_due(NOW) == "messages wait: 2"
    server = hook()
    set_up(shop, server.url, port)
    assert (look(NOW).sent, look(NOW).sent) == (2, 0)
    assert kinds(server) == ["fired", "resolved"]
    assert len(box.mails) == 2
    written = (shop.home / "alerts.ndjson").read_text()
    assert "s3cr3t" not in written and "data@example.org" not in written
    told = [
        (one.event, one.channel, one.recipients, one.error is None)
        for one in reversed(deliveries())
    ]
    # A channel gets nothing after what did not arrive, which is tried first.
    assert told == [
        ("fired", "webhook", "", False),
        ("fired", "e-mail", "those of the settings", True),
        ("fired", "webhook", "", False),
        ("resolved", "e-mail", "those of the settings", True),
        ("fired", "webhook", "", True),
        ("resolved", "webhook", "", True),
    ]


def test_an_alert_tells_whom_it_names(
    shop: Shop, hook: Starter, mailbox: Boxes
) -> None:
    server, (box, port) = hook(), mailbox(refuses=("gone@example.org",))
    set_up(shop, server.url, port)
    watch(shop, WEEKLY + "to: [ann@example.org, bob@example.org]\n")
    shop.file("alerts/other.yml", WEEKLY + "to: [gone@example.org]\n")
    shop.file("alerts/posted.yml", WEEKLY + "to: webhook\n")
    look(NOW)
    assert [one.rcpt_tos for one in box.mails] == [
        ["ann@example.org", "bob@example.org"]
    ]
    assert [got["alert"]["name"] for got in server.got] == ["posted"]
    [failed] = [one for one in deliveries() if one.error]
    assert failed.alert == "other"
    assert failed.recipients == "1 of the alert"
    # Who is refused for ever keeps nothing from the others.
    publish_shop(BETTER)
    look(NOW)
    assert len(box.mails) == 2


def test_who_sets_a_channel_up_later_is_told_then(shop: Shop, hook: Starter) -> None:
    watch(shop)
    look(NOW)
    server = hook()
    set_up(shop, server.url)
    assert is_due(later(1)) == "weekly is to be told again"
    look(later(1))
    assert kinds(server) == ["fired"]
    assert f"Since {NOW:%Y-%m-%d %H:%M} UTC." in server.got[0]["text"]


def test_a_changed_rule_is_judged_anew_and_a_removed_one_is_over(
    shop: Shop, hook: Starter
) -> None:
    server = watched(shop, hook)
    look(NOW)
    shop.file("alerts/weekly.yml", WEEKLY.replace("120", "100"))
    look(NOW)
    assert kinds(server) == ["fired"]
    # A file that says nothing is not gone.
    shop.file("alerts/weekly.yml", "title: Weekly revenue\n")
    assert [str(fault) for fault in look(NOW).faults] == [
        "alerts/weekly.yml, line 1: has no kind; add a line `kind: …`"
    ]
    assert kinds(server) == ["fired"]
    (shop.workspace / "alerts" / "weekly.yml").unlink()
    look(NOW)
    assert kinds(server) == ["fired", "resolved"]
    assert "Its file was removed" in server.got[1]["text"]
    assert read_book().states == {}


def test_a_threshold_that_is_lowered_below_the_value_is_over(
    shop: Shop, hook: Starter
) -> None:
    server = watched(shop, hook)
    look(NOW)
    shop.file("alerts/weekly.yml", WEEKLY.replace("120", "30"))
    look(NOW)
    assert kinds(server) == ["fired", "resolved"]


def test_what_cannot_be_said_is_a_state_and_not_told(shop: Shop, hook: Starter) -> None:
    server = hook()
    set_up(shop, server.url)
    shop.file("alerts/weekly.yml", WEEKLY)
    look(NOW)
    assert "nothing is published yet" in str(read_book().states["weekly"].now.why)
    watch(shop)
    look(NOW)
    shop.file("alerts/weekly.yml", WEEKLY.replace("revenue\ngrain", "revnue\ngrain"))
    shop.file(
        "alerts/odd.yml",
        WEEKLY.replace("kind: threshold", "kind: anomaly").replace(
            "grain: week\nbelow: 120\n", ""
        ),
    )
    shop.file("alerts/where.yml", WEEKLY + "where: colour = 'red'\n")
    look(later(5))
    states = read_book().states
    assert states["weekly"].now.verdict == states["where"].now.verdict == "broken"
    assert "did you mean revenue" in str(states["weekly"].now.why)
    assert states["weekly"].since == NOW
    assert states["odd"].now.verdict == "unknown"
    assert kinds(server) == ["fired"]


def test_a_goal_at_risk_is_told_with_its_chance(shop: Shop, hook: Starter) -> None:
    server = hook()
    set_up(shop, server.url)
    watch(shop, "title: March\nkind: goal\ngoal: sales\nowner: CEO\n", "march")
    goal = {
        "name": "sales", "title": "Sales of March", "unit": "money",
        "direction": "up", "first_on": "2024-03-01", "last_on": "2024-03-31",
        "as_of_on": "2024-03-20", "is_over": False, "target": 900, "actual": 500,
        "attainment": 0.55, "elapsed": 0.65, "pace": 0.85, "is_at_risk": True,
        "forecast": {"value": 800, "low": 700, "high": 950, "level_pct": 80,
                     "chance": 0.12, "model": "m"},
    }  # fmt: skip
    made_at = datetime.fromisoformat("2024-03-21T04:00:00+00:00")
    at_risk = GoalOutlook.model_validate(goal)
    write_outlook(Outlook(version=1, made_at=made_at, goals=(at_risk,)))
    look(NOW)
    look(NOW)
    [got] = server.got
    assert got["text"].splitlines()[1] == (
        "Sales of March in Mar 2024: $800 expected, at least $900 wanted; a chance of "
        "12% to meet it."
    )
    fine = at_risk.model_copy(update={"is_at_risk": False})
    write_outlook(Outlook(version=1, made_at=made_at, goals=(fine,)))
    look(NOW)
    assert kinds(server) == ["fired", "resolved"]


def test_a_state_that_cannot_be_written_tells_nothing(
    shop: Shop, hook: Starter
) -> None:
    server = watched(shop, hook)
    # Not even root can write a file where a folder is.
    (shop.home / "alerts.json").mkdir()
    with pytest.raises(OSError, match="directory"):
        look(NOW)
    assert server.got == []


def test_lines_of_decisions_that_say_nothing_are_passed(shop: Shop) -> None:
    shop.file(
        ".karvan/decisions/alerts.ndjson",
        '\n{"alert": "a", "decision": "muted", "until": "soon"}\n\n{"alert": 3}\n'
        '\n{"alert": "a", "decision": "muted", "until": "2026-01-31"}\n\n{"al',
    )
    assert deciding.decided()["a"].muted_until == date(2026, 1, 31)


def test_only_the_rows_of_its_condition_count(shop: Shop, hook: Starter) -> None:
    server = hook()
    set_up(shop, server.url)
    watch(shop, WEEKLY + "where: is_return = false\n")
    look(NOW)
    # 60 without what bob brought back.
    assert server.got[0]["alert"]["value"] == 60
