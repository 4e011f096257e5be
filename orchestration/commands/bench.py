"""``karvan bench``: this machine's figures, each beside a peer and its limit."""

from rich.table import Table

from orchestration.commands.terminal import err, fail, out

BENCHMARKS = ("pipeline",)


def bench_command(what: str) -> None:
    """Print the figures of one benchmark; a missed limit is marked, not an error."""
    if what not in BENCHMARKS:
        fail(f"no benchmark {what!r}; there are: {', '.join(BENCHMARKS)}")
    from orchestration.benchmarks.pipeline import figures

    table = Table("figure", "Karvan", "beside", "ratio", "limit", "")
    with err.status("Measuring") as status:
        for figure in figures():
            status.update(f"Measured {figure.what}")
            table.add_row(
                figure.what,
                figure.karvan,
                figure.peer,
                "" if figure.ratio is None else f"{figure.ratio:.2f}",
                figure.limit,
                "" if figure.is_met is None else "met" if figure.is_met else "MISSED",
            )
    out.print(table)
