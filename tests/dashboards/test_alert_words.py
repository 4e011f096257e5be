"""Sentences on alerts say the value, its period, and what it is held against."""

from datetime import date
from typing import Any

import pytest

from dashboards.alerts.sentences import replay_sentence
from dashboards.alerts.words import judged_words, rule_words
from warehouse.alerts.judging import Judgement
from warehouse.settings.alerts import Alert

DAY = date(2024, 5, 5)


def found(**entries: Any) -> Judgement:
    day = {"verdict": "firing", "first_on": DAY, "last_on": DAY, "unit": "money"}
    return Judgement.model_validate(day | entries)


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        ({"value": 30, "low": 120}, "$30.00 on 5 May 2024, below $120"),
        ({"value": 130, "low": 120}, "$130 on 5 May 2024, not below $120"),
        ({"value": 130, "high": 120}, "$130 on 5 May 2024, above $120"),
        ({"value": 120, "high": 120}, "$120 on 5 May 2024, not above $120"),
        (
            {"value": 110, "low": 100, "high": 120, "usual": 111},
            "$110 on 5 May 2024, between a usual $100 and $120; usual for the weekday: "
            "$111",
        ),
        # What reads alike and is not is written out.
        ({"value": 119.6, "low": 120}, "119.6 on 5 May 2024, below 120"),
        (
            {"value": 0.19997, "low": 0.2, "unit": "ratio"},
            "19.997% on 5 May 2024, below 20%",
        ),
        ({"value": None, "verdict": "unknown", "why": "no data"}, "no data"),
        ({"value": 3, "verdict": "unknown", "why": "too few days"}, "too few days"),
        (
            {
                "value": 80, "low": 100, "chance": 0.12, "subject": "Sales",
                "last_on": date(2024, 5, 31), "first_on": date(2024, 5, 1),
            },
            "Sales in May 2024: $80.00 expected, at least $100 wanted; a chance of 12% "
            "to meet it",
        ),
        (
            {"value": 99, "high": 50, "subject": "Returns"},
            "Returns on 5 May 2024: $99.00, at most $50.00 wanted",
        ),
    ],
)  # fmt: skip
def test_what_was_found_in_words(entries: dict[str, Any], said: str) -> None:
    assert judged_words(found(**entries), "USD") == said


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        (
            {"kind": "threshold", "formula": "orders", "below": 1.0, "above": 9.0,
             "where": "sex = 'f'", "grain": "week"},
            "orders where sex = 'f' by week is below 1 or above 9",
        ),
        (
            {"kind": "anomaly", "formula": "orders", "side": "above"},
            "orders of a day is clearly more than on the same weekdays of 12 weeks "
            "before",
        ),
        (
            {"kind": "anomaly", "formula": "orders", "sensitivity": 2.5},
            "orders of a day is more or less than on the same weekdays of 12 weeks "
            "before, by over 2.5 usual spreads",
        ),
        ({"kind": "goal", "goal": "a"}, "the goal a is more likely missed than met"),
        (
            {"kind": "goal", "goal": "a", "chance_below": 0.3},
            "the chance to meet the goal a is below 30%",
        ),
    ],
)  # fmt: skip
def test_a_rule_in_words(entries: dict[str, Any], said: str) -> None:
    alert = Alert.model_validate({"title": "A", "owner": "B"} | entries)
    assert rule_words(alert, "count", "USD") == said


def test_a_replay_counts_the_last_90_days_of_data_only() -> None:
    def at(day: date, verdict: str) -> Judgement:
        return found(first_on=day, last_on=day, verdict=verdict)

    last = at(date(2024, 6, 30), "quiet")
    # 2 April is the first of the 90 days that end on 30 June.
    before, first = at(date(2024, 4, 1), "firing"), at(date(2024, 4, 2), "firing")
    assert replay_sentence([before, last]) == (
        "This would not have fired in the last 90 days"
    )
    assert replay_sentence([first, last], "A") == (
        "A would have fired once in the last 90 days: 2 Apr 2024"
    )
    assert replay_sentence([at(DAY, "unknown")]) == (
        "This: not enough data in the last 90 days"
    )
    assert replay_sentence([Judgement(verdict="unknown", why="no day")]) == (
        "This: nothing can be said of the past yet"
    )
