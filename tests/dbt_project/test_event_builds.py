"""Builds of the events' marts by dbt itself, one after another."""

from ingestion.loading import prepare
from orchestration import dbt
from tests.conftest import Shop
from warehouse.engine import connect

SETTINGS = '[shop]\nname = "Test shop"\n[events]\nsession_gap_minutes = {gap}\n'


def receive(load: str, *minutes: int) -> None:
    """Put events of one visitor in the raw table, and their load in the books."""
    with connect() as connection:
        for minute in minutes:
            connection.execute(
                """
                insert into raw_events.events by name
                select
                    'm' || $minute as message_id, $minute as message_key,
                    'page' as type, 'a' as anonymous_id,
                    timestamp '2024-01-01' + to_minutes($minute) as timestamp,
                    timestamp '2024-01-01' as received_at,
                    'web' as source_name, 'f' as source_file,
                    $minute as source_row, $load as _dlt_load_id
                """,
                {"minute": minute, "load": load},
            )
        connection.execute(
            "insert into raw_events._dlt_loads (load_id, status, inserted_at) "
            "values (?, 0, timestamptz '2024-01-01 00:00:00+00')",
            [load],
        )
        connection.execute(
            "insert into ops.ledger values ('web', 'events', 'f', '', ?, ?, ?, 0, 0, "
            "0, timestamp '2024-01-01', true)",
            [load, len(minutes), len(minutes)],
        )


def built_sessions() -> list[tuple[int, bool]]:
    """Build the marts; return each session's events, and whether it is the first."""
    dbt.run(["build", "--select", "+fct_sessions", "--exclude", "test_type:unit"])
    with connect() as connection:
        return connection.execute(
            "select events, is_new_visitor from candidate.marts.fct_sessions "
            "order by started_at"
        ).fetchall()


def test_a_changed_setting_makes_the_marts_anew(shop: Shop) -> None:
    """And a mart whose file is gone is made again from the raw table."""
    shop.write(SETTINGS.format(gap=30))
    prepare()
    assert built_sessions() == []
    receive("1", 40, 100)
    assert built_sessions() == [(1, True), (1, False)]
    receive("2", 0)
    assert built_sessions() == [(1, True), (1, False), (1, False)]
    shop.write(SETTINGS.format(gap=60))
    assert built_sessions() == [(3, True)]
    shop.home.joinpath("candidate.duckdb").unlink()
    assert built_sessions() == [(3, True)]
