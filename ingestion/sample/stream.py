"""All calls in the order in which they are sent."""

from collections import Counter
from collections.abc import Iterator, Mapping

from ingestion.sample.calls import Call
from ingestion.sample.oddities import around, is_repeated
from ingestion.sample.panel import Panel
from ingestion.sample.shopping import calls_of
from ingestion.sample.visits import Plan


def stream(panel: Panel, plan: Plan, emails: Mapping[str, str]) -> Iterator[Call]:
    """Give the calls of all visits, those of late ones and repeats at the end.

    Args:
        panel: What the visits are about.
        plan: Who visits when.
        emails: Of those who sign in or up, by their user id.
    """
    sales = Counter(
        line.product.category for basket in panel.baskets for line in basket.lines
    )
    shelf_names = [name for name, _ in sales.most_common()]
    again = []
    late = [visit for visit in plan.visits if visit.is_late]
    for visit in [*(one for one in plan.visits if not one.is_late), *late]:
        calls = calls_of(visit, panel, shelf_names, emails)
        if visit.basket:
            calls += around(visit, visit.basket)
        again += filter(is_repeated, calls)
        yield from calls
    yield from again
