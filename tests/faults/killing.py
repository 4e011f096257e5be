"""A command that dies by kill -9 at one point of the code, and the load that follows.

Imported by the tests of killed loads and replays.
"""

import signal
import subprocess
import sys

from ingestion.ledger_checks import ledger_checks
from ingestion.loading import Load, load_entity, prepare

Point = tuple[str, str, str]
"""Module, function or method in it, and ``before`` or ``after`` its call."""

DIES = """
import os, signal, sys
from importlib import import_module
owner = import_module("{module}")
for part in {owner}:
    owner = getattr(owner, part)
original = getattr(owner, "{name}")
def deadly(*values, **named):
    if "{moment}" == "after":
        original(*values, **named)
    os.kill(os.getpid(), signal.SIGKILL)
setattr(owner, "{name}", deadly)
"""
LOADS = """
from ingestion.loading import load_entity, prepare
prepare()
load_entity("{entity}")
"""


def script(point: Point, then: str) -> str:
    """Return Python that does something and dies at a point of it."""
    module, name, moment = point
    *owner, attribute = name.split(".")
    dies = DIES.format(module=module, owner=owner, name=attribute, moment=moment)
    return dies + then


def kill_load(entity: str, point: Point) -> None:
    """Load an entity in a process that dies at a point."""
    code = script(point, LOADS.format(entity=entity))
    done = subprocess.run([sys.executable, "-c", code], check=False)
    assert done.returncode == -signal.SIGKILL


def load_again(entity: str) -> Load:
    """Load an entity as the next run does, and check that the ledger agrees."""
    prepare()
    found = load_entity(entity)
    assert all(
        check.is_passed
        for check in ledger_checks(entity)
        if check.name in ("ledger_balances", "rows_are_those_accepted")
    )
    return found
