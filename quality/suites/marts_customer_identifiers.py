"""What customers are known by as it would be published: each of one customer."""

from quality.rules import no_rows, not_null, nothing_in, one_of, unique

TABLE = "marts.customer_identifiers"

KINDS = ["customer", "contact", "anonymous", "email", "phone"]

RULES = [
    not_null("customer_id", "Every identifier is a customer's"),
    unique("identifier", "Every identifier is there once"),
    one_of("kind", KINDS, "An identifier is of one of five kinds"),
    no_rows(
        "identifier_of_its_parts",
        "An identifier is its kind and its value",
        "identifier is distinct from kind || ':' || value",
    ),
    nothing_in(
        "customers_are_all_there",
        "The customers are those of dim_customers",
        """
        select customer_id
        from (select distinct customer_id from marts.customer_identifiers) as identified
        full join marts.dim_customers as customers using (customer_id)
        where identified.customer_id is null or customers.customer_id is null
        """,
        unit="customers",
    ),
]
