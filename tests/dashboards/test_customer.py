"""The page Customer, on a shop of four people (`tiny_people.PEOPLE`)."""

import pytest
from streamlit.testing.v1 import AppTest

from dashboards.queries.same_person import latest, say
from tests.conftest import Shop
from tests.dashboards.conftest import Open
from tests.dashboards.tiny_people import PEOPLE
from tests.dashboards.tiny_shop import SCORES, TWO_PERIODS, publish_shop


@pytest.fixture
def people(page: Open) -> Open:
    """Publish the people, and open pages of them."""
    publish_shop(TWO_PERIODS, SCORES, people=PEOPLE)
    return page


def found(app: AppTest) -> list[str]:
    """Return who a search lists."""
    return [
        button.key.removeprefix("open_")
        for button in app.button
        if button.key and button.key.startswith("open_")
    ]


def said(app: AppTest) -> str:
    """Return all Markdown and captions of a page."""
    return "\n".join(element.value for element in (*app.markdown, *app.caption))


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


def test_tiles_say_what_a_customer_is_worth_and_needs(people: Open) -> None:
    app = people("customer", customer="ann")

    assert {
        tile.label: (tile.value, tile.proto.delta_description) for tile in app.metric
    } == {
        "Revenue": ("$250", "$83.33 an order"),
        "Orders": ("3", "first 5 Feb 2024"),
        "Last order": ("10 Mar 2024", "21 days ago"),
        "Visits": ("3", "last 10 Mar 2024"),
        "Open tickets": ("1", "of 2 tickets"),
        "Last NPS": ("9", "last survey 12 Mar 2024"),
    }


def test_each_field_says_from_which_record_it_is(people: Open) -> None:
    app = people("customer", customer="ann")

    rows = {row[0]: (row[1], row[2]) for row in app.table[0].value.to_numpy()}

    assert rows[":gray[E-mail]"] == ("ann@x.org", ":small[:gray[crm/C-1]]")
    assert rows[":gray[City]"] == ("Leeds", ":small[:gray[till/ann]]")
    assert rows[":gray[May be written to]"][0] == "No"


def test_what_never_happened_is_left_out(people: Open) -> None:
    app = people("customer", customer="bob")

    assert said(app).count("Nothing is known.") == 3


def test_the_persons_of_a_household_are_told_apart(people: Open) -> None:
    app = people("customer", customer="ann")

    rows = app.dataframe[0].value

    assert app.subheader[2].value == "2 persons in 3 CRM records"
    assert rows["person"].tolist() == ["Ann Archer", "Ann Archer", "Art Archer"]
    assert rows["name"].tolist() == ["Ann Archer", "Anne Archer", "Art Archer"]


def test_days_are_the_shops(people: Open, shop: Shop) -> None:
    shop.write('[shop]\nname = "Test shop"\ntimezone = "Asia/Baku"\n')

    app = people("customer", customer="ann")

    assert "known since 1 Feb 2024" in said(app)  # 31 January, 23:30 in UTC


@pytest.mark.parametrize("gone", ["anna", "c_old"])
def test_an_id_that_was_merged_leads_to_the_customer_that_stays(
    people: Open, gone: str
) -> None:
    app = people("customer", customer=gone)

    assert "belongs to customer ann now" in app.info[0].value
    assert app.subheader[0].value == "ANN Archer"


def test_any_identifier_in_the_address_leads_to_its_customer(people: Open) -> None:
    app = people("customer", customer="contact:crm/C-3")

    assert not app.info
    assert app.subheader[0].value == "BOB"


def test_an_address_of_nobody_offers_the_search(people: Open) -> None:
    app = people("customer", customer="zzz")

    assert app.info[0].proto.title == "There is no customer zzz"
    assert found(app)


def test_a_lead_without_orders_is_shown(people: Open) -> None:
    app = people("customer", customer="c_lead")

    assert app.subheader[0].value == "Leïla Əliyeva"
    assert app.metric[0].value == "$0.00"
    assert ":violet-badge[:material/person_search: No order yet]" in said(app)


def test_the_way_back_shows_the_search(people: Open) -> None:
    app = people("customer", customer="ann")

    app.button(key="find_another").click().run()

    assert "customer" not in app.query_params
    assert app.text_input(key="find_customer")


def open_tab(app: AppTest, name: str) -> AppTest:
    """Open a tab of a customer's page."""
    app.session_state["customer_tab"] = name
    app.run()
    assert not app.exception
    return app


def test_the_timeline_is_newest_first_and_its_text_stays_text(people: Open) -> None:
    app = open_tab(people("customer", customer="ann"), "Timeline")

    days = [m.value for m in app.markdown if m.value.startswith("**")]

    assert [day.split("\n")[0] for day in days] == [
        "**Mon 11 Mar 2024**",
        "**Sun 10 Mar 2024**",
        "**Mon 5 Feb 2024**",
    ]
    assert r"Where is \*my\* bread?" in days[0]
    assert r"Order of 1 thing · **\$60.00**" in days[1]


def test_the_timeline_is_filtered_by_kind(people: Open) -> None:
    app = open_tab(people("customer", customer="ann"), "Timeline")

    app.pills(key="kinds_ann").select("session").run()

    assert app.subheader[1].value == "1 entry, newest first"
    assert "Visit of 5 pages" in said(app)
    assert "Order of 1 thing" not in said(app)


