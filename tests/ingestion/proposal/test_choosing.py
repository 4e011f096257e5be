"""Tables of well-known systems are seen as what they are, and nothing is made up."""

# ruff: noqa: E501 - a shape is easier to read in one line

import re
import tomllib
from collections import defaultdict
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any, cast, get_args

import pytest

from ingestion.discovery import files
from ingestion.discovery.tables import Column, Kind, Table
from ingestion.entities import ENTITIES
from ingestion.proposal.choosing import Guess
from ingestion.proposal.proposing import best, propose
from ingestion.sources.complete_journey import COLUMNS, PACKAGE
from tests.ingestion.test_real_files import CRM, DATA

SHAPE = re.compile(r"([^=~:]+)(?::(\w+))?(?:([=~])(\w+))?")

KNOWN_MISSES = {
    ("h&m", "transactions_train"): None,  # no id of an order is there to be found
    ("sakila", "store"): None,  # nothing but ids
    ("magento", "catalog_product_entity"): None,  # names stand in another table
    ("shopify export", "orders_export"): None,  # its values tell: see below
    ("odoo", "crm_lead"): "contacts",  # leads and opportunities in one table
    ("helpdesk and feedback", "tweets"): "posts",  # with `channel` named as missing
}
"""Tables that are not seen as a person sees them, and as what instead."""


@dataclass
class Shape:
    """A table and what a person would map."""

    system: str
    name: str
    entity: str | None
    columns: list[Column] = field(default_factory=list)
    must: set[str] = field(default_factory=set)
    may: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def __str__(self) -> str:
        return f"{self.system}: {self.name}"

    def guess(self) -> Guess | None:
        return best(Table(self.name, tuple(self.columns)))


def shape(system: str, name: str, said: str) -> Shape:
    entity, columns = said.split(": ")
    found = Shape(system, name, None if entity == "-" else entity)
    for one in columns.split():
        match = SHAPE.fullmatch(one)
        assert match, one
        column, kind, certainty, target = match.groups()
        if "export" in system or " " in name:
            column = column.replace("_", " ")
        kind = cast("Kind", kind or "text")
        assert kind in get_args(Kind)
        found.columns.append(Column(column, "", kind))
        if target:
            found.may[target].add(column)
        if certainty == "=":
            found.must.add(target)
    return found


def shapes(file: str) -> list[Shape]:
    text = Path(__file__).with_name(file).read_text(encoding="utf-8")
    return [
        shape(system, name, said)
        for system, tables in tomllib.loads(text).items()
        for name, said in tables.items()
    ]


ALL = shapes("shapes_named.toml") + shapes("shapes_unseen.toml")


@pytest.mark.parametrize("shape", ALL, ids=str)
def test_a_table_is_seen_as_what_it_is(shape: Shape) -> None:
    guess = shape.guess()
    expected = KNOWN_MISSES.get((shape.system, shape.name), shape.entity)
    assert (guess.entity.name if guess else None) == expected


@pytest.mark.parametrize(
    "shape",
    [one for one in ALL if one.entity and (one.system, one.name) not in KNOWN_MISSES],
    ids=str,
)
def test_columns_are_mapped_as_a_person_would(shape: Shape) -> None:
    guess = shape.guess()
    assert guess is not None
    mapped = {match.target: match.source for match in guess.matches}
    assert shape.must <= mapped.keys()
    doubled = (
        {"name"} if mapped.get("name") == mapped.get(guess.entity.key or "") else set()
    )
    assert {
        target: source
        for target, source in mapped.items()
        if source not in shape.may[target] and target not in doubled
    } == {}


def test_the_shapes_name_columns_that_exist() -> None:
    for one in ALL:
        if one.entity is not None:
            assert one.may.keys() <= ENTITIES[one.entity].columns.keys(), one


@pytest.mark.demo
@pytest.mark.skipif(find_spec(PACKAGE) is None, reason="the demo's data are not there")
def test_the_demo_shop_is_mapped_as_its_source_maps_it(shop: object) -> None:
    spec = find_spec(PACKAGE)
    assert spec is not None
    assert spec.origin is not None
    found = {
        one.entity.name: (one.table.name, one.columns)
        for one in propose(files.tables(str(Path(spec.origin).parent / "data")))
    }
    assert found.keys() == COLUMNS.keys()
    for entity, (file, columns) in COLUMNS.items():
        name, proposed = found[entity]
        assert name == file
        # Computed from several columns, or named by the panel alone.
        expected = {
            target: source
            for target, source in columns.items()
            if (entity, target)
            not in {
                ("order_lines", "discount_amount"),
                ("promotions", "week_start_on"),
                ("products", "name"),
            }
        }
        assert proposed == expected, entity


@pytest.mark.reference
@pytest.mark.skipif(not DATA.is_dir(), reason=f"real data sets are not at {DATA}")
def test_a_real_crm_is_mapped_as_its_settings_map_it(shop: object) -> None:
    entry: dict[str, Any] = tomllib.loads(CRM.format(data=DATA))["sources"][0]
    expected = {
        entity: mapping["columns"] for entity, mapping in entry["entities"].items()
    }
    found = propose(files.tables(str(DATA / "maven_crm")))
    assert {one.entity.name: one.columns for one in found} == expected


SHOPIFY = """\
Name,Email,Financial Status,Paid at,Currency,Subtotal,Shipping,Taxes,Total,Discount Amount,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Billing Name,Id
#1001,ann@example.com,paid,2024-03-30 10:00:00 +0100,EUR,11.25,0.00,0.00,11.25,0.00,2024-03-30 09:59:00 +0100,2,Black tea,3.50,TEA-1,Ann Smith,5571
#1001,ann@example.com,,,,,,,,,2024-03-30 09:59:00 +0100,1,Plum jam,4.25,JAM-1,,
#1002,bob@example.com,paid,2024-03-31 12:00:00 +0200,EUR,3.50,0.00,0.00,3.50,0.00,2024-03-31 12:00:00 +0200,1,Black tea,3.50,TEA-1,Bob Jones,5572
"""


def test_orders_of_shopify_are_lines_with_a_number_for_a_name(shop) -> None:
    shop.file("orders_export.csv", SHOPIFY)
    products, found = propose(files.tables("orders_export.csv"))
    assert products.entity.name == "products"
    assert products.columns == {"product_id": "Lineitem sku", "name": "Lineitem name"}
    assert found.entity.name == "order_lines"
    assert found.columns == {
        "order_id": "Name",
        "product_id": "Lineitem sku",
        "quantity": "Lineitem quantity",
        "unit_price": "Lineitem price",
        "discount_amount": "Discount Amount",
        "customer_id": "Email",
        "ordered_at": "Created at",
    }
