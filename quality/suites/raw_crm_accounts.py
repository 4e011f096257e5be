"""Companies as received."""

from quality.rules import no_rows, not_null

TABLE = "raw_crm.accounts"

RULES = [
    not_null("account_id", "Every account has an id"),
    no_rows(
        "size_not_negative",
        "No account has less than no employees, or a negative yearly revenue",
        "employees < 0 or annual_revenue_amount < 0",
        "warning",
    ),
    no_rows(
        "parent_is_another",
        "No account is its own parent",
        "parent_account_id = account_id",
        "warning",
    ),
]