MANY = """
insert into candidate.marts.customer_timeline
select
    'cal', timestamp '2024-01-01' + to_hours(n::int), 'session', 'Visit ' || n, null,
    null, 'marts.fct_sessions', 's' || n, 'web'
from range(60) as visits (n);
"""


def test_a_long_timeline_comes_in_pages(page: Open) -> None:
    publish_shop(TWO_PERIODS, SCORES, people=PEOPLE + MANY)
    app = open_tab(page("customer", customer="cal"), "Timeline")
    assert "Visit 59 " in said(app)
    assert "Visit 34 " not in said(app)

    app.session_state["timeline_cal_"] = 3
    app.run()

    assert "Visit 9 " in said(app)
    assert "Visit 10 " not in said(app)


def test_identity_says_what_joins_and_since_when(people: Open) -> None:
    app = open_tab(people("customer", customer="ann"), "Identity")

    identifiers, links = (frame.value for frame in app.dataframe)

    assert identifiers["value"].tolist()[:3] == ["ann", "crm/C-1", "ann@x.org"]
    assert identifiers["name"].tolist()[1] == "Ann Archer"
    assert links["rule"].tolist()[0] == "The CRM names the customer"
    assert links["left"].tolist()[:1] == ["CRM contact crm/C-1 (Ann Archer)"]
    assert app.subheader[2].value == "6 reasons why it is one customer"


def test_identity_says_which_customers_became_part_of_it(people: Open) -> None:
    app = open_tab(people("customer", customer="ann"), "Identity")

    assert (
        "- anna :gray[since 2 Mar 2024, 00\\:00]\n"
        "- c\\_old :gray[since 2 Mar 2024, 04\\:00]"
    ) in said(app)


def test_separating_is_confirmed_and_waits_for_the_next_run(people: Open) -> None:
    app = open_tab(people("customer", customer="ann"), "Identity")
    app.multiselect(key="separate_ann").set_value(
        ["contact:crm/C-2", "customer:anna"]
    ).run()
    app.button(key="ask_separate_ann").click().run()
    assert not latest()

    app.button(key="confirm_separate").click().run()

    assert not app.exception
    denied = {decision.pair for decision in latest().values()}
    # All persons of both sides, and the address that one of them used.
    assert denied == {
        frozenset(pair)
        for pair in [
            ("contact:crm/C-2", "contact:crm/C-1"),
            ("contact:crm/C-2", "customer:ann"),
            ("customer:anna", "contact:crm/C-1"),
            ("customer:anna", "customer:ann"),
            ("contact:crm/C-2", "email:ann@x.org"),
        ]
    }
    assert {decision.answer for decision in latest().values()} == {"different"}
    assert "5 decisions about this customer take effect" in app.info[0].value


def test_cancelling_separates_nothing(people: Open) -> None:
    app = open_tab(people("customer", customer="ann"), "Identity")
    app.multiselect(key="separate_ann").set_value(["contact:crm/C-2"]).run()
    app.button(key="ask_separate_ann").click().run()

    app.button(key="cancel_separate").click().run()

    assert not latest()


def test_not_everything_can_be_separated(people: Open) -> None:
    app = open_tab(people("customer", customer="bob"), "Identity")

    app.multiselect(key="separate_bob").set_value(
        ["contact:crm/C-3", "customer:bob"]
    ).run()

    assert app.button(key="ask_separate_bob").disabled
    assert "Leave at least one identifier" in said(app)


def test_a_decision_is_taken_back_where_it_is_shown(people: Open) -> None:
    app = open_tab(people("customer", customer="bob"), "Identity")
    app.multiselect(key="separate_bob").set_value(["contact:crm/C-3"]).run()
    app.button(key="ask_separate_bob").click().run()
    app.button(key="confirm_separate").click().run()
    assert ":orange-badge[With the next run]" in said(app)

    app.button(key="undo_contact:crm/C-3_customer:bob").click().run()

    assert [decision.answer for decision in latest().values()] == ["undecided"]
    assert "What people decided" not in said(app)


def test_a_decision_that_the_data_follow_says_so(people: Open) -> None:
    say([("contact:crm/C-1", "contact:crm/C-3")], "different")
    app = open_tab(people("customer", customer="bob"), "Identity")

    assert ":green-badge[In effect]" in said(app)
    assert not app.info


def test_a_shop_without_a_crm_has_pages_too(page: Open) -> None:
    rows = "insert into candidate.marts.customer_search values ('cal', ' cal ', null);"
    publish_shop(TWO_PERIODS, SCORES, people=rows)

    app = page("customer", find_customer="cal")
    app.button(key="open_cal").click().run()
    open_tab(app, "Timeline")
    assert app.info[0].proto.title == "Nothing has happened yet"
    open_tab(app, "Identity")

    assert app.info[0].proto.title == "Nothing else is known to be this customer"


def test_a_tick_in_a_list_opens_the_customer(people: Open) -> None:
    app = people("customers")

    app.session_state["customer_to_open"] = "bob"
    app.run()

    assert not app.exception
    assert app.query_params["customer"] == "bob"
    assert app.subheader[0].value == "BOB"
