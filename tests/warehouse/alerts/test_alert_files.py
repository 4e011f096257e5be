"""What a file of ``alerts/`` may say, and how it is told what is wrong."""

import pytest
import yaml

from tests.conftest import Shop
from warehouse.settings.alerts import ALERTS, Alert
from warehouse.settings.entries import EntryError
from warehouse.settings.entry_writing import save

THRESHOLD = {
    "title": "A", "kind": "threshold", "formula": "revenue", "below": 120, "owner": "B",
}  # fmt: skip
ANOMALY = {"title": "A", "kind": "anomaly", "formula": "revenue", "owner": "B"}
GOAL = {"title": "A", "kind": "goal", "goal": "sales", "owner": "B"}


def parsed(**entries: object) -> Alert:
    written = {name: value for name, value in entries.items() if value is not None}
    return ALERTS.parse(yaml.safe_dump(written, sort_keys=False))


@pytest.mark.parametrize("entries", [THRESHOLD, ANOMALY, GOAL])
def test_each_kind_is_read_and_written_as_it_was(
    shop: Shop, entries: dict[str, object]
) -> None:
    alert = parsed(**entries)
    saved = save(ALERTS, shop.workspace / "alerts", "one", alert)
    assert yaml.safe_load(saved.text) == entries
    assert ALERTS.read(saved.path).content == alert


def test_what_is_left_out_is_by_day_on_both_sides_and_to_all() -> None:
    alert = parsed(**ANOMALY)
    assert (alert.period, alert.spreads, alert.to) == ("day", 4.0, ())
    assert parsed(**ANOMALY, sensitivity=2.5).spreads == 2.5
    assert parsed(**GOAL, to="e-mail").to == ("e-mail",)


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        (THRESHOLD | {"below": None}, "there is no threshold; add a line `below:`"),
        (THRESHOLD | {"above": 100}, "above is less than below, so all would be told"),
        (THRESHOLD | {"formula": None}, "there is no formula; add a line such as"),
        (THRESHOLD | {"below": "low"}, "line 4: below is no number; write one"),
        (
            THRESHOLD | {"sensitivity": "high"},
            "kind threshold has no entry sensitivity",
        ),
        (THRESHOLD | {"below": float("nan")}, "below is no number"),
        (ANOMALY | {"above": 3}, "an alert of kind anomaly has no entry above"),
        (ANOMALY | {"sensitivity": 0.5}, "sensitivity is not from 1 to 100"),
        (ANOMALY | {"sensitivity": "very"}, "sensitivity is not 'low', 'medium' or"),
        (ANOMALY | {"side": "left"}, "side is not 'below', 'above' or 'both'"),
        (ANOMALY | {"grain": "week"}, "kind anomaly has no entry grain"),
        (GOAL | {"goal": None}, "there is no goal; add a line `goal:`"),
        (GOAL | {"goal": "../x"}, "'../x' is no name of a goal"),
        (GOAL | {"chance_below": 30}, "line 5: chance_below"),
        (GOAL | {"to": "ann"}, "line 5: to: 'ann' is no way of telling; write webhook"),
        (GOAL | {"to": ["https://example.org/x"]}, "is no way of telling"),
        (GOAL | {"kind": "gaol"}, "line 2: kind is not 'threshold', 'anomaly' or"),
        (GOAL | {"remind_after": 0}, "line 5: remind_after"),
        (GOAL | {"owner": None}, "line 1: has no owner; add a line `owner: …`"),
        (GOAL | {"until": 1}, "line 5: there is no entry until"),
    ],
)
def test_what_is_wrong_is_one_sentence_with_its_line(
    entries: dict[str, object], said: str
) -> None:
    with pytest.raises(EntryError) as found:
        parsed(**entries)
    assert said in str(found.value)
    assert "\n" not in str(found.value)
