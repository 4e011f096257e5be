"""Who may send events: write keys, the sources that they belong to, and their rates."""

import hashlib
import secrets
import time
from dataclasses import dataclass, field
from http import HTTPStatus
from ipaddress import ip_address
from math import ceil

from ingestion.collector.refusal import RefusedError, retry_after
from warehouse.settings import SettingsError, settings
from warehouse.settings.secrets import DEMO_KEY, secret


@dataclass
class Rate:
    """A token bucket: so many events a second, and one second's worth at once."""

    events_per_second: float
    tokens: float = field(init=False)
    filled_at: float = field(init=False)

    def __post_init__(self) -> None:
        self.tokens = self.events_per_second
        self.filled_at = time.monotonic()

    def take(self, events: int) -> float:
        """Take events out of the bucket, or return for how many seconds to wait.

        A batch that is larger than the bucket is taken when the bucket is full, and
        leaves it in debt.
        """
        now = time.monotonic()
        grown = self.tokens + (now - self.filled_at) * self.events_per_second
        self.tokens, self.filled_at = min(grown, self.events_per_second), now
        missing = min(events, self.events_per_second) - self.tokens
        if missing > 0:
            return missing / self.events_per_second
        self.tokens -= events
        return 0.0


@dataclass(frozen=True)
class Sender:
    """A source that sends by the collector."""

    source: str
    rate: Rate | None
    is_local: bool
    """Whether it sends from this machine alone."""


class Senders:
    """The senders by their write keys."""

    def __init__(self, workers: int = 1) -> None:
        """Read the keys, once.

        Args:
            workers: How many share each sender's rate.

        Raises:
            MissingSecretError: If a key is nowhere; the message names it.
            SettingsError: If two sources have one key, or none has any.
        """
        # Looked up by a keyed hash: how long it takes says nothing about a key.
        self._salt = secrets.token_bytes(16)
        self._senders: dict[bytes, Sender] = {}
        for source in settings().sources:
            if source.write_key is None:
                continue
            digest = self._digest(secret(source.write_key))
            if digest in self._senders:
                other = self._senders[digest].source
                message = f"{other} and {source.name} have one write key; change one"
                raise SettingsError(message)
            limit = source.events_per_second
            rate = Rate(limit / workers) if limit else None
            is_local = source.write_key == DEMO_KEY
            self._senders[digest] = Sender(source.name, rate, is_local)
        if not self._senders:
            message = (
                "no source has a write_key: add one of kind 'events' to the settings, "
                "such as write_key = 'env:WEB_WRITE_KEY'"
            )
            raise SettingsError(message)

    @property
    def sources(self) -> list[str]:
        """Return the names of the sources that send."""
        return [sender.source for sender in self._senders.values()]

    def of(self, key: str | None, *, is_from_here: bool) -> Sender:
        """Return who shows a key.

        Args:
            key: What the request shows; None where it shows none.
            is_from_here: Whether it comes from this machine.

        Raises:
            RefusedError: 401.
        """
        if not key:
            reason = "no write key: send it as the user name of Basic auth, or writeKey"
            raise _unknown(reason)
        sender = self._senders.get(self._digest(key))
        if sender is None:
            reason = "this write key is unknown: use the one of the shop's settings"
            raise _unknown(reason)
        if sender.is_local and not is_from_here:
            reason = f"the key {DEMO_KEY!r} is taken from the collector's machine alone"
            raise _unknown(reason)
        return sender

    def _digest(self, key: str) -> bytes:
        data = key.encode(errors="surrogatepass")
        return hashlib.blake2b(data, key=self._salt, digest_size=16).digest()


def spend(sender: Sender, events: int) -> None:
    """Count events against a sender's rate.

    Raises:
        RefusedError: 429, with the seconds to wait.
    """
    wait_s = sender.rate.take(events) if sender.rate else 0.0
    if wait_s:
        reason = f"{sender.source} sends more events a second than its settings allow"
        status = HTTPStatus.TOO_MANY_REQUESTS
        raise RefusedError(status, reason, retry_after(ceil(wait_s)))


def is_loopback(address: str) -> bool:
    """Return whether an address of a client is this machine's own."""
    try:
        found = ip_address(address)
    except ValueError:
        return False
    return (getattr(found, "ipv4_mapped", None) or found).is_loopback


def _unknown(reason: str) -> RefusedError:
    return RefusedError(HTTPStatus.UNAUTHORIZED, reason)
