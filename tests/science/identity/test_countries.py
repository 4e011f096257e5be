"""Names of countries in any language become their two letters, others stay."""

import pytest

from science.identity.countries import countries, country_code
from science.identity.phones import phones


@pytest.mark.parametrize(
    ("code", "names"),
    [
        (
            "IR",
            ["Iran", "ایران", "IRN", "ir", "364", "Islamic Republic of Iran"],
        ),
        ("AZ", ["Azerbaijan", "Azərbaycan", "Азербайджан", "آذربایجان", "AZE"]),
        ("US", ["United States", "U.S.A.", "usa", "America", "ایالات متحدهٔ امریکا"]),
        ("GB", ["UK", "England", "United Kingdom", "GBR", "Vereinigtes Königreich"]),
        ("DE", ["Germany", "Deutschland", "Almaniya", "آلمان"]),
    ],
)
def test_writings_of_a_country_are_its_two_letters(code: str, names: list[str]) -> None:
    assert {country_code(name) for name in names} == {code}


@pytest.mark.parametrize("text", ["", "-", "EU", "Narnia", "?", "Africa", "001"])
def test_what_is_no_country_has_no_letters(text: str) -> None:
    assert country_code(text) is None


def test_slips_are_corrected_and_strangers_stay() -> None:
    found = countries(["Azerbaijn", "Narnia", "", "uk", "N/A"]).to_pylist()
    assert [(row["place"], row["reason"]) for row in found] == [
        ("AZ", "corrected"),
        ("narnia", "unlisted"),
        (None, "empty"),
        ("GB", "listed"),
        (None, "empty"),
    ]
    assert countries([]).num_rows == 0


def test_a_telephone_number_is_of_the_country_by_name() -> None:
    frame = phones([("050 123 45 67", "Azərbaycan")], "UA")
    assert frame["phone"].to_pylist() == ["+994501234567"]
