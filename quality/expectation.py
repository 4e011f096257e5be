"""The one expectation that all rules become, and its metric.

Great Expectations answers all aggregate metrics of a table in one query. Its own
expectations read the table once more for samples of what they found; those would
carry personal data into the Data Docs, so none are taken.
"""

from typing import Any, ClassVar

import sqlalchemy as sa
from great_expectations.core.metric_domain_types import MetricDomainTypes
from great_expectations.core.metric_function_types import MetricPartialFunctionTypes
from great_expectations.execution_engine.execution_engine import ExecutionEngine
from great_expectations.execution_engine.sqlalchemy_execution_engine import (
    SqlAlchemyExecutionEngine,
)
from great_expectations.expectations.expectation import BatchExpectation
from great_expectations.expectations.metrics.metric_provider import metric_partial
from great_expectations.expectations.metrics.table_metric_provider import (
    TableMetricProvider,
)


class TableBreaks(TableMetricProvider):
    """How many break a rule: the value of its SQL aggregate."""

    metric_name = "table.breaks"
    value_keys = ("count",)

    @metric_partial(
        engine=SqlAlchemyExecutionEngine,
        partial_fn_type=MetricPartialFunctionTypes.AGGREGATE_FN,
        domain_type=MetricDomainTypes.TABLE,
    )
    def _sqlalchemy(
        cls,  # noqa: N805
        execution_engine: SqlAlchemyExecutionEngine,
        metric_domain_kwargs: dict[str, Any],
        metric_value_kwargs: dict[str, Any],
        metrics: dict[str, Any],
        runtime_configuration: dict[str, Any],
    ) -> tuple[sa.ColumnElement[int], dict[str, Any], dict[str, Any]]:
        return sa.literal_column(metric_value_kwargs["count"]), metric_domain_kwargs, {}


class ExpectNoBreaks(BatchExpectation):
    """Expect that a count in SQL finds nothing."""

    count: str
    recount: str | None = None
    """What is counted instead where `count` finds something."""
    metric_dependencies: ClassVar[tuple[str, ...]] = ("table.row_count", "table.breaks")
    success_keys: ClassVar[tuple[str, ...]] = ("count",)

    def _validate(
        self,
        metrics: dict[str, Any],
        runtime_configuration: dict[str, Any] | None = None,
        execution_engine: ExecutionEngine | None = None,
    ) -> dict[str, Any]:
        breaks = metrics["table.breaks"]
        if (
            breaks
            and self.recount
            and isinstance(execution_engine, SqlAlchemyExecutionEngine)
        ):
            table = execution_engine.get_domain_records(self._get_domain_kwargs())
            exact = sa.select(sa.literal_column(self.recount)).select_from(table)
            breaks = execution_engine.execute_query(exact).scalar_one()
        return {
            "success": breaks == 0,
            "result": {
                "observed_value": breaks,
                "element_count": metrics["table.row_count"],
            },
        }
