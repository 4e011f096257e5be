"""When deals came to their stages, as received."""

from quality.rules import found_in, not_null, plausible_time

TABLE = "raw_crm.deal_stage_changes"

RULES = [
    not_null("deal_id", "Every change belongs to a deal"),
    not_null("stage", "Every change is to a stage"),
    not_null("entered_at", "Every change has a time"),
    plausible_time("entered_at", "Every change was after 1970 and before tomorrow"),
    found_in("raw_crm.deals", "deal_id", "Every change is of a known deal"),
]
