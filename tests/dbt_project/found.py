"""Rows of the marts, as the oracles say them."""

from collections import defaultdict
from decimal import Decimal
from typing import Any

from tests.dbt_project.compiled import Models
from tests.dbt_project.retention_oracle import Known
from tests.dbt_project.rfm_oracle import History, Rfm


def found(models: Models, mart: str, kind: type, *grain: str) -> dict[Any, Any]:
    """Return a mart's rows by what tells them apart."""
    rows = {}
    for row in models.rows(f"from candidate.marts.{mart}"):
        key = tuple(row.pop(name) for name in grain)
        rows[key if len(grain) > 1 else next(iter(key))] = kind(**row)
    return rows


def found_history(models: Models) -> History:
    history: History = defaultdict(dict)
    for row in models.rows("from candidate.marts.customer_rfm_history"):
        month = row.pop("month_start_on"), row.pop("is_complete")
        customer = row.pop("customer_id")
        history[month][customer] = Rfm(**row)
    return history


def found_movement(models: Models, known: Known) -> dict[Any, tuple[int, Decimal]]:
    """Return the movements; their as-of day and completeness are those of history."""
    rows = {}
    for row in models.rows("from candidate.marts.customer_rfm_movement"):
        month = next(m for m in known.periods("month") if m[0] == row["month_start_on"])
        assert row["as_of_on"] == min(month[1], known.as_of_on)
        assert row["is_complete"] == known.is_whole(month)
        move = row["month_start_on"], row["segment_before"], row["segment_after"]
        rows[move] = row["customers"], row["monetary_amount"]
    return rows
