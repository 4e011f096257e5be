"""Wall time of a block, and of a command with the memory of its whole process tree."""

import os
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

import psutil

SAMPLE_S = 0.1


@dataclass(frozen=True)
class Figure:
    """One line of a benchmark's table."""

    what: str
    karvan: str
    peer: str
    ratio: float | None
    limit: str
    is_met: bool | None


@dataclass(frozen=True)
class Measured:
    """What a command took."""

    seconds: float
    peak_bytes: int
    """Highest sum of proportional memory over the command and its children."""
    output: str


def seconds_of(work: Callable[[], object], *, times: int = 1) -> float:
    """Return the median wall time of some work."""
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        work()
        taken.append(time.perf_counter() - started)
    return median(taken)


def measure_command(command: Sequence[str], environment: Mapping[str, str]) -> Measured:
    """Run a command and return its wall time and peak memory.

    Raises:
        RuntimeError: If it fails; the message is what it printed.
    """
    started = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603
        command,
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    peak = 0
    ended = threading.Event()

    def watch() -> None:
        nonlocal peak
        while not ended.wait(SAMPLE_S):
            peak = max(peak, _tree_bytes(process.pid))

    watcher = threading.Thread(target=watch)
    watcher.start()
    output, _ = process.communicate()
    taken = time.perf_counter() - started
    ended.set()
    watcher.join()
    if process.returncode != 0:
        message = f"{' '.join(command)} failed:\n{output}"
        raise RuntimeError(message)
    return Measured(taken, peak, output)


def _tree_bytes(pid: int) -> int:
    try:
        root = psutil.Process(pid)
        tree = [root, *root.children(recursive=True)]
    except psutil.NoSuchProcess:
        return 0
    total = 0
    for process in tree:
        try:
            memory = process.memory_full_info()
        except psutil.NoSuchProcess:
            continue
        # Pages shared by processes count once; systems without it count them twice.
        total += getattr(memory, "pss", memory.rss)
    return total
