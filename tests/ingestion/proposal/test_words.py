"""Names become words, whatever language and spelling they are in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingestion.proposal.words import words


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("CustomerID", "customer id"),
        ("customer_id", "customer id"),
        ("customerid", "customer id"),
        ("Customer Number", "customer id"),
        ("CUST_NO", "customer id"),
        ("KundenNr", "customer id"),
        ("Kundennummer", "customer id"),
        ("MüşteriNo", "customer id"),
        ("MÜŞTERİ_NO", "customer id"),
        ("Müştəri kodu", "customer id"),
        ("code_moshtari", "id customer"),
        ("id_cliente", "id customer"),
        ("Bestelldatum", "order date"),
        ("geaendert_am", "update date"),
        ("geändert am", "update date"),
        ("Auftraege", "order"),
        ("SiparişTarihi", "order date"),
        ("fecha_pedido", "date order"),
        ("tarikh_sefaresh", "date order"),
        ("UnitPrice", "unit price"),
        ("unitprice", "unit price"),
        ("E-Mail", "email"),
        ("e_mail", "email"),
        ("eMail", "email"),
        ("Straße", "address"),
        ("dob", "birth"),
        ("orders", "order"),
        ("address", "address"),
        ("status", "status"),
        ("HTTPStatusCode", "http status id"),
        ("line2", "line 2"),
        ("order__date", "order date"),
        ("---", ""),
        ("", ""),
    ],
)
def test_a_name_is_words(name: str, expected: str) -> None:
    assert " ".join(words(name)) == expected


@given(st.text(max_size=40))
def test_any_name_is_words_of_letters_or_digits(name: str) -> None:
    assert all(word.isalnum() for word in words(name))


@given(st.text(max_size=40))
def test_spaces_around_a_name_change_nothing(name: str) -> None:
    assert words(f"  {name} _ ") == words(name)
