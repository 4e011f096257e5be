"""Finding a customer, in a shop of four people (`tiny_people.PEOPLE`)."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.dashboards.conftest import Open
from tests.dashboards.tiny_people import PEOPLE
from tests.dashboards.tiny_shop import SCORES, TWO_PERIODS, publish_shop


def found(app: AppTest) -> list[str]:
    """Return who a search lists."""
    return [
        button.key.removeprefix("open_")
        for button in app.button
        if button.key and button.key.startswith("open_")
    ]


def test_without_words_those_with_most_revenue_are_listed(people: Open) -> None:
    app = people("customer")

    assert app.subheader[0].value == "Most revenue"
    assert found(app) == ["ann", "bob", "cal", "c_lead"]


@pytest.mark.parametrize(
    ("words", "who"),
    [
        ("arch", ["ann"]),  # a part of the name
        ("archer ANN", ["ann"]),  # in any order
        ("N@X.org", ["ann"]),  # a part of the address
        ("0161 496-0001", ["ann"]),  # as it is dialled at home
        ("+44 (161) 496", ["ann"]),
        ("anna", ["ann"]),  # an id that was merged
        ("leila", ["c_lead"]),  # without accents
        ("Aliyeva", ["c_lead"]),  # as it sounds
        ("leila aliyeva", ["c_lead"]),
        ("لیلا Əliyeva", []),  # no letter of the first name is there
        ("c_lead", ["c_lead"]),
        ("ann bob", []),
        ("100%' or 1=1 --", []),
        ("--", []),
    ],
)
def test_customers_are_found_by_a_part_of_what_is_known(
    people: Open, words: str, who: list[str]
) -> None:
    app = people("customer")

    app.text_input(key="find_customer").input(words).run()

    assert not app.exception
    assert found(app) == who


def test_of_those_that_sound_so_the_likest_come_first(page: Open) -> None:
    publish_shop(
        TWO_PERIODS,
        SCORES,
        people=PEOPLE
        + """
        update candidate.marts.customer_search
        set search_text = ' bob sara ', sound_text = ' sr ' where customer_id = 'bob';
        update candidate.marts.customer_search
        set search_text = ' cal zhra ', sound_text = ' sr ' where customer_id = 'cal';
        """,
    )

    assert found(page("customer", find_customer="zahra")) == ["cal", "bob"]
    assert found(page("customer", find_customer="saara")) == ["bob", "cal"]


def test_nobody_found_says_what_to_try(people: Open) -> None:
    app = people("customer", find_customer="xyzzy")

    assert "Try fewer words" in app.info[0].value


def test_what_is_found_says_what_tells_it_from_others(people: Open) -> None:
    app = people("customer", find_customer="archer")

    assert app.caption[1].value == (
        r"ann · ann@x.org · +441614960001 · Leeds · born 3 Feb 1980 · "
        r"3 orders, \$250 · last 10 Mar 2024 · Champions"
    )


def test_a_click_opens_the_customer_and_the_address_says_so(people: Open) -> None:
    app = people("customer", find_customer="archer")

    app.button(key="open_ann").click().run()

    assert not app.exception
    assert app.query_params["customer"] == "ann"
    assert app.subheader[0].value == "ANN Archer"


def test_an_address_of_nobody_offers_the_search(people: Open) -> None:
    app = people("customer", customer="zzz")

    assert app.info[0].proto.title == "There is no customer zzz"
    assert found(app)


def test_the_way_back_shows_the_search(people: Open) -> None:
    app = people("customer", customer="ann")

    app.button(key="find_another").click().run()

    assert "customer" not in app.query_params
    assert app.text_input(key="find_customer")


def test_a_tick_in_a_list_opens_the_customer(people: Open) -> None:
    app = people("customers")

    app.session_state["customer_to_open"] = "bob"
    app.run()

    assert not app.exception
    assert app.query_params["customer"] == "bob"
    assert app.subheader[0].value == "BOB"
