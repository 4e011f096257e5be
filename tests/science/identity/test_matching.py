"""Contacts of one person are found, others are not, and each weight is explained."""

import json

import pyarrow as pa
import pytest

from science.identity.blocking import Budget
from science.identity.matching import Matches, Thresholds, match

FIRST = ["Aysel", "Leyla", "Murad", "Kamran", "Nigar", "Rashad", "Sevda", "Tural",
         "Zeynab", "Hossein", "Maryam", "Reza", "Shirin", "Dara", "Pari"]  # fmt: skip
LAST = ["Aliyev", "Mammadov", "Hasanov", "Karimi", "Ahmadi", "Rezaei", "Moradi",
        "Guliyev", "Jafari", "Huseynov", "Tehrani"]  # fmt: skip
CITIES = ["Baku", "Ganja", "Tehran", "Tabriz", "Shiraz"]


def person(number: int) -> dict[str, str | None]:
    """Return one of 165 people without a double."""
    first, last = FIRST[number % 15], LAST[number % 11]
    month = number % 12 + 1
    return {
        "contact_id": f"p{number:03}",
        "first_name": first,
        "last_name": last,
        "birth_date": f"{1950 + number * 7 % 50}-{month:02}-{number % 28 + 1:02}",
        "email": f"{first}{number * 37}@example.org".lower(),
        "phone": f"050{1_000_000 + number * 7919}",
        "city": CITIES[number * 3 % 5],
    }  # fmt: skip


def contacts(*more: dict[str, str | None]) -> pa.Table:
    """Return 165 people and contacts besides."""
    return pa.Table.from_pylist([*map(person, range(165)), *more])


def people(found: Matches) -> dict[str, str]:
    """Return the person of each contact."""
    return {row["contact_id"]: row["person"] for row in found.people.to_pylist()}


DOUBLES = [
    person(3) | {"contact_id": "x3", "phone": "+994 50 102 37 57", "email": None},
    person(8) | {"contact_id": "x8", "first_name": "زینب", "phone": None},
    person(20) | {"contact_id": "x20", "birth_date": "19901108", "city": "Gence"},
    person(31) | {"contact_id": "x31", "last_name": "Huseynova", "email": None},
]


def test_contacts_of_one_person_are_found_and_no_others() -> None:
    found = people(match(contacts(*DOUBLES), region="AZ"))
    merged = {contact: who for contact, who in found.items() if contact != who}
    assert merged == {"x3": "p003", "x8": "p008", "x20": "p020", "x31": "p031"}


def test_the_order_of_contacts_changes_nothing() -> None:
    rows = contacts(*DOUBLES)
    turned = rows.take(list(range(rows.num_rows))[::-1])
    assert match(rows) == match(turned)


def test_the_bars_of_a_pair_add_up_to_its_weight() -> None:
    found = match(contacts(*DOUBLES), Thresholds(review=-20)).pairs.to_pylist()
    assert found
    for pair in found:
        bars = json.loads(pair["explanation"])
        total = sum(bar["weight"] + bar["frequency_weight"] for bar in bars)
        assert total == pytest.approx(pair["weight"], abs=1e-9)
        assert bars[0]["column"] == "prior"
        assert bars[-1]["weight"] <= 0


def test_an_explanation_names_what_was_alike() -> None:
    [pair] = [
        pair
        for pair in match(contacts(*DOUBLES), region="AZ").pairs.to_pylist()
        if pair["right_contact_id"] == "x31"
    ]
    levels = {bar["column"]: bar["level"] for bar in json.loads(pair["explanation"])}
    assert pair["left_contact_id"] == "p031"
    assert pair["decision"] == "merge"
    assert levels["first_name"] == levels["birth_date"] == "same"
    assert levels["last_name"] == "nearly the same"
    assert levels["email"] == "missing"


