"""After a change the answer is that of matching everything with the same model."""

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pyarrow as pa
import pytest

from science.identity.blocking import Budget
from science.identity.keeping import from_text
from science.identity.matching import Matches, Thresholds, match
from science.identity.rematching import Before, Matched, rematch
from tests.science.identity.test_matching import DOUBLES, contacts, person

NOW = datetime(2026, 11, 26, tzinfo=UTC)
Row = dict[str, Any]


def again(
    found: Matched, rows: pa.Table, thresholds: Thresholds | None = None, **told: Any
) -> Matched:
    """Match changed contacts."""
    return rematch(
        Before.of(found), rows, thresholds, **({"now": NOW, "region": "AZ"} | told)
    )


def anew(found: Matched, rows: pa.Table, thresholds: Thresholds | None) -> Matches:
    """Match all contacts with the model that was learnt."""
    model = from_text(found.model)
    return match(rows, thresholds, region="AZ", model=model)


def changed(rows: list[Row], chance: Random) -> list[Row]:
    """Return contacts of which some left, came, or were changed."""
    rows = [row for row in rows if chance.random() > 0.02]
    for place in chance.sample(range(len(rows)), 6):
        other = chance.choice(rows)
        column = chance.choice(["first_name", "last_name", "email", "phone", "city"])
        rows[place] = rows[place] | {column: other[column]}
    for number in range(3):
        like = chance.choice(rows)
        name = chance.choice(rows)["first_name"]
        new = {"contact_id": f"n{chance.randrange(10**6)}-{number}", "first_name": name}
        rows.append(like | new)
    # A mailbox that some days is of many, and some days of few.
    crowd = chance.choice([0, 3, 7])
    for place in range(crowd):
        rows[place * 9] = rows[place * 9] | {"email": "office@example.org"}
    return rows


@pytest.mark.parametrize("budget", [Budget(), Budget(whole=0, least=6_000)])
@pytest.mark.parametrize("seed", range(2))
def test_days_of_changes_give_what_matching_everything_gives(
    seed: int, budget: Budget
) -> None:
    chance = Random(seed)
    limits = Thresholds(budget=budget)
    table = contacts(*DOUBLES)
    found = rematch(None, table, limits, now=NOW, region="AZ")
    assert found.learnt == "there is no model"
    assert found.matches == match(table, limits, region="AZ")
    for _ in range(3):
        rows = changed(table.to_pylist(), chance)
        table = pa.Table.from_pylist(rows, schema=table.schema)
        found = again(found, table, limits)
        assert found.learnt is None
        assert found.touched < 40
        assert found.matches == anew(found, table, limits)


def test_without_a_change_nothing_is_compared() -> None:
    table = contacts(*DOUBLES)
    first = rematch(None, table, now=NOW, region="AZ")
    second = again(first, table.take(list(range(table.num_rows))[::-1]))
    assert second.touched == 0
    assert second.matches == first.matches
    assert second.forms == first.forms


def test_a_model_is_learnt_anew_for_a_reason() -> None:
    table = contacts(*DOUBLES)
    first = rematch(None, table, now=NOW, region="AZ")
    more = contacts(*DOUBLES, *(person(n) | {"contact_id": f"y{n}"} for n in range(40)))
    assert again(first, table, now=NOW + timedelta(days=29)).learnt is None
    assert "30 days" in (again(first, table, now=NOW + timedelta(days=31)).learnt or "")
    assert again(first, more).learnt == "it was learnt from 169 contacts"
    for found in (
        again(first, table, region="TR"),
        again(first, table, Thresholds(review=1)),
        again(first, table, places={"city": ["Baku"]}),
    ):
        assert found.learnt == "the settings changed"


def test_what_an_older_version_normalised_is_made_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    table = contacts(*DOUBLES)
    with monkeypatch.context() as before:
        before.setattr("science.identity.rematching.FORMS", 0)
        first = rematch(None, table, now=NOW, region="AZ")
    assert again(first, table).learnt == "the settings changed"


def test_forms_of_other_settings_are_made_anew() -> None:
    table = contacts(*DOUBLES)
    first = rematch(None, table, now=NOW, region="AZ")
    turkish = again(first, table, region="TR")
    assert turkish.forms == rematch(None, table, now=NOW, region="TR").forms
    assert turkish.forms != first.forms


@pytest.mark.parametrize("rows", [0, 1])
def test_of_hardly_any_contacts_nothing_is_learnt(rows: int) -> None:
    table = contacts().slice(0, rows)
    found = again(rematch(None, table, now=NOW), table)
    assert found.model == ""
    assert found.learnt == "there is no model"
    assert found.matches.people.num_rows == rows


def test_a_value_that_suddenly_everybody_has_is_learnt_anew() -> None:
    limits = Thresholds(budget=Budget(whole=0, least=3_000, pairs_per_contact=1))
    table = contacts(*DOUBLES)
    first = rematch(None, table, limits, now=NOW, region="AZ")
    rows = [row | {"last_name": "Unbekannt"} for row in table.to_pylist()]
    same = pa.Table.from_pylist(rows, schema=table.schema)
    assert again(first, same, limits).learnt == "too many contacts share a key"
