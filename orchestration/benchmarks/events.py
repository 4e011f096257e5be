"""Events from the sender to the sessions: collected, loaded, added to what is there.

The figures of three rooms in one table, of sizes that take some minutes together.
"""

from collections.abc import Iterator

from orchestration.benchmarks import collecting, event_models, landing
from orchestration.benchmarks.measuring import Figure

HISTORY = (20_000_000,)
"""Events to which others are added. With 100 million as well, which
``event_models.figures()`` measures by itself, the whole would take far longer."""


def figures() -> Iterator[Figure]:
    """Yield the figures one by one."""
    yield from collecting.figures()
    yield from landing.figures()
    yield from event_models.figures(HISTORY)
