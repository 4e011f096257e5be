"""What the built marketing marts say, in the oracles' own records."""

from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.dbt_project import campaigns_oracle, promotions_oracle
from tests.dbt_project.compiled import Models
from tests.dbt_project.marketing_shop import Promotion, Shop


def redemption(row: dict[str, Any]) -> campaigns_oracle.Redeemed:
    names = campaigns_oracle.Redeemed.__dataclass_fields__
    return campaigns_oracle.Redeemed(**{name: row[name] for name in names})


def found_promotions(
    models: Models,
) -> dict[tuple[Any, ...], tuple[Promotion, Decimal, Decimal]]:
    found = {}
    for row in models.rows("from candidate.marts.fct_promotions"):
        names = Promotion.__dataclass_fields__
        one = Promotion(**{name: row[name] for name in names})
        assert row["is_on_display"] == one.is_on_display
        assert row["is_in_mailer"] == one.is_in_mailer
        found[one.key] = one, Decimal(row["units"]), row["revenue_amount"]
    return found


def found_sold(
    models: Models,
) -> dict[tuple[str, date, str], promotions_oracle.Sold]:
    found = {}
    for row in models.rows("from candidate.marts.kpi_promotions"):
        key = row.pop("product_id"), row.pop("week_start_on"), row.pop("promotion")
        row["units"] = Decimal(row["units"])
        found[key] = promotions_oracle.Sold(**row)
    return found


def compare_campaigns(models: Models, shop: Shop) -> None:
    found = {
        row["campaign_id"]: row
        for row in models.rows("from candidate.marts.kpi_campaigns")
    }
    expected = campaigns_oracle.campaigns(shop)
    assert found.keys() == expected.keys()
    for campaign_id, (counted, amounts) in expected.items():
        row = found[campaign_id]
        counts = asdict(counted)
        pct = counts.pop("redemption_pct")
        assert {name: row[name] for name in counts} == counts
        assert row["redemption_pct"] == (None if pct is None else pytest.approx(pct))
        for name, amount in amounts.items():
            if amount is None:
                assert row[name] is None
            else:
                assert abs(row[name] - Decimal(float(amount))) < Decimal("0.0001")
