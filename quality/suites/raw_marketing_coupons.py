"""Which coupon is good for which product in which campaign, as received.

Repeats are counted here and removed in staging.
"""

from quality.rules import found_in, not_null, unique

TABLE = "raw_marketing.coupons"

RULES = [
    not_null("coupon_id", "Every coupon has an id"),
    found_in("raw_marketing.campaigns", "campaign_id", "Every campaign was received"),
    found_in("raw_shop.products", "product_id", "Every product is in the catalogue"),
    unique(
        "source_name, coupon_id, product_id, campaign_id",
        "No coupon is listed twice for a product in a campaign",
        "warning",
    ),
]
