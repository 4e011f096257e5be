"""``karvan customer``: what people decided about one customer."""

from enum import StrEnum
from typing import Annotated

import typer

app = typer.Typer(help="Decide what is kept of one person.")


class Kind(StrEnum):
    """What an identifier is."""

    user_id = "user_id"
    anonymous_id = "anonymous_id"
    email = "email"


Identifier = Annotated[str, typer.Argument(help="As the events say it.")]
OfKind = Annotated[
    Kind | None,
    typer.Option(help="What it is; else a user id, and with an @ an address, too."),
]


@app.command()
def suppress(identifier: Identifier, kind: OfKind = None) -> None:
    """Keep no event of a person that is loaded from now on; they are counted."""
    _decide(identifier, kind, is_suppressed=True)


@app.command()
def unsuppress(identifier: Identifier, kind: OfKind = None) -> None:
    """Keep a person's events again, from now on."""
    _decide(identifier, kind, is_suppressed=False)


def _decide(identifier: str, kind: Kind | None, *, is_suppressed: bool) -> None:
    from orchestration.commands.terminal import fail, out
    from warehouse.decisions import decide

    named = identifier.strip()
    if not named:
        fail("name the person by an identifier of their events")
    kinds = [kind] if kind else [Kind.user_id, *([Kind.email] if "@" in named else [])]
    done = "counted and not kept" if is_suppressed else "kept again"
    for one in kinds:
        decide(
            "suppressions",
            identifier=named.lower() if one is Kind.email else named,
            kind=one.value,
            is_suppressed=is_suppressed,
        )
        out.print(
            f"Events of the {one.value} {named} are {done}, from the next load on.",
            markup=False,
        )
