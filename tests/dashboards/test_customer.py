"""The page of one customer, in a shop of four people (`tiny_people.PEOPLE`)."""

import pytest

from tests.conftest import Shop
from tests.dashboards.conftest import Open
from tests.dashboards.customer_pages import open_tab, said
from tests.dashboards.tiny_people import PEOPLE
from tests.dashboards.tiny_shop import SCORES, TWO_PERIODS, publish_shop


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

    rows = dict(app.table[0].value.to_numpy().tolist())

    assert rows[":gray[E-mail]"] == "ann@x.org :small[:gray[from crm/C-1]]"
    assert rows[":gray[City]"] == "Leeds :small[:gray[from till/ann]]"
    assert rows[":gray[May be written to]"] == "No"


def test_what_never_happened_is_left_out(people: Open) -> None:
    app = people("customer", customer="bob")

    assert said(app).count("Nothing is known.") == 3


def test_the_persons_of_a_household_are_told_apart(people: Open) -> None:
    app = people("customer", customer="ann")

    rows = app.dataframe[0].value

    assert app.subheader[3].value == "2 persons in 3 CRM records"
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


def test_a_lead_without_orders_is_shown(people: Open) -> None:
    app = people("customer", customer="c_lead")

    assert app.subheader[0].value == "Leïla Əliyeva"
    assert app.metric[0].value == "$0.00"
    assert ":violet-badge[:material/person_search: No order yet]" in said(app)


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
