"""Contacts of customers as they would be published: each of one person."""

from quality.rules import not_null, nothing_in, unique

TABLE = "marts.customer_contacts"

RULES = [
    not_null("customer_id", "Every contact is of a customer"),
    not_null("person_id", "Every contact is of a person"),
    unique("identifier", "Every contact is there once"),
    nothing_in(
        "customers_known",
        "Every contact's customer is published too",
        """
        select distinct customer_id
        from marts.customer_contacts
        where customer_id not in (select customer_id from marts.dim_customers)
        """,
        unit="customers",
    ),
    nothing_in(
        "persons_of_one_customer",
        "No person is of two customers",
        """
        select person_id
        from marts.customer_contacts
        group by person_id
        having count(distinct customer_id) > 1
        """,
        unit="persons",
    ),
]
