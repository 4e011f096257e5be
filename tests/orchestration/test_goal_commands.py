"""``karvan goal``, ``karvan doctor`` and the outlook, of a shop of seven orders.

Of March 2024, the month of the last complete day, the 31st, revenue came to 400; from
25 March on to 30. `tiny_shop` has the orders.
"""

import json

import pytest

from orchestration.commands.doctor import doctor_command
from orchestration.outlook import compute_outlook
from tests.conftest import Shop
from tests.dashboards.tiny_catalogue import keep_catalogue
from tests.dashboards.tiny_shop import TWO_PERIODS, publish_shop
from tests.orchestration.conftest import Command
from warehouse.outlook import read_outlook, why_outdated
from warehouse.published import NothingPublishedError

MONTHLY = """\
title: Monthly revenue
formula: revenue
grain: month
target: 500
owner: Finance
"""
SPRING = """\
title: Spring
formula: revenue
starts_on: 2024-03-25
ends_on: 2024-06-30
target: 500
owner: Finance
"""
BAD = MONTHLY.replace("owner: Finance\n", "")
OLD = MONTHLY.replace("formula: revenue", "formula: moonlight")


@pytest.fixture
def published(shop: Shop) -> Shop:
    """Give a published shop with two goals."""
    shop.file("goals/monthly.yml", MONTHLY)
    shop.file("goals/spring.yml", SPRING)
    keep_catalogue()
    publish_shop(TWO_PERIODS)
    return shop


def test_the_list_says_how_each_goal_stands(published: Shop, karvan: Command) -> None:
    assert karvan("goal", "compute").exit_code == 0
    done = karvan("goal", "list", "--format", "json")
    assert (done.exit_code, done.stderr) == (0, "")
    monthly, spring = json.loads(done.stdout)
    assert monthly == {
        "name": "monthly", "title": "Monthly revenue", "first_on": "2024-03-01",
        "last_on": "2024-03-31", "as_of_on": "2024-03-31", "is_over": True,
        "actual": 400.0, "target": 500.0, "unit": "money", "direction": "up",
        "attainment": 0.8, "pace": 0.8, "elapsed": 1.0, "forecast": None, "low": None,
        "high": None, "chance": None, "is_at_risk": True, "why_no_forecast": None,
    }  # fmt: skip
    # 7 of 98 days are over, and 30 / (500 x 7 / 98) is 0.84.
    assert (spring["actual"], spring["elapsed"]) == (30, 7 / 98)
    assert spring["pace"] == pytest.approx(0.84)
    why = "91 days are left, more than the 56 that there are data of"
    assert spring["why_no_forecast"] == why
    assert "monthly" in karvan("goal", "list").stdout


def test_one_goal_is_shown_in_words_and_by_day(
    published: Shop, karvan: Command
) -> None:
    karvan("goal", "compute")
    done = karvan("goal", "show", "spring")
    said = " ".join(done.stderr.split())
    assert "Spring, 2024-03-25 to 2024-06-30: 30.00 as of 2024-03-31" in said
    assert "No forecast: " in said
    done = karvan("goal", "show", "spring", "--format", "csv")
    assert done.stdout == "day_on,value,low,high,total,total_low,total_high\n"
    assert "did you mean spring?" in karvan("goal", "show", "sprig").stderr


def test_what_is_wrong_is_said_and_the_others_are_listed(
    published: Shop, karvan: Command
) -> None:
    published.file("goals/bad.yml", BAD)
    published.file("goals/old.yml", OLD)
    karvan("goal", "compute")
    done = karvan("goal", "list", "--format", "csv")
    assert done.exit_code == 1
    assert [line.split(",")[0] for line in done.stdout.splitlines()] == [
        *("name", "monthly", "spring")
    ]
    assert "goals/bad.yml, line 1: has no owner; add a line `owner: …`" in done.stderr
    assert "old cannot be computed: there is no metric moonlight" in done.stderr
    assert "goals/old.yml" in done.stderr
    assert "no metric moonlight" in karvan("goal", "show", "old").stderr


def test_a_list_that_is_not_of_now_says_why(published: Shop, karvan: Command) -> None:
    done = karvan("goal", "list")
    assert done.exit_code == 1
    assert "`karvan goal compute` does" in done.stderr
    compute_outlook()
    published.file("goals/monthly.yml", MONTHLY.replace("500", "600"))
    said = " ".join(karvan("goal", "list").stderr.split())
    assert "files of goals were changed since. `karvan goal compute`" in said
    compute_outlook()
    assert karvan("goal", "list").stderr == ""
    publish_shop(TWO_PERIODS)
    said = " ".join(karvan("goal", "list").stderr.split())
    assert "version 2 was published since, it is of 1." in said


def test_before_anything_is_published_the_commands_say_so(
    shop: Shop, karvan: Command
) -> None:
    shop.file("goals/monthly.yml", MONTHLY)
    for words in (["list"], ["show", "monthly"], ["compute"]):
        done = karvan("goal", *words)
        assert done.exit_code == 1
        assert "nothing is published yet" in done.stderr
    with pytest.raises(NothingPublishedError):
        compute_outlook()


def test_a_shop_without_goals_has_an_empty_outlook(shop: Shop, karvan: Command) -> None:
    keep_catalogue()
    publish_shop(TWO_PERIODS)
    outlook = compute_outlook()
    assert (outlook.goals, outlook.problems, outlook.files) == ((), {}, {})
    assert why_outdated(read_outlook()) is None
    assert "the page Goals makes one" in " ".join(karvan("goal", "list").stderr.split())


def test_a_version_without_a_catalogue_is_a_problem_of_each_goal(shop: Shop) -> None:
    shop.file("goals/monthly.yml", MONTHLY)
    publish_shop(TWO_PERIODS, is_parsed=False)
    outlook = compute_outlook()
    assert outlook.goals == ()
    assert "the next `karvan run` publishes one" in outlook.problems["monthly"]


def test_an_outlook_of_older_code_is_none(published: Shop) -> None:
    compute_outlook()
    (published.home / "outlook.json").write_text('{"goals": 3}')
    assert read_outlook() is None
    assert why_outdated(None) == "nothing was computed yet"


def test_a_live_version_makes_no_outlook_old(published: Shop) -> None:
    from warehouse.lock import run_lock
    from warehouse.publishing import publish

    compute_outlook()
    with run_lock("test"):
        publish("run", is_live=True)
    assert why_outdated(read_outlook()) is None


def test_the_doctor_names_file_line_and_fix(
    published: Shop, capsys: pytest.CaptureFixture[str]
) -> None:
    published.file("goals/bad.yml", BAD)
    published.file("goals/old.yml", OLD)
    published.file("goals/scope.yml", MONTHLY + "where: colour = 'red'\n")
    published.file("goals/day.yml", MONTHLY + "targets: {2024-02-02: 5}\n")
    with pytest.raises(SystemExit):
        doctor_command()
    said = " ".join(capsys.readouterr().out.split())
    assert "mend goals/bad.yml: line 1: has no owner → add a line `owner: …`" in said
    assert "mend goal old: there is no metric moonlight" in said
    assert "mend goal scope: revenue has no dimension colour" in said
    assert "mend goal day: targets: no month begins on 2024-02-02; write 202" in said
    assert "→ change it in goals/scope.yml, or on the page Goals" in said
    assert "ok goals: 2 can be computed" in said
