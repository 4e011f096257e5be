"""Elements of pages as they would be published: the clicks of their page, apart."""

from quality.rules import Rule, no_rows, not_null, unique

TABLE = "marts.kpi_page_elements"

RULES = [
    not_null("element", "Every row is of an element"),
    unique(
        "day_on, page_path, element", "Every element of a page and day is there once"
    ),
    no_rows(
        "visitors_within_clicks",
        "No more visitors clicked than there are clicks",
        "visitors > clicks",
    ),
    Rule(
        "clicks_are_those_of_pages",
        "The clicks on elements are the clicks on their pages",
        """
        abs(coalesce(sum(clicks), 0) - (
            select coalesce(sum(clicks), 0) from marts.kpi_pages
        ))
        """,
        unit="clicks",
    ),
]
