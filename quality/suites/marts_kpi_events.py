"""Events by name as they would be published: every event, once."""

from quality.rules import Rule, no_rows, unique

TABLE = "marts.kpi_events"

RULES = [
    unique("day_on, type, event", "Every event of a day is there once"),
    no_rows("events_positive", "Every row is of something that came", "events < 1"),
    Rule(
        "events_are_those_of_facts",
        "The events of all names are all events",
        """
        abs(coalesce(sum(events), 0) - (select count(*) from marts.fct_events))
        """,
        unit="events",
    ),
]
