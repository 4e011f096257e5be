"""What the campaigns' advertising cost: a click each for the visits that it paid for.

Days and campaigns are those of the simulated visits, so that what was spent and what
came of it belong together. A campaign's e-mails cost by its members, week by week.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from ingestion.sample.chance import chance
from ingestion.sample.panel import FIRST_DAY, LAST_DAY, Campaign
from ingestion.sample.visits import Visit

CLICK_AMOUNTS = {"search": 3.20, "social": 1.90}
"""Mean price of a click, by where it is bought."""
MAIL_AMOUNT = 0.02
"""Price of a week's e-mails to one member."""
CHANNELS = {"google": "search", "facebook": "social"}
ZONE = ZoneInfo("America/New_York")


@dataclass(frozen=True, slots=True)
class Spending:
    """A line of a bill."""

    campaign_id: str
    channel: str
    spent_on: date
    spend_amount: float
    impressions: int
    clicks: int


def spending(visits: Iterable[Visit], campaigns: Iterable[Campaign]) -> list[Spending]:
    """Return what was spent, by day, campaign and channel.

    Args:
        visits: All of the plan; those that no network sent cost nothing.
        campaigns: The panel's, whose members get e-mails while they run.
    """
    clicks = Counter(
        (
            visit.starts_at.astimezone(ZONE).date(),
            visit.origin.campaign["name"],
            CHANNELS[visit.origin.campaign["source"]],
        )
        for visit in visits
        if visit.origin.campaign.get("source") in CHANNELS
    )
    found = [
        _bought(day, campaign, channel, count)
        for (day, campaign, channel), count in clicks.items()
    ]
    for campaign in campaigns:
        found += [
            Spending(
                campaign.campaign_id,
                "email",
                monday,
                round(MAIL_AMOUNT * len(campaign.members), 2),
                len(campaign.members),
                0,
            )
            for monday in _mondays()
            if campaign.runs_on(monday) and campaign.members
        ]
    found.sort(key=lambda one: (one.spent_on, one.campaign_id, one.channel))
    return found


def _bought(day: date, campaign: str, channel: str, clicks: int) -> Spending:
    random = chance("spending", f"{day} {campaign} {channel}")
    price = CLICK_AMOUNTS[channel] * random.uniform(0.8, 1.2)
    return Spending(
        campaign,
        channel,
        day,
        round(clicks * price, 2),
        round(clicks * random.uniform(25, 60)),
        clicks,
    )


def _mondays() -> list[date]:
    weeks = (LAST_DAY - FIRST_DAY).days // 7 + 1
    return [FIRST_DAY + timedelta(weeks=week) for week in range(weeks)]
