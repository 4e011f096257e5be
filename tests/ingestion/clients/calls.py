"""The six calls of the Segment specification, as every client is told to send them."""

from typing import Any

ODD = 'café, ş, سلام "quoted" \\ and\na second line'
"""What transports and files tend to break."""

CALLS: list[dict[str, Any]] = [
    {"type": "identify", "userId": "u-1", "traits": {"plan": "gold", "note": ODD}},
    {
        "type": "track",
        "userId": "u-1",
        "event": "Product Added",
        "properties": {"product_id": "819063", "quantity": 2, "price": 3.5, "n": ODD},
    },
    {
        "type": "page",
        "userId": "u-1",
        "name": "Cart",
        "properties": {"path": "/cart", "url": "https://shop.example/cart"},
    },
    {
        "type": "screen",
        "userId": "u-1",
        "name": "Basket",
        "properties": {"tab": "offers"},
    },
    {"type": "group", "userId": "u-1", "groupId": "g-1", "traits": {"size": 4}},
    {"type": "alias", "userId": "u-1", "previousId": "visitor-7"},
]
"""Each as it must land, beside what a client adds of its own."""


def contains(call: dict[str, Any], expected: dict[str, Any]) -> bool:
    """Return whether a call has all members of the expected one.

    RudderStack's clients put the traits of a person into the context.
    """
    if not call.get("traits"):
        call = call | {"traits": call.get("context", {}).get("traits")}
    return all(
        value.items() <= call[name].items()
        if isinstance(value, dict)
        else value == call[name]
        for name, value in expected.items()
    )
