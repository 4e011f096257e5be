"""Tell what is news of runs, once, and keep what could not be told for the next run.

``home/notifications.json`` holds the failure that was told and is not over, the
messages that wait, and the last deliveries. It is written by who holds the run lock.
"""

import logging
from pathlib import Path

from pydantic import Field

from orchestration.notifications.channels import channels
from orchestration.notifications.messages import Failure, news, still_failing
from orchestration.notifications.outbox import Delivery, Outbox, Waiting
from warehouse.publishing import versions
from warehouse.settings import settings
from warehouse.status import Status, read_whole, write_whole

MOST_DELIVERIES = 50


class Correspondence(Outbox):
    """What was told, what waits, and how telling went lately, oldest first."""

    told: Failure | None = None
    deliveries: list[Delivery] = Field(default_factory=list)


def correspondence() -> Correspondence:
    """Return what is kept; nothing before the first message.

    A broken file would keep failures untold for ever.
    """
    return read_whole(_path(), Correspondence) or Correspondence()


def tell(status: Status | None) -> None:
    """Tell what a run's end adds to what was told before, and what waits.

    It never fails a run: what does not arrive is kept, and its reason is in the file.
    """
    ways = channels(settings().notifications)
    if not ways or status is None:
        return
    kept = correspondence()
    shop = settings().shop.name
    version = next((one.version for one in versions() if one.is_current), None)
    message = news(status, kept.told, shop=shop, version=version)
    kept.told = still_failing(status, kept.told)
    if message is not None:
        kept.waiting += [Waiting(channel=way.name, message=message) for way in ways]
    _write(kept)
    for _, delivery in kept.deliver(settings().notifications):
        kept.deliveries = [*kept.deliveries, delivery][-MOST_DELIVERIES:]
        _write(kept)
    _write(kept)  # without what is too old


def _write(kept: Correspondence) -> None:
    try:
        write_whole(_path(), kept.model_dump_json(indent=1))
    except OSError as error:
        logging.getLogger(__name__).warning("notifications are not kept: %s", error)


def _path() -> Path:
    return settings().home / "notifications.json"
