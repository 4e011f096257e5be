"""Pieces of SQL: names in quotes, values as parameters."""


def quoted(name: str) -> str:
    """Return a name as SQL has it, whatever is in it."""
    return '"' + name.replace('"', '""') + '"'


class Parameters:
    """The values of a query, each once, in the order of ``$1`` and so on."""

    def __init__(self) -> None:
        self._places: dict[tuple[type, object], int] = {}

    def __call__(self, value: object) -> str:
        """Return what stands for a value in SQL."""
        # By type as well: True and 1 are equal, and not the same value.
        place = self._places.setdefault((type(value), value), len(self._places) + 1)
        return f"${place}"

    @property
    def values(self) -> tuple[object, ...]:
        """What was given so far."""
        return tuple(value for _, value in self._places)
