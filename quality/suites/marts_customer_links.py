"""Why identifiers are one customer's as it would be published: what was used holds."""

from quality.rules import no_rows, not_null, nothing_in, one_of, unique

TABLE = "marts.customer_links"

LINKS = [
    "decided", "crm_link", "identify", "alias", "order", "email", "phone", "match"
]  # fmt: skip
STATUSES = ["used", "shared", "over_limit", "denied"]

RULES = [
    not_null("customer_id", "Every link is of a customer"),
    not_null("reason", "Every link says why"),
    unique(
        "left_identifier, right_identifier, rule",
        "Every two identifiers and rule are there once",
    ),
    one_of("rule", LINKS, "A link is by one of eight rules"),
    one_of("status", STATUSES, "What became of a link is one of four"),
    no_rows(
        "sides_in_order",
        "The smaller identifier stands on the left, so that no link is turned around",
        "left_identifier >= right_identifier",
    ),
    nothing_in(
        "customers_known",
        "Every link's customer is published too",
        """
        select distinct customer_id
        from marts.customer_links
        where customer_id not in (select customer_id from marts.dim_customers)
        """,
        unit="customers",
    ),
    nothing_in(
        "used_links_hold",
        "Both identifiers of a link that was used are of the customer that it names",
        """
        select links.customer_id from marts.customer_links as links
        left join marts.customer_identifiers as l
            on links.left_identifier = l.identifier
        left join marts.customer_identifiers as r
            on links.right_identifier = r.identifier
        where links.status = 'used'
            and (
                l.customer_id is distinct from links.customer_id
                or r.customer_id is distinct from links.customer_id
            )
        """,
        unit="links",
    ),
]
