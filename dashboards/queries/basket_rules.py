"""Rules of baskets: what goes with what, of the last year's baskets."""

import pandas as pd

from dashboards.periods import Window
from dashboards.queries.published import one_row, read

_NAMED = """
    with names as (
        select product_id, coalesce(name, product_id) as name from marts.dim_products
    ),
    rules as (
        select
            {columns}
        from marts.kpi_baskets as rules
        left join names as ones
            on group_level = 'product' and antecedent = ones.product_id
        left join names as partners
            on group_level = 'product' and second_antecedent = partners.product_id
        left join names as ends
            on group_level = 'product' and consequent = ends.product_id
        where group_level = $1
    )
"""
_COLUMNS = """
            antecedent,
            second_antecedent,
            consequent,
            coalesce(ones.name, antecedent) as one,
            coalesce(partners.name, second_antecedent) as other,
            coalesce(ends.name, consequent) as goes_with,
            baskets, antecedent_baskets, consequent_baskets, all_baskets,
            support, confidence, lift, leverage, conviction,
            leverage * all_baskets as extra
"""


def span() -> Window | None:
    """Return the days of the baskets that rules are of; None where there are none."""
    days = one_row("select min(first_on), max(as_of_on) from marts.kpi_baskets")
    return None if None in days else Window(*(day.date() for day in days))


def levels() -> set[str]:
    """Return the levels that have a rule: department, category, product."""
    found = read("select distinct group_level from marts.kpi_baskets")
    return set(found["group_level"])


def rules(level: str) -> pd.DataFrame:
    """Return the rules of a level, those most beyond chance first.

    Columns: antecedent, second_antecedent and consequent (ids), one, other and
    goes_with (their names; other is missing in rules of two groups), baskets,
    antecedent_baskets, consequent_baskets, all_baskets, support, confidence, lift,
    leverage, conviction, extra (baskets beyond what chance would bring).
    """
    return read(
        f"""
        {_NAMED.format(columns=_COLUMNS)}
        select * from rules
        order by lift desc, baskets desc, one, other, goes_with
        """,
        [level],
    )
