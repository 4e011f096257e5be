"""What stands between a retention rate and 100 %, and what five points more bring."""

from dataclasses import dataclass
from math import isclose

from dashboards.formats import counted
from dashboards.retention.filters import Numbers

_STEP = 5.0


@dataclass(frozen=True)
class Worth:
    """What the customers of the period before did, and what more of them would bring.

    The sum rests on an assumption: who is kept spends like those who came back. What
    the others spent before they stayed away says how far that may be off.
    """

    start: int
    """Customers of the period before."""
    retained: int
    """Of those, who came back: what the mean is of."""
    retained_each: float
    """Mean revenue of those in the period."""
    lapsed_before: float
    """What those who did not come back had spent in the period before."""

    @property
    def lapsed(self) -> int:
        """Return how many did not come back: all of them are missing to 100 %."""
        return self.start - self.retained

    @property
    def points(self) -> float:
        """Return five points, or what is missing to 100 %, if that is less."""
        return min(_STEP, 100 * self.lapsed / self.start)

    @property
    def is_five(self) -> bool:
        """Return whether there are five points to gain."""
        return isclose(self.points, _STEP)

    @property
    def people(self) -> float:
        """Return how many customers so many points are."""
        return self.points / 100 * self.start

    @property
    def people_text(self) -> str:
        """Return such as ``103 customers``; few of them with a decimal."""
        if self.people >= 10 or self.people == round(self.people):
            return counted(round(self.people), "customer")
        return f"{self.people:.1f} customers"

    @property
    def amount(self) -> float:
        """Return what they would bring if they spent like those who came back."""
        return self.people * self.retained_each

    @property
    def lapsed_each(self) -> float | None:
        """Return what one who stayed away had spent before; None where nobody did."""
        return self.lapsed_before / self.lapsed if self.lapsed else None

    @property
    def cautious_amount(self) -> float | None:
        """Return what they would bring if they spent as before they stayed away."""
        each = self.lapsed_each
        return None if each is None else self.people * each


def worth(now: Numbers, lapsed_before: float) -> Worth | None:
    """Return it for a period; None where nobody was there before, or came back.

    Args:
        now: The period's numbers.
        lapsed_before: What those who did not come back had spent in the one before.
    """
    start, retained = now["at_start"], now["retained"]
    if not start or not retained:
        return None
    each = float(now["retained_revenue"]) / retained
    return Worth(int(start), int(retained), each, lapsed_before)
