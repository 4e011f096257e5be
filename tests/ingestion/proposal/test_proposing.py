"""What an entry could say of a table: keys, cursors, units of times."""

from ingestion.discovery.tables import Column, Table
from ingestion.proposal.proposing import Proposal, proposal_of, propose


def column(name: str, kind: str = "text", *values: str, **more: object) -> Column:
    return Column(name, kind, kind, values=values, **more)  # pyright: ignore[reportArgumentType]


def database_table(name: str, *columns: Column) -> Table:
    return Table(name, columns, place={"table": name})


ID = column("id", "integer", is_primary=True)
LINES = (
    column("order_id", "integer"),
    column("product_id", "integer"),
    column("quantity", "integer"),
)


def the_one(*tables: Table) -> Proposal:
    [found] = propose(tables)
    return found


def test_a_record_has_its_id_as_key_and_lines_their_primary_key() -> None:
    order = the_one(
        database_table(
            "orders", ID, column("customer_id"), column("ordered_at", "timestamp")
        )
    )
    assert order.key == ()
    assert order.columns["order_id"] == "id"
    lines = the_one(database_table("order_items", ID, *LINES))
    assert lines.key == ("id",)
    assert the_one(database_table("order_items", *LINES)).key == ()


def test_a_key_of_two_columns_is_kept_whole() -> None:
    lines = the_one(
        database_table(
            "order_items",
            column("order_id", "integer", is_primary=True),
            column("line_no", "integer", is_primary=True),
            column("product_id", "integer"),
            column("quantity", "integer"),
        )
    )
    assert lines.key == ("order_id", "line_no")


def test_an_indexed_cursor_comes_before_one_of_a_better_name() -> None:
    lines = the_one(
        database_table(
            "order_items",
            ID,
            *LINES,
            column("updated_at", "timestamp"),
            column("last_changed", "instant", is_indexed=True),
        )
    )
    assert lines.updated_at == "last_changed"


def test_nothing_is_followed_without_a_key_or_a_time_that_changes() -> None:
    changed = column("updated_at", "timestamp")
    assert the_one(database_table("order_items", *LINES, changed)).updated_at is None
    for other in (
        column("created_at", "timestamp"),
        column("updated_by", "integer"),
        column("updated_at", "integer", "17", "18"),
        column("last_login", "timestamp"),
    ):
        lines = the_one(database_table("order_items", ID, *LINES, other))
        assert lines.updated_at is None, other.name


def test_files_have_neither_key_nor_cursor() -> None:
    table = Table(
        "order_items",
        (ID, *LINES, column("updated_at", "timestamp")),
        place={"path": "order_items.csv"},
    )
    found = the_one(table)
    assert (found.key, found.updated_at) == ((), None)


def test_numbers_that_are_times_say_their_unit() -> None:
    order = the_one(
        database_table(
            "orders",
            ID,
            column("customer_id"),
            column("created", "integer", "1711792800000", "1711879200000"),
            column("updated", "integer", "1711792800000", "1711879200000"),
        )
    )
    assert order.columns["ordered_at"] == "created"
    assert order.updated_at == "updated"
    assert order.epoch_unit == "ms"
    assert not order.has_naive_times


def test_times_of_two_units_are_not_both_taken() -> None:
    ticket = the_one(
        database_table(
            "tickets",
            ID,
            column("subject"),
            column("opened_at", "integer", "1711792800"),
            column("closed_at", "integer", "1711792800000"),
        )
    )
    assert ticket.columns["opened_at"] == "opened_at"
    assert "closed_at" not in ticket.columns
    assert ticket.epoch_unit == "s"


def test_a_foreign_key_says_more_than_a_name() -> None:
    clients = database_table(
        "clients", ID, column("email"), column("first_name"), column("city")
    )
    orders = database_table(
        "orders",
        ID,
        column("placed_by", "integer", references="clients"),
        column("approved_by", "integer"),
        column("order_date", "date"),
    )
    customer, order = propose([clients, orders])
    assert customer.entity.name == "customers"
    assert order.columns["customer_id"] == "placed_by"


def test_a_time_without_a_zone_is_told() -> None:
    def naive(kind: str, *values: str) -> bool:
        when = column("ordered_at", kind, *values)
        return the_one(
            database_table("orders", ID, column("customer_id"), when)
        ).has_naive_times

    assert naive("timestamp")
    assert not naive("instant")
    assert not naive("date")
    assert naive("text", "2024-03-30 10:00:00")
    assert not naive("text", "2024-03-30 10:00:00+01:00")


def test_a_share_is_not_taken_for_an_amount() -> None:
    def mapped(name: str, *values: str) -> bool:
        lines = database_table("order_items", *LINES, column(name, "number", *values))
        return "discount_amount" in the_one(lines).columns

    assert not mapped("discount", "0", "0.15")
    assert not mapped("discount")
    assert mapped("discount", "0", "1.50")
    assert mapped("discount_amount")


def test_values_that_do_not_fit_leave_a_column_unmapped() -> None:
    customer = the_one(
        Table(
            "customers",
            (
                column("customer_id", "text", "1", "2"),
                column("city", "text", "Baku", "Tabriz"),
                column("email", "text", "by phone", "none"),
                column("created_at", "text", "yes", "no"),
            ),
        )
    )
    assert customer.columns == {"customer_id": "customer_id", "city": "city"}


def test_an_id_that_repeats_is_no_key() -> None:
    rows = (
        column("campaign_id", "text", "1", "1", "2"),
        column("name", "text", "a", "a", "b"),
    )
    assert propose([Table("campaigns", rows)]) == []


def test_what_a_person_names_is_proposed_however_unlikely() -> None:
    found = proposal_of(Table("x", (column("sku"), column("t"))), "orders")
    assert found.entity.name == "orders"
    assert found.missing == ["order_id", "ordered_at"]
    chosen = found.with_column("order_id", "sku").with_constant("ordered_at", "2024")
    assert chosen.missing == []
    assert chosen.columns == {"order_id": "sku"}
    assert chosen.with_column("order_id", None).missing == ["order_id"]


FLAT = (
    *LINES,
    column("unit_price", "number"),
    column("product_name"),
    column("category"),
    column("customer_city"),
)


def test_a_file_of_lines_gives_the_products_that_it_describes() -> None:
    table = Table("sales", FLAT, place={"path": "sales.csv"})
    products, lines = propose([table])
    assert products.columns == {
        "product_id": "product_id",
        "name": "product_name",
        "category": "category",
    }
    # A price of a line is that of a sale, not the list's.
    assert lines.columns["unit_price"] == "unit_price"


def test_products_of_their_own_come_before_those_in_lines() -> None:
    table = Table("sales", FLAT, place={"path": "sales.csv"})
    own = Table("products", (column("product_id"), column("name")))
    products, _ = propose([table, own])
    assert products.table == own


def test_lines_of_a_database_give_no_products() -> None:
    # Rows are followed by their key, which repeats in lines.
    assert [one.entity.name for one in propose([database_table("sales", *FLAT)])] == [
        "order_lines"
    ]


def test_a_table_of_no_columns_is_nothing() -> None:
    assert propose([Table("orders", ())]) == []
