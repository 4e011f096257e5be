"""Every metric of the project says what a reader needs, and can be computed."""

import copy
import json

import pytest

from tests.warehouse.metrics.conftest import Marts
from warehouse.metrics.catalogue import catalogue_of
from warehouse.metrics.compiler import compile_question, parse_formula
from warehouse.metrics.errors import MetricError
from warehouse.metrics.manifest import missing
from warehouse.metrics.question import GRAINS, Grain, Question
from warehouse.metrics.units import Unit

SHOWN = """
    revenue orders customers new_customers units discount average_order_value
    orders_per_customer repeat_rate returns returned_amount cancelled_orders
    guest_orders visitors sessions page_views conversion_rate bounce_rate funnel_viewed
    funnel_added funnel_checked_out funnel_ordered coupon_redemptions recency_score
    frequency_score monetary_score tickets ticket_satisfaction nps csat
"""


def test_the_numbers_of_the_pages_have_metrics(marts: Marts) -> None:
    assert set(SHOWN.split()) <= set(marts.catalogue.metrics)


def test_every_metric_of_the_yaml_is_in_the_catalogue(marts: Marts) -> None:
    told = {metric["name"] for metric in json.loads(marts.manifest)["metrics"]}
    assert marts.catalogue.left_out == {}
    assert told == set(marts.catalogue.metrics)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"type": "cumulative"}, r"this kind \(cumulative\)"),
        ({"config": {"meta": {"unit": "gold"}}}, "'gold' is no unit"),
    ],
)
def test_a_metric_that_cannot_be_computed_takes_its_ratios_and_no_other(
    marts: Marts, change: dict, reason: str
) -> None:
    manifest = json.loads(marts.manifest)
    for metric in manifest["metrics"]:
        if metric["name"] == "orders":
            metric |= change
    tables = {(model.table, "x"): "" for model in marts.catalogue.models.values()}
    known = catalogue_of(manifest, tables)
    assert "revenue" in known.metrics
    assert not {"orders", "average_order_value"} & set(known.metrics)
    with pytest.raises(MetricError, match=f"orders cannot be computed: .*{reason}"):
        compile_question(known, Question({"value": "revenue / orders"}))


def test_every_metric_says_what_a_reader_needs(marts: Marts) -> None:
    assert list(missing(json.loads(marts.manifest))) == []


def test_what_a_metric_does_not_say_is_named_in_one_line(marts: Marts) -> None:
    manifest = json.loads(marts.manifest)
    metric = copy.deepcopy(manifest["metrics"][0]) | {"name": "bare", "label": None}
    metric["config"]["meta"] = {"unit": "money", "direction": "sideways"}
    [line] = missing({"metrics": [metric]})
    assert line == (
        "metric bare lacks label, config.meta.owner, config.meta.grain, "
        "config.meta.simulated, config.meta.direction (one of down, none, up)"
    )


def test_every_metric_has_a_unit_that_its_formula_gives(marts: Marts) -> None:
    for metric in marts.catalogue.metrics.values():
        unit = Unit.named(metric.unit)
        if metric.parts:
            assert parse_formula(marts.catalogue, metric.formula).unit == unit, metric


@pytest.mark.parametrize("grain", [*GRAINS, None])
def test_every_metric_is_computed_of_empty_marts(
    marts: Marts, grain: Grain | None
) -> None:
    """No period, or one without days: 0 of what is counted, null of all else."""
    marts.fill({})
    for name, metric in marts.catalogue.metrics.items():
        least = GRAINS.index(metric.grain)
        if grain is None and of_whole_periods(marts, name):
            continue
        if grain is not None and GRAINS.index(grain) < least:
            continue
        found = marts.ask(Question({"value": name}, grain=grain))
        assert [row["value"] for row in found] in ([], [0.0], [None])


def test_every_metric_is_cut_by_all_that_it_names(marts: Marts) -> None:
    marts.fill({})
    for metric in marts.catalogue.metrics.values():
        assert metric.dimensions
        question = Question({"value": metric.name}, "month", by=metric.dimensions)
        assert marts.ask(question) == []


def of_whole_periods(marts: Marts, name: str) -> bool:
    """Return whether a metric is of a table that has a row for each whole period."""
    parts = marts.catalogue.simple(name)
    return any(one.aggregation is not None and one.aggregation.kind for one in parts)
