"""Numbers of a KPI as text, by what they are numbers of."""

from collections.abc import Iterable
from math import isclose

from dashboards.formats import NOTHING, change, money, number, points, ratio, share
from warehouse.metrics.units import RATIO, Unit

_WORDS = {"count": "a number", "quantity": "a quantity", "score": "a score"}


def unit_words(unit: Unit, currency: str) -> str:
    """Return a unit as people say it, such as ``USD`` or ``USD each``."""
    name = str(unit)
    if name in _WORDS:
        return _WORDS[name]
    if unit == RATIO:
        return "a ratio"
    return name.replace("money", currency).replace(" per count", " each")


class Written:
    """Writes the values of one KPI, all of them in one way."""

    def __init__(
        self, unit: Unit, currency: str, values: Iterable[float | None]
    ) -> None:
        """Choose the way.

        Args:
            unit: What they are numbers of.
            currency: Of the shop.
            values: All of them: a ratio that is never above 1 is a share, in percent.
        """
        known = [value for value in values if value is not None]
        self._unit, self._currency = unit, currency
        self.is_share = unit == RATIO and all(abs(value) <= 1 for value in known)
        self._is_whole = all(
            abs(value) >= 100 or isclose(value, round(value), abs_tol=1e-9)
            for value in known
        )

    @property
    def unit_words(self) -> str:
        """Return what the values are, beside a chart of them."""
        return "percent" if self.is_share else unit_words(self._unit, self._currency)

    def text(self, value: float | None) -> str:
        """Return a value, short; a dash where there is none."""
        if value is None:
            return NOTHING
        if self.is_share:
            return f"-{share(-value)}" if value < 0 else share(value)
        if self._unit.over == ("money",):
            return money(value, self._currency)
        if self._unit != RATIO and self._is_whole:
            return number(value)
        # Two digits that count: a score per order may be a thousandth.
        if 0 < abs(value) < 0.1:
            return f"{value:.2g}"
        return ratio(value) if abs(value) < 100 else number(value)

    def change(self, now: float | None, before: float | None) -> str | None:
        """Return how a value moved, shares in points; None where nothing is known."""
        if now is None or before is None:
            return None
        if self.is_share:
            return points(100 * now, 100 * before)
        return change(now, before)
