"""A message that did not arrive, in words that hold no address and no secret."""

from typing import Literal

Again = Literal["soon", "next run", "never"]


class UndeliveredError(Exception):
    """A message did not arrive."""

    def __init__(self, message: str, *, again: Again) -> None:
        """Say why, and when trying again may help."""
        super().__init__(message)
        self.again: Again = again
