"""Lay values out as a treemap: rectangles of proportional area, as square as can be.

Bruls, Huizing and van Wijk, *Squarified treemaps*, 2000.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Rectangle:
    """A rectangle from its corner nearest the origin."""

    x: float
    y: float
    width: float
    height: float


def squarify(values: Sequence[float], width: float, height: float) -> list[Rectangle]:
    """Return a rectangle for each value, in order; together they fill the box.

    Args:
        values: Positive, largest first (other orders work, with longer rectangles).
        width: Of the box, whose corner is at 0, 0.
        height: Of the box.

    Raises:
        ValueError: If a value is not positive.
    """
    if any(value <= 0 for value in values):
        message = "a treemap shows positive values only; leave the others out"
        raise ValueError(message)
    scale = width * height / sum(values) if values else 0.0
    areas = [value * scale for value in values]
    box = Rectangle(0.0, 0.0, width, height)
    placed: list[Rectangle] = []
    while areas:
        side = min(box.width, box.height)
        count = 1
        while count < len(areas) and _worst(areas[: count + 1], side) <= _worst(
            areas[:count], side
        ):
            count += 1
        row, areas = areas[:count], areas[count:]
        placed += _row(row, box)
        box = _rest(sum(row), box)
    return placed


def _worst(row: Sequence[float], side: float) -> float:
    """Return the largest ratio of sides among rectangles of one row along ``side``."""
    total = sum(row)
    return max(
        max(side**2 * area / total**2, total**2 / (side**2 * area)) for area in row
    )


def _row(row: Sequence[float], box: Rectangle) -> list[Rectangle]:
    depth = sum(row) / min(box.width, box.height)
    placed = []
    offset = 0.0
    for area in row:
        length = area / depth
        if box.width >= box.height:
            placed.append(Rectangle(box.x, box.y + offset, depth, length))
        else:
            placed.append(Rectangle(box.x + offset, box.y, length, depth))
        offset += length
    return placed


def _rest(taken: float, box: Rectangle) -> Rectangle:
    depth = taken / min(box.width, box.height)
    if box.width >= box.height:
        return Rectangle(box.x + depth, box.y, box.width - depth, box.height)
    return Rectangle(box.x, box.y + depth, box.width, box.height - depth)
