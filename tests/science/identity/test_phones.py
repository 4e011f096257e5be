"""Writings of one number become one, whatever digits and country they are in."""

import phonenumbers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from science.identity.phones import phone, phones

REGIONS = sorted(
    region
    for region in phonenumbers.SUPPORTED_REGIONS
    if (number := phonenumbers.example_number(region))
    and len(str(number.national_number)) > 5
)
"""All but islands whose numbers are shorter than any that is taken for one."""


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("0912 345 6789", "IR"),
        ("۰۹۱۲۳۴۵۶۷۸۹", "IR"),
        ("٠٩١٢-٣٤٥-٦٧٨٩", "IR"),
        ("+98 (912) 345-6789", None),
        ("0098 912 345 6789", "IR"),
        ("＋９８９１２３４５６７８９", "DE"),
    ],
)
def test_writings_of_one_number_are_one(text: str, region: str | None) -> None:
    assert phone(text, region) == ("+989123456789", None)


@pytest.mark.parametrize("text", ["", "-", "12345", "0000000000", "1111111", "n/a"])
def test_placeholders_are_no_numbers(text: str) -> None:
    assert phone(text, "IR")[0] is None


def test_a_number_that_cannot_be_keeps_its_digits() -> None:
    found, problem = phone("091234567891234567", "IR")
    assert found == "91234567891234567"
    assert problem


def test_the_country_beside_a_number_goes_before_the_default() -> None:
    frame = phones(
        [("050 123 45 67", "AZ"), ("050 123 45 67", None), ("050 123 45 67", "Baku")],
        "UA",
    )
    assert frame["phone"].to_pylist() == [
        "+994501234567",
        "+380501234567",
        "+380501234567",
    ]


def test_with_and_without_the_country_a_number_has_one_key() -> None:
    frame = phones([("09123456789", None), ("+989123456789", None)], None)
    assert set(frame["phone_key"].to_pylist()) == {"9123456789"}


@settings(deadline=None)
@given(st.sampled_from(REGIONS))
def test_national_and_international_writings_of_a_number_are_one(region: str) -> None:
    number = phonenumbers.example_number(region)
    assert number is not None
    written = {
        phone(phonenumbers.format_number(number, form), region)[0]
        for form in (
            phonenumbers.PhoneNumberFormat.E164,
            phonenumbers.PhoneNumberFormat.INTERNATIONAL,
            phonenumbers.PhoneNumberFormat.NATIONAL,
        )
    }
    assert len(written) == 1


@settings(deadline=None)
@given(st.text(max_size=30), st.sampled_from(["IR", "AZ", "US", None]))
def test_any_text_gives_an_answer(text: str, region: str | None) -> None:
    found, problem = phone(text, region)
    assert found is not None or problem
