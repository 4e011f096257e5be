"""The page Duplicates: three of the five pairs of `tiny_people.PEOPLE` wait."""

import pytest
from streamlit.testing.v1 import AppTest

from dashboards.queries.same_person import latest, say
from tests.conftest import Shop
from tests.dashboards.conftest import Open
from tests.dashboards.tiny_people import PEOPLE
from tests.dashboards.tiny_shop import SCORES, TWO_PERIODS, publish_shop


@pytest.fixture
def duplicates(page: Open) -> AppTest:
    """Open the page on the people."""
    publish_shop(TWO_PERIODS, SCORES, people=PEOPLE)
    return page("same_person")


def shown(app: AppTest) -> str:
    """Return which pair is asked about."""
    return app.subheader[0].value


def tiles(app: AppTest) -> dict[str, str]:
    """Return the number of each tile."""
    return {tile.label: tile.value for tile in app.metric}


def test_many_orders_and_a_weight_near_the_limit_come_first(
    duplicates: AppTest,
) -> None:
    rows = duplicates.dataframe[0].value

    # ln(6) / 2.5 = 0.72, ln(5) / 3 = 0.54, ln(3) / 4.5 = 0.24
    assert rows["weight"].tolist() == [2.5, 6.0, 0.5]
    assert shown(duplicates) == "Ann Archer and Bob Archer\\: one person?"


def test_persons_of_one_customer_are_in_no_question(duplicates: AppTest) -> None:
    rows = duplicates.dataframe[0].value

    assert "contact:crm/C-4" not in {
        *rows["left_identifier"],
        *rows["right_identifier"],
    }


def test_tiles_count_what_waits_and_what_needed_nobody(duplicates: AppTest) -> None:
    assert tiles(duplicates) == {
        "To decide": "3",
        "Decided": "0",
        "Set aside": "0",
        "Merged without asking": "1",
    }
    assert duplicates.metric[0].proto.delta_description == "1 held"


def test_what_differs_is_marked(duplicates: AppTest) -> None:
    rows = {row[0]: (row[1], row[2]) for row in duplicates.table[0].value.to_numpy()}

    assert rows[":gray[First name]"] == (
        ":orange-background[Ann]",
        ":orange-background[Bob]",
    )
    assert rows[":gray[Last name]"] == ("Archer", "Archer")
    assert rows[":gray[Birth date]"] == (
        "3 Feb 198:orange-background[0]",
        "3 Feb 198:orange-background[1]",
    )
    assert rows[":gray[E-mail]"] == ("ann\u200b@x.org", "–")


@pytest.mark.parametrize(
    ("key", "answer"),
    [("answer_same", "same"), ("answer_different", "different")],
)
def test_an_answer_is_written_and_its_pair_vanishes(
    duplicates: AppTest, key: str, answer: str
) -> None:
    duplicates.button(key=key).click().run()

    assert not duplicates.exception
    (decision,) = latest().values()
    assert (decision.left, decision.right, decision.answer) == (
        "contact:crm/C-1",
        "contact:crm/C-3",
        answer,
    )
    assert shown(duplicates) == "Ann Archer and Leïla Əliyeva\\: one person?"
    assert tiles(duplicates)["To decide"] == "2"
    assert tiles(duplicates)["Decided"] == "1"
    assert len(duplicates.dataframe[0].value) == 2


def test_who_is_not_sure_sees_the_pair_again_at_the_end(duplicates: AppTest) -> None:
    duplicates.button(key="answer_not_sure").click().run()

    assert shown(duplicates) == "Ann Archer and Leïla Əliyeva\\: one person?"
    assert tiles(duplicates)["Set aside"] == "1"
    assert tiles(duplicates)["To decide"] == "3"
    rows = duplicates.dataframe[0].value
    assert rows["is_set_aside"].tolist() == [False, False, True]


@pytest.mark.parametrize("key", ["answer_same", "answer_not_sure"])
def test_an_answer_is_undone_and_its_pair_is_shown_again(
    duplicates: AppTest, key: str
) -> None:
    assert "answer_undo" not in [button.key for button in duplicates.button]
    duplicates.button(key=key).click().run()

    duplicates.button(key="answer_undo").click().run()

    assert shown(duplicates) == "Ann Archer and Bob Archer\\: one person?"
    assert tiles(duplicates)["To decide"] == "3"
    assert tiles(duplicates)["Set aside"] == "0"
    assert "answer_undo" not in [button.key for button in duplicates.button]


def test_a_decision_in_the_other_order_is_of_the_same_pair(page: Open) -> None:
    publish_shop(TWO_PERIODS, SCORES, people=PEOPLE)
    say([("contact:crm/C-3", "contact:crm/C-1")], "different")

    assert tiles(page("same_person"))["To decide"] == "2"


def test_all_decided_says_when_it_shows(duplicates: AppTest) -> None:
    for _ in range(3):
        duplicates.button(key="answer_different").click().run()

    assert duplicates.success[0].proto.title == "All pairs are decided"
    assert not duplicates.dataframe
    duplicates.button(key="answer_undo").click().run()
    assert tiles(duplicates)["To decide"] == "1"


def test_a_pair_is_shown_out_of_its_turn(duplicates: AppTest) -> None:
    duplicates.session_state["duplicates_shown"] = (
        "contact:crm/C-3",
        "contact:crm/C-9",
    )
    duplicates.run()

    assert shown(duplicates) == "Bob Archer and Leïla Əliyeva\\: one person?"


def test_rules_that_cannot_be_read_are_named(page: Open, shop: Shop) -> None:
    publish_shop(TWO_PERIODS, SCORES, people=PEOPLE)
    shop.file("identity.yml", "matching: {merge: high}")

    app = page("same_person")

    assert "identity.yml" in app.error[0].value
    assert not app.metric


def test_a_shop_of_other_limits_has_another_order(page: Open, shop: Shop) -> None:
    publish_shop(TWO_PERIODS, SCORES, people=PEOPLE)
    shop.file("identity.yml", "matching: {merge: 6}")

    # ln(5) / 1 = 1.61, ln(6) / 4.5 = 0.40
    assert page("same_person").dataframe[0].value["weight"].tolist()[0] == 6


def test_a_shop_without_a_crm_is_told_how_to_get_one(page: Open) -> None:
    publish_shop(TWO_PERIODS, SCORES)

    app = page("same_person")

    assert "map `contacts`" in app.info[0].value


def test_nothing_in_doubt_says_what_was_merged(page: Open) -> None:
    sure = "delete from candidate.marts.customer_matches where decision <> 'merge';"
    publish_shop(TWO_PERIODS, SCORES, people=PEOPLE + sure)

    app = page("same_person")

    assert app.success[0].value.startswith("1 pair of records were merged")
