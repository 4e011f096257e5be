"""Shuffled, split and repeated landing files give the same events, in any order."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingestion.loading import Load
from tests.ingestion.events.landed_lines import SENDERS, call, land, line
from warehouse.settings import settings as shop_settings

pytestmark = pytest.mark.slow

LINES = st.lists(
    st.one_of(
        st.builds(
            lambda number, second, source: line(
                call(number, properties={"second": second}),
                source=source,
                received_at=f"2026-11-01T12:00:{second:02}Z",
            ),
            st.integers(1, 4),
            st.integers(10, 30),
            st.sampled_from(["web", "app"]),
        ),
        st.just(line(call(9, messageId=None))),
        st.just(line(call(8, type="click"))),
        st.just(b'{"n":1,"source":"web","received_at":"2026-11-01T12:00:00Z"\n'),
    ),
    min_size=1,
    max_size=12,
)
ROWS = (
    "select * exclude (source_file, source_row, _dlt_load_id) "
    "from raw_events.events order by all"
)
SUMS = (
    "select source_name, sum(received), sum(accepted), sum(duplicate), "
    "sum(quarantined) from ops.ledger group by all order by all"
)


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(lines=LINES, data=st.data())
def test_the_events_do_not_depend_on_files_and_order(
    shop,
    load: Callable[..., Load],
    ask: Callable[..., list[tuple[Any, ...]]],
    lines: list[dict[str, Any] | bytes],
    data: st.DataObject,
) -> None:
    shop.write(SENDERS)
    load("events")
    clear(ask)
    # Of two that were received at once the first by file and line is kept: they are
    # told apart by nothing here, so what they say must be the same.
    land("2026-11-01/all.ndjson", lines)
    load("events")
    expected, counted = ask(ROWS), ask(SUMS)
    clear(ask)
    shuffled = data.draw(st.permutations(lines))
    cut = data.draw(st.integers(0, len(lines)))
    repeated = data.draw(st.booleans())
    if shuffled[:cut]:
        land("2026-11-02/one.ndjson", shuffled[:cut])
        load("events")
    if shuffled[cut:]:
        land("2026-11-01/two.ndjson", shuffled[cut:])
        load("events")
    assert ask(ROWS) == expected
    assert ask(SUMS) == counted
    if repeated:
        land("2026-11-01/again.ndjson", lines)
        load("events")
        assert ask(ROWS) == expected
    assert not load("events").is_new


def clear(ask: Callable[..., list[tuple[Any, ...]]]) -> None:
    """Forget all that was landed and loaded."""
    for table in ("raw_events.events", "ops.ledger", "ops.quarantine"):
        ask(f"delete from {table}")
    for file in shop_settings().landing_path.rglob("*.ndjson"):
        file.unlink()
