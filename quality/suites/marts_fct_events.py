"""Events as they would be published: dated, and with a key for each visitor.

That each is there once dbt tests; to count it here too took 12 s of 20 million.
"""

from quality.rules import no_rows, not_null, plausible_time

TABLE = "marts.fct_events"

RULES = [
    not_null("message_id", "Every event has an id"),
    not_null("occurred_on", "Every event has a day"),
    plausible_time(
        "occurred_at", "Every event happened after 1970 and before tomorrow"
    ),
    no_rows(
        "occurred_on_near_occurred_at",
        "The local day of an event is within a day of its UTC time",
        "abs(occurred_on - cast(occurred_at as date)) > 1",
    ),
    no_rows(
        "visitor_has_a_key",
        "Every visitor has a key, and no key is without one",
        "(visitor_id is null) <> (visitor_key is null)",
    ),
    no_rows(
        "scroll_pct_plausible",
        "No page is scrolled beyond its end",
        "scroll_pct < 0 or scroll_pct > 100",
        "warning",
    ),
]
