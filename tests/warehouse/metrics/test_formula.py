"""A formula is what a user meant, or one sentence says what is wrong where."""

import math
from fractions import Fraction

import duckdb
import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from tests.warehouse.metrics.random_formulas import (
    UNITS,
    Part,
    exact,
    parts,
    text_of,
)
from warehouse.metrics.formula import Formula, FormulaError, parse
from warehouse.metrics.units import KINDS, RATIO, Unit, UnitError

VALUES = st.dictionaries(
    st.sampled_from(sorted(UNITS)),
    st.none() | st.integers(-1000, 1000) | st.floats(-1e9, 1e9),
)


def in_duckdb(formula: Formula, values: dict[str, float | None]) -> float | None:
    """Return what DuckDB computes from a row of the values."""
    given = [values.get(name) for name in formula.metrics]
    row = ", ".join(f"? :: double as m{place}" for place in range(len(given)))
    columns = {name: f"m{place}" for place, name in enumerate(formula.metrics)}
    found = duckdb.execute(
        f"select {formula.sql(columns)} from (select {row})", given
    ).fetchone()
    assert found is not None
    return found[0]


ALIKE = dict.fromkeys(UNITS, RATIO)
"""Units with which everything adds."""


def good(part: Part) -> Formula:
    """Return the formula of a part, if it is one."""
    try:
        return parse(text_of(part), ALIKE)
    except FormulaError as error:
        assert "names no metric" in str(error) or "to divide by" in str(error)
        reject()


@pytest.mark.parametrize(
    ("text", "written", "unit", "value"),
    [
        ("revenue", "revenue", "money", 120),
        ("(revenue-discount)/orders", "(revenue - discount) / orders", "money per count", 25),  # noqa: E501
        ("0.5 * orders + .3*recency_score", "0.5 * orders + 0.3 * recency_score", "score", 3.2),  # noqa: E501
        ("orders / customers", "orders / customers", "ratio", 2),
        ("1 - orders / customers", "1 - orders / customers", "ratio", -1),
        ("revenue - (discount - revenue)", "revenue - (discount - revenue)", "money", 220),  # noqa: E501
        ("((revenue) - (discount)) - revenue", "revenue - discount - revenue", "money", -20),  # noqa: E501
        ("-revenue / orders", "-revenue / orders", "money per count", -30),
        ("-(revenue / orders)", "-(revenue / orders)", "money per count", -30),
        ("revenue - -discount", "revenue - -discount", "money", 140),
        ("revenue / 2 / orders", "revenue / 2 / orders", "money per count", 15),
        ("2e3 * orders", "2000 * orders", "count", 8000),
        ("100 / orders", "100 / orders", "per count", 25),
        ("average_order_value - revenue / orders", "average_order_value - revenue / orders", "money per count", 3),  # noqa: E501
        ("recency_score + 0.5 * orders", "recency_score + 0.5 * orders", "score", 6),
        ("(revenue + 5) / (orders + 1)", "(revenue + 5) / (orders + 1)", "money per count", 25),  # noqa: E501
        ("class * 2", "class * 2", "count", 14),
    ],
)  # fmt: skip
def test_a_formula_says_what_a_user_meant(
    text: str, written: str, unit: str, value: float
) -> None:
    values: dict[str, float | None] = {
        "revenue": 120, "discount": 20, "orders": 4, "customers": 2,
        "recency_score": 4, "average_order_value": 33, "class": 7,
    }  # fmt: skip
    formula = parse(text, UNITS)
    assert formula.text == written
    assert str(formula.unit) == unit
    assert formula.value(values) == pytest.approx(value)
    assert in_duckdb(formula, values) == pytest.approx(value)


