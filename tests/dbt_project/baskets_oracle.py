"""What goes with what in a shop's baskets, in plain Python from the definitions.

Every set of two and three groups of every basket is counted; nothing is pruned. The
measures are those of mlxtend's `association_rules`, written from its documentation.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

LEVELS = ("product", "category", "department")
Rule = tuple[str, frozenset[str], str]
"""Level, antecedents and consequent."""


@dataclass(frozen=True)
class Least:
    """What groups must share to make a rule."""

    pct: Fraction
    product_pct: Fraction
    orders: int

    def of(self, level: str, baskets: int) -> Fraction:
        """Return how many baskets are enough."""
        pct = self.product_pct if level == "product" else self.pct
        return max(Fraction(self.orders), pct * baskets / 100)


@dataclass(frozen=True)
class Measures:
    """How much two sides of a rule go together."""

    baskets: int
    antecedent_baskets: int
    consequent_baskets: int
    all_baskets: int

    @property
    def support(self) -> Fraction:
        """P(A, C)."""
        return Fraction(self.baskets, self.all_baskets)

    @property
    def antecedent_support(self) -> Fraction:
        """P(A)."""
        return Fraction(self.antecedent_baskets, self.all_baskets)

    @property
    def consequent_support(self) -> Fraction:
        """P(C)."""
        return Fraction(self.consequent_baskets, self.all_baskets)

    @property
    def confidence(self) -> Fraction:
        """P(C given A)."""
        return self.support / self.antecedent_support

    @property
    def lift(self) -> Fraction:
        """Confidence beside that of any basket."""
        return self.confidence / self.consequent_support

    @property
    def leverage(self) -> Fraction:
        """Support beyond chance."""
        return self.support - self.antecedent_support * self.consequent_support

    @property
    def conviction(self) -> Fraction | None:
        """How much rarer the rule breaks than by chance; None for infinity."""
        if self.confidence == 1:
            return None
        return (1 - self.consequent_support) / (1 - self.confidence)


def rules(
    baskets: Iterable[frozenset[str]],
    groups: Mapping[str, Mapping[str, str | None]],
    least: Least,
) -> dict[Rule, Measures]:
    """Return every rule.

    Args:
        baskets: Products of each order; empty ones are none.
        groups: Level but that of products to product to its group.
        least: What makes a rule.
    """
    real = [basket for basket in baskets if basket]
    found: dict[Rule, Measures] = {}
    for level in LEVELS:
        named = [
            basket
            if level == "product"
            else frozenset(
                group
                for product in basket
                if (group := groups[level].get(product)) is not None
            )
            for basket in real
        ]
        counts = Counter(
            frozenset(chosen)
            for basket in named
            for size in (1, 2, 3)
            for chosen in combinations(sorted(basket), size)
        )
        for together, count in counts.items():
            if len(together) < 2 or count < least.of(level, len(real)):
                continue
            for consequent in together:
                antecedents = together - {consequent}
                found[level, antecedents, consequent] = Measures(
                    count,
                    counts[antecedents],
                    counts[frozenset({consequent})],
                    len(real),
                )
    return found
