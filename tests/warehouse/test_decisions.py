"""What people decide stays decided."""

import os
from typing import Any

import pytest

from tests.conftest import Shop
from warehouse.decisions import decide, decisions
from warehouse.settings import settings


def made() -> list[dict[str, Any]]:
    """Return the decisions without their times."""
    return [
        {name: value for name, value in one.items() if name != "decided_at"}
        for one in decisions("suppressions")
    ]


def test_decisions_are_read_in_the_order_in_which_they_were_made(shop: Shop) -> None:
    assert made() == []
    decide("suppressions", identifier="Zoë\nline")
    decide("suppressions", identifier="b", kind="email")
    assert made() == [
        {"identifier": "Zoë\nline"},
        {"identifier": "b", "kind": "email"},
    ]
    assert decisions("quarantine") == []


@pytest.mark.parametrize(
    "torn", [b'{"identifier": "b', b'{"identifier": "\xc3', b"5\n"]
)
def test_a_torn_line_costs_neither_those_before_nor_those_after(
    shop: Shop, torn: bytes
) -> None:
    decide("suppressions", identifier="a")
    with (settings().decisions_path / "suppressions.ndjson").open("ab") as file:
        file.write(torn)
    assert made() == [{"identifier": "a"}]
    decide("suppressions", identifier="c")
    assert made() == [{"identifier": "a"}, {"identifier": "c"}]


def test_what_a_full_disk_cuts_off_is_no_decision(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = os.write
    decide("suppressions", identifier="a")
    monkeypatch.setattr(os, "write", lambda file, data: write(file, data[:9]))
    with pytest.raises(OSError, match="No space"):
        decide("suppressions", identifier="b")
    monkeypatch.undo()
    decide("suppressions", identifier="c")
    assert made() == [{"identifier": "a"}, {"identifier": "c"}]
