"""Writes down what is true of the sample, for those who check what is found in it."""

import json
from pathlib import Path

from ingestion.sample.oddities import (
    DELIVERY_AMOUNT,
    amount_told,
    cancelled_id,
    is_cancelled,
    is_lost,
)
from ingestion.sample.steps import ELEMENTS
from ingestion.sample.visits import EXPERIMENT, LIFT, Plan

FILE = "truth.json"


def write_truth(folder: Path, plan: Plan) -> None:
    """Write who is whom, which orders differ how, and what the experiment did.

    ============  =================================================================
    households    user id to the anonymous ids of the devices they signed in on
    orders        ids of the orders placed on the web, with the amounts told where
                  they differ; those of which no event came; those that only the site
                  knows
    experiment    its name, the lift in orders, and anonymous id to variant
    elements      kind of page to its elements, with the share of views that click
    ============  =================================================================
    """
    baskets = [one.basket for one in plan.visits if one.basket]
    truth = {
        "households": plan.households,
        "orders": {
            "placed": [one.order_id for one in baskets],
            "lost": [one.order_id for one in baskets if is_lost(one)],
            "differing": {
                one.order_id: amount_told(one)
                for one in baskets
                if amount_told(one) != one.amount and not is_lost(one)
            },
            "difference_amount": DELIVERY_AMOUNT,
            "cancelled": [cancelled_id(one) for one in baskets if is_cancelled(one)],
        },
        "experiment": {"id": EXPERIMENT, "lift": LIFT, "variants": plan.variants},
        "elements": ELEMENTS,
    }
    (folder / FILE).write_text(json.dumps(truth))
