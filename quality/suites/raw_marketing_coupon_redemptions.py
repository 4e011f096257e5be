"""Who redeemed which coupon, as received."""

from quality.rules import found_in, not_null, plausible_time

TABLE = "raw_marketing.coupon_redemptions"

RULES = [
    not_null("customer_id", "Every redemption is a customer's"),
    not_null("coupon_id", "Every redemption is of a coupon"),
    plausible_time(
        "redeemed_at",
        "Every coupon was redeemed after 1970 and before tomorrow",
        "warning",
    ),
    found_in("raw_marketing.coupons", "coupon_id", "Every coupon was received"),
    found_in("raw_marketing.campaigns", "campaign_id", "Every campaign was received"),
]
