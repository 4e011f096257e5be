"""Campaigns: whom they reach, who redeems, and what promotions in store sell."""

import streamlit as st

from dashboards.campaigns import cards
from dashboards.campaigns.chosen import campaign_filters, judged, told_apart
from dashboards.campaigns.promotions import promotion_part
from dashboards.campaigns.tables import campaign_tables
from dashboards.campaigns.tiles import campaign_tiles
from dashboards.components.faults import part
from dashboards.components.header import header
from dashboards.components.tiles import tiles
from dashboards.queries import campaigns
from warehouse.settings import settings

TITLE = "Campaigns"
ICON = ":material/campaign:"
PLACE = 40

data = header(TITLE)
currency = settings().shop.currency
chosen = campaign_filters(data, told_apart(campaigns.campaigns()))
shown = judged(chosen.campaigns, data)
ids = shown["campaign_id"].tolist()

if shown.empty:
    st.info(
        "Choose a longer period or another kind. A shop without campaigns maps "
        "`campaigns` and `campaign_members` in `karvan.toml`, then runs `karvan run`.",
        title="No campaign to show",
        icon=":material/info:",
    )
else:
    tiles(campaign_tiles(chosen, currency))
    every = judged(chosen.all_campaigns, data)
    cards.comparison_card(every, chosen)
    names = dict(zip(ids, shown["name"], strict=True))
    weeks, coupons = campaigns.weekly_redemptions(ids), campaigns.coupons(ids)
    coupons["campaign"] = [names[key] for key in coupons["campaign_id"]]
    with st.grid(2 if chosen.campaign_id is None else 3, min_column_width=300):
        if chosen.campaign_id is not None:
            cards.changes_card(every, chosen, is_main=False)
        cards.redemption_card(weeks)
        cards.coupon_card(coupons)
    campaign_tables(shown, weeks, coupons, chosen, currency)

st.header("Promotions in store", anchor=False)
with part("Promotions"):
    promotion_part(chosen)
