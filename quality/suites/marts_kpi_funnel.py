"""The funnel as it would be published: no step has more sessions than the one before."""

from quality.rules import Rule, no_rows, not_null, unique

TABLE = "marts.kpi_funnel"

RULES = [
    not_null("day_on", "Every row is of a day"),
    unique("day_on, device", "Every device of a day is there once"),
    no_rows(
        "steps_never_grow",
        "No step has more sessions than the one before",
        "viewed > sessions or added > viewed or checked_out > added "
        "or ordered > checked_out",
    ),
    Rule(
        "all_is_the_sum",
        "The sessions of all devices are the sum of each, at each step",
        """
        coalesce(abs(sum(
            case when device = 'all' then 1 else -1 end
            * (sessions + viewed + added + checked_out + ordered)
        )), 0)
        """,
        unit="sessions",
    ),
    Rule(
        "sessions_are_all_there",
        "The sessions of all days are those that there are",
        """
        abs(coalesce(sum(sessions) filter (where device = 'all'), 0) - (
            select count(*) from marts.fct_sessions
        ))
        """,
        unit="sessions",
    ),
]
