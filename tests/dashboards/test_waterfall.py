"""What speaks for and against two records being one person."""

import json

from dashboards.review.waterfall import Bar, explained, explained_sentence, waterfall
from tests.dashboards.vega_lite import assert_valid

BARS = [
    {"column": "prior", "level": None, "weight": -8, "frequency_weight": 0},
    {"column": "last_name", "level": "same", "weight": 3, "frequency_weight": 1.5},
    {"column": "email", "level": "missing", "weight": 0, "frequency_weight": 0},
    {"column": "phone", "level": "same", "weight": 9, "frequency_weight": 0},
    {"column": "first_name", "level": "different", "weight": -4, "frequency_weight": 0},
    {"column": "household", "level": None, "weight": 0, "frequency_weight": 0},
]


def test_bars_add_up_and_what_says_nothing_is_left_out() -> None:
    bars = explained(json.dumps(BARS))

    assert bars == [
        Bar("Any two records", None, -8, 0),
        Bar("Last name", "same", 4.5, 1.5),
        Bar("Phone", "same", 9, 0),
        Bar("First name", "different", -4, 0),
    ]
    assert sum(bar.weight for bar in bars) == 1.5


def test_the_sentence_says_what_speaks_most_for_and_against() -> None:
    assert explained_sentence(explained(json.dumps(BARS)), 0.74) == (
        "74% likely one person: phone says most for it, first name most against"
    )


def test_without_anything_to_compare_the_sentence_is_short() -> None:
    assert explained_sentence([Bar("Any two records", None, -8, 0)], 0.004) == (
        "0.4% likely one person"
    )


def test_each_bar_begins_where_the_last_one_ends() -> None:
    spec = waterfall(explained(json.dumps(BARS)), 1.5, 4.0)

    assert_valid(spec)
    rows = spec["datasets"]["frame_0"]
    assert rows["start"].tolist() == [0, -8, -3.5, 5.5, 0]
    assert rows["end"].tolist() == [-8, -3.5, 5.5, 1.5, 1.5]
    assert rows["role"].tolist() == [
        *("vermilion", "green", "green", "vermilion", "accent")
    ]
