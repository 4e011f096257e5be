"""What karvan.toml says of advertising and of baskets."""

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from warehouse.settings.sections import Section

Channel = Literal[
    "paid", "email", "social", "affiliate", "search", "referral", "other", "direct"
]
"""The channels of visits, as `fct_sessions` names them."""


class Attribution(Section):
    """Which visits led to an order, and what a return on advertising must be."""

    lookback_days: int = Field(default=30, ge=1, le=3650)
    """Visits longer before an order did not lead to it."""
    break_even_return: float = Field(default=1.0, gt=0)
    """Revenue that one unit of spend must bring: 1 / margin, so 4 where it is 25 %."""
    min_orders: int = Field(default=30, ge=1)
    """Attributed orders below which nothing is advised."""
    spend_channels: Mapping[str, Channel] = Field(default_factory=dict)
    """What `ad_spend` calls a channel, to the channel of the visits that it brings;
    what is not named is told by its words, and is paid for if they tell nothing."""


class Baskets(Section):
    """What is looked for in the baskets."""

    days: int = Field(default=365, ge=1)
    """Up to the last complete day; what was bought together earlier is left out."""
    min_support_pct: float = Field(default=1.0, gt=0, le=100)
    """Share of the baskets that departments and categories must be in together."""
    min_product_support_pct: float = Field(default=0.1, gt=0, le=100)
    """The same for single products."""
    min_orders: int = Field(default=30, ge=1)
    """Baskets that must hold them together, however few there are."""
