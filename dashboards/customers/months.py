"""The month that movement between segments is shown of."""

from dataclasses import dataclass
from datetime import date

from dashboards.components.filters import choice
from dashboards.formats import days, period_name
from dashboards.queries import movement


@dataclass(frozen=True)
class Month:
    """A month that movement is known of."""

    first_on: date
    as_of_on: date
    """Its last day, or the last complete one in the running month."""
    is_complete: bool

    @property
    def name(self) -> str:
        """Return such as ``Mar 2024``, or ``1–2 Apr 2024, not over``."""
        if self.is_complete:
            return period_name(self.first_on, self.as_of_on)
        return f"{days(self.first_on, self.as_of_on)}, not over"


def month_filter() -> Month | None:
    """Show the months of movement, newest first; the newest that is over is chosen."""
    months = {
        str(first.date()): Month(first.date(), last.date(), is_complete)
        for first, last, is_complete in movement.months().itertuples(index=False)
    }
    if not months:
        return None
    over = [key for key, month in months.items() if month.is_complete]
    names = {key: month.name for key, month in months.items()}
    default = over[0] if over else None
    return months[choice("Movement in", names, "month", default=default)]
