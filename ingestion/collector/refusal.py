"""What the collector answers to a request that it does not take."""

from http import HTTPStatus


class Refusal(Exception):
    """A request that is not taken, as a whole: nothing of it is kept."""

    def __init__(
        self, status: HTTPStatus, reason: str, *, retry_after_s: int | None = None
    ) -> None:
        """Say why, in words that name the fix, and when to try again."""
        super().__init__(reason)
        self.status = status
        self.reason = reason
        self.retry_after_s = retry_after_s


def malformed(reason: str) -> Refusal:
    """Return the answer to what cannot be read: it fails again when sent again."""
    return Refusal(HTTPStatus.BAD_REQUEST, reason)


def too_large(reason: str) -> Refusal:
    """Return the answer to more than one request may hold."""
    return Refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, reason)


def unavailable(reason: str) -> Refusal:
    """Return the answer that makes a sender keep its events and send them later."""
    return Refusal(HTTPStatus.SERVICE_UNAVAILABLE, reason, retry_after_s=RETRY_S)


RETRY_S = 5
