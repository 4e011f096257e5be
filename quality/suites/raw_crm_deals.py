"""Deals as received, won, lost and open."""

from quality.rules import found_in, no_rows, not_null, plausible_time

TABLE = "raw_crm.deals"

RULES = [
    not_null("deal_id", "Every deal has an id"),
    not_null("stage", "Every deal is at a stage"),
    no_rows(
        "amount_not_negative",
        "No deal is worth less than nothing",
        "amount < 0",
        "warning",
    ),
    no_rows(
        "probability_plausible",
        "Every probability lies between 0 and 100",
        "probability not between 0 and 100",
        "warning",
    ),
    no_rows(
        "closed_after_created",
        "No deal is closed before it is created",
        "closed_on < created_on",
        "warning",
    ),
    plausible_time("updated_at", "Every deal was changed before tomorrow"),
    found_in("raw_crm.accounts", "account_id", "Every deal's account is known"),
    found_in(
        "raw_crm.representatives",
        "representative_id",
        "Every deal's representative is known",
    ),
]
