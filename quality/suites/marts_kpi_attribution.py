"""Attribution as it would be published: every order and all revenue, in each model."""

from quality.rules import no_rows, not_null, nothing_in, one_of, unique
from quality.suites.marts_customer_touches import CREDITS

TABLE = "marts.kpi_attribution"

RULES = [
    not_null("day_on", "Every row has a day"),
    one_of("attribution_model", CREDITS, "Orders are shared by one of the five models"),
    unique(
        "day_on, attribution_model, channel, campaign",
        "Every campaign of a day is there once",
    ),
    no_rows(
        "conversions_not_negative",
        "No channel has fewer orders than none",
        "conversions < 0",
    ),
    no_rows(
        "return_is_revenue_by_spend",
        "A return on spending is one of spending",
        "(return_on_ad_spend is null) <> (spend_amount <= 0)",
    ),
    nothing_in(
        "conversions_add_up",
        "In every model a day's conversions are its orders",
        """
        select attribution_model, day_on
        from marts.kpi_attribution
        left join marts.kpi_daily_sales using (day_on)
        group by attribution_model, day_on
        having abs(sum(conversions) - coalesce(any_value(orders), 0)) > 1e-6
        """,
        unit="days",
    ),
    nothing_in(
        "revenue_adds_up",
        "In every model a day's revenue is the shop's",
        """
        select attribution_model, day_on
        from marts.kpi_attribution as attributed
        left join marts.kpi_daily_sales as daily using (day_on)
        group by attribution_model, day_on
        having
            abs(
                sum(attributed.revenue_amount)
                - coalesce(any_value(daily.revenue_amount), 0)
            ) > 0.0001 * count(*)
        """,
        unit="days",
    ),
]
