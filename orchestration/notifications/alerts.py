"""What is told of an alert: that it fires, still does, or is over; and to whom."""

from datetime import datetime

from dashboards.alerts.words import judged_words
from orchestration.notifications.channels import channels
from orchestration.notifications.messages import Message, in_words, when
from orchestration.notifications.outbox import Waiting
from warehouse.alerts.state import AlertState, Event
from warehouse.settings.alerts import MAIL, WEBHOOK, Alert
from warehouse.settings.notifications import Notifications
from warehouse.settings.sections import Shop

_WORDS = {"fired": "alert", "reminded": "reminder", "resolved": "over"}

Route = tuple[str, tuple[str, ...]]
"""A channel, and who gets an e-mail where they are others than the settings name."""


def routes(settings: Notifications, to: tuple[str, ...]) -> list[Route]:
    """Return by what ways an alert's `to` is told; those that are set up."""
    there = {way.name for way in channels(settings)}
    wanted: list[Route] = [
        (name, ()) for name in (WEBHOOK, MAIL) if not to or name in to
    ]
    if addresses := tuple(one for one in to if one not in (WEBHOOK, MAIL)):
        wanted.append((MAIL, addresses))
    return [route for route in wanted if route[0] in there]


def unreachable(settings: Notifications, to: tuple[str, ...]) -> list[str]:
    """Return what an alert's `to` names and the settings do not set up."""
    there = {way.name for way in channels(settings)}
    return [one for one in to if (one if one == WEBHOOK else MAIL) not in there]


def alert_message(
    name: str,
    alert: Alert | None,
    event: Event,
    before: AlertState | None,
    state: AlertState,
    *,
    shop: Shop,
    now: datetime,
) -> Message:
    """Return the message of an event.

    Args:
        name: Of the alert.
        alert: What its file says; None where that is gone.
        event: What is told.
        before: What was known before it.
        state: What is known now, or was last where the file is gone.
        shop: Whose alert.
        now: The time.
    """
    found = state.now
    since = state.since or (before.since if before else None) or now
    lines = [_sentence(judged_words(found, shop.currency))]
    if alert is None:
        lines = ["Its file was removed, so it is not watched any more."]
    if event == "resolved":
        lines.append(f"It had lasted {in_words(now - since)}, since {when(since)}.")
        if before is not None and before.began is not None:
            began = judged_words(before.began, shop.currency)
            lines.append(f"It began with: {began}.")
    else:
        lines.append(f"Since {when(since)}.")
    if alert is not None:
        lines.append(f"Owner: {alert.owner}.")
        if alert.note:
            lines.append(alert.note)
    return Message(
        kind=event,
        shop=shop.name,
        title=f"{shop.name}: {state.title} ({_WORDS[event]})",
        text="\n".join(lines),
        alert={
            "name": name,
            "title": state.title,
            "owner": alert.owner if alert is not None else None,
            "since": since.isoformat(),
            **found.model_dump(mode="json", exclude={"verdict", "why"}),
        },
        at=now,
    )


def waiting(
    message: Message, settings: Notifications, to: tuple[str, ...]
) -> list[Waiting]:
    """Return a message once for each way of telling it."""
    return [
        Waiting(channel=channel, recipients=recipients, message=message)
        for channel, recipients in routes(settings, to)
    ]


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."