def test_a_mailbox_of_many_people_names_nobody() -> None:
    office = [
        person(number) | {"contact_id": f"o{number}", "email": "office@example.org"}
        | {"phone": None, "birth_date": None, "last_name": None}
        for number in range(100, 106)
    ]  # fmt: skip
    found = match(contacts(*office))
    [taken] = found.taken_out.to_pylist()
    assert taken == {
        "kind": "email",
        "value": "office@example.org",
        "contacts": 6,
        "names": 6,
    }
    assert len({people(found)[row["contact_id"] or ""] for row in office}) == 6
    allowed = match(contacts(*office), Thresholds(names_per_identifier=6))
    assert allowed.taken_out.num_rows == 0


def test_blocking_finds_what_comparing_all_pairs_finds() -> None:
    few = Thresholds(budget=Budget(whole=0, least=6_000))
    assert people(match(contacts(*DOUBLES), few, region="AZ")) == people(
        match(contacts(*DOUBLES), region="AZ")
    )


def test_more_contacts_than_a_person_has_are_held() -> None:
    same = [person(7) | {"contact_id": f"s{number}"} for number in range(6)]
    found = match(contacts(*same), Thresholds(largest=5))
    held = {row["contact_id"] for row in found.people.to_pylist() if row["is_held"]}
    assert held == {"p007", *(row["contact_id"] for row in same)}
    assert all(people(found)[contact] == contact for contact in held)
    assert {pair["decision"] for pair in found.pairs.to_pylist()} >= {"held"}


@pytest.mark.parametrize("rows", [0, 1, 2])
def test_of_hardly_any_contacts_nobody_is_merged(rows: int) -> None:
    found = match(contacts().slice(0, rows))
    assert found.people["person"].to_pylist() == [f"p{n:03}" for n in range(rows)]
    assert found.pairs.num_rows == 0


def test_contacts_that_only_have_an_id_are_nobody_else() -> None:
    found = match(pa.table({"contact_id": ["b", "a"]}))
    assert people(found) == {"a": "a", "b": "b"}


def test_what_cannot_be_matched_is_refused() -> None:
    with pytest.raises(ValueError, match="contact_id"):
        match(pa.table({"email": ["a@b.az"]}))
    with pytest.raises(ValueError, match="address"):
        match(contacts(), places={"address": ["Baku"]})


@pytest.mark.parametrize(("copies", "people_found"), [(2, 1), (20, 1), (6, 6)])
def test_copies_of_one_record_are_one_person(copies: int, people_found: int) -> None:
    rows = [person(7) | {"contact_id": f"s{number}"} for number in range(copies)]
    found = match(
        pa.Table.from_pylist(rows), Thresholds(largest=copies - (copies == 6))
    )
    assert len(set(people(found).values())) == people_found
    assert found.pairs.num_rows == copies - 1
    decision = "held" if people_found > 1 else "merge"
    assert set(found.pairs["decision"].to_pylist()) == {decision}
    [bars] = set(found.pairs["explanation"].to_pylist())
    assert sum(bar["weight"] for bar in json.loads(bars)) == Thresholds().merge


def test_copies_that_say_hardly_anything_are_nobody() -> None:
    rows = [{"contact_id": str(n), "first_name": "Ali", "city": "Baku"} for n in (1, 2)]
    assert len(people(match(pa.Table.from_pylist(rows)))) == 2
    assert match(pa.Table.from_pylist(rows)).pairs.num_rows == 0


def test_misspelt_places_are_corrected_and_told() -> None:
    rows = [
        person(number) | {"city": "Bakuu" if number < 3 else "Baku", "country": country}
        for number, country in enumerate(["Azerbaijn", "AZ", "Iran"] + ["AZ"] * 40)
    ]
    found = match(pa.Table.from_pylist(rows), places={"city": {"AZ": ["Baku"]}})
    assert found.corrected.to_pylist() == [
        {"kind": "city", "value": "Bakuu", "becomes": "baku", "contacts": 2},
        {"kind": "country", "value": "Azerbaijn", "becomes": "AZ", "contacts": 1},
    ]
