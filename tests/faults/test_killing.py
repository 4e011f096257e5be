"""Points where the slow tests kill a load are points of the code as it is now."""

from functools import reduce
from importlib import import_module

import pytest

from tests.faults import (
    test_killed_landing_loads,
    test_killed_loads,
    test_killed_replays,
    test_killed_table_loads,
)
from tests.faults.killing import Point

MODULES = [
    test_killed_landing_loads,
    test_killed_loads,
    test_killed_replays,
    test_killed_table_loads,
]


@pytest.mark.parametrize(
    "point", sorted({one for module in MODULES for one in module.POINTS}), ids="-".join
)
def test_a_load_can_be_killed_there(point: Point) -> None:
    module, name, _ = point
    assert callable(reduce(getattr, name.split("."), import_module(module)))
