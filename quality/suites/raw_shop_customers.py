"""Customers as received, and how many may be one person twice."""

from quality.rules import no_rows, not_null, nothing_in, plausible_time

TABLE = "raw_shop.customers"

EMAIL = "lower(trim(email))"

# The last nine digits: with and without a country or trunk prefix alike.
PHONE = "right(regexp_replace(phone, '[^0-9]', '', 'g'), 9)"


def _shared(kind: str, value: str, where: str) -> str:
    return f"""
        select distinct {kind}_customers.customer_id
        from (
            select source_name, customer_id, {value} as {kind}
            from raw_shop.customers
            where {where}
        ) as {kind}_customers
        join (
            select {value} as {kind}
            from raw_shop.customers
            where {where}
            group by {value}
            having count(distinct customer_id) > 1
        ) as shared using ({kind})
    """


RULES = [
    not_null("customer_id", "Every customer has an id"),
    plausible_time(
        "created_at", "Every customer came after 1970 and before tomorrow", "warning"
    ),
    no_rows(
        "birth_date_plausible",
        "Every customer was born after 1900 and before today",
        "birth_date < '1900-01-01' or birth_date > current_date",
        "warning",
    ),
    no_rows(
        "email_plausible",
        "Every e-mail address has a name, an @ and a domain",
        "trim(email) not like '%_@_%._%' or trim(email) like '% %'",
        "warning",
    ),
    nothing_in(
        "email_not_shared",
        "No two customers share an e-mail address, whatever its case",
        _shared("email", EMAIL, f"{EMAIL} <> ''"),
        "warning",
        unit="customers",
    ),
    nothing_in(
        "phone_not_shared",
        "No two customers share a phone number, however it is written",
        _shared("phone", PHONE, f"length({PHONE}) >= 7"),
        "warning",
        unit="customers",
    ),
]
