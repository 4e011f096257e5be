"""What all ways of telling have in common: a name, sending, and how it can fail."""

from collections.abc import Callable
from typing import NamedTuple

from orchestration.notifications.mail import send_mail
from orchestration.notifications.messages import Message
from orchestration.notifications.webhook import post
from warehouse.settings.alerts import MAIL, WEBHOOK
from warehouse.settings.notifications import Notifications


class Channel(NamedTuple):
    """A way of telling that the settings name."""

    name: str
    send: Callable[[Message], None]
    """Raises `UndeliveredError`."""


def channel(
    settings: Notifications, name: str, recipients: tuple[str, ...] = ()
) -> Channel | None:
    """Return a way of telling; None if it is not set up.

    Args:
        settings: Secrets are read when it is used.
        name: ``webhook`` or ``e-mail``.
        recipients: Who gets an e-mail, instead of those that the settings name.
    """
    if name == WEBHOOK and (url := settings.webhook_url) is not None:
        return Channel(name, lambda message: post(url, message))
    if name == MAIL and (email := settings.email) is not None:
        to = email.model_copy(update={"recipients": recipients or email.recipients})
        return Channel(name, lambda message: send_mail(to, message))
    return None


def channels(settings: Notifications) -> list[Channel]:
    """Return the ways of telling that are set up."""
    found = (channel(settings, name) for name in (WEBHOOK, MAIL))
    return [way for way in found if way is not None]
