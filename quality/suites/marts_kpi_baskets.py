"""Rules of baskets as they would be published: each a count of real baskets."""

from quality.rules import no_rows, not_null, one_of, unique

TABLE = "marts.kpi_baskets"
LEVELS = ("department", "category", "product")

RULES = [
    not_null("antecedent", "Every rule has a group that it begins with"),
    not_null("consequent", "Every rule has a group that it leads to"),
    one_of("group_level", LEVELS, "Groups are departments, categories or products"),
    unique(
        "group_level, antecedent, second_antecedent, consequent",
        "Every rule is there once",
    ),
    no_rows(
        "groups_differ",
        "No rule leads to what it begins with",
        "consequent = antecedent or consequent = second_antecedent "
        "or antecedent = second_antecedent",
    ),
    no_rows(
        "baskets_nested",
        "No more baskets hold all groups than one of them, nor than there are",
        "baskets not between 1 and least(antecedent_baskets, consequent_baskets) "
        "or greatest(antecedent_baskets, consequent_baskets) > all_baskets",
    ),
    no_rows(
        "measures_are_what_counts_say",
        "Support, confidence and lift are those of the counts",
        "abs(support * all_baskets - baskets) > 1e-3 "
        "or abs(confidence * antecedent_baskets - baskets) > 1e-3 "
        "or abs(lift * consequent_baskets - confidence * all_baskets) > 1e-3",
    ),
    no_rows(
        "conviction_finite",
        "Conviction is unknown where a rule always holds, and nowhere else",
        "(conviction is null) <> (baskets = antecedent_baskets)",
    ),
]
