"""How the command line speaks: results on stdout, all else on stderr."""

import sys
from typing import NoReturn

from rich.console import Console

from warehouse.lock import Holder

WIDTH_OF_A_PIPE = 160

out = Console(highlight=False, width=None if sys.stdout.isatty() else WIDTH_OF_A_PIPE)
err = Console(stderr=True, highlight=False, soft_wrap=True)


def fail(message: str, code: int = 1) -> NoReturn:
    """Say what went wrong and end with an exit code."""
    err.print("[red]karvan:[/red]", end=" ")
    err.print(message, markup=False)
    raise SystemExit(code)


def waiting(holder: Holder | None) -> None:
    """Say who holds the run lock, before waiting for it."""
    err.print(f"Waiting for {holder or 'another process'} …", markup=False)
