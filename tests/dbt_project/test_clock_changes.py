"""Both sides of a change of the clocks: orders and visits are of the shop's own day.

The oracle is Python's `zoneinfo`. An order and a visit stand at every half hour, so
the hour that clocks skip has none and the one that comes twice has them twice.
"""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from dashboards.periods import Window
from dashboards.queries.sales_parts import hours
from tests.conftest import Shop
from tests.dbt_project.compiled import Models
from tests.dbt_project.conftest import ModelsOf
from tests.dbt_project.published_models import publish_built
from tests.dbt_project.random_visits import page_call, rows
from warehouse.metrics.asking import ask
from warehouse.metrics.question import Question

ZONE = ZoneInfo("America/New_York")
CHANGES = (date(2024, 3, 10), date(2024, 11, 3))
"""New York's clocks went forward at 2:00 and back at 2:00."""
LOAD = {
    "load_id": "1",
    "status": 0,
    "inserted_at": datetime(2024, 12, 1, tzinfo=UTC),
}


def half_hours() -> list[datetime]:
    """Return the moments of the days around both changes."""
    found = []
    for change in CHANGES:
        begin = datetime(change.year, change.month, change.day - 1, tzinfo=UTC)
        found += [begin + timedelta(minutes=30 * number) for number in range(144)]
    return found


@pytest.fixture
def moments(models_of: ModelsOf, shop: Shop) -> list[datetime]:
    """Publish a shop with an order and a visit at each half hour; return those."""
    shop.write(f'[shop]\nname = "Test shop"\ntimezone = "{ZONE}"\n')
    moments = half_hours()
    models: Models = models_of(shop_timezone=str(ZONE))
    models.build(
        {
            "raw_shop._dlt_loads": [LOAD],
            "raw_events._dlt_loads": [LOAD],
            "raw_events.events": [
                page_call(n, f"v{n}", at) for n, at in enumerate(moments)
            ],
            "raw_shop.orders": rows(
                {"order_id": f"o{n}", "ordered_at": at, "order_amount": 1}
                for n, at in enumerate(moments)
            ),
        }
    )
    publish_built(models)
    return moments


def test_metrics_by_day_count_days_of_23_and_25_hours(moments: list[datetime]) -> None:
    by_day = Counter(at.astimezone(ZONE).date() for at in moments)
    assert [by_day[change] for change in CHANGES] == [46, 50]
    for name in ("orders", "revenue", "visitors", "sessions"):
        answer = ask(Question({name: name}, "day"))
        assert {row[0]: row[-1] for row in answer.rows if row[-1]} == by_day, name


def test_the_skipped_hour_has_no_order_and_the_repeated_one_all(
    moments: list[datetime],
) -> None:
    local = [at.astimezone(ZONE) for at in moments]
    for change in CHANGES:
        expected = Counter(
            (at.isoweekday(), at.hour) for at in local if at.date() == change
        )
        assert hours_of(change) == expected
    assert (7, 2) not in hours_of(CHANGES[0])
    assert hours_of(CHANGES[1])[7, 1] == 4


def hours_of(day: date) -> dict[tuple[int, int], int]:
    """Return orders of a day by weekday and hour, as the page Overview has them."""
    found = hours(Window(day, day), str(ZONE))
    return {
        (weekday, hour): count
        for weekday, hour, count in found.itertuples(index=False, name=None)
    }
