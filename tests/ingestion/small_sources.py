"""Two small sources that the tests of loading fill, and what is asked of them."""

from collections.abc import Callable
from typing import Any

from ingestion.loading import Load

LINES = """
[[sources]]
name = "till"
kind = "files"
path = "lines*.csv"
[sources.entities.order_lines]
columns = { order_id = "order", quantity = "qty", line_amount = "amount" }
"""
CUSTOMERS = """
[[sources]]
name = "crm"
kind = "files"
path = "people*.csv"
[sources.entities.customers]
columns = { customer_id = "id", first_name = "name" }
"""
AMOUNTS = "select order_id, line_amount::int from raw_shop.order_lines order by all"
NAMES = "select customer_id, first_name from raw_shop.customers order by all"
LEDGER = """
select file, received, accepted, duplicate, quarantined
from ops.ledger where is_current order by all
"""


Loader = Callable[..., Load]
Query = Callable[..., list[tuple[Any, ...]]]
