"""Titles that carry the answer on an alert: what a replay of its past comes to."""

from collections.abc import Sequence
from datetime import date, timedelta

from dashboards.formats import days
from warehouse.alerts.judging import Judgement
from warehouse.alerts.state import stretches

REPLAYED_DAYS = 90
_NAMED = 5


def replay_sentence(judgements: Sequence[Judgement], subject: str = "This") -> str:
    """Return how often an alert would have fired in the last 90 days of data, and when.

    Where no period of these days could be judged it says that.
    """
    dated = [one for one in judgements if one.last_on is not None]
    if not dated:
        return f"{subject}: nothing can be said of the past yet"
    after = _last(dated) - timedelta(days=REPLAYED_DAYS)
    lately = [one for one in dated if one.last_on is not None and one.last_on > after]
    if all(one.verdict in ("unknown", "broken") for one in lately):
        return f"{subject}: not enough data in the last {REPLAYED_DAYS} days"
    found = stretches(lately)
    if not found:
        return f"{subject} would not have fired in the last {REPLAYED_DAYS} days"
    times = {1: "once", 2: "twice"}.get(len(found), f"{len(found)} times")
    said = f"{subject} would have fired {times} in the last {REPLAYED_DAYS} days"
    spans = [
        days(one.first.first_on, one.last.last_on)
        for one in found[-_NAMED:]
        if one.first.first_on is not None and one.last.last_on is not None
    ]
    more = "the last ones " if len(found) > _NAMED else ""
    return f"{said}: {more}{'; '.join(spans)}"


def _last(dated: Sequence[Judgement]) -> date:
    return max(one.last_on for one in dated if one.last_on is not None)
