"""All models of a large shop: 20 million events, 5 million lines, a million customers.

The raw tables are filled by DuckDB; from there on it is `karvan run`, dbt, the pages.
"""

import json
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dashboards.queries import customer, customer_search
from orchestration import dbt
from orchestration.benchmarks import pages, plain
from orchestration.benchmarks.grown_shop import (
    receive_events,
    receive_lines,
    receive_people,
    shop,
)
from orchestration.benchmarks.measuring import (
    Figure,
    Measured,
    measure_command,
    seconds_of,
)
from warehouse.published import open_published

SETTINGS = """
[shop]
name = "A large shop"

[[sources]]
name = "web"
kind = "events"
write_key = "demo"

[[sources]]
name = "till"
kind = "files"
path = "*.parquet"
[sources.entities.customers]
columns = { customer_id = "customer_id" }
[sources.entities.products]
columns = { product_id = "product_id" }
[sources.entities.order_lines]
columns = { order_id = "order_id" }
"""
MADE = "kind:dbt or group:identities"
"""All that is made of raw tables, in Dagster's words."""

QUICK = {
    "RFM": ("customer_rfm_history", "customer_rfm"),
    "cohorts": ("kpi_cohort_retention",),
    "daily KPIs": ("kpi_daily_sales",),
    "baskets": (
        "int_products__groups",
        "int_baskets__groups",
        "int_baskets__held",
        "int_baskets__pairs",
        "kpi_baskets",
    ),
}
LIMIT_S, LIMIT_GB, QUICK_S, INCREMENT_S = 90, 4, 6, 20
QUERY_MS, HISTORY_MS, FINDING_S = 25, 10, 1


@dataclass(frozen=True)
class Size:
    """How large the shop is, and what a day adds."""

    events: int = 20_000_000
    lines: int = 5_000_000
    customers: int = 1_000_000
    products: int = 3_000
    new_events: int = 100_000
    new_lines: int = 20_000

    def receive(self) -> None:
        """Fill the raw tables."""
        receive_people(self.customers, self.products)
        self._receive(0, self.events, 0, self.lines)

    def receive_more(self) -> None:
        """Put what a day brings into the raw tables."""
        events, lines = self.events, self.lines
        self._receive(events, events + self.new_events, lines, lines + self.new_lines)

    def _receive(
        self, first_event: int, last_event: int, first_line: int, last_line: int
    ) -> None:
        # A device is one customer's, who signs in on it at times.
        user = f"'c' || visit % {max(1, min(self.customers, self.events // 20))}"
        receive_events(first_event, last_event, self.events, user)
        receive_lines(
            first_line,
            last_line,
            self.lines,
            customers=self.customers,
            products=self.products,
        )


def figures(size: Size | None = None) -> Iterator[Figure]:
    """Yield the figures one by one, in a temporary shop that is removed after."""
    size = size or Size()
    with shop(SETTINGS):
        size.receive()
        first = _run()
        yield Figure(
            f"first run of {size.events:,} events, {size.lines:,} lines, "
            f"{size.customers:,} customers, who is whom and all checks with it",
            f"{first.seconds:.1f} s, {first.peak_bytes / 1e9:.2f} GB",
            "",
            None,
            "",
            None,
        )
        yield from _models()
        size.receive_more()
        added = _run()
        yield Figure(
            f"{size.new_events:,} events and {size.new_lines:,} lines more, checked "
            "and published",
            f"{added.seconds:.1f} s, {added.peak_bytes / 1e9:.2f} GB",
            f"{first.seconds:.1f} s the first run",
            added.seconds / first.seconds,
            f"{INCREMENT_S} s",
            added.seconds <= INCREMENT_S,
        )
        yield from _reading()


def _run() -> Measured:
    karvan = str(Path(sys.executable).with_name("karvan"))
    return measure_command([karvan, "run", "--select", MADE], {})


def _models() -> Iterator[Figure]:
    """Build all models anew by dbt alone, and their compiled SQL by DuckDB alone."""
    words = ["run", "--quiet", "--full-refresh", *dbt.options()]
    built = measure_command([str(dbt.EXECUTABLE), *words], dbt.environment())
    with (
        tempfile.TemporaryDirectory() as folder,
        plain.warehouse_in(Path(folder), without=()) as connection,
    ):
        peer = seconds_of(lambda: plain.build(connection))
    yield Figure(
        "all models from staging on",
        f"{built.seconds:.1f} s",
        f"{peer:.1f} s their SQL in plain DuckDB",
        built.seconds / peer,
        f"{LIMIT_S} s",
        built.seconds <= LIMIT_S,
    )
    peak = built.peak_bytes / 1e9
    yield Figure(
        "all models, peak memory",
        f"{peak:.2f} GB",
        "",
        None,
        f"{LIMIT_GB} GB",
        peak <= LIMIT_GB,
    )
    taken = _seconds_of_models()
    parts = {
        what: sum(taken.get(name, 0) for name in names) for what, names in QUICK.items()
    }
    whole = sum(parts.values())
    yield Figure(
        ", ".join(f"{what} {seconds:.1f} s" for what, seconds in parts.items()),
        f"{whole:.1f} s",
        "",
        None,
        f"{QUICK_S} s",
        whole <= QUICK_S,
    )
    slowest = sorted(taken.items(), key=lambda item: -item[1])[:8]
    yield Figure(
        "the slowest models",
        "\n".join(f"{name} {seconds:.1f} s" for name, seconds in slowest),
        "",
        None,
        "",
        None,
    )


def _seconds_of_models() -> dict[str, float]:
    """Return what each model took in dbt's last run, as dbt tells it."""
    results = json.loads((dbt.target_path() / "run_results.json").read_text())
    return {
        result["unique_id"].rsplit(".", 1)[-1]: result["execution_time"]
        for result in results["results"]
    }


def _reading() -> Iterator[Figure]:
    asked = pages.query_seconds()
    p95 = asked[int(0.95 * (len(asked) - 1))] * 1000
    yield Figure(
        f"{len(asked)} queries of all pages, 95 of 100 within",
        f"{p95:.0f} ms (median {asked[len(asked) // 2] * 1000:.0f})",
        "",
        None,
        f"{QUERY_MS} ms",
        p95 <= QUERY_MS,
    )
    row = open_published().execute(
        "select customer_id, email from marts.customer_360 "
        "order by sessions desc, customer_id limit 1"
    )
    customer_id, email = row.fetchall()[0]
    history = seconds_of(
        lambda: pages.ask(
            "from marts.customer_timeline where customer_id = $1", [customer_id]
        ),
        times=9,
    )
    yield Figure(
        "a customer's history",
        f"{history * 1000:.1f} ms",
        "",
        None,
        f"{HISTORY_MS} ms",
        history * 1000 <= HISTORY_MS,
    )

    def find() -> None:
        found = customer_search.found(email, 20)
        customer.timeline(str(found["customer_id"].iloc[0]), (), 50)

    finding = seconds_of(find)
    yield Figure(
        "from search to timeline, of all customers",
        f"{finding * 1000:.0f} ms",
        "",
        None,
        f"{FINDING_S} s",
        finding <= FINDING_S,
    )
