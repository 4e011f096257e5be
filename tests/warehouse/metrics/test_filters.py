"""A filter reaches the database as names that are known and values, or not at all."""

import duckdb
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from warehouse.metrics.errors import MetricError
from warehouse.metrics.filters import parse_filter
from warehouse.metrics.model import Dimension
from warehouse.metrics.sql import Parameters, quoted

TYPES = {"age_band": "VARCHAR", "is_return": "BOOLEAN", "r_score": "INTEGER"}
TYPES |= {"first_ordered_on": "DATE", "share": "DOUBLE"}


def written(text: str) -> tuple[str, tuple[object, ...]]:
    """Return a filter as SQL, and its values."""
    parameters = Parameters()

    def column(name: str) -> tuple[str, Dimension]:
        if name not in TYPES:
            message = f"no dimension {name}"
            raise MetricError(message)
        return quoted(name), Dimension(name, "", "", name, "", TYPES[name])

    return parse_filter(text).sql(column, parameters), parameters.values


def kept(text: str) -> list[int]:
    """Return which of some rows a filter keeps."""
    sql, values = written(text)
    found = duckdb.execute(
        f"""
        select number from (
            values
                (1, '18-24', true, 5, date '2024-01-31', 0.5),
                (2, 'it''s 65+', false, 1, date '2024-02-01', -1.5),
                (3, null, null, null, null, null)
        ) as t (number, age_band, is_return, r_score, first_ordered_on, share)
        where {sql} order by number
        """,
        list(values),
    )
    return [number for (number,) in found.fetchall()]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("", [1, 2, 3]),
        ("  ", [1, 2, 3]),
        ("age_band = '18-24'", [1]),
        ("age_band <> '18-24'", [2]),
        ("age_band != '18-24'", [2]),
        ("age_band = 'it''s 65+'", [2]),
        ("age_band in ('18-24', 'it''s 65+')", [1, 2]),
        ("age_band not in ('18-24')", [2]),
        ("age_band is null", [3]),
        ("age_band is not null", [1, 2]),
        ("age_band like '%65%'", [2]),
        ("age_band ilike 'IT%'", [2]),
        ("not age_band like '%65%'", [1]),
        ("is_return", [1]),
        ("not is_return", [2]),
        ("is_return = true", [1]),
        ("r_score >= 5 or share < -1", [1, 2]),
        ("r_score between 1 and 4", [2]),
        ("r_score not between 1 and 4", [1]),
        ("first_ordered_on >= '2024-02-01'", [2]),
        ("first_ordered_on < date '2024-02-01'", [1]),
        ("share = 0.5 and (r_score = 5 and (is_return or is_return))", [1]),
        ("\"age_band\" = '18-24'", [1]),
    ],
)
def test_a_filter_keeps_what_it_says(text: str, numbers: list[int]) -> None:
    assert kept(text) == numbers


@pytest.mark.parametrize(
    "text",
    [
        "1 = 1",
        "age_band",
        "age_band = age_band",
        "age_band = '18-24'; drop table marts.fct_orders",
        "age_band = '18-24' -- ' or 1 = 1\nor 1 = 1",
        "age_band = (select max(email) from marts.dim_customers)",
        "exists (select 1)",
        "age_band in (select email from marts.dim_customers)",
        "age_band = lower('X')",
        "age_band || 'x' = 'y'",
        "lower(age_band) = 'x'",
        "marts.dim_customers.email = 'x'",
        "dim_customers.age_band = 'x'",
        "read_csv('/etc/passwd') = 'x'",
        "age_band = current_setting('x')",
        "age_band = $1",
        "age_band = ?",
        "age_band = :name",
        "r_score = 1 + 1",
        "r_score = 1e999",
        "r_score = cast('1' as varchar)",
        "age_band like age_band",
        "age_band similar to 'x'",
        "age_band is distinct from 'x'",
        "age_band = null",
        "case when is_return then true end",
        "age_band in ()",
        "select 1",
        "union",
        "'",
        "age_band = 'x",
        "(" * 60 + "is_return" + ")" * 60,
        "(" * 900,
        "not " * 500 + "is_return",
        "x" * 2001,
        "\x00",
    ],
)
def test_what_is_more_than_comparisons_is_refused_in_words(text: str) -> None:
    with pytest.raises(MetricError) as refused:
        kept(text)
    assert "\n" not in str(refused.value)
    assert len(str(refused.value)) < 300


@given(text=st.text(max_size=60))
@examples(max_examples=300, deadline=None)
def test_any_text_is_a_filter_or_is_refused(text: str) -> None:
    _written_or_refused(text)


TOKENS = st.sampled_from(
    [
        *(*TYPES, "and", "or", "not", "in", "(", ")", "=", "<", "like", "is", "null"),
        *("'x'", "1", ",", ";", "between", "select", "from", "dim_customers", "/*"),
        *("date", "cast", "as", "::", "*", ".", "exists", "true", "$1", "''", "--"),
    ]
)


@given(words=st.lists(TOKENS, max_size=12))
@examples(max_examples=500, deadline=None)
def test_any_words_of_sql_are_a_filter_or_are_refused(words: list[str]) -> None:
    _written_or_refused(" ".join(words))


@given(value=st.text(max_size=20))
@examples(max_examples=100, deadline=None)
def test_a_value_is_compared_as_it_is(value: str) -> None:
    text = "age_band = '" + value.replace("'", "''") + "'"
    try:
        _, values = written(text)
    except MetricError:  # what no SQL text can hold
        assert "\x00" in value
    else:
        assert values == (value,)


def _written_or_refused(text: str) -> None:
    try:
        sql, values = written(text)
    except MetricError:
        return
    # Whatever was written: names, operators, and values that are parameters.
    assert "'" not in sql
    assert all(isinstance(value, str | int | float | bool) for value in values)
    duckdb.execute(
        "explain select 1 from (select null::varchar as age_band, null::boolean as "
        "is_return, null::integer as r_score, null::date as first_ordered_on, "
        f"null::double as share) where {sql}",
        [None for _ in values],
    )
