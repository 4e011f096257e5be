"""Sessions as they would be published: apart from each other, and of all events."""

from quality.rules import Rule, no_rows, not_null, nothing_in, unique

TABLE = "marts.fct_sessions"

RULES = [
    not_null("session_id", "Every session has an id"),
    unique("session_id", "Every session is there once"),
    no_rows(
        "ended_after_started",
        "No session ends before it begins",
        "ended_at < started_at",
    ),
    no_rows(
        "funnel_step_known",
        "A session reached none to four steps, and an order only with one",
        "funnel_step not between 0 and 4 or (funnel_step = 4 and orders = 0)",
    ),
    Rule(
        "events_are_all_there",
        "The events of sessions are the page, screen and track calls of visitors who "
        "are no bots",
        """
        abs(coalesce(sum(events), 0) - (
            select count(*)
            from marts.fct_events
            where not is_bot
                and visitor_key is not null
                and type in ('page', 'screen', 'track')
        ))
        """,
        unit="events",
    ),
    nothing_in(
        "sessions_apart",
        "No session of a visitor begins before the one before has ended",
        """
        select visitor_key
        from (
            select
                visitor_key,
                started_at,
                lag(ended_at) over (
                    partition by visitor_key order by started_at
                ) as ended_before_at
            from marts.fct_sessions
        )
        where started_at <= ended_before_at
        """,
        unit="sessions",
    ),
]
