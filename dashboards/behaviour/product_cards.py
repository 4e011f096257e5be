"""The cards of products: what is viewed, bought, not bought, and bought instead."""

from collections import Counter

import pandas as pd
import streamlit as st

from dashboards.behaviour import sentences
from dashboards.behaviour.charts import (
    MOST_GROUPS,
    MOST_VALUES,
    not_buying_map,
    switching_map,
)
from dashboards.behaviour.filters import Chosen
from dashboards.components.bars import bars
from dashboards.components.charts import draw
from dashboards.components.filters import choice
from dashboards.formats import change, plain, sentence_case
from dashboards.product.names import chart_name, product_name
from dashboards.queries import behaviour_products
from warehouse.settings import settings

_GROUPS = {"department": "Departments", "category": "Categories"}
_VALUES = {"brand": "Brands", "product": "Products"}
_MOST_BARS = 10


def not_buying_card(chosen: Chosen) -> None:
    """Show which groups are viewed and not bought, by age."""
    least = settings().behaviour.min_viewers
    with st.container(border=True, gap="xsmall", height="stretch"):
        by = choice("Groups", _GROUPS, "groups")
        rows = behaviour_products.view_not_buy(chosen.kind, chosen.first_on, by)
        sentence = sentences.not_buying_sentence(rows, least)
        st.markdown(f"**{plain(sentence)}**")
        st.caption(
            "Share of viewers who bought nothing of the group in the same period · "
            f"dashed: fewer than {least} viewers"
        )
        told = rows.loc[rows["not_buying_pct"].notna(), "product_group"]
        kept = list(dict.fromkeys(told))[:MOST_GROUPS]
        shown = rows.loc[rows["product_group"].isin(kept)]
        if kept:
            ages = ["all", *sorted(set(shown["age_band"]) - {"all"}, key=_age_place)]
            draw(not_buying_map(shown, ages, least), sentence)


def switching_card(chosen: Chosen) -> None:
    """Show what is bought after something else of its category was viewed."""
    with st.container(border=True, gap="xsmall", height="stretch"):
        left, right = st.columns(2)
        with left:
            kind = choice("Switching between", _VALUES, "between")
        categories = behaviour_products.switching_categories(
            chosen.kind, chosen.first_on, kind
        )
        if not categories:
            st.markdown("**Nothing of a category was viewed and then bought**")
            st.caption("It takes purchases by events, of products with a category.")
            return
        with right:
            names = {name: sentence_case(name) for name in categories}
            category = choice("Category", names, "category")
        rows = named(
            behaviour_products.switching(chosen.kind, chosen.first_on, kind, [category])
        )
        sentence = sentences.switching_sentence(rows)
        st.markdown(f"**{plain(sentence)}**")
        st.caption(
            "Rows: what was viewed, with its sessions that bought of the category · "
            "columns: what was bought after it · dashed: itself"
        )
        kept = _busiest(rows)
        shown = rows.loc[rows["seen"].isin(kept) & rows["bought"].isin(kept)]
        if not shown.empty:
            draw(switching_map(shown), sentence)


def named(rows: pd.DataFrame) -> pd.DataFrame:
    """Return pairs with ``seen`` and ``bought``, the names that they go by."""
    return rows.assign(
        seen=[
            chart_name(name, value)
            for value, name in zip(rows["from_value"], rows["from_name"], strict=True)
        ],
        bought=[
            chart_name(name, value)
            for value, name in zip(rows["to_value"], rows["to_name"], strict=True)
        ],
    )


def product_card(chosen: Chosen, products: pd.DataFrame) -> None:
    """Show what is viewed, put into carts, taken out or bought most."""
    with st.container(border=True, gap="xsmall", height="stretch"):
        lists = {key: words[0] for key, words in sentences.MEASURES.items()}
        by = choice("Products", lists, "products")
        top = products.sort_values([by, "product_id"], ascending=[False, True])
        top = top.loc[top[by] > 0].head(_MOST_BARS)
        names = [
            product_name(name, product_id)
            for name, product_id in zip(top["name"], top["product_id"], strict=True)
        ]
        sentence = sentences.product_sentence(names, top[by].tolist(), by)
        st.markdown(f"**{plain(sentence)}**")
        compared = chosen.compared_on is not None
        st.caption(
            f"Times in the period; change {chosen.note}" if compared else "Times"
        )
        if top.empty:
            return
        shown = top.assign(
            label=names,
            name=[
                chart_name(name, product_id)
                for name, product_id in zip(top["name"], top["product_id"], strict=True)
            ],
            value=top[by],
            text=[
                _with_change(now, before if compared else None)
                for now, before in zip(top[by], top[f"{by}_before"], strict=True)
            ],
        )
        facts = {"name": "Product", "category": "Category", "text": lists[by]}
        draw(bars(shown, facts, label_width=150), sentence)


def _with_change(now: int, before: float | None) -> str:
    moved = None if before is None or pd.isna(before) else change(now, before)
    if before == 0:
        moved = "new"
    return f"{now:,}" if moved is None else f"{now:,} · {moved}"


def _busiest(rows: pd.DataFrame) -> list[str]:
    """Return the names with most sessions on either side."""
    sessions: Counter[str] = Counter()
    for side in ("seen", "bought"):
        for name, count in zip(rows[side], rows["sessions"], strict=True):
            sessions[name] += count
    return [name for name, _ in sessions.most_common(MOST_VALUES)]


def _age_place(age: str) -> tuple[bool, str]:
    return age == "unknown", age
