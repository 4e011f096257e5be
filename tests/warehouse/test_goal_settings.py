"""A goal is a file: what it may say, and how each slip is told with its line."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import Shop
from warehouse.settings import REPOSITORY, SettingsError, settings
from warehouse.settings.entries import EntryError
from warehouse.settings.entry_writing import save
from warehouse.settings.goals import GOALS, Goal, goal_files
from warehouse.settings.sections import Shop as ShopSection

MONTHLY = """\
# Reviewed.
title: Revenue
formula: revenue
where: department = 'GROCERY'
grain: month
target: 1_000
targets:
  2024-12-01: 1500  # the strongest month
direction: up
audience: CEO
owner: Sales
"""


def test_a_file_says_a_goal_of_each_month() -> None:
    goal = GOALS.parse(MONTHLY)
    assert (goal.grain, goal.direction, goal.audience) == ("month", "up", ("CEO",))
    assert goal.target_of(date(2024, 12, 1)) == 1500
    assert goal.target_of(date(2024, 11, 1)) == 1000


def test_a_stretch_of_days_is_one_goal() -> None:
    text = "title: A\nformula: orders\nstarts_on: 2024-11-01\nends_on: 2025-01-31\n"
    goal = GOALS.parse(text + "target: 10\nowner: B\n")
    assert (goal.starts_on, goal.ends_on) == (date(2024, 11, 1), date(2025, 1, 31))
    assert goal.grain is None


def test_a_period_without_a_target_has_none() -> None:
    text = "title: A\nformula: b\nowner: C\ngrain: week\ntargets: {2024-01-01: 5}\n"
    goal = GOALS.parse(text)
    assert goal.target_of(date(2024, 1, 1)) == 5
    assert goal.target_of(date(2024, 1, 8)) is None


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ("target: 5", "it has no period; add `grain: month`, or starts_on and ends_on"),
        ("target: 5\nstarts_on: 2024-01-01", "it has no period; add"),
        ("grain: month", "it has no target; add a line `target: …`"),
        ("grain: month\ntargets: {}", "it has no target"),
        ("grain: hour\ntarget: 5", "line 4: grain is not 'day', "),
        ("grain: month\ntarget: much", "line 5: target is no number; write one"),
        ("grain: month\ntarget: .nan", "line 5: target is no number"),
        (
            "grain: month\ntarget: 5\nends_on: 2024-01-01",
            "grain and starts_on or ends_on say two periods; keep one of them",
        ),
        (
            "target: 5\nstarts_on: 2024-02-01\nends_on: 2024-01-01",
            "starts_on is after ends_on; write the earlier day first",
        ),
        (
            "target: 5\nstarts_on: soon\nends_on: 2024-01-01",
            "line 5: starts_on is no day; write one, such as 2026-01-31",
        ),
        (
            "targets: {2024-01-01: 5}\nstarts_on: 2024-01-01\nends_on: 2024-01-02",
            "a stretch of days has one target; add `target` alone",
        ),
        ("grain: month\ntargets: {soon: 5}", "targets.soon"),
        ("grain: month\ntargets:\n  2024-01-01: much", "is no number; write one"),
        ("grain: month\ntarget: 5\ndirection: none", "line 6: direction is not 'up'"),
        ("grain: month\ntarget: 5\nratget: 6", "line 6: there is no entry ratget"),
    ],
)
def test_a_slip_is_told_with_its_fix(more: str, words: str) -> None:
    with pytest.raises(EntryError) as caught:
        GOALS.parse(f"title: A\nformula: b\nowner: C\n{more}\n")
    assert words in str(caught.value)


def test_the_goals_of_the_demo_are_goals() -> None:
    saved, faults = GOALS.read_all(REPOSITORY / "workspace" / "goals")
    assert faults == []
    assert len(saved) == 2


def test_a_changed_target_keeps_what_an_analyst_wrote(tmp_path: Path) -> None:
    path = tmp_path / "revenue.yml"
    path.write_text(MONTHLY)
    seen = GOALS.read(path)
    changed = seen.content.model_copy(update={"target": 2000.0})
    saved = save(GOALS, tmp_path, "revenue", changed, seen)
    assert saved.text == MONTHLY.replace("1_000", "2000")
    assert GOALS.read(path).content == changed


@given(
    st.dictionaries(st.dates(), st.floats(-1e12, 1e12), max_size=3),
    st.floats(-1e12, 1e12),
    st.text(min_size=1, max_size=20),
)
def test_what_is_saved_is_read_again(targets, target, note) -> None:
    goal = Goal.model_validate(
        {
            "title": "A", "formula": "orders", "grain": "month", "owner": "B",
            "target": target, "targets": targets, "note": f"n{note}".strip(),
        }
    )  # fmt: skip
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as name:
        saved = save(GOALS, Path(name), "a", goal)
        assert GOALS.read(saved.path).content == goal


def test_a_file_of_goals_has_a_hash_of_what_it_says(tmp_path: Path) -> None:
    assert goal_files(tmp_path / "goals") == {}
    (tmp_path / "a.yml").write_text("x")
    before = goal_files(tmp_path)
    (tmp_path / "b.yml").write_text("{")
    (tmp_path / ".a.yml").write_text("x")
    assert goal_files(tmp_path).keys() == {"a", "b"}
    (tmp_path / "a.yml").write_text("y")
    assert goal_files(tmp_path)["a"] != before["a"]


def test_a_shop_works_each_day_unless_it_says_so(shop: Shop) -> None:
    sunday, monday = date(2024, 3, 31), date(2024, 4, 1)
    assert ShopSection().works_on(sunday)
    shop.write(
        '[shop]\nworking_days = ["monday", "sunday"]\nclosed_on = ["2024-03-31"]\n'
    )
    assert not settings().shop.works_on(sunday)
    assert settings().shop.works_on(monday)
    assert not settings().shop.works_on(date(2024, 4, 2))


@pytest.mark.parametrize("line", ["working_days = []", 'working_days = ["someday"]'])
def test_working_days_that_are_none_are_told(shop: Shop, line: str) -> None:
    shop.write(f"[shop]\n{line}\n")
    with pytest.raises(SettingsError, match="working_days"):
        settings()
