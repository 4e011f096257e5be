"""The days of a formula's data that count: those that are over."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from warehouse.metrics.asking import published_catalogue
from warehouse.metrics.calendar import Days
from warehouse.metrics.errors import MetricError
from warehouse.metrics.kpi_course import checked, days_of_data
from warehouse.publishing import versions
from warehouse.settings import settings


def known_days(text: str) -> Days:
    """Return the first and the last complete day of a formula's data.

    Complete are days of sales as for KPIs; without sales, the data's own before that on
    which they were published.

    Raises:
        NothingPublishedError: Before the first successful run.
        MetricError: If the formula cannot be computed, or has no data.
    """
    catalogue = published_catalogue()
    simple = [one for name in checked(text).metrics for one in catalogue.simple(name)]
    tables = [
        (
            catalogue.models[of.model].table,
            catalogue.models[of.model].time(of.day),
            None,
        )
        for of in (metric.aggregation for metric in simple)
        if of is not None
    ]
    since_on, until_on = catalogue.known_days(tables)
    last_on = days_of_data()[1]
    if last_on is None and until_on is not None:
        last_on = min(until_on, _day_before_publishing())
    if since_on is None or last_on is None or since_on > last_on:
        message = "there are no data of it yet; they come with a run"
        raise MetricError(message)
    return since_on, last_on


def _day_before_publishing() -> date:
    published_at = next(one.published_at for one in versions() if one.is_current)
    zone = ZoneInfo(settings().shop.timezone)
    return published_at.astimezone(zone).date() - timedelta(days=1)
