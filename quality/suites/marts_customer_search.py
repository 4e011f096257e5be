"""What customers are found by as it would be published: everybody can be found."""

from quality.rules import no_rows, not_null, nothing_in, unique

TABLE = "marts.customer_search"

RULES = [
    not_null("customer_id", "Every row is of a customer"),
    unique("customer_id", "Every customer is there once"),
    nothing_in(
        "customers_are_all_there",
        "Every customer can be found",
        """
        select customer_id from marts.dim_customers
        except
        select customer_id from marts.customer_search
        """,
        unit="customers",
    ),
    no_rows(
        "words_apart",
        "A blank stands before and behind each word that is looked for",
        "not starts_with(search_text, ' ') or not ends_with(search_text, ' ') "
        "or contains(search_text, '  ')",
    ),
]
