"""Customer ids from build to build: which stays, which is new, which leads where."""

from datetime import UTC, datetime, timedelta

import pyarrow as pa
import pytest

from science.identity.ids import Ids, no_ids, rebuilt

START = datetime(2026, 1, 1, tzinfo=UTC)


def grouped(*groups: str) -> pa.Table:
    """Return components whose identifiers are single letters."""
    rows = [(letter, number) for number, group in enumerate(groups) for letter in group]
    return pa.table(
        {
            "identifier": pa.array([letter for letter, _ in rows], pa.string()),
            "component": pa.array([number for _, number in rows], pa.int64()),
        }
    )


def built(*days: tuple[str, ...]) -> Ids:
    """Return the ids after builds, a day apart."""
    ids = no_ids()
    for day, groups in enumerate(days):
        ids = rebuilt(ids, grouped(*groups), START + timedelta(days=day))
    return ids


def customers(ids: Ids) -> dict[str, str]:
    """Return the customer of each identifier."""
    return {row["identifier"]: row["customer_id"] for row in ids.customers.to_pylist()}


def redirects(ids: Ids) -> dict[str, str]:
    """Return where retired ids lead."""
    return {
        row["customer_id"]: row["to_customer_id"] for row in ids.redirects.to_pylist()
    }


def test_growth_keeps_the_id() -> None:
    first = customers(built(("b",)))["b"]
    assert set(customers(built(("b",), ("ab",))).values()) == {first}


def test_the_part_with_the_oldest_identifier_keeps_the_id() -> None:
    ids = customers(built(("b",), ("abc",), ("ac", "b")))
    assert ids["b"] == customers(built(("b",)))["b"]
    assert ids["a"] == ids["c"] != ids["b"]


def test_of_merged_customers_the_first_minted_stays_and_others_lead_to_it() -> None:
    before = customers(built(("m",), ("m", "a")))
    ids = built(("m",), ("m", "a"), ("am",))
    assert set(customers(ids).values()) == {before["m"]}
    assert redirects(ids) == {before["a"]: before["m"]}


def test_redirects_lead_to_their_end_in_one_step() -> None:
    days = (("z",), ("z", "y"), ("z", "y", "x"), ("z", "xy"), ("xyz",))
    before = customers(built(*days[:3]))
    assert redirects(built(*days)) == {
        before["x"]: before["z"],
        before["y"]: before["z"],
    }


def test_an_id_is_not_given_again() -> None:
    ids = built(("b",), ("b", "a"), ("ab",), ("a", "b"))
    assert customers(ids)["a"] != customers(built(("b",), ("b", "a")))["a"]
    assert len(set(ids.minted["customer_id"].to_pylist())) == 3


def test_an_identifier_that_comes_back_has_its_customer_and_its_age_again() -> None:
    first = built(("a", "b"))
    again = built(("a", "b"), ("b",), ("a", "b"))
    assert again.customers == first.customers
    assert again.gone.num_rows == 0
    assert built(("a", "b"), ("b",)).gone["identifier"].to_pylist() == ["a"]


def test_who_comes_back_takes_no_id_from_those_who_stayed() -> None:
    """`a` is the oldest, but was away: the others kept the customer."""
    before = customers(built(("a",), ("ab",)))
    ids = customers(built(("a",), ("ab",), ("b",), ("a", "b")))
    assert ids["b"] == before["a"] != ids["a"]
    joined = customers(built(("a",), ("ab",), ("b",), ("ab",)))
    assert set(joined.values()) == {before["a"]}


def shops(*days: list[str]) -> Ids:
    """Return the ids after builds of groups of identifiers with their kinds."""
    ids = no_ids()
    for day, groups in enumerate(days):
        rows = [(one, n) for n, group in enumerate(groups) for one in group.split()]
        table = pa.table(
            {
                "identifier": pa.array([one for one, _ in rows], pa.string()),
                "component": pa.array([n for _, n in rows], pa.int64()),
            }
        )
        ids = rebuilt(ids, table, START + timedelta(days=day))
    return ids


def test_a_shop_without_merges_keeps_its_ids() -> None:
    ids = shops(["customer:42 email:a", "customer:7", "contact:crm/1"])
    found = customers(ids)
    assert (found["email:a"], found["customer:7"]) == ("42", "7")
    assert found["contact:crm/1"].startswith("c_")


def test_of_two_ids_of_the_shop_the_older_stays() -> None:
    table = pa.table(
        {
            "identifier": ["customer:1", "customer:2", "customer:3", "customer:4"],
            "component": [0, 0, 1, 1],
            "first_seen_at": pa.array(
                [START, START - timedelta(days=9), None, START],
                pa.timestamp("us", tz="UTC"),
            ),
        }
    )
    found = customers(rebuilt(no_ids(), table, START))
    assert [found[f"customer:{n}"] for n in (1, 2, 3, 4)] == ["2", "2", "4", "4"]


def test_a_contact_that_becomes_a_customer_is_called_by_the_shops_id() -> None:
    before = customers(shops(["contact:c"]))["contact:c"]
    ids = shops(["contact:c"], ["contact:c customer:9"])
    assert set(customers(ids).values()) == {"9"}
    assert redirects(ids) == {before: "9"}


def test_customers_that_are_parted_again_have_the_shops_ids_again() -> None:
    apart = ["customer:1 email:a", "customer:2 email:b"]
    merged = ["customer:1 email:a customer:2 email:b"]
    assert redirects(shops(apart, merged)) == {"2": "1"}
    ids = shops(apart, merged, apart)
    assert customers(ids) == customers(shops(apart))
    assert redirects(ids) == {}


def test_the_shops_id_goes_where_its_identifier_goes() -> None:
    ids = shops(["email:a customer:1"], ["email:a", "customer:1"])
    assert customers(ids)["customer:1"] == "1" != customers(ids)["email:a"]


def test_a_moment_without_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        rebuilt(no_ids(), grouped("a"), datetime(2026, 1, 1))  # noqa: DTZ001


def test_nobody_is_nobody() -> None:
    ids = built(())
    assert customers(ids) == redirects(ids) == {}
