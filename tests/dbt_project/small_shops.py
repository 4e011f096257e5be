"""Small shops, as plain Python knows them and as the raw rows of them."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from tests.dbt_project import oracle
from tests.dbt_project.calendar_oracle import WEEKDAYS, Calendar
from tests.dbt_project.compiled import Models
from tests.dbt_project.oracle import Header, Line
from tests.dbt_project.retention_oracle import Known

NO_DAYS = date.max, date.min


@dataclass(frozen=True)
class Settings:
    """A shop's settings that decide what is counted when."""

    zone: str
    week_start: str
    calendar: str
    history_months: int
    lifecycle: tuple[int, int, int]
    """Days of onboarding, until cooling, until lost."""

    @property
    def variables(self) -> dict[str, object]:
        """What dbt is given for them."""
        onboarding, active, lost = self.lifecycle
        return {
            "shop_timezone": self.zone,
            "shop_week_start": self.week_start,
            "shop_calendar": self.calendar,
            "cancelled_statuses": ["cancelled"],
            "rfm_history_months": self.history_months,
            "lifecycle_onboarding_days": onboarding,
            "lifecycle_active_days": active,
            "lifecycle_lost_days": lost,
        }


@dataclass(frozen=True)
class Sale:
    """An order that a source knows, with or without a time."""

    customer_id: str | None
    at: datetime | None
    amount: int
    """A return if negative."""
    status: str | None = None


def build(
    models: Models, shop: Settings, sales: Sequence[Sale], loaded_at: datetime
) -> Known:
    """Build the marts of a shop, and return what is known of it."""
    headers = [
        Header(
            source="web",
            order_id=f"o{number}",
            customer_id=sale.customer_id,
            ordered_at=sale.at,
            status=sale.status,
            order_amount=Decimal(sale.amount),
            discount_amount=None,
        )
        for number, sale in enumerate(sales)
        if sale.at is not None
    ]
    timeless = [
        Line(
            source="till",
            order_id=f"t{number}",
            product_id=None,
            customer_id=sale.customer_id,
            ordered_at=None,
            quantity=None,
            unit_price=None,
            line_amount=Decimal(sale.amount),
            discount_amount=None,
        )
        for number, sale in enumerate(sales)
        if sale.at is None
    ]
    zone = ZoneInfo(shop.zone)
    everything = oracle.Shop(
        zone=zone,
        loaded_at=loaded_at,
        headers=tuple(headers),
        lines=tuple(timeless),
        cancelled=frozenset({"cancelled"}),
    )
    models.build(raw(everything))
    orders = tuple(oracle.orders(everything).values())
    first_on, as_of_on = oracle.known_days(orders, everything) or NO_DAYS
    calendar = Calendar(WEEKDAYS.index(shop.week_start), shop.calendar == "jalali")
    return Known(orders, first_on, as_of_on, calendar)


def raw(shop: oracle.Shop) -> dict[str, list[dict[str, object]]]:
    """Return what a shop's sources say as rows of raw tables, by table."""

    def rows(entity: str, records: list[dict[str, object]]) -> list[dict[str, object]]:
        return [
            {
                **{name: value for name, value in record.items() if name != "source"},
                "source_name": record["source"],
                "source_file": f"{entity}.csv",
                "source_row": number,
                "_dlt_load_id": "1",
            }
            for number, record in enumerate(records, start=1)
        ]

    return {
        "raw_shop._dlt_loads": [
            {"load_id": "1", "status": 0, "inserted_at": shop.loaded_at}
        ],
        "raw_shop.orders": rows("orders", [asdict(header) for header in shop.headers]),
        "raw_shop.order_lines": rows("lines", [asdict(line) for line in shop.lines]),
        "raw_shop.products": rows(
            "products",
            [
                {"source": "a", "product_id": product, "department": department}
                for product, department in shop.departments.items()
            ],
        ),
    }
