"""The catalogue of metrics as a table: what each is, and a tick puts it to use."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from dashboards.components.header import about
from dashboards.components.tables import table
from dashboards.formats import counted, plain
from dashboards.kpis.builder import insert
from dashboards.kpis.units import unit_words
from warehouse.metrics.model import Metric
from warehouse.metrics.units import Unit
from warehouse.settings import settings

_DIRECTIONS = {"up": "more is better", "down": "less is better", "none": ""}


def metric_table(metrics: Mapping[str, Metric]) -> None:
    """Show all metrics; a tick puts one into the formula."""
    config = st.column_config
    table(
        f"Metrics: {len(metrics)}",
        metric_rows(metrics, settings().shop.currency),
        {
            "label": config.TextColumn("Metric", pinned=True),
            "name": config.TextColumn("In a formula"),
            "description": config.TextColumn("What it is", width="large"),
            "unit": config.TextColumn("Unit"),
            "direction": config.TextColumn("Direction"),
            "grain": config.TextColumn("Known by"),
            "owner": config.TextColumn("Owner"),
            "source": config.TextColumn("Source"),
            "simulated": config.TextColumn("Simulated"),
            "dimensions": config.TextColumn("Can be cut by", width="large"),
        },
        "metrics",
        about(),
        caption="A tick before a row puts the metric into the formula",
        on_pick=lambda row: insert(str(row["name"]), metrics),
    )


def left_out(reasons: Mapping[str, str]) -> None:
    """Say which metrics of the YAML cannot be computed, and why; nothing if all can."""
    if not reasons:
        return
    lines = (f"- `{name}`: {plain(reason)}" for name, reason in sorted(reasons.items()))
    title = f"Left out: {counted(len(reasons), 'metric')} that cannot be computed"
    with st.expander(title, icon=":material/info:"):
        st.markdown("\n".join(lines))


def metric_rows(metrics: Mapping[str, Metric], currency: str) -> pd.DataFrame:
    """Return one row for each metric, by label."""
    found = sorted(metrics.values(), key=lambda metric: metric.label.lower())
    return pd.DataFrame(
        {
            "label": metric.label,
            "name": metric.name,
            "description": metric.description,
            "unit": unit_words(Unit.named(metric.unit), currency),
            "direction": _DIRECTIONS[metric.direction],
            "grain": metric.grain,
            "owner": metric.owner,
            "source": ", ".join(metric.sources),
            "simulated": "yes" if metric.is_simulated else "",
            "dimensions": ", ".join(metric.dimensions),
        }
        for metric in found
    )
