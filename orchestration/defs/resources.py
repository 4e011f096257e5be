"""The pipeline run: the run lock and ``status.json`` around every Dagster run."""

from collections.abc import Generator
from contextlib import contextmanager

import dagster as dg

from ingestion.loading import prepare
from orchestration.outcome import outcome_of
from warehouse.engine import connect
from warehouse.lock import Holder, run_lock
from warehouse.status import finish_run, start_run


class PipelineRun(dg.ConfigurableResource):
    """Hold the run lock for a whole run, and say in ``status.json`` how it went."""

    @contextmanager
    def yield_for_execution(
        self, context: dg.InitResourceContext
    ) -> Generator["PipelineRun"]:
        """Wait for the lock; afterwards write the outcome, that of a failed run too."""
        run, instance, log = context.run, context.instance, context.log
        if run is None or instance is None or log is None:
            message = "a pipeline run needs a Dagster run; it holds the lock for it"
            raise RuntimeError(message)

        def waiting(holder: Holder | None) -> None:
            log.info(f"Waiting for {holder or 'another process'}")

        with run_lock(f"run {run.run_id[:8]}", on_wait=waiting):
            prepare()
            start_run(run.run_id)
            try:
                yield self
            finally:
                found = outcome_of(instance, run.run_id)
                with connect() as connection:
                    finish_run(
                        connection,
                        found.outcome,
                        failed_at=found.failed_at,
                        error=found.error,
                    )


@dg.definitions
def defs() -> dg.Definitions:
    """Return the resource under the name that assets ask for."""
    return dg.Definitions(resources={"pipeline_run": PipelineRun()})
