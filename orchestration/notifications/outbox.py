"""Messages that wait for a channel: sent in order, kept where they do not arrive.

Who keeps an outbox writes it down before it sends, and again after each message: one
that is killed in between sends the message again, with the same id, and loses none.
"""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

from pydantic import BaseModel

from orchestration.notifications.channels import Channel, channel
from orchestration.notifications.errors import Again, UndeliveredError
from orchestration.notifications.messages import Message
from warehouse.settings.notifications import Notifications
from warehouse.settings.secrets import MissingSecretError

PAUSES_S = (1, 4)
"""Between the attempts of one run: a run waits for a channel at most 20 s."""
MOST_WAITING = 100
"""For one channel and its recipients; the oldest are dropped."""
TOO_OLD = timedelta(days=7)
"""Who was away for longer reads ``karvan status``, not old news."""


class Waiting(BaseModel, frozen=True):
    """A message that a channel has not taken."""

    channel: str
    recipients: tuple[str, ...] = ()
    """Of an e-mail, where they are others than the settings name."""
    message: Message


class Delivery(BaseModel, frozen=True):
    """How telling went: one line per message and channel and run."""

    at: datetime
    channel: str
    title: str
    attempts: int
    error: str | None = None
    """Why it did not arrive; None where it did."""


class Outbox(BaseModel):
    """What waits, oldest first."""

    waiting: list[Waiting] = []

    def deliver(self, settings: Notifications) -> Iterator[tuple[Waiting, Delivery]]:
        """Send what waits, and give each message that was tried, with how it went.

        What arrived waits no more when it is given. A channel and its recipients get
        nothing more after a message that did not arrive, and a channel that cannot be
        reached is not tried for others. What is too old, or for a channel that is not
        set up any more, is dropped.
        """
        oldest = datetime.now(UTC) - TOO_OLD
        routes = dict.fromkeys((one.channel, one.recipients) for one in self.waiting)
        unreachable: set[str] = set()
        for name, recipients in routes:
            way = channel(settings, name, recipients)
            mine = [
                one
                for one in self.waiting
                if (one.channel, one.recipients) == (name, recipients)
            ]
            worth = [one for one in mine if one.message.at > oldest][-MOST_WAITING:]
            kept = worth if way is not None else []
            self.waiting = [
                one for one in self.waiting if one not in mine or one in kept
            ]
            for one in kept:
                if way is None or name in unreachable:
                    break
                delivery, again = send(way, one.message)
                if again in (None, "never"):
                    self.waiting.remove(one)
                elif again == "soon":
                    unreachable.add(name)
                yield one, delivery
                if again not in (None, "never"):
                    break


def send(
    way: Channel, message: Message, *, pause: Callable[[float], None] = time.sleep
) -> tuple[Delivery, Again | None]:
    """Send a message, some times if need be.

    Returns:
        How it went, and when trying again may help; None where it arrived.
    """
    attempts = 0
    error: str | None = None
    again: Again | None = None
    for pause_s in (*PAUSES_S, None):
        attempts += 1
        try:
            way.send(message)
        except MissingSecretError as missing:
            error = str(missing)
            again = "next run"
            break
        except UndeliveredError as undelivered:
            error, again = str(undelivered), undelivered.again
            if again != "soon" or pause_s is None:
                break
            pause(pause_s)
        else:
            error, again = None, None
            break
    delivery = Delivery(
        at=datetime.now(UTC),
        channel=way.name,
        title=message.title,
        attempts=attempts,
        error=error,
    )
    return delivery, again
