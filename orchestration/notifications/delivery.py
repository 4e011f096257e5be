"""Tell what is news, once, and keep what could not be told for the next run.

``home/notifications.json`` holds the failure that was told and is not over, the
messages that wait, and the last deliveries. It is written by who holds the run lock.
"""

import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pydantic import BaseModel, ValidationError

from orchestration.notifications.channels import Channel, channels
from orchestration.notifications.errors import UndeliveredError
from orchestration.notifications.messages import Failure, Message, news, still_failing
from warehouse.publishing import versions
from warehouse.settings import settings
from warehouse.settings.secrets import MissingSecretError
from warehouse.status import Status, write_whole

PAUSES_S = (1, 4)
"""Between the attempts of one run: a run waits for a channel at most 20 s."""
MOST_WAITING = 20
MOST_DELIVERIES = 50
TOO_OLD = timedelta(days=7)
"""Who was away for longer reads ``karvan status``, not old news."""


class Waiting(BaseModel, frozen=True):
    """A message that a channel has not taken."""

    channel: str
    message: Message


class Delivery(BaseModel, frozen=True):
    """How telling went: one line per message and channel and run."""

    at: datetime
    channel: str
    title: str
    attempts: int
    error: str | None = None
    """Why it did not arrive; None where it did."""


class Correspondence(BaseModel):
    """What was told, what waits, and how telling went lately, oldest first."""

    told: Failure | None = None
    waiting: list[Waiting] = []
    deliveries: list[Delivery] = []


def correspondence() -> Correspondence:
    """Return what is kept; nothing before the first message."""
    try:
        return Correspondence.model_validate_json(_path().read_text())
    except (FileNotFoundError, ValidationError):
        # A broken file would keep failures untold for ever.
        return Correspondence()


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
    for way in ways:
        _deliver(kept, way)
    names = {way.name for way in ways}
    kept.waiting = [one for one in kept.waiting if one.channel in names]
    try:
        write_whole(_path(), kept.model_dump_json(indent=1))
    except OSError as error:
        logging.getLogger(__name__).warning("notifications are not kept: %s", error)


def send(
    way: Channel, message: Message, *, pause: Callable[[float], None] = time.sleep
) -> tuple[Delivery, bool]:
    """Send a message, some times if need be; return how it went, and if it is done."""
    attempts, error, is_done = 0, None, False
    for pause_s in (*PAUSES_S, None):
        attempts += 1
        try:
            way.send(message)
        except MissingSecretError as missing:
            error = str(missing)
            break
        except UndeliveredError as undelivered:
            error, is_done = str(undelivered), undelivered.again == "never"
            if undelivered.again != "soon" or pause_s is None:
                break
            pause(pause_s)
        else:
            error, is_done = None, True
            break
    delivery = Delivery(
        at=datetime.now(UTC),
        channel=way.name,
        title=message.title,
        attempts=attempts,
        error=error,
    )
    return delivery, is_done


def _deliver(kept: Correspondence, way: Channel) -> None:
    """Send what waits for a channel, oldest first, until one does not arrive."""
    oldest = datetime.now(UTC) - TOO_OLD
    mine = [one for one in kept.waiting if one.channel == way.name]
    others = [one for one in kept.waiting if one.channel != way.name]
    mine = [one for one in mine if one.message.at > oldest][-MOST_WAITING:]
    while mine:
        delivery, is_done = send(way, mine[0].message)
        kept.deliveries = [*kept.deliveries, delivery][-MOST_DELIVERIES:]
        if not is_done:
            break
        del mine[0]
    kept.waiting = others + mine


def _path() -> Path:
    return settings().home / "notifications.json"
