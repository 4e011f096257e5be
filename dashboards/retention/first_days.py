"""The part of retention that counts from everybody's first day: on day N, or later."""

from typing import cast

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from dashboards.components.charts import card, draw
from dashboards.components.filters import choice, filter_row
from dashboards.components.header import about
from dashboards.components.tables import Listed, tabbed
from dashboards.formats import DAY_FORMAT, counted, percent, period_name, share
from dashboards.queries import first_days
from dashboards.queries.first_days import Cohort, Population
from dashboards.retention.first_days_charts import FEW, bracket_bars, cell_map, curve

_WHO = {"customers": "Customers, who order", "visitors": "Visitors of the site"}
_COHORTS = {"month": "Months", "week": "Weeks", "day": "Days"}
_KINDS = {"return_on": "On day N", "on_or_after": "On day N or later"}


def first_days_part() -> None:
    """Show N-day, rolling and bracket retention; nothing where nobody is known."""
    known = first_days.populations()
    if not known:
        return
    st.header("After the first day", anchor=False)
    with filter_row():
        who = choice("Who", {name: _WHO[name] for name in known}, "who")
        by = choice("Cohorts of", _COHORTS, "since")
        kind = choice("Cells", _KINDS, "cells", help="What the map of cohorts shows.")
    population, cohort = cast("Population", who), cast("Cohort", by)
    totals = first_days.curves(population, cohort)
    cells = first_days.cohort_cells(population, cohort)
    lines = totals.loc[totals["kind"] != "bracket"]
    said = [f"Share of {who}, by days after their first · only cohorts that are over"]
    if any(totals["is_simulated"]):
        said.append("simulated")
    sentence = first_days_sentence(lines, who)
    with card(sentence, " · ".join(said), is_main=True):
        if lines["part"].notna().any():
            draw(curve(lines), sentence)
    with st.grid(2, min_column_width=300):
        _map_card(cells.loc[cells["kind"] == kind], who, cohort, _KINDS[kind])
        _bracket_card(totals.loc[totals["kind"] == "bracket"], who)
    listed = Listed(
        f"Retention of {who} after their first day",
        "first_days",
        cells.assign(kind=[_NAMES[name] for name in cells["kind"]]),
        _columns(cohort),
    )
    tabbed({"Cohorts": listed}, about() | {"Who": who, "Cohorts of": cohort})


def first_days_sentence(lines: pd.DataFrame, who: str) -> str:
    """Return how many were there again on the longest day that is known well.

    Args:
        lines: Of kinds return_on and on_or_after, as `queries.first_days.curves`.
        who: Customers or visitors.
    """
    later = lines.loc[(lines["kind"] == "on_or_after") & lines["part"].notna()]
    large = later.loc[later["size"] >= 3 * FEW]
    if large.empty:
        known = int(max(later["size"], default=0))
        verb = "has" if known == 1 else "have"
        noun = counted(known, who.removesuffix("s"))
        return f"Not enough data: {noun} {verb} a first day that is long enough ago"
    last = large.iloc[-1]
    verb = "ordered again" if who == "customers" else "came back"
    days = counted(int(last["from_day"]), "day")
    noun = counted(int(last["size"]), who.removesuffix("s"))
    return f"{share(last['part'])} of {noun} {verb} {days} after their first or later"


def _map_card(cells: pd.DataFrame, who: str, cohort: Cohort, name: str) -> None:
    large = cells.loc[cells["size"] >= FEW]
    said = (
        f"{name}: share of the {cohort}'s new {who} · hollow: not over · cohorts of "
        f"fewer than {FEW} are in the table only"
    )
    with card(cohort_sentence(large, who), said):
        if large.empty:
            st.caption(f"No {cohort} has {FEW} new {who} yet.")
            return
        draw(cell_map(large, cohort), said)


def cohort_sentence(cells: pd.DataFrame, who: str) -> str:
    """Return which cohort was there again most, on the longest day that is over.

    Args:
        cells: Of one kind, of cohorts that are large enough.
        who: Customers or visitors.
    """
    over = cells.loc[cells["is_complete"]]
    days = over["from_day"].value_counts()
    days = days.loc[days > 1]
    if days.empty:
        return f"Not enough data: no two cohorts of {who} are over"
    day = max(days.index)
    best = over.loc[over["from_day"] == day]
    best = best.loc[best["retention_pct"].idxmax()]
    when = period_name(best["first_on"].date(), best["last_on"].date())
    return (
        f"{when} did best on day {day}: {percent(best['retention_pct'])} of "
        f"{counted(int(best['size']), f'new {who}'.removesuffix('s'))}"
    )


def _bracket_card(brackets: pd.DataFrame, who: str) -> None:
    known = brackets.dropna(subset=["part"])
    said = f"Share of {who} who were there at least once within the days"
    with card(bracket_sentence(known, who), said):
        if not known.empty:
            draw(bracket_bars(known), said)


def bracket_sentence(known: pd.DataFrame, who: str) -> str:
    """Return in which bracket most were there again; it is over for some cohort."""
    if known.empty:
        return "Not enough data: no bracket of days is over"
    best = known.loc[known["part"].idxmax()]
    span = f"days {best['from_day']:.0f} to {best['to_day']:.0f}"
    return f"Most {who} were there again in {span}: {share(best['part'])}"


_NAMES = {
    "return_on": "On the day",
    "on_or_after": "On it or later",
    "bracket": "Within the days",
}


def _columns(cohort: str) -> dict[str, ColumnConfig]:
    config = st.column_config
    return {
        "first_on": config.DateColumn(
            f"First day in the {cohort} from", format=DAY_FORMAT
        ),
        "last_on": config.DateColumn("To", format=DAY_FORMAT),
        "kind": config.TextColumn("There again"),
        "from_day": config.NumberColumn("Day", format="%d"),
        "to_day": config.NumberColumn("To day", format="%d"),
        "size": config.NumberColumn("Cohort", format="%,d"),
        "retained": config.NumberColumn("There again", format="%,d"),
        "retention_pct": config.NumberColumn("Share", format="%.1f%%"),
        "is_complete": config.CheckboxColumn("Over"),
    }
