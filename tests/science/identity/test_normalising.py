"""Contacts in one form, whatever way they are written."""

import pyarrow as pa
import pytest

from science.identity.normalising import normalised


@pytest.mark.parametrize(
    "writings",
    [
        ["12 Main St.", "12 MAIN STREET", "12, main str"],
        ["28 May küç. 5", "28 may kucesi 5", "28 May küçə 5"],
        ["خیابان آزادی، کوچه ۵", "خيابان آزادي كوچه 5"],
    ],
)
def test_writings_of_an_address_are_one(writings: list[str]) -> None:
    rows = [{"contact_id": str(n), "address": one} for n, one in enumerate(writings)]
    assert len(set(normalised(pa.Table.from_pylist(rows))["address"].to_pylist())) == 1


def test_a_street_and_an_alley_are_one_in_persian_and_english() -> None:
    rows = [
        {"contact_id": "fa", "address": "خیابان بابک کوچه ۵"},
        {"contact_id": "en", "address": "st. Babk, alley 5"},
    ]
    found = normalised(pa.Table.from_pylist(rows))["address"].to_pylist()
    assert found == ["street babk alley 5"] * 2
