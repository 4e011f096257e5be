"""An event that was acknowledged is published by the services alone, soon after."""

import base64
import json
import os
import signal
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from tests.end_to_end.conftest import Karvan, executable, rows
from tests.end_to_end.services import answers, open_ports

PATIENCE_S = 300
SETTINGS = """
[[sources]]
name = "till"
kind = "files"
path = "sales.csv"
[sources.entities.order_lines.columns]
order_id = "Receipt"
customer_id = "Card"
line_amount = "Paid"
ordered_at = "At"

[[sources]]
name = "web"
kind = "events"
write_key = "demo"
"""
SALES = "Receipt,Card,Paid,At\n1,c1,10.00,2026-11-01 10:00\n"
SEEN = "select count(*) from marts.fct_events where anonymous_id = 'a1'"
ORDERS = "select count(*) from marts.fct_orders"


@pytest.fixture(scope="module")
def collector_port(workspace: Path) -> int:
    """Write the shop and return the port that its collector listens on."""
    (workspace / "sales.csv").write_text(SALES)
    return open_ports(workspace, SETTINGS)["collector_port"]


@pytest.fixture(scope="module")
def services(
    workspace: Path, karvan: Karvan, collector_port: int
) -> Iterator[subprocess.Popen[bytes]]:
    """Publish a first version, then start what `karvan up` starts."""
    first = karvan("run")
    assert first.returncode == 0, first.stderr
    process = subprocess.Popen(
        [executable(), "up"],
        env=os.environ | {"KARVAN_CONFIG": str(workspace / "karvan.toml")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    assert answers(f"http://127.0.0.1:{collector_port}/health")
    yield process
    process.send_signal(signal.SIGINT)
    process.wait()


def send(port: int, **call: object) -> None:
    """Send a call with the demo's key; it is on disk when this returns."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/v1/track",
        data=json.dumps(call).encode(),
        headers={"Authorization": "Basic " + base64.b64encode(b"demo:").decode()},
    )
    with urllib.request.urlopen(request) as answer:  # noqa: S310
        assert json.load(answer) == {"success": True}


def asked(karvan: Karvan, sql: str) -> int:
    """Return the number that what is published answers."""
    [found] = rows(karvan, sql)
    [number] = found.values()
    return int(number)


def published(workspace: Path, sql: str) -> int:
    """Return the same without a process each time, which would slow what is awaited."""
    current = (workspace / ".karvan" / "published" / "current").resolve()
    with duckdb.connect(current, read_only=True) as connection:
        ((number,),) = connection.execute(sql).fetchall()
    return number


def test_an_event_is_published_without_hands_and_the_rest_with_the_next_run(
    services: subprocess.Popen[bytes],
    karvan: Karvan,
    workspace: Path,
    collector_port: int,
) -> None:
    (workspace / "sales.csv").write_text(SALES + "2,c2,5.00,2026-11-02 10:00\n")
    send(collector_port, event="Product Viewed", anonymousId="a1", messageId="m1")
    send(collector_port, event="Product Viewed", anonymousId="a1", messageId="m1")
    send(collector_port, event="Product Added", anonymousId="a1", messageId="m2")
    deadline = time.monotonic() + PATIENCE_S
    while published(workspace, SEEN) < 2 and time.monotonic() < deadline:
        time.sleep(0.5)
    assert asked(karvan, SEEN) == 2
    assert asked(karvan, "select sum(events) from marts.fct_sessions") == 2
    assert asked(karvan, ORDERS) == 1
    assert "published" in karvan("status").stdout
    whole = karvan("run")
    assert whole.returncode == 0, whole.stderr
    assert (asked(karvan, SEEN), asked(karvan, ORDERS)) == (2, 2)
    assert "Nothing new" in karvan("run").stdout
