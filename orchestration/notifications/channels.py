"""What all ways of telling have in common: a name, sending, and how it can fail."""

from collections.abc import Callable
from typing import NamedTuple

from orchestration.notifications.mail import send_mail
from orchestration.notifications.messages import Message
from orchestration.notifications.webhook import post
from warehouse.settings.notifications import Notifications


class Channel(NamedTuple):
    """A way of telling that the settings name."""

    name: str
    send: Callable[[Message], None]
    """Raises `UndeliveredError`."""


def channels(settings: Notifications) -> list[Channel]:
    """Return the ways of telling that are set up; secrets are read when one is used."""
    found = []
    if (url := settings.webhook_url) is not None:
        found.append(Channel("webhook", lambda message: post(url, message)))
    if (email := settings.email) is not None:
        found.append(Channel("e-mail", lambda message: send_mail(email, message)))
    return found
