"""A published shop whose last week brought 30, with an alert on that and receivers.

Imported by the tests of alerts.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import Message as Mail
from email.policy import default

from tests.conftest import Shop
from tests.dashboards.tiny_shop import TWO_PERIODS, Order, publish_shop

from .conftest import Hook, Mailbox

Starter = Callable[..., Hook]
Boxes = Callable[..., tuple[Mailbox, int]]

NOW = datetime.now(UTC).replace(microsecond=0)
"""Messages of last week are not sent any more, so this is now."""
WEEKLY = """\
title: Weekly revenue
kind: threshold
formula: revenue
grain: week
below: 120
owner: Finance
remind_after: 2
note: Look at the tills first.
"""
BETTER = [*TWO_PERIODS, Order("2024-03-30 10:00", "ann", 170)]
"""The last week brings 30 + 170."""


def later(days: float) -> datetime:
    return NOW + timedelta(days=days)


def set_up(shop: Shop, url: str, port: int | None = None) -> None:
    """Write where alerts are told."""
    mail = (
        "[notifications.email]\n"
        f'host = "127.0.0.1"\nport = {port}\nencryption = "none"\n'
        'sender = "karvan@example.org"\nrecipients = ["data@example.org"]\n'
    )
    shop.write(
        '[shop]\nname = "Test shop"\n'
        f'[notifications]\nwebhook_url = "{url}"\n{mail if port else ""}'
    )


def watch(shop: Shop, text: str = WEEKLY, name: str = "weekly") -> None:
    """Save an alert, and publish the shop."""
    shop.file(f"alerts/{name}.yml", text)
    publish_shop(TWO_PERIODS)


def watched(shop: Shop, hook: Starter) -> Hook:
    """Publish a shop with an alert, and return who is told."""
    server = hook()
    set_up(shop, server.url)
    watch(shop)
    return server


def kinds(hook: Hook) -> list[str]:
    return [got["kind"] for got in hook.got]


def mails(box: Mailbox) -> list[Mail]:
    return [message_from_bytes(one.content, policy=default) for one in box.mails]
