"""Sends the sample through the collector, once, by a client that anyone would use.

``home/sample/<source>/`` holds what is true of it, and ``complete.json`` once all is
on disk. Sending that was cut off is done again from its beginning: the same events
have the same ids, so those that had come are repeats.
"""

import json
from collections.abc import Callable, Iterable
from itertools import islice
from pathlib import Path
from typing import Any

from ingestion.feeds import LoadError
from ingestion.sample import broken
from ingestion.sample.calls import Call
from ingestion.sample.collecting import KEY, collector
from ingestion.sample.crm.households import account_emails
from ingestion.sample.panel import read_panel
from ingestion.sample.stream import stream
from ingestion.sample.truth import write_truth
from ingestion.sample.visits import plan
from ingestion.sources import complete_journey
from warehouse.settings import Source, settings

PART = 10_000
"""Calls that are handed to the client before it must have sent them: its queue."""
BATCH = 500


def folder(source: Source) -> Path:
    """Return where a sample's truth is."""
    return settings().home / "sample" / source.name


def ensure_sent(source: Source, say: Callable[[str], None], scale: float = 1.0) -> None:
    """Send the sample, unless it was sent.

    Args:
        source: Whose sample.
        say: Called with a few words on each step.
        scale: How many visit, as a multiple of the demo's.

    Raises:
        LoadError: If the extra `demo` is not installed, or something of it is refused.
    """
    done = folder(source) / "complete.json"
    if done.exists():
        return
    done.parent.mkdir(parents=True, exist_ok=True)
    data = complete_journey.data_folder(source)
    say("events: simulating the demo's web shop")
    panel = read_panel(data)
    visits = plan(panel, scale)
    write_truth(done.parent, visits)
    emails = account_emails(data, visits.households)
    with collector(source, done.parent) as address:
        sent = _send(source, address, stream(panel, visits, emails), say)
        for body in broken.bodies(panel):
            broken.send(address, KEY, body)
    part = done.with_suffix(".part")
    part.write_text(json.dumps({"calls": sent, "broken": broken.count()}))
    part.rename(done)


def _send(
    source: Source, address: str, calls: Iterable[Call], say: Callable[[str], None]
) -> int:
    try:
        from segment.analytics.client import Client
    except ImportError as error:
        raise complete_journey.not_installed(source) from error
    refused: list[Exception] = []
    client = Client(
        KEY,
        host=address,
        max_queue_size=PART,
        upload_size=BATCH,
        upload_interval=0.1,
        max_retries=2,  # the collector is near: it answers now, or not at all
        max_rate_limit_duration=5,
        on_error=lambda error, _: refused.append(error),
    )
    sent = 0
    remaining = iter(calls)
    try:
        while part := list(islice(remaining, PART)):
            for call in part:
                getattr(client, call.type)(**_arguments(call))
            client.flush()
            if refused:
                message = (
                    f"the collector did not take events of {source.name}: {refused[0]}"
                )
                raise LoadError(message) from refused[0]
            sent += len(part)
            say(f"events: {sent:,} events of the demo's web shop sent")
    finally:
        client.join()
    return sent


def _arguments(call: Call) -> dict[str, Any]:
    return {
        **call.members,
        "user_id": call.user_id,
        "anonymous_id": call.anonymous_id,
        "timestamp": call.happened_at,
        "message_id": call.message_id,
        "context": dict(call.context),  # the client adds itself to it
    }
