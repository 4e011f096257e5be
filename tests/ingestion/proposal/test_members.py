"""What stands beside an event is proposed as its properties and its page."""

from dataclasses import replace

from ingestion.discovery import files
from ingestion.discovery.tables import Column, Table
from ingestion.proposal.members import nested
from ingestion.proposal.proposing import Proposal, propose

CLICKS = """\
event_time,Event Name,customer_id,device_id,item_id,price,page_url,utm_source,note
2024-03-30 10:00:00,View Item,7,d1,TEA-1,3.50,https://x.example/tea,news,a
2024-03-30 10:01:00,add to cart,7,d1,TEA-1,3.50,https://x.example/tea,news,b
2024-03-30 10:02:00,surprise,8,d2,JAM-1,4.25,https://x.example/jam,,c
"""


def proposed(shop, text: str) -> Proposal:
    shop.file("clicks.csv", text)
    (found,) = propose(files.tables("clicks.csv"))
    assert found.entity.name == "events"
    return found


def test_properties_and_the_page_of_an_event_are_found(shop) -> None:
    found = proposed(shop, CLICKS)
    assert found.columns == {
        "event": "Event Name",
        "user_id": "customer_id",
        "anonymous_id": "device_id",
        "timestamp": "event_time",
    }
    assert found.constants == {"type": "track"}
    assert found.missing == []
    assert found.members == {
        "properties.product_id": "item_id",
        "properties.price": "price",
        "context.page.url": "page_url",
        "context.campaign.source": "utm_source",
    }
    assert nested(found.members) == {
        "properties": {"product_id": "item_id", "price": "price"},
        "context": {"page": {"url": "page_url"}, "campaign": {"source": "utm_source"}},
    }


def test_words_of_other_systems_mean_events_of_the_specification(shop) -> None:
    assert proposed(shop, CLICKS).values == {
        "event": {
            "View Item": "Product Viewed",
            "add to cart": "Product Added",
            "remove_from_cart": "Product Removed",
            "add_to_wishlist": "Product Added to Wishlist",
            "begin_checkout": "Checkout Started",
            "purchase": "Order Completed",
        }
    }


def test_a_view_of_nothing_is_not_that_of_a_product(shop) -> None:
    found = proposed(shop, CLICKS.replace("item_id", "thing"))
    assert found.values == {}


def test_what_a_person_chooses_instead_is_no_member_any_more(shop) -> None:
    found = proposed(shop, CLICKS)
    other = found.with_column("name", "item_id").with_column("event", "note")
    assert "properties.product_id" not in other.members
    assert other.values == {}
    assert found.with_column("context", "note").members.keys() == {
        "properties.product_id", "properties.price",
    }  # fmt: skip


def test_a_column_of_json_has_no_members_beside_it(shop) -> None:
    names = ["event_time", "event_name", "user_id", "properties", "price", "page_url"]
    table = Table("events", tuple(Column(name, "", "text") for name in names))
    (found,) = propose([replace(table, rows=3)])
    assert found.columns["properties"] == "properties"
    assert found.members == {"context.page.url": "page_url"}
