"""The pipeline run: the run lock, ``status.json`` and news around every Dagster run."""

from collections.abc import Generator
from contextlib import ExitStack, contextmanager

import dagster as dg
from pydantic import Field, PrivateAttr

from ingestion.backfill import Backfill
from ingestion.feeds import LoadError
from ingestion.loading import prepare
from orchestration.backfills import BACKFILL, wished
from orchestration.live import LIVE
from orchestration.news import built_from
from orchestration.notifications.delivery import tell
from orchestration.outcome import outcome_of
from warehouse.engine import connect
from warehouse.lock import Holder, run_lock
from warehouse.status import close_killed_run, finish_run, start_run


class PipelineRun(dg.ConfigurableResource):
    """Hold the run lock for a whole run, and say in ``status.json`` how it went."""

    everything: bool = Field(
        default=False, description="Read everything again and rebuild everything."
    )
    source: str = Field(
        default="",
        description="Name of a source in karvan.toml that is read again although "
        "nothing in it is new.",
    )
    day: str = Field(
        default="",
        description="Such as 2026-11-20: only what changed on this day of the shop is "
        "read again; of all sources, or of the one that is named.",
    )

    _built: set[str] = PrivateAttr(default_factory=set)
    _built_from: str = PrivateAttr(default="")

    @property
    def built(self) -> set[str]:
        """The models that this run has built until now, in one step or more."""
        return self._built

    @property
    def built_from(self) -> str:
        """The settings and the code when this run began, as a hash."""
        return self._built_from

    @property
    def backfill(self) -> Backfill | None:
        """What is read again although it was loaded; None if nothing is.

        Raises:
            LoadError: If there is no such source or day.
        """
        return wished(self.source, self.day, everything=self.everything)

    @contextmanager
    def yield_for_execution(
        self, context: dg.InitResourceContext
    ) -> Generator["PipelineRun"]:
        """Wait for the lock; afterwards write the outcome, that of a failed run too."""
        run, instance, log = context.run, context.instance, context.log
        if run is None or instance is None or log is None:
            message = "a pipeline run needs a Dagster run; it holds the lock for it"
            raise RuntimeError(message)

        # A slip in the Launchpad is no failure of the pipeline: nobody is told.
        if self.backfill is None and run.job_name == BACKFILL:
            message = "name a source or a day to read again, or everything"
            raise LoadError(message)

        def waiting(holder: Holder | None) -> None:
            log.info(f"Waiting for {holder or 'another process'}")

        with ExitStack() as held:
            with dg.raise_execution_interrupts():  # else one who waits waits on
                held.enter_context(
                    run_lock(f"run {run.run_id[:8]}", on_wait=waiting),
                )
            self._built_from = built_from()
            _note_killed(instance)
            start_run(run.run_id, is_live=run.job_name == LIVE)
            try:
                prepare()
            except LoadError as error:
                tell(finish_run(None, "failed", error=str(error)))
                raise
            try:
                yield self
            finally:
                _finish(instance, run.run_id)


def _note_killed(instance: dg.DagsterInstance) -> None:
    """Tell of a run that was cut, and end it for Dagster, which shows it going on."""
    last = close_killed_run()
    if last is None or last.run.outcome != "interrupted":
        return
    tell(last)
    run = instance.get_run_by_id(last.run.run_id)
    if run is not None and not run.is_finished:
        instance.report_run_failed(run, "The process of this run was killed.")


def _finish(instance: dg.DagsterInstance, run_id: str) -> None:
    found = outcome_of(instance, run_id)
    if found.outcome == "interrupted":
        # dbt may hold the files open. The next run tells it, as of a killed one.
        finish_run(None, found.outcome)
        return
    with connect() as connection:
        status = finish_run(
            connection,
            found.outcome,
            failed_at=found.failed_at,
            error=found.error,
            error_class=found.error_class,
        )
    tell(status)


@dg.definitions
def defs() -> dg.Definitions:
    """Return the resource under the name that assets ask for."""
    return dg.Definitions(resources={"pipeline_run": PipelineRun()})
