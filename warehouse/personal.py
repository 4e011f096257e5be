"""What is personal: each column's class, and the columns that say whose a row is.

One quantity has one name everywhere, so a column is classified once, by its name,
whatever table it stands in. The classes are those of the tracking plan:

========  ==========================================================================
direct    names or reaches a person, or may hold anything: free text, JSON
indirect  tells people apart, or describes one: ids, demographics, places, devices
none      says nothing of a person by itself: measures, times, what was sold
========  ==========================================================================

A new column is classified here, or beside its description in the YAML file of its model
(``config: {meta: {pii: none}}``), or ``karvan dbt check`` names it. An erasure takes
what is not classified here for personal; the run after it builds the marts anew.
"""

import re

from warehouse.settings.tracking_plan import PiiClass


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


DIRECT = _words(
    """
    email phone first_name last_name address birth_date website social_handle
    identifier minted_from value becomes
    extra properties traits context payload query explanation reason note
    title body comment subject text said transcript_url url page_url referrer
    source_key manager_name representative_name changes detail search_text sound_text
    first_name_key last_name_key phone_key email_user email_own taken_out model
    """
)
INDIRECT = _words(
    """
    customer_id source_customer_id to_customer_id user_id anonymous_id previous_id
    visitor_id visitor_key session_id contact_id representative_id group_id version_id
    message_id message_key order_id source_order_id completed_order_id ticket_id
    response_id review_id post_id deal_id activity_id redemption_id subscription_id
    quarantine_id account_id parent_account_id scope_id
    sex age_band income_band marital_status household_size children_count
    home_ownership city region postal_code country latitude longitude language
    record person_id account_name last_device email_from phone_from name_from
    address_from consent_from birth_date_from city_written region_written
    country_written row_hash
    device page_title page_name page_path entry_path exit_path name high_water
    """
)
NONE = _words(
    """
    _dlt_load_id accepted active_customers added adds amount asset band bounces brand
    campaign_id category changed channel check_name checked_out checkouts clicks code
    cohort_customers compared_members compared_non_members coupon_id currency
    customers customers_at_end customers_at_start customers_retained customers_won day
    days days_after_monday decision department direction display dormant_customers
    dormant_visitors duplicate duration_minutes duration_s element employees
    engine_version entity entries event event_source_name events exits experiment_id
    f_score field file file_hash first_active_period_number frequency funnel_step
    goal_id gregorian_day gregorian_month gregorian_quarter gregorian_year group_size
    high_water_type host image_url impressions jalali_day jalali_day_of_year
    jalali_month jalali_quarter jalali_year keyed_by kind last_active_period_number
    line_count line_number load_id m_score mailer mau members message metric
    month_number new_customers new_visitors order_source_name ordered orders page_host
    page_views page_visitors pattern period period_number periods_later probability
    product_id product_name product_views promotion property quantity quarantined
    r_score rating reading received recency_days recipe records redeemers redemptions
    referrer_host removes resurrected_customers resurrected_visitors
    returning_customers returning_visitors rows_read rule run_id satisfaction schema
    schema_name schema_version_hash scope score scroll_pct sector segment
    segment_after segment_before selling_stores sessions sessions_with_order side
    simulated_events since source_file source_name source_row stage stamp status
    stickiness store_id stores suppressed target timestamp original_timestamp type
    unexpected unit_price units utm_campaign utm_content utm_medium utm_source
    utm_term valid_from valid_to variant version version_hash viewed views visitors
    visitors_who_clicked wau weekday_number weight
    account_sector account_source_name activities campaigns changed_fields contacts
    devices first_touch_campaign first_touch_channel first_touch_medium
    first_touch_source identifiers last_ces last_csat last_nps last_touch_campaign
    last_touch_channel last_touch_medium last_touch_source linked_by open_tickets
    persons rank_of_kind redeemed_coupons source_table surveys ticket_satisfaction
    tickets manifest resolution_hours
    churn_segment churned_customers cohort_size conversion dimension
    from_day gap_customers gap_days gap_median_days gap_p75_days gap_p90_days gaps
    group_customers order_day_number order_days population repeat_customers retained
    rfm_score segment_number threshold_days threshold_segment to_day
    all_baskets antecedent antecedent_baskets attribution_model basket_number baskets
    campaign confidence consequent consequent_baskets conversions conviction
    first_credit first_number group_level group_name group_number level_number
    last_credit last_non_direct_credit leverage lift linear_credit position_credit
    return_on_ad_spend second_antecedent second_number spelling support touch_number
    touches
    arrived breakdown breakdown_value entered funnel median_duration_s median_to_step_s
    step step_name
    base_sessions buyers from_value group_kind product_group purchases
    switched_sessions third_number to_value value_kind viewers
    island times
    """
)
MEASURES = re.compile(r"(is|has)_\w+|\w+_(amount|pct|at|on)")
"""Names of flags, money, shares, moments and days: of no class by themselves."""

WHOSE = {
    "customer_id": ("customer",),
    "source_customer_id": ("customer",),
    "to_customer_id": ("customer",),
    "user_id": ("customer",),
    "previous_id": ("customer", "anonymous"),
    "anonymous_id": ("anonymous",),
    "visitor_id": ("anonymous", "customer"),
    "contact_id": ("contact",),
    "email": ("email",),
    "phone": ("phone",),
    "order_id": ("order",),
    "source_order_id": ("order",),
    "completed_order_id": ("order",),
    "deal_id": ("deal",),
}
"""Columns that say whose a row is, to the kinds of identifiers that stand there. Orders
and deals are those that a person had: rows without a person hang on them."""

WHOLE = ("identifier", "left_identifier", "right_identifier", "minted_from")
"""Columns of identifiers with their kinds, as in the schema ``identities``."""

SIDES = ("left", "right")
"""What columns of two records side by side begin with, such as ``left_email``."""

RECORDS = ("order", "deal")
"""Kinds that are records of a person, not names of one."""

COUNTED = _words(
    """
    visitor_key session_id message_id message_key order_id source_order_id
    completed_order_id ticket_id response_id review_id post_id deal_id activity_id
    redemption_id subscription_id account_id parent_account_id group_id
    representative_id device page_title page_name page_path page_url entry_path
    exit_path referrer name properties context
    """
)
"""Personal columns that numbers are made of. They stay where somebody is made anonymous
so that totals stay; what in them names the person goes."""

MEMBERS = (
    "email", "phone", "name", "firstName", "lastName", "first_name", "last_name",
    "birthday", "birth_date", "address", "query", "traits", "ip", "location", "userId",
    "user_id", "anonymousId", "anonymous_id",
)  # fmt: skip
"""Members of JSON that are personal whatever event they stand in."""


def pii_class(column: str) -> PiiClass | None:
    """Return the class of a column; None if nobody has classified it."""
    _, name = parted(column)
    if name in DIRECT or column in DIRECT:
        return "direct"
    if name in INDIRECT:
        return "indirect"
    if name in NONE or MEASURES.fullmatch(name):
        return "none"
    return None


def parted(column: str) -> tuple[str, str]:
    """Return the side of a column of two records side by side, and its name."""
    side, _, name = column.partition("_")
    return (f"{side}_", name) if side in SIDES else ("", column)
