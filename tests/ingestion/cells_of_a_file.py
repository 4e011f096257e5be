"""A file of one column, for what becomes of its cells."""

from collections.abc import Callable
from typing import Any

BAD = "(quarantined)"
Cells = Callable[..., list[Any]]

SHOP = """
[shop]
timezone = "{shop_timezone}"
currency = "{currency}"
calendar = "{calendar}"
[[sources]]
name = "shop"
kind = "files"
path = "{file}"
{source}
[sources.entities.{entity}]
columns = {{ {key} = "k", {column} = "v" }}
{mapping}
"""
KEYS = {
    "order_lines": "order_id",
    "orders": "order_id",
    "customers": "customer_id",
    "contacts": "contact_id",
    "ad_spend": "campaign_id",
    "campaigns": "campaign_id",
    "coupon_redemptions": "customer_id",
}
