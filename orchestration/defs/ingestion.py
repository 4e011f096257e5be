"""Raw tables: one asset per entity that the shop's sources fill."""

from collections.abc import Iterator

import dagster as dg

from ingestion.entities import ENTITIES, Entity
from ingestion.feeds import UnreachableError
from ingestion.ledger_checks import ledger_checks
from ingestion.loading import LoadError, configured_entities, load_entity
from orchestration.checks import check_result, record
from orchestration.defs.resources import PipelineRun
from orchestration.freshness import DAILY
from orchestration.outcome import heed_stop, is_stopping

LEDGER_CHECK = "ledger_balances"
RETRIES = 3
RETRY_S = 5
"""Before the first retry; twice as long before each further one."""


def _raw_table(entity: Entity) -> dg.AssetsDefinition:
    key = dg.AssetKey([entity.schema, entity.name])

    @dg.asset(
        key=key,
        description=_description(entity),
        group_name=entity.schema,
        kinds={"dlt", "duckdb"},
        owners=["team:data_engineering"],
        freshness_policy=DAILY,
        check_specs=[
            dg.AssetCheckSpec(
                name=LEDGER_CHECK,
                asset=key,
                blocking=True,
                description="Received = accepted + duplicate + quarantined + "
                "suppressed, every accepted row is in the table, and few enough "
                "are quarantined.",
            )
        ],
    )
    def raw_table(
        context: dg.AssetExecutionContext, pipeline_run: PipelineRun
    ) -> Iterator[dg.MaterializeResult | dg.AssetCheckResult]:
        def say(words: str) -> None:
            heed_stop(context.instance, context.run.run_id)
            context.log.info(words)

        try:
            say(f"{entity.name}: looking for what is new")
            backfill = pipeline_run.backfill
            load = load_entity(entity.name, backfill=backfill, progress=say)
        except LoadError as error:
            # Trying again mends no settings and no file; the network gets its retries.
            raise dg.Failure(str(error)) from error
        except Exception as error:
            # A retry policy would also try again what a person has stopped.
            is_last = context.retry_number == RETRIES
            if is_last and isinstance(error, UnreachableError):
                raise dg.Failure(str(error)) from error
            if is_last or is_stopping(context.instance, context.run.run_id):
                raise
            wait_s = RETRY_S * 2**context.retry_number
            context.log.info(f"{entity.name}: trying again in {wait_s} s")
            raise dg.RetryRequested(RETRIES, wait_s) from error
        yield dg.MaterializeResult(
            metadata={
                "dagster/row_count": load.rows,
                "received": load.received,
                "accepted": load.accepted,
                "duplicate": load.duplicate,
                "quarantined": load.quarantined,
                "suppressed": load.suppressed,
            }
        )
        checks = ledger_checks(entity.name)
        record(context.run.run_id, checks)
        yield check_result(key, LEDGER_CHECK, checks)

    return raw_table


def _description(entity: Entity) -> str:
    grain = (
        f"record of `{entity.key}`" if entity.key else "row of a source's file or table"
    )
    return (
        f"{entity.name.replace('_', ' ').capitalize()} as the sources gave them, "
        f"cast to the raw contract. One row per {grain}."
    )


@dg.definitions
def defs() -> dg.Definitions:
    """Return one asset per entity of the shop's sources."""
    return dg.Definitions(
        assets=[_raw_table(ENTITIES[name]) for name in configured_entities()]
    )
