"""The cards of baskets: each a question, with its answer as its chart's title."""

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from dashboards.baskets import sentences
from dashboards.components.bars import bars
from dashboards.components.charts import card, draw
from dashboards.formats import number, ratio, sentence_case, share

_SHOWN = 12
_FACTS = {
    "name": "Rule",
    "both": "Baskets with all of them",
    "confident": "Of baskets with the first, hold the second",
    "lifted": "Times as often as chance",
    "beyond": "Baskets beyond chance",
}


def lift_card(rules: pd.DataFrame) -> None:
    """Show the rules that are most beyond chance."""
    said = (
        "Lift: how many times as often as if groups were picked at random · both ways "
        "round a rule has one lift, so each is drawn once"
    )
    with card(sentences.lift_sentence(rules), said, is_main=True):
        _draw(_once(rules).head(_SHOWN), "lift", "lifted", said)
        st.caption(
            ":material/info: Together is no cause: promotions sell things together, "
            "too."
        )


def extra_card(rules: pd.DataFrame) -> None:
    """Show the rules with most baskets beyond chance."""
    said = "Baskets beyond what chance would bring (leverage)"
    with card(sentences.extra_sentence(rules), said):
        best = _once(rules.loc[rules["extra"] > 0]).nlargest(_SHOWN // 2, "extra")
        _draw(best, "extra", "beyond", said)


def confidence_card(rules: pd.DataFrame) -> None:
    """Show the rules that hold most often."""
    said = "Of baskets with the first, the share that holds the second (confidence)"
    with card(sentences.confidence_sentence(rules), said):
        best = rules.nlargest(_SHOWN // 2, "confidence")
        _draw(best, "confidence", "confident", said)


def _once(rules: pd.DataFrame) -> pd.DataFrame:
    """Return the first rule of each set of groups, in their order."""
    seen: set[frozenset[Any]] = set()
    keep = []
    for row in rules.to_dict("records"):
        groups = frozenset({row["one"], row["other"], row["goes_with"]})
        keep.append(groups not in seen)
        seen.add(groups)
    return rules.loc[keep]


def _draw(rules: pd.DataFrame, measure: str, text: str, said: str) -> None:
    if rules.empty:
        return
    rows = pd.DataFrame([_row(row, measure) for row in rules.to_dict("records")])
    rows = rows.assign(text=rows[text]).drop_duplicates("name")
    draw(bars(rows, _FACTS, row_height=28, label_width=200), said)


def _row(row: Mapping[Hashable, Any], measure: str) -> dict[str, Any]:
    return {
        "name": f"{sentences.named(row)} → {sentence_case(row['goes_with'])}",
        "value": float(row[measure]),
        "both": number(row["baskets"]),
        "confident": share(row["confidence"]),
        "lifted": ratio(row["lift"]),
        "beyond": number(row["extra"]),
    }
