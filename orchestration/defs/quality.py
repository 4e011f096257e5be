"""Great Expectations suites as blocking checks, at the raw border and at the marts'."""

from collections.abc import Iterator
from itertools import chain

import dagster as dg

from ingestion.entities import ENTITIES
from ingestion.loading import configured_entities
from orchestration.checks import check_result, record
from orchestration.live import LIVE
from orchestration.outcome import heed_stop
from quality.suites import SUITES
from quality.validation import run_suites

SUITE_CHECK = "meets_expectations"


def _border(name: str, tables: list[str]) -> dg.AssetChecksDefinition:
    @dg.multi_asset_check(
        name=name,
        specs=[
            dg.AssetCheckSpec(
                name=SUITE_CHECK,
                asset=dg.AssetKey(table.split(".")),
                blocking=True,
                description=SUITES[table].description,
            )
            for table in tables
        ],
        can_subset=True,
        required_resource_keys={"pipeline_run"},
    )
    def border(context: dg.AssetCheckExecutionContext) -> Iterator[dg.AssetCheckResult]:
        heed_stop(context.instance, context.run.run_id)
        keys = {key.asset_key for key in context.selected_asset_check_keys}
        selected = [table for table in tables if dg.AssetKey(table.split(".")) in keys]
        context.log.info(f"Checking {len(selected)} suites")
        outcomes = run_suites(selected, comparing_rows=context.run.job_name != LIVE)
        record(context.run.run_id, chain.from_iterable(outcomes.values()))
        for table, checks in outcomes.items():
            yield check_result(dg.AssetKey(table.split(".")), SUITE_CHECK, checks)

    return border


@dg.definitions
def defs() -> dg.Definitions:
    """Return the checks of both borders; tables that no source fills are left out."""
    filled = {ENTITIES[name].table for name in configured_entities()}
    raw = [table for table in SUITES if table in filled]
    marts = [table for table in SUITES if table.startswith("marts.")]
    borders = {"raw_suites": raw, "marts_suites": marts}
    return dg.Definitions(
        asset_checks=[
            _border(name, tables) for name, tables in borders.items() if tables
        ]
    )
