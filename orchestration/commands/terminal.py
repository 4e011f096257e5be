"""How the command line speaks: results on stdout, all else on stderr."""

from typing import NoReturn

from rich.console import Console

from warehouse.lock import Holder

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)


def fail(message: str, code: int = 1) -> NoReturn:
    """Say what went wrong and end with an exit code."""
    err.print("[red]karvan:[/red]", end=" ")
    err.print(message, markup=False)
    raise SystemExit(code)


def waiting(holder: Holder | None) -> None:
    """Say who holds the run lock, before waiting for it."""
    err.print(f"Waiting for {holder or 'another process'} …", markup=False)
