"""``karvan rollback``: point readers at an earlier published version."""

from orchestration.commands.terminal import fail, out, waiting
from warehouse.lock import run_lock
from warehouse.publishing import PublishingError, rollback


def rollback_command(number: int | None) -> None:
    """Swap the link and say what readers see now."""
    try:
        with run_lock("karvan rollback", on_wait=waiting):
            version = rollback(number)
    except PublishingError as error:
        fail(str(error))
    out.print(
        f"Readers see version {version.version}, published "
        f"{version.published_at:%Y-%m-%d %H:%M} UTC."
    )
