"""A stretch of firing is told once, reminded of as asked, and told to be over once."""

from datetime import UTC, date, datetime, timedelta
from itertools import groupby, pairwise

from hypothesis import given
from hypothesis import strategies as st

from warehouse.alerts.judging import Judgement, Verdict
from warehouse.alerts.state import AlertState, Decided, Event, step, stretches
from warehouse.settings.alerts import Alert

BEGAN = datetime(2024, 3, 1, tzinfo=UTC)
VERDICTS: list[Verdict] = ["firing", "quiet", "unknown", "broken"]


def alert(remind_after: int | None = None) -> Alert:
    return Alert(
        title="A", kind="threshold", formula="revenue", below=1.0, owner="B",
        remind_after=remind_after,
    )  # fmt: skip


def days(
    verdicts: list[Verdict],
    *,
    remind_after: int | None = None,
    silent: frozenset[int] = frozenset(),
    acknowledged: bool = False,
) -> list[tuple[int, Event]]:
    """Return what is told on which day, if one looks each day."""
    state: AlertState | None = None
    told: list[tuple[int, Event]] = []
    for place, verdict in enumerate(verdicts):
        state, event = step(
            alert(remind_after),
            state,
            Judgement(verdict=verdict),
            BEGAN + timedelta(days=place),
            is_silent=place in silent,
            is_acknowledged=acknowledged,
        )
        if event is not None:
            told.append((place, event))
    return told


rows = st.lists(st.sampled_from(VERDICTS), max_size=40)


@given(rows)
def test_each_stretch_is_told_once_and_over_once(row: list[Verdict]) -> None:
    said = [verdict for verdict in row if verdict in ("firing", "quiet")]
    expected: list[Event] = []
    for verdict, _ in groupby(said):
        if verdict == "firing":
            expected.append("fired")
        elif expected:
            expected.append("resolved")
    assert [event for _, event in days(row)] == expected


@given(rows)
def test_a_replay_finds_the_stretches_that_are_told(row: list[Verdict]) -> None:
    found = stretches([Judgement(verdict=verdict) for verdict in row])
    events = [event for _, event in days(row)]
    assert len(found) == events.count("fired")
    assert sum(one.is_over for one in found) == events.count("resolved")


@given(rows, st.integers(1, 9))
def test_reminders_are_no_closer_than_asked_and_only_while_it_fires(
    row: list[Verdict], remind_after: int
) -> None:
    told = days(row, remind_after=remind_after)
    assert [one for one in told if one[1] != "reminded"] == days(row)
    for (earlier, before), (later, event) in pairwise(told):
        if event == "reminded":
            assert before in ("fired", "reminded")
            assert later - earlier >= remind_after
            assert row[later] == "firing"


@given(rows, st.integers(1, 9))
def test_nothing_that_is_asked_for_is_left_out(
    row: list[Verdict], remind_after: int
) -> None:
    told = dict(days(row, remind_after=remind_after))
    last = None
    for place, verdict in enumerate(row):
        if told.get(place) == "resolved":
            last = None
        elif place in told:
            last = place
        elif verdict == "firing":
            assert last is not None and place - last < remind_after


@given(rows)
def test_who_takes_care_gets_no_reminders(row: list[Verdict]) -> None:
    assert days(row, remind_after=1, acknowledged=True) == days(row)


@given(rows, st.integers(1, 5), st.frozensets(st.integers(0, 39)))
def test_silence_tells_nothing_but_that_what_was_told_is_over(
    row: list[Verdict], remind_after: int, silent: frozenset[int]
) -> None:
    told = days(row, remind_after=remind_after, silent=silent)
    assert all(place not in silent for place, event in told if event != "resolved")
    kinds = [event for _, event in told if event != "reminded"]
    assert kinds[::2] == ["fired"] * len(kinds[::2])
    assert kinds[1::2] == ["resolved"] * len(kinds[1::2])
    # What fires on a day that is not silent is known then.
    for place, verdict in enumerate(row):
        if verdict == "firing" and place not in silent:
            before = [event for day, event in told if day <= place]
            assert before and before[-1] != "resolved"


@given(rows, st.integers(0, 39), st.integers(1, 9))
def test_a_second_look_at_the_same_changes_nothing(
    row: list[Verdict], again: int, remind_after: int
) -> None:
    state = None
    for place, verdict in enumerate(row):
        now = BEGAN + timedelta(days=place)
        rule, found = alert(remind_after), Judgement(verdict=verdict)
        state, _ = step(rule, state, found, now)
        if place == again:
            assert step(rule, state, found, now) == (state, None)


def test_since_is_when_it_was_first_seen_and_what_was_seen_then() -> None:
    first = Judgement(verdict="firing", value=3)
    state, _ = step(alert(), None, first, BEGAN)
    gap = Judgement(verdict="unknown", why="no data")
    state, _ = step(alert(), state, gap, BEGAN + timedelta(1))
    state, _ = step(
        alert(), state, Judgement(verdict="firing", value=2), BEGAN + timedelta(2)
    )
    assert (state.since, state.began, state.told_at) == (BEGAN, first, BEGAN)


def test_muted_is_until_the_day_itself() -> None:
    muted = Decided(muted_until=date(2024, 3, 5))
    assert muted.is_muted(date(2024, 3, 4))
    assert not muted.is_muted(date(2024, 3, 5))
    assert not Decided().is_muted(date(2024, 3, 5))
