"""The tracking plan is read from files, and every fault names its place."""

import pytest

from tests.conftest import Shop
from warehouse.settings import REPOSITORY, SettingsError, settings
from warehouse.settings.tracking_plan import read_plan

EVENT = """
events:
  Product Viewed:
    description: Somebody looked at a product.
    owner: Shop
"""


def fault(shop: Shop, text: str, other: str = "") -> str:
    """Return what reading a plan of one or two files says."""
    shop.file("tracking_plan/first.yml", text)
    if other:
        shop.file("tracking_plan/second.yml", other)
    settings.cache_clear()
    with pytest.raises(SettingsError) as caught:
        _ = settings().tracking_plan
    return str(caught.value).replace(str(shop.workspace), "")


def test_an_empty_folder_is_no_plan(shop: Shop) -> None:
    assert settings().tracking_plan.events == {}
    shop.file("tracking_plan/empty.yml", "# nothing yet\n")
    settings.cache_clear()
    assert settings().tracking_plan.events == {}


def test_files_are_found_by_themselves_and_groups_belong_to_all(shop: Shop) -> None:
    shop.file(
        "tracking_plan/b.yml",
        """
groups:
  product:
    product_id: {type: string, required: true, description: Id., pii: none}
    price: {type: number, description: Price of one.}
""",
    )
    shop.file(
        "tracking_plan/a.yaml",
        EVENT
        + """
    includes: [product]
    properties:
      product_id: {type: integer, description: Another type than the group's.}
      products: {type: array, description: List., items: {includes: [product]}}
""",
    )
    settings.cache_clear()
    plan = settings().tracking_plan
    event = plan.events["Product Viewed"]
    assert {name: one.type for name, one in event.properties.items()} == {
        "product_id": "integer",
        "price": "number",
        "products": "array",
    }
    assert event.properties["products"].items is not None
    assert list(event.properties["products"].items.properties) == [
        "product_id",
        "price",
    ]
    assert plan.files["Product Viewed"].name == "a.yaml"
    assert event.is_planned_for("any source")


@pytest.mark.parametrize(
    ("added", "told"),
    [
        ("    ownr: me\n", "events.Product Viewed.ownr: Extra inputs"),
        ("    sources: [wbe]\n", "events.Product Viewed.sources: the settings have no"),
        ("    includes: [prod]\n", "there is no group 'prod'; groups are none"),
        ("    properties: {a: {type: text, description: x}}\n",
         "events.Product Viewed.properties.a.type: Input should be 'string'"),
        ("    properties: {a: {type: string}}\n",
         "events.Product Viewed.properties.a.description: Field required"),
        ("    properties: {a: {type: string, description: x, allowed: [no]}}\n",
         "the allowed value False is no string; put it in quotes"),
        ("    properties: {a: {type: number, description: x, allowed: [yes]}}\n",
         "the allowed value True is no number"),
        ("    properties: {a: {type: integer, description: x, allowed: [1.5]}}\n",
         "the allowed value 1.5 is no integer"),
        ("    properties: {a: {type: object, description: x, allowed: [b]}}\n",
         "values of type object cannot be listed"),
        ("    properties: {a: {type: string, description: x, items: {}}}\n",
         "only an array has items, this is of type string"),
        ("    properties: {a: {type: string, description: x, pii: some}}\n",
         "events.Product Viewed.properties.a.pii: Input should be 'none'"),
        ("    properties: {7: {type: string, description: x}}\n",
         "events.Product Viewed.properties.7.[key]: Input should be a valid string"),
        ("    owner: Other\n", "'owner' is there twice"),
        ("    properties: [a\n", "cannot be read"),
    ],
)  # fmt: skip
def test_a_fault_names_file_and_place(shop: Shop, added: str, told: str) -> None:
    found = fault(shop, EVENT + added)
    assert found.startswith("/tracking_plan/first.yml ")
    assert told in found


def test_an_event_is_in_one_file_alone(shop: Shop) -> None:
    found = fault(shop, EVENT, EVENT)
    assert found.startswith("/tracking_plan/second.yml has 1 wrong entry")
    assert "the event 'Product Viewed' is in first.yml, too" in found


def test_items_of_items_cannot_be_planned(shop: Shop) -> None:
    found = fault(
        shop,
        EVENT
        + """
    properties:
      products:
        type: array
        description: x
        items: {properties: {parts: {type: array, description: y, items: {}}}}
""",
    )
    assert "properties.products.items: 'parts' has items" in found


def test_the_sample_plan_covers_the_events_of_a_shop() -> None:
    plan = read_plan(REPOSITORY / "workspace" / "tracking_plan", [])
    assert plan.events.keys() >= {
        "Signed Up", "Signed In", "Products Searched", "Product List Viewed",
        "Product Viewed", "Product Added", "Product Removed", "Cart Viewed",
        "Checkout Started", "Order Completed", "Order Refunded", "Coupon Applied",
        "Product Reviewed", "Promotion Viewed", "Promotion Clicked",
        "Experiment Viewed", "Element Clicked", "Page Scrolled",
    }  # fmt: skip
    personal = {
        (name, key): one.pii
        for name, event in plan.events.items()
        for key, one in event.properties.items()
        if one.pii != "none"
    }
    assert personal["Signed Up", "email"] == "direct"
    assert personal["Product Reviewed", "review_body"] == "indirect"
