"""The raw contract: the entities that every source fills, whatever system it is.

``raw_<domain>.<entity>`` has these columns and, for each row, where it came from
(`PROVENANCE`). Models read nothing else, so connecting another system changes no model.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

PROVENANCE = {
    "source_name": "text",
    "source_file": "text",
    "source_row": "bigint",
    "_dlt_load_id": "text",
    "extra": "text",
    "source_key": "text",
    "deleted_at": "timestamp",
}
"""Source, file and row number (from 1) of each row, its load, and a JSON object of the
columns that no mapping names; for a row of a table that is followed also its key there,
and when it was found deleted."""

DUCKDB_TYPES = {
    "text": "varchar",
    "bigint": "bigint",
    "double": "double",
    "decimal": "decimal(18, 4)",
    "bool": "boolean",
    "date": "date",
    "timestamp": "timestamp",
    "json": "varchar",
}
"""Contract type, named as dlt names it, to DuckDB's. Timestamps are UTC; of JSON there
are only objects, as text."""


@dataclass(frozen=True)
class Uniqueness:
    """What makes rows of one source one, whatever files they came by."""

    column: str
    number: str
    """Column of a number of it, by which repeats are looked for."""
    first_by: tuple[str, ...]
    """Columns by whose order the first row is kept, before file and row."""


@dataclass(frozen=True)
class Entity:
    """One table of the raw contract."""

    domain: str
    name: str
    columns: dict[str, str]
    """Column to contract type, in order."""
    required: tuple[str, ...]
    """Columns without which a row is quarantined and a mapping is refused."""
    key: str | None
    """Id of a record that its source updates; None for facts of a file."""
    derived: Mapping[str, str | None] = field(default_factory=dict)
    """Column that is made where a source leaves it out, to the one that it takes for
    that; None where it can always be made."""
    lenient: tuple[str, ...] = ()
    """Columns that cost no row: what does not fit is kept in ``extra`` as written."""
    internal: tuple[str, ...] = ()
    """Columns that are always made: no mapping fills them."""
    unique: Uniqueness | None = None
    """Of rows that repeat each other in this the first is kept, for all time."""

    @property
    def is_merged(self) -> bool:
        """Return whether rows of one file may take the place of another's."""
        return self.key is not None or self.unique is not None

    def missing(self, filled: Collection[str]) -> list[str]:
        """Return the required columns that neither a mapping fills nor can be made."""
        return [
            column
            for column in self.required
            if column not in filled
            and (
                column not in self.derived
                or self.derived[column] not in {None, *filled}
            )
        ]

    @property
    def schema(self) -> str:
        """Return the raw schema, such as ``raw_shop``."""
        return f"raw_{self.domain}"

    @property
    def table(self) -> str:
        """Return ``schema.table``, which is also the asset's name."""
        return f"{self.schema}.{self.name}"


def _entity(
    domain: str,
    name: str,
    columns: str,
    key: str | None = None,
    **made: Any,
) -> Entity:
    """Read ``name type`` pairs; a star marks a required column, no type is text."""
    types, required = {}, []
    for column in columns.split(","):
        words = column.split()
        column_name = words[0].removesuffix("*")
        if words[0].endswith("*"):
            required.append(column_name)
        types[column_name] = words[1] if len(words) > 1 else "text"
    return Entity(domain, name, types, tuple(required), key, **made)


