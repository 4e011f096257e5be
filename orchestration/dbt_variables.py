"""What dbt's models need to know of a shop's settings."""

import hashlib
import json

from warehouse.settings import REPOSITORY, settings

PROJECT_PATH = REPOSITORY / "dbt_project"
RECIPE_OF_EVENTS = (
    "macros/**/*.sql",
    "models/staging/events/stg_events__events.sql",
    "models/marts/core/fct_events.sql",
    "models/marts/core/fct_sessions.sql",
    "models/marts/core/fct_product_interactions.sql",
    "seeds/bot_user_agents.csv",
    "seeds/traffic_hosts.csv",
)
"""Files that decide what is made of a raw event."""


def variables() -> str:
    """Return what models need to know of the shop, as JSON for ``--vars``.

    ``project_path`` is for dbt itself, which remembers where each seed is until a
    variable changes.
    """
    shop, lifecycle = settings().shop, settings().lifecycle
    return json.dumps(
        {
            "project_path": str(PROJECT_PATH),
            "shop_currency": shop.currency,
            "shop_week_start": shop.week_start,
            "shop_calendar": shop.calendar,
            "cancelled_statuses": [text.lower() for text in shop.cancelled_statuses],
            "units_exclude_departments": [
                text.lower() for text in shop.units_exclude_departments
            ],
            "lifecycle_onboarding_days": lifecycle.onboarding_days,
            "lifecycle_active_days": lifecycle.active_days,
            "lifecycle_lost_days": lifecycle.lost_days,
            "behaviour": _variables_of_behaviour(),
            "order_sources": [
                source.name for source in settings().sources if source.counts_orders
            ],
        }
        | _variables_of_customers()
        | _variables_of_events()
        | _variables_of_marketing()
    )


def _variables_of_customers() -> dict[str, object]:
    rfm, retention, churn = settings().rfm, settings().retention, settings().churn
    return {
        "rfm_history_months": rfm.history_months,
        "rfm_weights": rfm.weights.model_dump(),
        "rfm_events": [entry.model_dump() for entry in rfm.events],
        "retention_days": retention.days,
        "retention_brackets": retention.brackets,
        "churn_gap_percentile": churn.gap_percentile,
        "churn_min_buyers": churn.min_buyers,
        "churn_orders_from": churn.orders_from,
        "demographics_min_customers": settings().demographics.min_customers,
        "simulated_records": [
            source.name
            for source in settings().sources
            if source.kind.startswith("sample")
        ],
    }


def _variables_of_behaviour() -> dict[str, object]:
    funnels = [funnel.plain(name) for name, funnel in settings().funnels.items()]
    return {**settings().behaviour.model_dump(), "funnels": funnels}


def _variables_of_events() -> dict[str, object]:
    return {
        "shop_timezone": settings().shop.timezone,
        "session_gap_minutes": settings().events.session_gap_minutes,
        "simulated_sources": [
            source.name for source in settings().sources if source.kind == "sample"
        ],
    }


def _variables_of_marketing() -> dict[str, object]:
    attribution, baskets = settings().attribution, settings().baskets
    return {
        "attribution_lookback_days": attribution.lookback_days,
        "attribution_spend_channels": {
            word.strip().lower(): channel
            for word, channel in attribution.spend_channels.items()
        },
        "baskets_days": baskets.days,
        "baskets_min_support_pct": baskets.min_support_pct,
        "baskets_min_product_support_pct": baskets.min_product_support_pct,
        "baskets_min_orders": baskets.min_orders,
    }


def recipe_of_events() -> str:
    """Return a hash of all that decides what is made of a raw event.

    Incremental models are made anew where it differs from that of what is there.
    """
    found = hashlib.sha256(json.dumps(_variables_of_events()).encode())
    for pattern in RECIPE_OF_EVENTS:
        for path in sorted(PROJECT_PATH.glob(pattern)):
            found.update(path.read_bytes())
    return found.hexdigest()
