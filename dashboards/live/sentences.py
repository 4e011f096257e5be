"""Titles that carry the answer of the last minutes."""

import pandas as pd

from dashboards.formats import counted, money, share


def now_sentence(totals: pd.DataFrame, spans: list[str], currency: str) -> str:
    """Return who is there now, and what was ordered in the longest span.

    Args:
        totals: As `queries.live.totals` has them.
        spans: What each row of them counts, such as ``in the last 5 min``.
        currency: Of the shop.
    """
    now, hour = totals.iloc[0], totals.iloc[-1]
    if not hour["visitors"]:
        return f"Nobody was here {spans[-1]}"
    said = f"{counted(int(now['visitors']), 'visitor')} {spans[0]}"
    if not hour["orders"]:
        return f"{said}; no order {spans[-1]}"
    ordered = counted(int(hour["orders"]), "order")
    return f"{said}; {ordered} of {money(hour['amount'], currency)} {spans[-1]}"


def pages_sentence(pages: pd.DataFrame) -> str:
    """Return which page is seen most."""
    if pages.empty:
        return "No page was seen"
    return _most(pages, "page_path", "seen")


def products_sentence(products: pd.DataFrame) -> str:
    """Return which product is viewed most."""
    if products.empty:
        return "No product was viewed"
    return _most(products, "product", "viewed")


def sources_sentence(sources: pd.DataFrame) -> str:
    """Return who sends most."""
    if sources.empty:
        return "No source sent anything"
    first = sources.iloc[0]
    part = first["events"] / sources["events"].sum()
    return f"{first['source_name']} sends {share(part)} of events"


def _most(rows: pd.DataFrame, name: str, done: str) -> str:
    first, *others = rows.to_dict("records")
    times = counted(int(first["views"]), "time")
    if others and others[0]["views"] == first["views"]:
        return f"None is {done} more than others, {times} at most"
    return f"{first[name]} is {done} most, {times}"
