"""Whence a visit comes: typed in, found, mailed, paid for, or sent by another site."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random

from ingestion.sample.panel import Campaign

REFERRERS = {
    "search": (
        "https://www.google.com/",
        "https://www.bing.com/",
        "https://duckduckgo.com/",
    ),
    "social": ("https://www.facebook.com/", "https://www.instagram.com/"),
    "referral": (
        "https://recipes.example/weeknight-dinners",
        "https://deals.example/",
    ),
}
WAYS = {"direct": 38, "search": 34, "social": 9, "referral": 7, "paid": 12}
MAILED = 0.45
"""Share of a member's visits during a campaign that its e-mail brings."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a visitor comes from."""

    referrer: str = ""
    campaign: dict[str, str] = field(default_factory=dict)
    """As Segment's context has it: name, source, medium, term, content."""
    campaign_id: str | None = None


def origin(
    random: Random,
    campaigns: Sequence[Campaign],
    day: date,
    household: str | None,
) -> Origin:
    """Return whence a visit comes on a day.

    Args:
        random: Where chance comes from.
        campaigns: The panel's; their ids are the names of the links' campaigns.
        day: Of the visit.
        household: Who visits, where it is one of the panel.
    """
    running = [one for one in campaigns if one.runs_on(day)]
    mailed = [one for one in running if household in one.members]
    if mailed and random.random() < MAILED:
        return _linked(random.choice(mailed), "newsletter", "email", "")
    way = random.choices(list(WAYS), list(WAYS.values()))[0]
    if way == "direct":
        return Origin()
    if way == "paid":
        source = random.choices(("google", "facebook"), (70, 30))[0]
        medium = "cpc" if source == "google" else "paid_social"
        referrer = f"https://www.{source}.com/"
        return _linked(random.choice(running), source, medium, referrer)
    return Origin(random.choice(REFERRERS[way]))


def _linked(campaign: Campaign, source: str, medium: str, referrer: str) -> Origin:
    parameters = {
        "name": campaign.campaign_id,
        "source": source,
        "medium": medium,
        "content": campaign.kind.lower().replace(" ", "-"),
    }
    if medium == "cpc":
        parameters["term"] = "groceries delivered"
    return Origin(referrer, parameters, campaign.campaign_id)
