"""What is missing to 100 %, by hand and on random shops."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.retention.worth import Worth, worth


def test_five_points_are_of_the_customers_at_start() -> None:
    # Of 200, 150 came back with 3,000: 20 each. Five points are 10 people and 200.
    found = worth({"at_start": 200, "retained": 150, "retained_revenue": 3000.0}, 250)

    assert found is not None
    assert (found.lapsed, found.points, found.people) == (50, 5, 10)
    assert found.amount == pytest.approx(200)
    # The 50 had spent 250 before, 5 each: ten of them, 50.
    assert found.cautious_amount == pytest.approx(50)
    assert found.people_text == "10 customers"


def test_no_more_is_gained_than_is_missing() -> None:
    found = Worth(start=100, retained=97, retained_each=10, lapsed_before=0)

    assert not found.is_five
    assert found.people == pytest.approx(3)
    assert found.amount == pytest.approx(30)


def test_fewer_than_ten_people_have_a_decimal() -> None:
    assert Worth(30, 10, 1, 0).people_text == "1.5 customers"
    assert Worth(20, 10, 1, 0).people_text == "1 customer"


@pytest.mark.parametrize(
    ("start", "retained"), [(None, None), (0, 0), (5, 0)], ids=["first", "none", "gone"]
)
def test_without_anybody_who_came_back_there_is_no_worth(
    start: int | None, retained: int | None
) -> None:
    numbers = {"at_start": start, "retained": retained, "retained_revenue": None}

    assert worth(numbers, 0) is None


@given(st.data())
def test_the_gain_never_exceeds_the_gap(data: st.DataObject) -> None:
    start = data.draw(st.integers(1, 10**7))
    retained = data.draw(st.integers(1, start))
    found = Worth(start, retained, 12.5, 0)

    assert found.people <= found.lapsed + 1e-6
    assert 100 * retained / start + found.points <= 100 + 1e-9
    assert found.is_five == (20 * found.lapsed >= start)
    assert (found.lapsed_each is None) == (found.lapsed == 0)
