"""What a number is a number of, and what follows when numbers are added or divided.

A unit is a quotient of kinds: money, counts, days. Dividing cancels what is on both
sides, so orders / customers is a ratio, and revenue / orders is money per count.
"""

from collections import Counter
from dataclasses import dataclass
from typing import Self

from warehouse.metrics.errors import MetricError

KINDS = (
    "money", "count", "quantity", "days", "hours", "minutes", "seconds", "score",
)  # fmt: skip
"""``count`` is of orders, people, visits; ``quantity`` is of what a product is sold
in; ``score`` is of a scale that somebody made up, as 1 to 5 or a weighted index."""
RATIOS = ("ratio", "share")
"""Of like kinds; a ``share`` is of a whole, and shown in percent."""
_PER = " per "


class UnitError(MetricError):
    """A text names no unit."""


@dataclass(frozen=True)
class Unit:
    """Kinds multiplied, over kinds multiplied; nothing over nothing is a ratio."""

    over: tuple[str, ...] = ()
    under: tuple[str, ...] = ()

    @classmethod
    def named(cls, text: str) -> Self:
        """Return the unit that a text names, as ``str`` writes it.

        Such a text is ``money``, ``ratio``, ``money per count``, ``per days``.

        Raises:
            UnitError: If it names none; the message lists the kinds there are.
        """
        over, *under = (" " + text.strip()).split(_PER)
        kinds = [*over.split(), *under]
        if not kinds or not {*KINDS, *RATIOS}.issuperset(kinds):
            listed = ", ".join((*RATIOS, *KINDS))
            message = f"{text!r} is no unit; write one of {listed}, or one per another"
            raise UnitError(message)
        return cls._of(over.split(), under)

    @classmethod
    def _of(cls, over: list[str], under: list[str]) -> Self:
        above, below = Counter(over), Counter(under)
        for name in RATIOS:
            del above[name], below[name]
        return cls(
            tuple(sorted((above - below).elements())),
            tuple(sorted((below - above).elements())),
        )

    def per(self, other: "Unit") -> "Unit":
        """Return the unit of a number of this unit divided by one of another."""
        return Unit._of([*self.over, *other.under], [*self.under, *other.over])

    def __str__(self) -> str:
        """Return its name, such as ``money per count``."""
        if not self.over and not self.under:
            return "ratio"
        over = " ".join(self.over)
        return _PER.join([over, *self.under]).strip()


RATIO = Unit()
SCORE = Unit(("score",))
