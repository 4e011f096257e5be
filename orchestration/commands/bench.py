"""``karvan bench``: this machine's figures, each beside a peer and its limit."""

from importlib import import_module

from rich.table import Table

from orchestration.benchmarks.measuring import Figure
from orchestration.commands.terminal import err, fail, out

BENCHMARKS = ("pipeline", "sources", "events")


def bench_command(what: str) -> None:
    """Print the figures of one benchmark; a missed limit is marked, not an error."""
    if what not in BENCHMARKS:
        fail(f"no benchmark {what!r}; there are: {', '.join(BENCHMARKS)}")
    figures = import_module(f"orchestration.benchmarks.{what}").figures
    table = Table("figure", "Karvan", "beside", "ratio", "limit", "")
    try:
        with err.status("Measuring") as status:
            for figure in figures():
                status.update(f"Measured {figure.what}")
                table.add_row(*_cells(figure))
    except ModuleNotFoundError as error:
        fail(f"{error.name} is not installed: `make setup` installs it")
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
