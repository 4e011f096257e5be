"""Writings of one name fold together, those of others do not."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from science.identity.names import consonants, fold, names


@pytest.mark.parametrize(
    ("writings", "folded"),
    [
        (["كريم", "کریم", "ک‌ریم", "کـریم"], "krim"),
        (["Əliyev", "əliyev", "ƏLİYEV", "Eliyev"], "eliyev"),
        (["IŞIK", "ışık", "Işık", "isik"], "isik"),
        (["İsmayıl", "ismayil", "ISMAYIL"], "ismayil"),
        (["Çağla Öztürk", "cagla  ozturk", "Çağla-Öztürk"], "cagla ozturk"),
        (["O'Brien", "OBrien", "o`brien"], "obrien"),
        (["José", "Jose\u0301", "JOSE"], "jose"),
        (["Straße ۱۲", "STRASSE ١٢", "strasse 12"], "strasse 12"),
        (["Иванов"], "ivanov"),
        (["", " - ", "\u200c"], ""),
    ],
)
def test_writings_of_one_text_fold_to_one(writings: list[str], folded: str) -> None:
    assert {fold(text) for text in writings} == {folded}


@pytest.mark.parametrize(
    "writings",
    [
        ["Mohammad", "Muhammed", "Mohamad", "محمد"],
        ["Hossein", "Husein", "حسین"],
        ["Fatemeh", "Fatima", "فاطمه"],
        ["Karimi", "Kerimi", "کریمی", "كريمي"],
        ["Zahra", "Zehra", "زهرا"],
        ["Sohrab", "Suhrab", "سهراب"],
        ["Tahmineh", "Tehmine", "تهمینه"],
    ],
)
def test_transliterations_of_a_name_share_their_consonants(writings: list[str]) -> None:
    assert len({consonants(fold(text)) for text in writings}) == 1


def test_other_names_have_other_consonants() -> None:
    keys = {consonants(fold(text)) for text in ("محمد", "احمد", "حمید", "حسین")}
    assert len(keys) == 4


@settings(deadline=None)
@given(st.text())
def test_a_folded_text_is_plain_and_folds_to_itself(text: str) -> None:
    folded = fold(text)
    assert fold(folded) == folded
    assert folded.isascii()
    assert folded == " ".join(folded.split()).lower()


@settings(deadline=None)
@given(st.text())
def test_how_unicode_composes_letters_does_not_matter(text: str) -> None:
    assert fold(unicodedata.normalize("NFC", text)) == fold(
        unicodedata.normalize("NFD", text)
    )


def test_placeholders_are_no_names() -> None:
    frame = names(["N/A", "Test", "Unknown", "Ali", "A."])
    assert frame["name"].to_pylist() == [None, None, None, "ali", "a"]
    assert frame["name_key"].to_pylist() == [None, None, None, "al", None]


def test_no_values_give_an_empty_frame() -> None:
    assert names([]).num_rows == 0
