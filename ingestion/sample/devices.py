"""What visitors visit on, and bots that say what they are."""

from dataclasses import dataclass
from random import Random

_WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"
_SAFARI = "AppleWebKit/604.1.38 (KHTML, like Gecko) Version/11.0 Mobile/15A372"
USER_AGENTS = {
    "desktop": (
        f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {_WEBKIT} "
        "Chrome/62.0.3202.94 Safari/537.36",
        f"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_13_1) {_WEBKIT} "
        "Chrome/62.0.3202.94 Safari/537.36",
        "Mozilla/5.0 (X11; Linux x86_64; rv:57.0) Gecko/20100101 Firefox/57.0",
    ),
    "mobile": (
        f"Mozilla/5.0 (iPhone; CPU iPhone OS 11_0 like Mac OS X) {_SAFARI} "
        "Safari/604.1",
        f"Mozilla/5.0 (Linux; Android 7.0; SM-G930F) {_WEBKIT} "
        "Chrome/62.0.3202.84 Mobile Safari/537.36",
    ),
    "tablet": (
        f"Mozilla/5.0 (iPad; CPU OS 11_0 like Mac OS X) {_SAFARI} Safari/604.1",
    ),
}
KINDS = {"desktop": 44, "mobile": 46, "tablet": 10}
BOT_AGENTS = (
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
    "Mozilla/5.0 (compatible; AhrefsBot/5.2; +http://ahrefs.com/robot/)",
    "Mozilla/5.0+(compatible; UptimeRobot/2.0; http://www.uptimerobot.com/)",
)


@dataclass(frozen=True, slots=True)
class Device:
    """A browser on a device, known to the shop by an anonymous id."""

    anonymous_id: str
    kind: str
    user_agent: str

    @property
    def is_bot(self) -> bool:
        """Return whether no person sits before it."""
        return self.kind == "bot"


BOTS = [Device(f"bot-{n}", "bot", agent) for n, agent in enumerate(BOT_AGENTS)]


def device(random: Random, name: str) -> Device:
    """Return a device of a person, drawn by what people use."""
    kind = random.choices(list(KINDS), list(KINDS.values()))[0]
    anonymous_id = f"{name}-{random.getrandbits(48):012x}"
    return Device(anonymous_id, kind, random.choice(USER_AGENTS[kind]))