@pytest.mark.parametrize(
    ("text", "message", "place"),
    [
        ("", "the formula is empty", 1),
        ("   ", "the formula is empty", 1),
        ("revnue / orders", "there is no metric revnue (character 1); did you mean revenue", 1),  # noqa: E501
        ("2 * Revenue", "no metric Revenue (character 5); did you mean revenue?", 5),
        ("zzz", "there is no metric zzz (character 1)", 1),
        ("revenue + orders", "revenue (money) and orders (count) do not add (character 9)", 9),  # noqa: E501
        ("0.5 * revenue + orders", "0.5 * revenue (money) and orders (count)", 15),
        ("recency_score + orders", "recency_score (score) and orders (count)", 15),
        ("revenue + (orders + customers)", "revenue (money) and orders (count)", 9),
        ("1 - revenue / orders + orders", "revenue / orders (money per count)", 22),
        ("revenue * orders", "not linear", 9),
        ("(1 + revenue) * (2 * orders)", "not linear", 15),
        ("revenue / orders / customers", "divides twice", 18),
        ("revenue / (orders / customers)", "divides twice", 9),
        ("orders / 0", "0 is 0 to divide by (character 8)", 8),
        ("orders / (2 - 4 / 2)", "2 - 4 / 2 is 0 to divide by", 8),
        ("5", "names no metric", 1),
        ("revenue ** 2", "missing before the * at character 10", 10),
        ("revenue // 2", "missing before the / at character 10", 10),
        ("- - revenue", "missing before the - at character 3", 3),
        ("+revenue", "missing before the + at character 1", 1),
        ("revenue +", "missing after the + at the end", 9),
        ("(revenue", "the ( at character 1 has no ) after it", 1),
        ("revenue)", "the ) at character 8 has no ( before it", 8),
        ("()", "missing before the ) at character 2", 2),
        ("revenue orders", "missing between revenue and orders at character 9", 9),
        ("average order value", "written with _", 9),
        ("2 revenue", "missing between 2 and revenue", 3),
        ("sum(revenue)", "missing between sum and (", 4),
        ("0,5 * orders", ", at character 2 is not allowed: write 0.5 with a point", 2),
        ("5% * orders", "write 5 % as 0.05", 2),
        ("revenue × 2", "write * for times", 9),
        ("revenue.x", ". at character 8 is not allowed", 8),
        ("orders; drop table", "; at character 7 is not allowed", 7),
        ("'orders'", "write names without quotes", 1),
        ("orders\x00", "U+0000 at character 7 is not allowed", 7),
        ("１ * orders", "write digits as 0 to 9", 1),  # noqa: RUF001
        ("۵ * orders", "write digits as 0 to 9", 1),  # noqa: RUF001
        ("ｒevenue", "is not allowed", 1),  # noqa: RUF001
        ("1e999 * orders", "the number at character 1 is too large", 1),
        ("1e-999 * orders", "the number at character 1 is too small", 1),
        ("1e13 * orders", "the number at character 1 is too large", 1),
        ("inf * orders", "there is no metric inf", 1),
        ("nan + orders", "there is no metric nan", 1),
        ("__import__", "there is no metric __import__", 1),
        ("lambda: 1", "write / for divided by", 7),
        ("(" * 100_000, "500 are the most", 501),
        ("(" * 300, "200 are the most", 201),
        ("(" * 41 + "orders" + ")" * 41, "more than 40 parentheses", 41),
        ("orders" + "+1" * 100, "200 are the most", 206),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_in_one_sentence_with_its_place(
    text: str, message: str, place: int
) -> None:
    with pytest.raises(FormulaError) as raised:
        parse(text, UNITS)
    assert message in str(raised.value)
    assert raised.value.place == place
    assert "\n" not in str(raised.value)


@settings(deadline=None)
@given(st.text() | st.text("orders revenu_0123456789.e+-*/() \n", max_size=60))
def test_any_text_is_a_formula_or_a_formula_error(text: str) -> None:
    try:
        formula = parse(text, UNITS)
    except FormulaError as error:
        assert 1 <= error.place <= len(text) + 1
        assert str(error)
    else:
        assert set(formula.metrics) <= set(UNITS)


@settings(deadline=None)
@given(parts, VALUES)
def test_python_and_duckdb_give_the_same_and_no_infinity(
    part: Part, values: dict[str, float | None]
) -> None:
    formula = good(part)
    found = formula.value(values)
    assert found is None or math.isfinite(found)
    assert in_duckdb(formula, values) == found


@settings(deadline=None)
@given(parts, st.dictionaries(st.sampled_from(sorted(UNITS)), st.integers(-9, 9)))
def test_a_value_is_that_of_exact_arithmetic(
    part: Part, values: dict[str, int]
) -> None:
    expected = exact(part, {name: Fraction(value) for name, value in values.items()})
    found = good(part).value({name: float(value) for name, value in values.items()})
    if expected is None:
        assert found is None
    else:
        assert found == pytest.approx(float(expected), rel=1e-9, abs=1e-9)


@settings(deadline=None)
@given(parts)
def test_what_is_written_anew_says_the_same(part: Part) -> None:
    formula = good(part)
    assert parse(formula.text, ALIKE) == formula
    assert parse(f" ( {formula.text} )\n", ALIKE) == formula


@settings(deadline=None)
@given(parts)
def test_unlike_parts_are_refused_or_weighted(part: Part) -> None:
    formula = good(part)
    try:
        unit = parse(formula.text, UNITS).unit
    except FormulaError as error:
        assert "do not add" in str(error)
    else:
        assert Unit.named(str(unit)) == unit


def test_a_part_without_data_or_a_division_by_0_gives_null() -> None:
    formula = parse("revenue / orders + 0 * discount / orders", UNITS)
    for values in (
        {"revenue": 1.0, "orders": 0.0, "discount": 1.0},
        {"revenue": 1.0, "orders": 1.0, "discount": None},
        {"revenue": 1.0, "orders": 1.0},
        {"revenue": 1e308, "orders": 1e-308, "discount": 0.0},
        {"revenue": math.inf, "orders": 1.0, "discount": 0.0},
        {"revenue": math.nan, "orders": 1.0, "discount": 0.0},
        {"revenue": 1.0, "orders": -0.0, "discount": 1.0},
        {},
    ):
        given_values: dict[str, float | None] = dict(values)
        assert formula.value(given_values) is None
        assert in_duckdb(formula, given_values) is None


@pytest.mark.parametrize(
    "text",
    [
        "(0.1 + 0.2) * orders",
        "1e12 * 1e12 * 1e12 * 1e12 * orders",
        "1e-12 * 1e-12 * 0.1 * orders",
        "orders / 3 / 0.7",
        "2 / 3 * orders",
        "123456789.123456789 * orders",
    ],
)
def test_constants_are_doubles_in_duckdb_too(text: str) -> None:
    formula = parse(text, UNITS)
    found = formula.value({"orders": 7})
    assert found is not None
    assert in_duckdb(formula, {"orders": 7}) == found


def test_a_metric_named_like_sql_is_only_the_column_it_is_given() -> None:
    formula = parse("class / select_1", {**UNITS, "select_1": Unit(("count",))})
    sql = formula.sql({"class": 't."class"', "select_1": 't."a b"'})
    row = duckdb.execute(f'select {sql} from (select 6 as class, 4 as "a b") as t')
    assert row.fetchone() == (1.5,)


units = st.lists(st.sampled_from(KINDS), max_size=3)


@settings(deadline=None)
@given(units, units)
def test_a_unit_is_read_as_it_is_written(over: list[str], under: list[str]) -> None:
    made = Unit()
    for kind in under:
        made = made.per(Unit.named(kind))
    for kind in over:
        made = Unit.named(kind).per(Unit().per(made))
    assert Unit.named(str(made)) == made
    assert made.per(made) == Unit()
    assert not set(made.over) & set(made.under)


@pytest.mark.parametrize(
    "text", ["", "per", "euro", "money per", "money per per count"]
)
def test_what_is_no_unit_is_said_with_those_there_are(text: str) -> None:
    with pytest.raises(UnitError, match="write one of ratio, share, money, count"):
        Unit.named(text)
