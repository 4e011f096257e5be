"""Which data a command asks: what is published, or what an analyst has built."""

from enum import StrEnum
from typing import Annotated

import typer

from orchestration.commands.terminal import fail
from warehouse.development import DEV, Edition


class Target(StrEnum):
    """dbt's targets: the shop's own tables, and an analyst's file beside them."""

    prod = "prod"
    dev = "dev"


TargetOption = Annotated[
    Target,
    typer.Option(
        "--target", "-t", help="dev: what `karvan dbt build --target dev` has built."
    ),
]


def edition(version: int | None, target: Target) -> Edition:
    """Return which data are asked; versions are of what is published."""
    if target is Target.dev and version is not None:
        fail("--version is of what is published; leave out --target dev, or it")
    return DEV if target is Target.dev else version
