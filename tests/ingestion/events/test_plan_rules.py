"""The rules of the tracking plan: known answers, and a plain validator agrees."""

from typing import Any

import duckdb
import pytest
import yaml
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from ingestion.events.plan_rules import PlanRules, known_properties
from tests.conftest import Shop
from tests.ingestion.events.plan_batches import Call, judged
from tests.ingestion.events.plan_oracle import BAD_TIMES, GOOD_TIMES, Registry
from warehouse.operations import create_tables
from warehouse.settings import settings

SOURCE = '[[sources]]\nname = "{name}"\nkind = "events"\nwrite_key = "demo"\n'
PLAN: dict[str, Any] = {
    "Product Viewed": {
        "product_id": {"type": "string", "required": True},
        "price": {"type": "number"},
        "position": {"type": "integer"},
        "is_new": {"type": "boolean"},
        "seen_at": {"type": "datetime"},
        "maker": {"type": "object"},
        "currency": {"type": "string", "allowed": ["USD", "EUR"]},
        "stars": {"type": "number", "allowed": [1, 2.5]},
        "products": {
            "type": "array",
            "items": {"properties": {"id": {"type": "string", "required": True}}},
        },
    }
}


def write_plan(shop: Shop, plan: dict[str, Any], sources: str = "") -> None:
    """Write a plan of events, whose descriptions say nothing."""

    def described(spec: dict[str, Any]) -> dict[str, Any]:
        return {
            name: {
                **one,
                "description": "-",
                **(
                    {"items": {"properties": described(one["items"]["properties"])}}
                    if "items" in one
                    else {}
                ),
            }
            for name, one in spec.items()
        }

    events = {
        name: {"description": "-", "owner": "-", "properties": described(spec)}
        for name, spec in plan.items()
    }
    shop.file("tracking_plan/plan.yml", yaml.safe_dump({"events": events}, sort_keys=False))
    shop.write(sources or SOURCE.format(name="web"))


def rules() -> PlanRules:
    """Return the rules of a shop that has seen nothing."""
    with duckdb.connect() as warehouse:
        create_tables(warehouse)
        return PlanRules(known_properties(warehouse))


@pytest.mark.parametrize(
    ("properties", "field", "rule"),
    [
        ({}, "product_id", "product_id must be there"),
        ({"product_id": None}, "product_id", "product_id must be there"),
        ({"product_id": 7}, "product_id", "product_id must be text"),
        ({"price": "7"}, "price", "price must be a number"),
        ({"position": 1.5}, "position", "position must be a whole number"),
        ({"position": "1"}, "position", "position must be a whole number"),
        ({"is_new": "true"}, "is_new", "is_new must be true or false"),
        ({"seen_at": "now"}, "seen_at",
         "seen_at must be a date, or a time in ISO 8601"),
        ({"seen_at": 5}, "seen_at", "seen_at must be a date, or a time in ISO 8601"),
        ({"maker": []}, "maker", "maker must be an object"),
        ({"currency": "usd"}, "currency", "currency must be one of USD, EUR"),
        ({"stars": 2}, "stars", "stars must be one of 1, 2.5"),
        ({"products": {}}, "products", "products must be a list"),
        ({"products": [{"id": "1"}, 2]}, "products",
         "each of products must be an object"),
        ({"products": [{"id": "1"}, {}]}, "products.id",
         "id must be there in each of products"),
        ({"products": [{"id": 1}]}, "products.id",
         "id must be text in each of products"),
        ({"price": "7", "currency": "usd"}, "price", "price must be a number"),
    ],
)  # fmt: skip
def test_a_broken_rule_is_told_in_words(
    shop: Shop, properties: dict[str, Any], field: str, rule: str
) -> None:
    write_plan(shop, PLAN)
    whole = {} if field == "product_id" else {"product_id": "p"}
    calls: list[Call] = [
        (1, "web", "Product Viewed", {"product_id": "good"}, 1),
        (2, "web", "Product Viewed", {**whole, **properties}, 2),
    ]
    assert judged(rules(), calls) == {2: (f"Product Viewed.{field}", rule)}


def test_what_is_planned_passes(shop: Shop) -> None:
    write_plan(shop, PLAN)
    good: list[dict[str, Any]] = [
        {"price": 1}, {"price": 1.5}, {"price": -3}, {"position": 2.0}, {"position": 0},
        {"is_new": False}, {"maker": {}}, {"currency": "EUR"}, {"stars": 1.0},
        {"stars": 2.5}, {"products": []}, {"products": [{"id": "", "more": 1}]},
        {"price": None, "currency": None}, {"unplanned": 1}, {"position": 10**25},
        *({"seen_at": time} for time in GOOD_TIMES),
    ]  # fmt: skip
    calls: list[Call] = [
        (number, "web", "Product Viewed", {"product_id": "p", **one}, number)
        for number, one in enumerate(good)
    ]
    assert judged(rules(), calls) == {}


