"""Posts on social media and complaint portals, as received."""

from quality.rules import not_null, plausible_time

TABLE = "raw_feedback.posts"

RULES = [
    not_null("post_id", "Every post has an id"),
    not_null("channel", "Every post has a channel"),
    plausible_time(
        "written_at", "Every post was written after 1970 and before tomorrow"
    ),
]
