"""Who is meant by a name, and which rows are theirs."""

import duckdb
import pytest

from ingestion.loading import prepare
from warehouse.engine import connect
from warehouse.erasure.finding import UnknownPersonError, find
from warehouse.erasure.person import Person, is_telling
from warehouse.erasure.rows import condition, create_table

ANN = Person(
    (
        ("customer", "42"),
        ("contact", "crm/C-00007"),
        ("email", "ann@mail.example"),
        ("phone", "+441632960111"),
    )
)


def known(*identifiers: tuple[str, str, str]) -> None:
    """Write identifiers (kind, value, customer) as a run finds them."""
    prepare()
    with connect() as connection:
        connection.executemany(
            "insert into identities.identifiers values "
            "(?, ?, ?, ?, timestamp '2024-01-01', 1, false)",
            [(f"{kind}:{value}", kind, value, who) for kind, value, who in identifiers],
        )


@pytest.mark.parametrize(
    "name",
    [
        "42", "customer:42", "C-00007", "contact:crm/C-00007", "Ann@MAIL.example",
        "email:ann@mail.example", "+44 1632 960 111", "phone:441632960111", "x-1",
        "anonymous:x-1",
    ],
)  # fmt: skip
def test_any_name_leads_to_the_whole_person(shop, name: str) -> None:
    known(
        *((kind, value, "42") for kind, value in ANN.identifiers),
        ("anonymous", "x-1", "42"),
        ("customer", "43", "43"),
    )
    with connect() as connection:
        found = find(connection, name)
    assert found.customer_id == "42"
    assert set(found.identifiers) == {*ANN.identifiers, ("anonymous", "x-1")}


def test_who_is_named_twice_is_asked_for_again(shop) -> None:
    known(("anonymous", "x", "1"), ("customer", "x", "2"))
    with connect() as connection:
        with pytest.raises(UnknownPersonError, match=r"\(1, 2\)"):
            find(connection, "x")
        assert find(connection, "anonymous:x").customer_id == "1"
        with pytest.raises(UnknownPersonError, match="name the person"):
            find(connection, "  ")


def test_an_id_that_was_merged_leads_to_the_one_that_stayed(shop) -> None:
    known(("customer", "1", "1"), ("email", "a@x.example", "1"))
    with connect() as connection:
        connection.execute(
            "insert into identities.redirects values ('9', '1', timestamp '2024-01-01')"
        )
        assert ("customer", "9") in find(connection, "9").identifiers


def test_who_no_run_has_found_is_what_was_named(shop) -> None:
    prepare()
    with connect() as connection:
        assert find(connection, "u7").identifiers == (("customer", "u7"),)
        mail = find(connection, "A@x.example").identifiers
    assert mail == (("email", "a@x.example"), ("customer", "A@x.example"))


@pytest.mark.parametrize(
    ("name", "telling"),
    [("42", False), ("12345", False), ("123456789", False), ("1234567890", True),
     ("C-0007", True), ("a@b.c", False),
     ("online", False), ("Müştəri", False), ("order_lines", False),
     ("online1", True)],
)  # fmt: skip
def test_a_short_name_or_number_tells_nothing_by_itself(
    name: str, telling: bool
) -> None:
    assert is_telling(name) is telling


@pytest.mark.parametrize(
    ("columns", "row", "theirs"),
    [
        ("customer_id", "'42'", True),
        ("customer_id", "'421'", False),
        ("customer_id", "null", False),
        ("email", "' ANN@mail.example'", True),
        ("phone", "'(44) 1632-960111'", True),
        ("source_name, contact_id", "'crm', 'C-00007'", True),
        ("source_name, contact_id", "'other', 'C-00007'", False),
        ("contact_id", "'C-00007'", True),
        ("visitor_id", "'42'", True),
        ("left_identifier, right_identifier", "'email:x@y.z', 'customer:42'", True),
        ("kind, value", "'phone', '+441632960111'", True),
        ("kind, value", "'email', '42'", False),
    ],
)
def test_a_row_is_theirs_where_a_column_says_so(
    columns: str, row: str, theirs: bool
) -> None:
    with duckdb.connect() as connection:
        create_table(connection, ANN)
        sql = condition(columns.split(", "))
        names = f"as t ({columns})"
        [(found,)] = connection.execute(
            f"select {sql} from (values ({row})) {names}"
        ).fetchall()
    assert found is theirs


def test_a_table_that_says_of_nobody_has_no_condition() -> None:
    assert condition(["day_on", "orders", "revenue_amount", "value"]) is None


def test_a_pseudonym_is_random_and_one_for_all_ids_of_a_customer() -> None:
    person = Person((("customer", "1"), ("customer", "2"), ("anonymous", "x")))
    one, other = person.anonymised().pseudonyms, person.anonymised().pseudonyms
    assert one["customer:1"] == one["customer:2"] != one["anonymous:x"]
    assert not {*one.values()} & {*other.values()}
