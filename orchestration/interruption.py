"""Ctrl-C and SIGTERM while a run is at work: it ends at once, as by a power cut.

Dagster tries an interrupted step again, and dlt, dbt and DuckDB each catch an interrupt
in a way of their own. So the work is done in a thread, where no signal arrives, and the
process leaves without waiting for it. What that leaves is what kill -9 leaves, and the
next run mends it wherever it was cut (tests/faults/test_cut_runs.py).
"""

import os
import signal
import sys
from collections.abc import Callable, Generator
from concurrent.futures import Future
from contextlib import contextmanager
from threading import Thread
from types import FrameType
from typing import NoReturn, TypeVar

SIGNALS = (signal.SIGINT, signal.SIGTERM)
Result = TypeVar("Result")


class StoppedError(KeyboardInterrupt):
    """The process was asked to end."""

    def __init__(self, number: int) -> None:
        """Keep the number of the signal."""
        super().__init__()
        self.number = number


@contextmanager
def stoppable() -> Generator[None]:
    """Make signals that ask the process to end a `StoppedError` in the main thread."""
    # Else multiprocessing's helper process complains of dbt's semaphores, which it then
    # removes, when this process leaves.
    os.environ.setdefault("PYTHONWARNINGS", "ignore:resource_tracker:UserWarning")
    before = {number: signal.getsignal(number) for number in SIGNALS}
    for number in SIGNALS:
        # A script's `&` means that Ctrl-C is not for this process.
        if before[number] != signal.SIG_IGN:
            signal.signal(number, _raise)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def apart(work: Callable[[], Result]) -> Result:
    """Return what work returns, done in a thread that no signal reaches.

    A `StoppedError` is raised here at once; the work goes on until the process ends.
    """
    done: Future[Result] = Future()

    def do() -> None:
        # Children inherit it: Ctrl-C on a terminal reaches them too, and those of
        # Dagster would print tracebacks. They end with this process.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            done.set_result(work())
        except BaseException as error:  # raised again where it is waited for
            done.set_exception(error)

    Thread(target=do, name="pipeline", daemon=True).start()
    return done.result()


def leave(number: int) -> NoReturn:
    """End the process now, with its threads, as one that a signal ended."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(128 + number)


def _raise(number: int, _: FrameType | None) -> NoReturn:
    raise StoppedError(number)
