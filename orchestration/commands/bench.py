"""``karvan bench``: this machine's figures, each beside a peer and its limit."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from importlib import import_module
from pathlib import Path

from rich.table import Table

from orchestration.benchmarks.measuring import Figure
from orchestration.commands.terminal import err, fail, out

BENCHMARKS = ("pipeline", "sources", "events", "identity", "analytics")


def bench_command(
    what: str, data: Path | None = None, *, as_json: bool = False
) -> None:
    """Print the figures of one benchmark; a missed limit is marked, not an error."""
    if what not in BENCHMARKS:
        fail(f"no benchmark {what!r}; there are: {', '.join(BENCHMARKS)}")
    if data and what != "identity":
        fail("--data is the folder of the data sets of `karvan bench identity`")
    try:
        figures = import_module(f"orchestration.benchmarks.{what}").figures
        found = figures(data) if data else figures()
        if as_json:
            with err.status("Measuring"):
                print(json.dumps([asdict(figure) for figure in found]))
        else:
            _print(found)
    except ModuleNotFoundError as error:
        fail(f"{error.name} is not installed: `make setup` installs it")


def contacts_command(
    what: str, config: Path | None, truth: Path | None, *, as_json: bool
) -> None:
    """Print who is whom among a shop's own contacts, whose persons are known."""
    if what != "identity" or not config or not truth:
        fail("--config and --truth go together: `karvan bench identity …`")
    for file in (config, truth):
        if not file.is_file():
            fail(f"there is no file {file}")
    from orchestration.benchmarks.identity import lines, of_config

    try:
        with err.status("Loading and matching"):
            found = of_config(config, truth)
    except ValueError as error:
        fail(str(error))
    if not as_json:
        _print(lines(found))
        return
    peers = {"exact_key": found.key, "splink_defaults": found.defaults}
    beside = {
        name: {"left_out": peer} if isinstance(peer, str) else asdict(peer)
        for name, peer in peers.items()
    }
    told = asdict(found.quality) | {"seconds": round(found.seconds, 3)}
    print(json.dumps(told | {"beside": beside}))


def _print(figures: Iterable[Figure]) -> None:
    table = Table("figure", "Karvan", "beside", "ratio", "limit", "")
    with err.status("Measuring") as status:
        for figure in figures:
            status.update(f"Measured {figure.what}")
            table.add_row(*_cells(figure))
    out.print(table)


def _cells(figure: Figure) -> tuple[str, ...]:
    return (
        figure.what,
        figure.karvan,
        figure.peer,
        "" if figure.ratio is None else f"{figure.ratio:.2f}",
        figure.limit,
        "" if figure.is_met is None else "met" if figure.is_met else "MISSED",
    )
