"""The demo's web shop: simulated visits, sent by a real client, landed like any other.

File                                            Table
``landing/<day>/<worker>-<n>.ndjson``, lines    ``raw_events.events``
that name the source
"""

from dataclasses import dataclass

from ingestion.feeds import Arrival, Visit
from ingestion.sources.senders import MEMBERS, LandedFeed
from warehouse.settings import Entity, Source


@dataclass(frozen=True, kw_only=True)
class SampleFeed(LandedFeed):
    """A sender that sends when it is first looked at."""

    def arrivals(self, visit: Visit) -> list[Arrival]:
        """Send what is to come, once; it is read with the rest of the landing.

        Raises:
            LoadError: If it cannot be sent.
        """
        # Most looks find it sent; and the simulation needs sources, to know the panel.
        from ingestion.sample.sending import ensure_sent

        ensure_sent(self.source, visit.say)
        return super().arrivals(visit)


def entities(source: Source) -> list[str]:
    """Return the one entity that senders fill."""
    del source
    return ["events"]


def feed(source: Source, entity: str) -> SampleFeed:
    """Return the sender."""
    return SampleFeed(
        source=source,
        entity=entity,
        mapping=Entity(columns=MEMBERS),
        timezone="UTC",
    )
