"""Finding who is whom, killed between any two of its writes, is done by the next."""

import random
import signal
import subprocess
import sys

import pytest

from orchestration.linking import _WRITTEN
from tests.conftest import Shop
from tests.faults.killing import script
from tests.orchestration.linked_days import START, Days, written
from tests.science.identity.seen_together import seen
from warehouse.decisions import decide

pytestmark = pytest.mark.slow

POINTS = {
    "linked": script(("orchestration.linking", "linked", "after"), ""),
    "heeded": script(("orchestration.linking", "note_heeded", "before"), ""),
} | {
    table: f"""
import os, signal
from orchestration import linking

class Deadly(dict):
    def items(self):
        for table, query in super().items():
            if table == "{table}":
                os.kill(os.getpid(), signal.SIGKILL)
            yield table, query

linking._WRITTEN = Deadly(linking._WRITTEN)
"""
    for table in _WRITTEN
}
FINDS = """
from datetime import datetime
from orchestration.linking import find_customers
find_customers(datetime.fromisoformat("{at}"))
"""


@pytest.mark.parametrize("point", POINTS)
def test_kill_anywhere_then_run_again_gives_the_same(shop: Shop, point: str) -> None:
    chance = random.Random(1)
    days = Days(shop)
    days.rows = [seen(f"customer:{n}", f"contact:crm/{n}") for n in range(20)]
    days.rows += [seen("customer:30", "email:null", "email")]
    days.build(chance)
    before = days.at_once()
    days.rows[3:5] = [seen("customer:1", "contact:crm/9"), seen("customer:21")]
    decide("identities", left="customer:7", right="customer:8", decision="same")
    days.see(chance)
    code = POINTS[point] + FINDS.format(at=START.replace(day=3).isoformat())
    done = subprocess.run([sys.executable, "-c", code], check=False)
    assert done.returncode == -signal.SIGKILL
    if point != "heeded":
        assert written() == before
    days.build(chance)
    assert written() == days.at_once()
