"""Pages as they would be published: every page once a day, and as sessions say."""

from quality.rules import Rule, no_rows, not_null, unique

TABLE = "marts.kpi_pages"

RULES = [
    not_null("page_path", "Every row is of a page"),
    unique("day_on, page_path", "Every page of a day is there once"),
    no_rows(
        "visitors_within_views",
        "No more visitors saw a page than it has views, or clicked than it has clicks",
        "visitors > views or visitors_who_clicked > clicks",
    ),
    no_rows("bounces_within_entries", "Only entries bounce", "bounces > entries"),
    Rule(
        "sessions_come_and_go",
        "Every session that was on a page began on one and ended on one",
        """
        abs(coalesce(sum(entries), 0) - (
            select count(*) from marts.fct_sessions where entry_path is not null
        )) + abs(coalesce(sum(exits), 0) - (
            select count(*) from marts.fct_sessions where exit_path is not null
        ))
        """,
        unit="sessions",
    ),
]
