"""Titles that carry the answer on baskets."""

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from dashboards.formats import counted, ratio, sentence_case, share


def named(row: Mapping[Hashable, Any]) -> str:
    """Return what the basket holds, such as ``Bread and butter``."""
    one = sentence_case(row["one"])
    if pd.isna(row["other"]):
        return one
    return f"{one} and {_inside(row['other'])}"


def lift_sentence(rules: pd.DataFrame) -> str:
    """Return the rule of the highest lift. Columns read: those of a rule."""
    if rules.empty:
        return "No groups go together here"
    best = rules.to_dict("records")[0]
    return (
        f"Baskets with {_inside(named(best))} hold {_inside(best['goes_with'])} "
        f"{ratio(best['lift'])} times as often as all baskets do"
    )


def extra_sentence(rules: pd.DataFrame) -> str:
    """Return the rule with most baskets beyond chance. Columns read: extra too."""
    if rules.empty or max(rules["extra"].tolist()) <= 0:
        return "No groups share more baskets than chance would bring"
    records = rules.to_dict("records")
    best = max(records, key=lambda row: row["extra"])
    return (
        f"{named(best)} and {_inside(best['goes_with'])} share "
        f"{counted(round(best['extra']), 'basket')} beyond chance"
    )


def confidence_sentence(rules: pd.DataFrame) -> str:
    """Return the rule that holds most often. Columns read: confidence too."""
    if rules.empty:
        return "No groups go together here"
    best = max(rules.to_dict("records"), key=lambda row: row["confidence"])
    return (
        f"{share(best['confidence'])} of baskets with {_inside(named(best))} hold "
        f"{_inside(best['goes_with'])}"
    )


def _inside(name: str) -> str:
    """Return a name within a sentence: what is written in capitals is not."""
    return name.lower() if name.isupper() or name == sentence_case(name) else name
