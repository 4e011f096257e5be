"""Slips are corrected, strangers and doubts are left."""

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from science.identity.gazetteer import gazetteer, spellings
from science.identity.places import corrected, corrected_within

CITIES = ["Bakı", "Gəncə", "Sumqayıt", "تهران", "اصفهان", "Tabriz", "Tabris"]


def answers(*texts: str, places: list[str] | None = None) -> list[tuple[str, str]]:
    """Return place and reason of each text."""
    frame = corrected(texts, CITIES if places is None else places)
    return [(row["place"], row["reason"]) for row in frame.to_pylist()]


def test_a_slip_becomes_the_place_that_it_means() -> None:
    assert answers("Sumqayt", "isfahan", "اصفهن") == [
        ("sumqayit", "corrected"),
        ("isfahan", "unlisted"),
        ("asfhan", "corrected"),
    ]


def test_what_is_listed_is_itself_in_any_writing() -> None:
    assert answers("BAKI", "gence", "تهران") == [
        ("baki", "listed"),
        ("gence", "listed"),
        ("thran", "listed"),
    ]


def test_between_two_places_none_is_chosen() -> None:
    assert answers("Tabrix") == [("tabrix", "between two")]


def test_strangers_and_nothing_stay_so() -> None:
    assert answers("Reykjavik", "", places=CITIES) == [
        ("reykjavik", "unlisted"),
        (None, "empty"),
    ]
    assert answers("Baku", places=[]) == [("baku", "unlisted")]
    assert answers() == []


@settings(deadline=None)
@given(
    st.lists(st.text("abcdef", min_size=1, max_size=9), max_size=8),
    st.lists(st.text("abcdef", min_size=1, max_size=9), max_size=8),
)
def test_a_place_is_always_listed_or_the_text_itself(
    texts: list[str], places: list[str]
) -> None:
    for row in corrected(texts, places).to_pylist():
        if row["reason"] in ("listed", "corrected"):
            assert row["place"] in places
            assert row["likeness"] >= 0.8
        else:
            assert row["place"] == row["value"]
            assert row["place"] not in places


@settings(deadline=None)
@given(st.lists(st.text("abcdef", min_size=1, max_size=9), min_size=2, unique=True))
def test_the_order_of_the_list_does_not_matter(places: list[str]) -> None:
    texts = [place + "a" for place in places]
    assert corrected(texts, places).equals(corrected(texts, places[::-1]))


LISTED = pa.table(
    {
        "city": ["Bakı", "Tabriz", "Tehran", None],
        "region": ["Abşeron", None, "Tehran", "Fars"],
        "country": ["Azerbaijan", "IR", "Iran", "IR"],
    }
)


def test_a_slip_is_corrected_by_the_places_of_its_own_country() -> None:
    cities = gazetteer(LISTED)["city"]
    assert cities == {"AZ": ["Bakı"], "IR": ["Tabriz", "Tehran"]}
    written = [("Tabrz", "IR"), ("Tabrz", "AZ"), ("Tabrz", None), ("Tabrz", "TR")]
    found = corrected_within(written, cities).to_pylist()
    assert {(row["country"], row["place"]) for row in found} == {
        ("IR", "tabriz"), ("AZ", "tabrz"), (None, "tabrz"), ("TR", "tabrz"),
    }  # fmt: skip


def test_of_one_country_alone_a_place_without_one_is_too() -> None:
    only = {"IR": ["Tabriz"]}
    written = [("Tabrz", None), ("Tabrz", "TR")]
    found = corrected_within(written, only)["place"].to_pylist()
    assert found == ["tabriz", "tabrz"]
    assert corrected_within([], only).num_rows == 0
    assert corrected_within(written, {})["place"].to_pylist() == ["tabrz", "tabrz"]


def test_a_place_is_told_as_its_list_writes_it() -> None:
    listed = spellings({"city": {"AZ": ["Gəncə", "Gence"], "IR": ["Gence"]}})
    found = [tuple(row.values()) for row in listed.to_pylist()]
    assert [row for row in found if row[0] == "city"] == [
        ("city", "AZ", "gence", "Gəncə"),
        ("city", "IR", "gence", "Gence"),
    ]
    assert ("country", "AZ", "AZ", "Azerbaijan") in found
    assert set(spellings({})["kind"].to_pylist()) == {"country"}
