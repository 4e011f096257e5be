"""People at companies, as received."""

from quality.rules import found_in, no_rows, not_null, plausible_time

TABLE = "raw_crm.contacts"

RULES = [
    not_null("contact_id", "Every contact has an id"),
    no_rows(
        "birth_date_plausible",
        "Every contact was born after 1900 and before today",
        "birth_date < '1900-01-01' or birth_date > current_date",
        "warning",
    ),
    no_rows(
        "email_plausible",
        "Every e-mail address has a name, an @ and a domain",
        "trim(email) not like '%_@_%._%' or trim(email) like '% %'",
        "warning",
    ),
    no_rows(
        "is_reachable",
        "Every contact has a name, an e-mail address or a phone number",
        "coalesce(first_name, last_name, email, phone) is null",
        "warning",
    ),
    plausible_time("updated_at", "Every contact was changed before tomorrow"),
    found_in("raw_crm.accounts", "account_id", "Every contact's account is known"),
]