_ALL = [
    _entity(
        "shop",
        "customers",
        "customer_id*, email, phone, first_name, last_name, sex, birth_date date,"
        "age_band, income_band, marital_status, household_size, children_count,"
        "home_ownership, address, city, region, postal_code, country,"
        "created_at timestamp, has_marketing_consent bool",
        key="customer_id",
    ),
    _entity(
        "shop",
        "products",
        "product_id*, name, department, category, brand, unit_cost_amount decimal,"
        "list_price_amount decimal, image_url",
        key="product_id",
    ),
    _entity(
        "shop",
        "stores",
        "store_id*, name, city, country, latitude double, longitude double",
        key="store_id",
    ),
    _entity(
        "shop",
        "subscriptions",
        "subscription_id*, customer_id, product_id, status, amount decimal,"
        "started_on* date, ended_on date",
        key="subscription_id",
    ),
    _entity(
        "shop",
        "orders",
        "order_id*, customer_id, ordered_at* timestamp, store_id, channel, status,"
        "currency, order_amount decimal, discount_amount decimal,"
        "shipping_amount decimal, tax_amount decimal",
        key="order_id",
    ),
    _entity(
        "shop",
        "order_lines",
        "order_id*, line_number bigint, product_id, quantity double,"
        "unit_price decimal, line_amount decimal, discount_amount decimal,"
        "customer_id, ordered_at timestamp, store_id",
    ),
    _entity(
        "marketing",
        "campaigns",
        "campaign_id*, name, kind, starts_on date, ends_on date, budget_amount decimal",
        key="campaign_id",
    ),
    _entity(
        "marketing",
        "campaign_members",
        "campaign_id*, customer_id*, is_holdout bool",
    ),
    _entity("marketing", "coupons", "coupon_id*, product_id, campaign_id"),
    _entity(
        "marketing",
        "coupon_redemptions",
        "customer_id*, coupon_id*, campaign_id, redeemed_at timestamp",
    ),
    _entity(
        "marketing",
        "promotions",
        "product_id*, store_id, week_start_on date, display, mailer",
    ),
    _entity(
        "marketing",
        "ad_spend",
        "campaign_id, channel, spent_on date, spend_amount decimal,"
        "impressions bigint, clicks bigint",
    ),
    _entity(
        "marketing",
        "experiments",
        "experiment_id*, customer_id*, variant*, exposed_at timestamp",
    ),
    _entity(
        "crm",
        "accounts",
        "account_id*, name, sector, employees bigint, annual_revenue_amount decimal,"
        "country, parent_account_id",
        key="account_id",
    ),
    _entity(
        "crm",
        "contacts",
        "contact_id*, account_id, customer_id, first_name, last_name, birth_date date,"
        "sex, email, phone, website, social_handle, address, city, region,"
        "postal_code, country, updated_at timestamp",
        key="contact_id",
        # A slip in it still tells who somebody is.
        lenient=("birth_date",),
    ),
    _entity(
        "crm",
        "representatives",
        "representative_id*, name, manager_name, region",
        key="representative_id",
    ),
    _entity(
        "crm",
        "deals",
        "deal_id*, account_id, contact_id, representative_id, product_id, stage*,"
        "amount decimal, probability double, created_on date, closed_on date,"
        "close_expected_on date, updated_at timestamp",
        key="deal_id",
    ),
    _entity("crm", "deal_stage_changes", "deal_id*, stage*, entered_at* timestamp"),
    _entity(
        "crm",
        "activities",
        "activity_id*, kind*, representative_id, account_id, contact_id, deal_id,"
        "booked_at timestamp, starts_at timestamp, duration_minutes double",
        key="activity_id",
    ),
    _entity(
        "crm",
        "goals",
        "goal_id*, metric*, scope*, scope_id, starts_on* date, ends_on* date,"
        "target* double",
        key="goal_id",
    ),
    _entity(
        "feedback",
        "reviews",
        "review_id*, customer_id, product_id, rating double, title, body, language,"
        "written_at timestamp",
        key="review_id",
    ),
    _entity(
        "feedback",
        "surveys",
        "response_id*, customer_id, kind, score double, comment, answered_at timestamp",
        key="response_id",
    ),
    _entity(
        "feedback",
        "tickets",
        "ticket_id*, customer_id, contact_id, channel, subject, body,"
        "opened_at timestamp, closed_at timestamp, satisfaction double, transcript_url",
        key="ticket_id",
    ),
    _entity(
        "feedback",
        "posts",
        "post_id*, customer_id, channel*, body, language, url, written_at timestamp",
        key="post_id",
    ),
    _entity(
        "events",
        "events",
        "message_id*, message_key* bigint, type*, event, user_id, anonymous_id,"
        "group_id, previous_id, name, properties json, traits json, context json,"
        "timestamp* timestamp, original_timestamp timestamp, sent_at timestamp,"
        "received_at* timestamp",
        derived={
            "message_id": None,
            "message_key": None,
            "timestamp": "original_timestamp",
            "received_at": None,
        },
        internal=("message_key",),
        unique=Uniqueness("message_id", "message_key", ("received_at",)),
    ),
]

ENTITIES: dict[str, Entity] = {entity.name: entity for entity in _ALL}
"""Every entity by its name, which no two domains share."""
