"""Why a customer is one, and how it is parted (`tiny_people.PEOPLE`)."""

from dashboards.queries.same_person import latest, say
from tests.dashboards.conftest import Open
from tests.dashboards.customer_pages import open_tab, said
from tests.dashboards.tiny_shop import SCORES, TWO_PERIODS, publish_shop


def test_identity_says_what_joins_and_since_when(people: Open) -> None:
    app = open_tab(people("customer", customer="ann"), "Identity")

    identifiers, links = (frame.value for frame in app.dataframe)

    assert identifiers["value"].tolist()[:3] == ["ann", "anna", "crm/C-1"]
    assert identifiers["name"].tolist()[2] == "Ann Archer"
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

    assert [decision.answer for decision in latest().values()] == ["taken_back"]
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
