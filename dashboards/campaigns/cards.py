"""The cards of campaigns: each a question, with its answer as its chart's title."""

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from dashboards.campaigns import sentences
from dashboards.campaigns.charts import SIDES, changes, redemption_bars, sides
from dashboards.campaigns.chosen import LEAST, Chosen, is_small, windows
from dashboards.components.bars import bars
from dashboards.components.charts import card, draw
from dashboards.formats import counted, days, number, plain
from dashboards.periods import Window
from warehouse.settings import settings

_SHOWN = 10


def comparison_card(judged: pd.DataFrame, chosen: Chosen) -> None:
    """Show what members spent beside others: of one campaign, or of each."""
    if chosen.campaign_id is None:
        changes_card(judged, chosen, is_main=True)
        return
    is_chosen = judged["campaign_id"] == chosen.campaign_id
    (row,) = judged.loc[is_chosen].to_dict("records")
    currency = settings().shop.currency
    spans = windows(row)
    points = _points(row, spans)
    said = f"Sales per person, {currency}, in windows of {number(row['days'])} days"
    if cut := [name for name, (_, is_whole) in spans.items() if not is_whole]:
        reach = days(chosen.data.first_on, chosen.data.last_on)
        said += f" · not all days {' and '.join(cut)} lie in the data, {reach}"
    with card(sentences.sides_sentence(row, currency), said, is_main=True):
        if is_small(row):
            st.caption(
                f"{counted(int(row['compared_members']), 'member')} and "
                f"{counted(int(row['compared_non_members']), 'non-member')} with the "
                f"same prior spending: a mean is shown from {LEAST} on each side."
            )
        elif len(set(points.dropna(subset="amount")["place"])) < 2:
            st.caption("Fewer than two of the three windows lie in the data.")
        else:
            legend = {
                "accent": f"{row['compared_members']:,} {SIDES['member']}",
                "muted": f"{row['compared_non_members']:,} {SIDES['non_member']}",
            }
            draw(sides(points, currency, legend), said)
        _caveat(is_randomised=bool(row["is_randomised"]))


def changes_card(judged: pd.DataFrame, chosen: Chosen, *, is_main: bool) -> None:
    """Show all campaigns: the change of members against that of others."""
    known = judged.loc[judged["reason"] == ""]
    said = (
        "Sales per person during a campaign against as many days before · over the "
        "dashed line members' rose more · size: members compared"
    )
    with card(sentences.changes_sentence(judged), said, is_main=is_main):
        if not known.empty:
            currency = settings().shop.currency
            draw(changes(known, currency, chosen.campaign_id), said)
        if reasons := sentences.left_out(judged):
            st.caption(reasons)
        if is_main:
            _caveat(
                is_randomised=bool(not known.empty and known["is_randomised"].all())
            )


def redemption_card(weeks: pd.DataFrame) -> None:
    """Show when coupons were redeemed."""
    with card(sentences.redemptions_sentence(weeks), "Redemptions by week"):
        if not weeks.empty:
            draw(redemption_bars(weeks), "Redemptions by week")


def coupon_card(coupons: pd.DataFrame) -> None:
    """Show which coupons were redeemed most."""
    with card(sentences.coupons_sentence(coupons), "Redemptions by coupon"):
        if coupons.empty:
            return
        best = coupons.head(_SHOWN)
        rows = best.assign(
            name=best["coupon_id"]
            if len(set(best["campaign_id"])) == 1
            else best["coupon_id"] + " · " + best["campaign"],
            value=best["redemptions"],
            text=[f"{value:,}" for value in best["redemptions"]],
            people=[f"{value:,}" for value in best["redeemers"]],
        )
        facts = {"name": "Coupon", "text": "Redemptions", "people": "Redeemers"}
        draw(bars(rows, facts, row_height=28), "Best coupons")


def _points(
    row: Mapping[Hashable, Any], spans: Mapping[str, tuple[Window, bool]]
) -> pd.DataFrame:
    """Return what the chart of one campaign draws; empty where nobody is compared."""
    points = []
    for side in SIDES:
        people = counted(int(row[f"compared_{side}s"]), side.replace("_", "-"))
        for place, (name, (span, is_whole)) in enumerate(spans.items()):
            when = days(span.first_on, span.last_on)
            # Three lines: three of them stand side by side on a phone.
            lines = [name.capitalize(), *when.replace(" – ", " –|").split("|")]
            points.append(
                {
                    "side": side,
                    "place": place,
                    "label": "|".join(lines),
                    "when": when,
                    "amount": row[f"{side}_{name}"] if is_whole else None,
                    "people": people,
                }
            )
    columns = ["side", "place", "label", "when", "amount", "people"]
    return pd.DataFrame(points, columns=columns)


def _caveat(*, is_randomised: bool) -> None:
    st.caption(
        f":material/info: {plain(sentences.caveat(is_randomised=is_randomised))}"
    )
