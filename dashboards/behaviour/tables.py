"""The tables behind the charts of behaviour, each with its exports."""

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from dashboards.behaviour.filters import Chosen
from dashboards.behaviour.sentences import hesitating_line
from dashboards.components.tables import SHOWN, Listed
from dashboards.formats import DAY_FORMAT
from dashboards.queries import behaviour_products
from warehouse.settings import settings


def behaviour_tables(
    chosen: Chosen, steps: pd.DataFrame, products: pd.DataFrame
) -> dict[str, Listed]:
    """Return the tables by the names of their tabs."""
    groups = pd.concat(
        [
            behaviour_products.view_not_buy(chosen.kind, chosen.first_on, kind)
            for kind in ("department", "category")
        ],
        keys=["department", "category"],
        names=["group_kind"],
    ).reset_index(level=0)
    pairs = pd.concat(
        [
            behaviour_products.switching(chosen.kind, chosen.first_on, kind)
            for kind in ("brand", "product")
        ],
        keys=["brand", "product"],
        names=["value_kind"],
    ).reset_index(level=0)
    return {
        "Hesitating": _hesitating(),
        "Funnel": Listed(
            f"{chosen.title}, by age, device and campaign",
            "funnel_steps",
            steps,
            _step_columns(),
            "Nobody entered the funnel.",
        ),
        "Viewed, not bought": Listed(
            "Who viewed and did not buy, by group and age",
            "view_not_buy",
            groups.head(SHOWN),
            _group_columns(),
            "No product was viewed.",
            "No share is told of few viewers; the counts are",
            export=lambda: groups,
        ),
        "Switching": Listed(
            "From what was viewed to what was bought",
            "product_switching",
            pairs.head(SHOWN),
            _pair_columns(),
            "Nothing was bought after a view of its category.",
            export=lambda: pairs,
        ),
        "Products": Listed(
            "What was done with products",
            "product_interest",
            products.head(SHOWN),
            _product_columns(chosen),
            "Nothing was done with products.",
            export=lambda: products,
        ),
    }


def _hesitating() -> Listed:
    said = settings().behaviour
    rows = behaviour_products.hesitations()
    persons, _ = behaviour_products.hesitating()
    line = hesitating_line(persons, said.hesitation_views, said.hesitation_days)
    return Listed(
        "Who hesitates, the most views first",
        "hesitating",
        rows.head(SHOWN),
        _hesitation_columns(),
        f"Nobody viewed one product {said.hesitation_views} times in the last "
        f"{said.hesitation_days} days with data without buying it. The settings "
        "`behaviour.hesitation_views` and `hesitation_days` say what counts.",
        None if rows.empty else line,
        export=lambda: rows,
    )


def _hesitation_columns() -> dict[str, ColumnConfig]:
    config = st.column_config
    moment = f"{DAY_FORMAT}, HH:mm"
    return {
        "customer_id": config.TextColumn("Customer", pinned=True),
        "visitor_id": config.TextColumn("Browser or device"),
        "product_id": config.TextColumn("Product"),
        "name": config.TextColumn("Product's name"),
        "category": config.TextColumn("Category"),
        "views": config.NumberColumn("Views", format="%,d"),
        "first_viewed_at": config.DatetimeColumn("First viewed, UTC", format=moment),
        "last_viewed_at": config.DatetimeColumn("Last viewed, UTC", format=moment),
        "bought_before_at": config.DatetimeColumn("Bought before, UTC", format=moment),
        "first_name": config.TextColumn("First name"),
        "last_name": config.TextColumn("Last name"),
        "email": config.TextColumn("E-mail"),
        "phone": config.TextColumn("Phone"),
        "has_marketing_consent": config.CheckboxColumn("May be written to"),
        "is_simulated": config.CheckboxColumn("Simulated"),
    }


def _step_columns() -> dict[str, ColumnConfig]:
    config = st.column_config
    return {
        "breakdown": config.TextColumn("Visitors by"),
        "breakdown_value": config.TextColumn("Value"),
        "step": config.NumberColumn("Step"),
        "step_name": config.TextColumn("Name"),
        "visitors": config.NumberColumn("Visitors", format="%,d"),
        "of_first_pct": config.NumberColumn("Of the first", format="%.1f%%"),
        "of_before_pct": config.NumberColumn("Of the one before", format="%.1f%%"),
        "median_to_step_s": config.NumberColumn(
            "Seconds to it", format="%,.0f", help="Median of who reached the step"
        ),
    }


def _group_columns() -> dict[str, ColumnConfig]:
    config = st.column_config
    return {
        "group_kind": config.TextColumn("Kind of group"),
        "product_group": config.TextColumn("Group", pinned=True),
        "age_band": config.TextColumn("Age"),
        "viewers": config.NumberColumn("Viewed", format="%,d"),
        "buyers": config.NumberColumn("Of them bought", format="%,d"),
        "not_buying_pct": config.NumberColumn("Did not buy", format="%.1f%%"),
    }


def _pair_columns() -> dict[str, ColumnConfig]:
    config = st.column_config
    return {
        "value_kind": config.TextColumn("Between"),
        "category": config.TextColumn("Category"),
        "from_value": config.TextColumn("Viewed"),
        "from_name": config.TextColumn("Its name"),
        "to_value": config.TextColumn("Bought"),
        "to_name": config.TextColumn("Its name"),
        "sessions": config.NumberColumn("Sessions", format="%,d"),
        "switched_sessions": config.NumberColumn(
            "Switched", format="%,d", help="Without an order of what was viewed"
        ),
        "base_sessions": config.NumberColumn(
            "Of",
            format="%,d",
            help="Sessions that viewed it and bought of the category",
        ),
        "switched_share": config.NumberColumn("Share", format="percent"),
    }


def _product_columns(chosen: Chosen) -> dict[str, ColumnConfig]:
    config = st.column_config
    columns = {
        "product_id": config.TextColumn("Product", pinned=True),
        "name": config.TextColumn("Name"),
        "category": config.TextColumn("Category"),
    }
    names = {"views": "Views", "viewers": "Viewers", "adds": "Put into carts"}
    names |= {"removes": "Taken out", "purchases": "Bought online"}
    for column, label in names.items():
        columns[column] = config.NumberColumn(label, format="%,d")
        if chosen.compared_on is not None and column != "viewers":
            columns[f"{column}_before"] = config.NumberColumn(
                f"{label} before", format="%,d"
            )
    return columns
