"""Treemaps fill their box, without overlap, in proportion."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.squarify import Rectangle, squarify

SIZES = st.floats(min_value=1, max_value=1e4)
VALUES = st.lists(st.floats(min_value=0.01, max_value=1e6), min_size=1, max_size=25)


def area(box: Rectangle) -> float:
    return box.width * box.height


@given(VALUES, SIZES, SIZES)
def test_areas_are_in_proportion(
    values: list[float], width: float, height: float
) -> None:
    boxes = squarify(values, width, height)

    scale = width * height / sum(values)
    assert [area(box) for box in boxes] == pytest.approx(
        [value * scale for value in values], rel=1e-6
    )


@given(VALUES, SIZES, SIZES)
def test_no_rectangle_leaves_the_box(
    values: list[float], width: float, height: float
) -> None:
    edge = 1e-6 * max(width, height)
    for box in squarify(values, width, height):
        assert -edge <= box.x <= box.x + box.width <= width + edge
        assert -edge <= box.y <= box.y + box.height <= height + edge


@given(VALUES, SIZES, SIZES)
def test_no_two_rectangles_overlap(
    values: list[float], width: float, height: float
) -> None:
    edge = 1e-6 * max(width, height)
    for one, other in combinations(squarify(values, width, height), 2):
        shared_x = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
        shared_y = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
        assert min(shared_x, shared_y) <= edge


def test_the_example_of_the_paper() -> None:
    # Bruls, Huizing and van Wijk, figure 5: 6, 6, 4, 3, 2, 2, 1 in a box of 6 by 4.
    boxes = squarify([6, 6, 4, 3, 2, 2, 1], 6, 4)

    assert boxes[:2] == [Rectangle(0, 0, 3, 2), Rectangle(0, 2, 3, 2)]
    assert boxes[2].width == pytest.approx(12 / 7)
    assert boxes[2].height == pytest.approx(7 / 3)


def test_nothing_gives_nothing() -> None:
    assert squarify([], 10, 10) == []


def test_a_value_that_has_no_area_is_an_error() -> None:
    with pytest.raises(ValueError, match="positive"):
        squarify([1, 0], 10, 10)
