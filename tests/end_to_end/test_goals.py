"""Goals of a shop: what a run computes of them, and what changes without a run.

Fifteen weeks from Monday 1 January 2024, each the same: 10 on weekdays, 20 on Saturday
and Sunday. Of April 14 days are known, two weeks of 90, so 180; the rest are two such
weeks and a Monday and a Tuesday: 180 + 20. So April comes to 380.

The tests are one story, in order.
"""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.end_to_end.conftest import Karvan

SETTINGS = """
[shop]
name = "Corner shop"
currency = "GBP"
working_days = ["monday", "tuesday", "wednesday", "thursday", "friday"]

[[sources]]
name = "till"
kind = "files"
path = "sales.csv"
[sources.entities.order_lines.columns]
order_id = "Receipt"
quantity = "Qty"
unit_price = "Price"
ordered_at = "Time"
"""
GOAL = """\
title: Revenue of a month
formula: revenue
grain: month
target: 380
owner: Ann
"""


@pytest.fixture(scope="module", autouse=True)
def files(workspace: Path) -> None:
    days = [date(2024, 1, 1) + timedelta(days=place) for place in range(105)]
    lines = [
        f"{day:%m%d},1,{20 if day.weekday() > 4 else 10},{day} 12:00" for day in days
    ]
    (workspace / "karvan.toml").write_text(SETTINGS)
    (workspace / "sales.csv").write_text(
        "\n".join(["Receipt,Qty,Price,Time", *lines, ""])
    )
    (workspace / "goals").mkdir()
    (workspace / "goals" / "revenue.yml").write_text(GOAL)
    wrong = GOAL.replace("formula: revenue", "formula: rebates")
    (workspace / "goals" / "wrong.yml").write_text(wrong)


def listed(karvan: Karvan) -> dict[str, dict]:
    done = karvan("goal", "list", "--format", "json")
    return {goal["name"]: goal for goal in json.loads(done.stdout)}


def test_before_the_first_run_it_says_what_to_do(karvan: Karvan) -> None:
    assert "karvan run" in karvan("goal", "list").stderr
    assert "karvan run" in karvan("goal", "compute").stderr


def test_a_run_computes_how_goals_stand(karvan: Karvan) -> None:
    done = karvan("run")
    assert done.returncode == 0, done.stderr + done.stdout
    goal = listed(karvan)["revenue"]
    assert (goal["first_on"], goal["last_on"]) == ("2024-04-01", "2024-04-30")
    assert (goal["as_of_on"], goal["is_over"]) == ("2024-04-14", False)
    assert (goal["actual"], goal["target"]) == (180, 380)
    # April 2024 has 22 weekdays, 10 of them until Sunday the 14th.
    assert goal["elapsed"] == pytest.approx(10 / 22)
    assert goal["pace"] == pytest.approx(180 / (380 * 10 / 22))
    assert (goal["forecast"], goal["low"], goal["high"]) == (380, 380, 380)
    assert (goal["chance"], goal["is_at_risk"]) == (1, False)


def test_a_goal_that_cannot_be_computed_failed_no_run(karvan: Karvan) -> None:
    done = karvan("goal", "list")
    assert done.returncode == 1
    assert "wrong cannot be computed: there is no metric rebates" in done.stderr
    assert "revenue" in done.stdout
    assert "there is no metric rebates" in karvan("doctor").stdout


def test_the_days_ahead_are_those_of_the_week(karvan: Karvan) -> None:
    done = karvan("goal", "show", "revenue", "--format", "csv")
    first, *days = done.stdout.splitlines()
    assert first == "day_on,value,low,high,total,total_low,total_high"
    assert days[0] == "2024-04-15,10.0,10.0,10.0,190.0,190.0,190.0"
    assert days[5] == "2024-04-20,20.0,20.0,20.0,250.0,250.0,250.0"
    assert days[-1].startswith("2024-04-30,10.0,10.0,10.0,380.0")


def test_a_goal_that_is_set_counts_with_the_next_run_though_nothing_is_new(
    karvan: Karvan, workspace: Path
) -> None:
    text = GOAL.replace("380", "400")
    (workspace / "goals" / "more.yml").write_text(text)
    done = karvan("goal", "list")
    assert "files of goals were changed since" in " ".join(done.stderr.split())
    done = karvan("run")
    assert "Nothing new" in done.stdout
    assert listed(karvan)["more"]["is_at_risk"] is True
