"""``karvan alert`` and ``karvan doctor`` on the alerts of a shop of seven orders."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest

from orchestration.commands.doctor import doctor_command
from tests.conftest import Shop
from tests.orchestration.conftest import Command
from warehouse.alerts.deciding import decided

from .watched_shop import WEEKLY, Starter, kinds, set_up, watch, watched


def test_check_tells_and_list_and_log_say_so(
    shop: Shop, karvan: Command, hook: Starter
) -> None:
    server = watched(shop, hook)
    [new] = json.loads(karvan("alert", "list", "--format", "json").stdout)
    assert (new["verdict"], new["since"]) == ("new", None)
    done = karvan("alert", "check")
    assert done.exit_code == 0
    assert "weekly: fired" in done.stderr
    assert "Messages: 1 sent, 0 waiting." in done.stderr
    assert "below $120" in " ".join(done.stdout.split())
    assert "Messages: 0 sent" in karvan("alert", "check").stderr
    assert kinds(server) == ["fired"]
    [found] = json.loads(karvan("alert", "list", "--format", "json").stdout)
    assert found["found"] == "$30.00 in 25–31 Mar 2024, below $120"
    assert (found["verdict"], found["value"], found["low"]) == ("firing", 30, 120)
    header, line = karvan("alert", "log", "--format", "csv").stdout.splitlines()
    assert header.startswith("at,alert,event,title,channel,recipients,attempts,error")
    assert ",weekly,fired,Test shop: Weekly revenue (alert),webhook,,1,," in line
    assert "weekly" in karvan("alert", "log").stdout


def test_people_decide_by_command(shop: Shop, karvan: Command, hook: Starter) -> None:
    set_up(shop, hook().url)
    watch(shop)
    assert "does not fire" in karvan("alert", "acknowledge", "weekly").stderr
    karvan("alert", "check")
    assert karvan("alert", "acknowledge", "weekly").exit_code == 0
    tomorrow = datetime.now(UTC).date() + timedelta(days=1)
    assert karvan("alert", "mute", "weekly", str(tomorrow)).exit_code == 0
    assert decided()["weekly"].muted_until == tomorrow
    [found] = json.loads(karvan("alert", "list", "--format", "json").stdout)
    assert found["acknowledged"] is True
    assert date.fromisoformat(found["muted_until"]) == tomorrow


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("mute", "weekly", "soon"), "'soon' is no day; write one such as 2026-12-24"),
        (
            ("mute", "weekl", "2026-12-24"),
            "there is no alert weekl; did you mean weekly?",
        ),
        (("acknowledge", "x"), "there is no alert x"),
    ],
)
def test_a_slip_is_one_sentence(
    shop: Shop, karvan: Command, command: tuple[str, ...], said: str
) -> None:
    shop.file("alerts/weekly.yml", WEEKLY)
    done = karvan("alert", *command)
    assert done.exit_code == 1
    assert said in " ".join(done.stderr.split())
    assert decided() == {}


def test_what_is_wrong_is_said_and_the_others_are_listed(
    shop: Shop, karvan: Command
) -> None:
    shop.file("alerts/bad.yml", "title: A\n")
    shop.file("alerts/old.yml", WEEKLY.replace("formula: revenue", "formula: rebates"))
    watch(shop)
    done = karvan("alert", "check", "--format", "csv")
    assert done.exit_code == 1
    assert "alerts/bad.yml, line 1: has no kind; add a line `kind: …`" in done.stderr
    rows = [line.split(",")[:4:3] for line in done.stdout.splitlines()[1:]]
    assert rows == [["old", "broken"], ["weekly", "firing"]]


def test_without_alerts_or_data_the_commands_say_so(
    shop: Shop, karvan: Command
) -> None:
    assert "No alert is saved in" in karvan("alert", "list").stderr
    shop.file("alerts/weekly.yml", WEEKLY)
    done = karvan("alert", "check")
    assert done.exit_code == 0
    assert "nothing is published yet" in " ".join(done.stdout.split())


def test_the_doctor_names_what_is_to_be_mended(
    shop: Shop, capsys: pytest.CaptureFixture[str], hook: Starter
) -> None:
    set_up(shop, hook().url)
    shop.file("alerts/bad.yml", "title: A\n")
    shop.file(
        "alerts/old.yml", WEEKLY.replace("formula: revenue", "formula: moonlight")
    )
    shop.file("alerts/mailed.yml", WEEKLY + "to: [ann@example.org]\n")
    watch(shop)
    with pytest.raises(SystemExit):
        doctor_command()
    said = " ".join(capsys.readouterr().out.split())
    assert "mend alerts/bad.yml: line 1: has no kind → add a line `kind: …`" in said
    assert (
        "mend alert old: there is no metric moonlight (character 1) → mend "
        "alerts/old.yml, or change it on the page Alerts" in said
    )
    assert (
        "mend alert mailed: tells ann@example.org by no way → set it up in "
        "[notifications] of karvan.toml, or name another in `to`" in said
    )
    assert "ok alerts: 2 can be computed" in said