def test_a_plan_for_one_source_binds_no_other(shop: Shop) -> None:
    write_plan(shop, PLAN, SOURCE.format(name="web") + SOURCE.format(name="app"))
    path = shop.workspace / "tracking_plan" / "plan.yml"
    plan = yaml.safe_load(path.read_text())
    plan["events"]["Product Viewed"]["sources"] = ["app"]
    path.write_text(yaml.safe_dump(plan))
    settings.cache_clear()
    calls: list[Call] = [
        (1, "web", "Product Viewed", {}, 1),
        (2, "app", "Product Viewed", {}, 1),
    ]
    assert judged(rules(), calls).keys() == {2}


def test_page_and_screen_calls_are_planned_by_their_names(shop: Shop) -> None:
    write_plan(shop, {"page": {"path": {"type": "string", "required": True}}})
    calls: list[Call] = [
        (1, "web", "page", {"path": "/"}, 1),
        (2, "web", "page", {}, 1),
        (3, "web", "screen", {}, 1),
    ]
    assert judged(rules(), calls) == {2: ("page.path", "path must be there")}


def test_of_a_key_that_comes_twice_the_first_counts(shop: Shop) -> None:
    write_plan(shop, PLAN)
    calls: list[Call] = [
        (1, "web", "Product Viewed", '{"product_id": "p", "product_id": 1}', 1),
        (2, "web", "Product Viewed", '{"product_id": 1, "product_id": "p"}', 1),
    ]
    assert judged(rules(), calls).keys() == {2}


NAMES = ["a", "b c", "x/y~z", "0", "é", "a.b", "$", "*", 'q"r', "it's", "tab\t", "-"]
names = st.sampled_from(NAMES)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.sampled_from(
        [2**40, 2**63, 2**64, 10**30, -(2**63), -(2**70), 0.5, -1.5, 2.0, 1e300]
    ) | st.sampled_from(["", "A", "true", "1", *GOOD_TIMES, *BAD_TIMES]),
    lambda inner: st.lists(inner, max_size=2)
    | st.dictionaries(names, inner, max_size=2),
    max_leaves=4,
)  # fmt: skip


@st.composite
def specs(draw: st.DrawFn, *, is_inner: bool = False) -> dict[str, Any]:
    """Give the properties of an event, or of the objects in an array."""
    found: dict[str, Any] = {}
    for name in draw(st.lists(names, unique=True, max_size=4)):
        kind = draw(
            st.sampled_from(
                [
                    "string",
                    "number",
                    "integer",
                    "boolean",
                    "datetime",
                    "object",
                    "array",
                ]
            )
        )
        found[name] = {"type": kind, "required": draw(st.booleans())}
        if kind in ALLOWED and draw(st.booleans()):
            found[name]["allowed"] = draw(
                st.lists(
                    st.sampled_from(ALLOWED[kind]), unique=True, min_size=1, max_size=2
                )
            )
        if kind == "array" and not is_inner:
            found[name]["items"] = {"properties": draw(specs(is_inner=True))}
    return found


ALLOWED: dict[str, list[Any]] = {
    "string": ["A", "", "true"],
    "number": [1, 0.5, 2**40],
    "integer": [1, 2],
    "boolean": [True],
}
treatments = st.sampled_from(["accept", "hold", "reject"])
events = st.sampled_from(["Seen", "It's done", "page"])
objects = st.dictionaries(names, values, max_size=5)


@examples(
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    plan=st.dictionaries(st.sampled_from(["Seen", "It's done"]), specs(), max_size=2),
    treatment=st.tuples(treatments, treatments),
    batches=st.lists(
        st.lists(
            st.tuples(st.sampled_from(["web", "app"]), events, objects,
                      st.integers(0, 9)),
            max_size=12,
        ),
        min_size=1,
        max_size=3,
    ),
)  # fmt: skip
def test_a_plain_validator_agrees(
    shop: Shop,
    plan: dict[str, Any],
    treatment: tuple[str, str],
    batches: list[list[tuple[str, str, dict[str, Any], int]]],
) -> None:
    new, retyped = treatment
    policy = f'new_property = "{new}"\nretyped_property = "{retyped}"\n'
    sources = "".join(SOURCE.format(name=name) + policy for name in ("web", "app"))
    write_plan(shop, plan, sources)
    oracle, found = Registry(new, retyped), rules()
    for batch in batches:
        calls = [(number, *call) for number, call in enumerate(batch)]
        told = judged(found, [*calls])
        expected = oracle.batch(plan, calls)
        assert told.keys() == expected.keys()
        for number, (field, rule) in expected.items():
            assert told[number][0] == field
            if rule == "hold":
                assert (
                    f"; held until `karvan plan accept {calls[number][1]} "
                    in told[number][1]
                )
            elif rule == "reject":
                assert told[number][1].endswith("; this source rejects it")
            else:
                assert told[number][1] == rule
