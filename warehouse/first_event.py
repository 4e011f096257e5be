"""How to send a first event, for who has a shop of events and none yet."""

from warehouse.settings import settings
from warehouse.settings.secrets import PREFIX


def write_key() -> str | None:
    """Return how a command line writes the key of the first sender; None without."""
    keys = (source.write_key for source in settings().sources)
    key = next((key for key in keys if key is not None), None)
    if key is None or not key.startswith(PREFIX):
        return key
    return f"${key.removeprefix(PREFIX)}"


def curl(key: str) -> str:
    """Return the command line that sends an event with a key."""
    port = settings().services.collector_port
    event = (
        '{"type": "track", "event": "Product Viewed", "anonymousId": "me", '
        '"properties": {"product_id": "1"}}'
    )
    return (
        f'curl -u "{key}:" -H "Content-Type: application/json" '
        f"-d '{event}' http://127.0.0.1:{port}/v1/track"
    )


def is_anything_landed() -> bool:
    """Return whether the collector has ever taken an event of this shop."""
    return next(settings().landing_path.glob("*/*"), None) is not None
