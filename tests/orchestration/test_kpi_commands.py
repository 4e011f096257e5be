"""``karvan kpi`` and ``karvan doctor`` on saved KPIs of a shop of seven orders."""

import json

import pytest

from orchestration.commands.doctor import doctor_command
from tests.conftest import Shop
from tests.dashboards.tiny_shop import TWO_PERIODS, publish_shop
from tests.orchestration.conftest import Command

WEEKLY = """\
title: Weekly revenue
formula: revenue
grain: week
target: 120
audience: [CEO, Sales]
owner: Finance
"""


@pytest.fixture
def saved(shop: Shop) -> Shop:
    """Give a published shop with a KPI."""
    shop.file("kpis/weekly.yml", WEEKLY)
    publish_shop(TWO_PERIODS)
    return shop


def test_the_list_says_how_each_kpi_stands(saved: Shop, karvan: Command) -> None:
    done = karvan("kpi", "list", "--format", "json")
    assert done.exit_code == 0
    # 60 - 30 in the week from 25 March, 120 in the one before; no year is known.
    assert json.loads(done.stdout) == [
        {
            "name": "weekly", "title": "Weekly revenue", "formula": "revenue",
            "grain": "week", "period": "2024-03-25", "value": 30.0, "unit": "money",
            "previous": 120.0, "same_last_year": None, "target": 120.0,
            "attainment": 0.25, "is_met": False, "audience": "CEO, Sales",
            "owner": "Finance",
        }
    ]  # fmt: skip
    assert "weekly" in karvan("kpi", "list").stdout


def test_one_kpi_is_shown_by_any_period(saved: Shop, karvan: Command) -> None:
    done = karvan("kpi", "show", "weekly", "--format", "csv")
    assert done.stdout.splitlines()[0] == "period,value"
    assert done.stdout.splitlines()[-2:] == ["2024-03-18,120.0", "2024-03-25,30.0"]
    by_month = karvan("kpi", "show", "weekly", "--grain", "month", "--format", "csv")
    assert by_month.stdout.splitlines()[1:] == ["2024-02-05,100.0", "2024-03-01,400.0"]


def test_what_is_wrong_is_said_and_the_others_are_listed(
    saved: Shop, karvan: Command
) -> None:
    saved.file("kpis/bad.yml", "title: A\nformula: orders\n")
    saved.file("kpis/old.yml", "title: A\nformula: cashback\nowner: me\n")
    done = karvan("kpi", "list", "--format", "csv")
    assert done.exit_code == 1
    assert done.stdout.splitlines()[1].startswith("weekly,")
    assert "kpis/bad.yml, line 1: has no owner; add a line `owner: …`" in done.stderr
    assert "old cannot be computed: there is no metric cashback" in done.stderr
    assert "line 1: has no owner" in karvan("kpi", "show", "bad").stderr
    assert "no metric cashback" in karvan("kpi", "show", "old").stderr
    assert "did you mean weekly?" in karvan("kpi", "show", "weekl").stderr


def test_before_anything_is_published_the_command_says_so(
    shop: Shop, karvan: Command
) -> None:
    shop.file("kpis/weekly.yml", WEEKLY)
    done = karvan("kpi", "list")
    assert done.exit_code == 1
    assert "nothing is published yet" in done.stderr


def test_the_doctor_names_file_line_and_fix(
    saved: Shop, capsys: pytest.CaptureFixture[str]
) -> None:
    saved.file("kpis/bad.yml", "title: A\nformula: orders\n")
    saved.file("kpis/old.yml", "title: A\nformula: cashback\nowner: me\n")
    with pytest.raises(SystemExit):
        doctor_command()
    said = " ".join(capsys.readouterr().out.split())
    assert "mend kpis/bad.yml: line 1: has no owner → add a line `owner: …`" in said
    assert (
        "mend KPI old: there is no metric cashback (character 1) → change its formula "
        "in kpis/old.yml, or on the page KPIs" in said
    )
    assert "ok KPIs: 1 can be computed" in said
