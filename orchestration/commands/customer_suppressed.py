"""``karvan customer suppress`` and ``unsuppress``."""

from orchestration.commands.terminal import fail, out, waiting
from orchestration.customers.auditing import note, user
from warehouse.erasure.finding import UnknownPersonError
from warehouse.lock import run_lock


def change(named: str, *, is_suppressed: bool, dry_run: bool) -> None:
    """Decide whether rows of a person are kept from the next load on.

    All identifiers of the customer count, as the last run found them.
    """
    from orchestration.erasing.steps import whom
    from warehouse.suppressions import suppress

    with run_lock("karvan customer suppress", on_wait=waiting):
        try:
            person = whom(named)
        except UnknownPersonError as error:
            fail(str(error))
    identifiers = [*person.identifiers, *person.spelled]
    done = "counted and not kept" if is_suppressed else "kept again"
    for kind, value in person.identifiers:
        out.print(
            f"Rows and events of {kind} {value} are {done}, from the next load on.",
            markup=False,
        )
    if not is_suppressed:
        out.print("What was refused meanwhile comes back by `karvan backfill`.")
    if not dry_run:
        suppress(identifiers, by=user(), is_suppressed=is_suppressed)
        note("suppress" if is_suppressed else "unsuppress", named)
