"""What the page Duplicates shows: one pair to decide, and the list of all of them."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboards.components.charts import card, draw
from dashboards.components.customer_link import PAGE, address
from dashboards.components.tiles import Tile, tiles
from dashboards.customer.words import is_known, shortened
from dashboards.formats import counted, money, number, plain
from dashboards.queries import review, same_person
from dashboards.review.deciding import answer_buttons, shown_pair, undo_button
from dashboards.review.queue import Queue, chosen, queue
from dashboards.review.sides import side_by_side
from dashboards.review.tables import waiting_table
from dashboards.review.waterfall import explained, explained_sentence, waterfall
from warehouse.settings import settings
from warehouse.settings.errors import SettingsError


def duplicates() -> None:
    """Show the pair to decide next; say so where there is none."""
    try:
        merge_from = settings().identity.matching.merge
    except SettingsError as error:
        st.error(
            plain(str(error)),
            title="The rules of who is whom cannot be read",
            icon=":material/error:",
        )
        return
    pairs = review.pairs(merge_from)
    merged = review.merged()
    if pairs.empty:
        _nothing_to_review(merged)
        return
    left = queue(pairs, same_person.latest())
    tiles(review_tiles(left, merged))
    st.progress(
        left.decided / left.total,
        f"{left.decided:,} of {counted(left.total, 'pair')} decided",
    )
    if left.waiting.empty:
        st.success(
            "The next run takes the answers up. You can still take the last one back.",
            title="All pairs are decided",
            icon=":material/done_all:",
        )
        undo_button(left.last)
        return
    _one_pair(chosen(left.waiting, shown_pair()), left, merge_from)
    waiting_table(left)


def review_tiles(left: Queue, merged: int) -> list[Tile]:
    """Return four tiles of what is left, what is done, and what needed nobody.

    They count a queue of work as it is now, so they are no metrics of a period.
    """
    source = "Source: `marts.customer_matches`."
    held = list(left.waiting["decision"]).count("held")
    return [
        Tile(
            "To decide",
            number(len(left.waiting)),
            "Pairs of records that may be one person: the rules are not sure enough, "
            f"or (held) more records hang together than a person has. {source}",
            note=f"{held:,} held" if held else None,
            is_up_good=False,
        ),
        Tile(
            "Decided",
            number(left.decided),
            "Pairs that somebody decided and the data do not show yet.",
            note="show with the next run",
        ),
        Tile(
            "Set aside",
            number(left.set_aside),
            "Pairs that somebody was not sure of. They come again at the end.",
            note="come again at the end",
        ),
        Tile(
            "Merged without asking",
            number(merged),
            f"Pairs of records that are surely one person. {source}",
            note="by the last run",
        ),
    ]


def _one_pair(row: Mapping[str, Any], left: Queue, merge_from: float) -> None:
    names = (row["left_identifier"], row["right_identifier"])
    pair = review.pair(*names)
    bars = explained(pair["explanation"])
    with st.container(border=True, gap="small"):
        one, other = (_named(row[f"{side}_name"]) for side in ("left", "right"))
        st.subheader(plain(f"{one} and {other}: one person?"), anchor=False)
        with st.container(horizontal=True, horizontal_alignment="distribute"):
            answer_buttons(*names)
            undo_button(left.last)
        st.caption(
            "Keys: **S** same, **D** different, **N** not sure, **U** undo. It holds "
            "over all later runs and can be taken back on the customer's page."
        )
    with st.grid(2, min_column_width=320):
        with st.container(border=True, gap="small", height="stretch"):
            st.markdown("**What the records say**")
            st.caption("On a coloured ground: what differs")
            st.table(
                side_by_side(pair, *map(_record, names)),
                border="horizontal",
                hide_index=True,
            )
            _customers(row)
        said = (
            "Bits for and against: each doubles the odds, or halves them · dashed: "
            f"from {merge_from:g} on records are merged without asking"
        )
        with card(explained_sentence(bars, row["probability"]), said):
            draw(waterfall(bars, row["weight"], merge_from), said)


def _customers(row: Mapping[str, Any]) -> None:
    """Say whose the records are now, with a way to each."""
    currency = settings().shop.currency
    for side in ("left", "right"):
        customer_id = row[f"{side}_customer_id"]
        if not is_known(customer_id):
            continue
        orders = counted(int(row[f"{side}_orders"]), "order")
        revenue = money(row[f"{side}_revenue"], currency)
        st.page_link(
            PAGE,
            label=plain(f"Customer {customer_id}: {orders}, {revenue}"),
            icon=":material/person:",
            query_params=address(customer_id),
        )


def _nothing_to_review(merged: int) -> None:
    if merged:
        st.success(
            f"{counted(merged, 'pair')} of records were merged by the last run, and "
            "nothing is in doubt.",
            title="Nothing to decide",
            icon=":material/done_all:",
        )
        return
    st.info(
        "Records of a CRM are compared with each other: map `contacts` in "
        "`karvan.toml`, then run `karvan run`.",
        title="No two records look like one person",
        icon=":material/info:",
    )


def _record(identifier: str) -> str:
    """Return ``crm/C-1`` of ``contact:crm/C-1``."""
    return shortened(identifier.partition(":")[2], 30)


def _named(name: str) -> str:
    return name.strip() or "a record without a name"
