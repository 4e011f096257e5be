"""The calls of one visit, written down one after another as a site would make them."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from ingestion.sample.visits import Visit

SITE = "https://shop.example"
Members = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Call:
    """A call of the Segment specification, as its clients take it."""

    type: str
    message_id: str
    happened_at: datetime
    anonymous_id: str
    user_id: str | None
    members: Members
    """The call's own: event, name, properties or traits."""
    context: Members


@dataclass
class Scribe:
    """Writes the calls of a visit down, while time passes."""

    visit: Visit
    random: Random
    path: str = "/"
    title: str = ""
    _elapsed_s: float = 0.0
    _anchor_s: float = 0.0
    _referrer: str = ""
    _user_id: str | None = None
    _written: list[tuple[float, str, str | None, Members, Members]] = field(
        default_factory=list
    )

    def __post_init__(self) -> None:
        self._user_id = self.visit.user_id
        self._referrer = self.visit.origin.referrer

    def wait(self, least_s: float, most_s: float) -> None:
        """Let time pass."""
        self._elapsed_s += self.random.uniform(least_s, most_s)

    def page(self, path: str, title: str, name: str) -> None:
        """Go to a page, and call `page`."""
        if self.title:
            self._referrer = f"{SITE}{self.path}"
        self.path, self.title = path, title
        self._write("page", {"name": name, "properties": self._page()})

    def track(self, event: str, **properties: Any) -> None:
        """Call `track`."""
        self._write("track", {"event": event, "properties": properties})

    def identify(self, user_id: str, **traits: Any) -> None:
        """Call `identify`: from now on the visitor is known."""
        self._user_id = user_id
        self._write("identify", {"traits": traits})

    def anchor(self) -> None:
        """Say that this moment is the one that the visit's time is of."""
        self._anchor_s = self._elapsed_s

    def calls(self) -> list[Call]:
        """Return what was written down, in its order."""
        start = self.visit.starts_at - timedelta(seconds=self._anchor_s)
        return [
            Call(
                type=kind,
                message_id=f"{self.visit.visit_id}-{n}",
                happened_at=start + timedelta(seconds=elapsed_s),
                anonymous_id=self.visit.device.anonymous_id,
                user_id=user_id,
                members=members,
                context=context,
            )
            for n, (elapsed_s, kind, user_id, members, context) in enumerate(
                self._written
            )
        ]

    def _write(self, kind: str, members: Members) -> None:
        context: Members = {
            "page": self._page(),
            "userAgent": self.visit.device.user_agent,
        }
        if self.visit.origin.campaign:
            context["campaign"] = dict(self.visit.origin.campaign)
        self._written.append((self._elapsed_s, kind, self._user_id, members, context))
        self._elapsed_s += 0.05  # no two calls of a visit at one moment

    def _page(self) -> Members:
        return {
            "path": self.path,
            "url": f"{SITE}{self.path}",
            "title": self.title,
            "referrer": self._referrer,
        }
