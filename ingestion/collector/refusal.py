"""What the collector answers to a request that it does not take."""

from http import HTTPStatus

RETRY_S = 5
"""After how many seconds a sender may try again, where nothing says better."""

Pairs = tuple[tuple[bytes, bytes], ...]


class RefusedError(Exception):
    """A request that is not taken, as a whole: nothing of it is kept."""

    def __init__(self, status: HTTPStatus, reason: str, headers: Pairs = ()) -> None:
        """Say why, in words that name the fix."""
        super().__init__(reason)
        self.status = status
        self.reason = reason
        self.headers = headers


def malformed(reason: str) -> RefusedError:
    """Return the answer to what cannot be read: it fails again when sent again."""
    return RefusedError(HTTPStatus.BAD_REQUEST, reason)


def too_large(reason: str) -> RefusedError:
    """Return the answer to more than one request may hold."""
    return RefusedError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, reason)


def unavailable(reason: str) -> RefusedError:
    """Return the answer that makes a sender keep its events and send them later."""
    return RefusedError(HTTPStatus.SERVICE_UNAVAILABLE, reason, retry_after(RETRY_S))


def retry_after(seconds: int) -> Pairs:
    """Return the header that says when to try again."""
    return ((b"retry-after", b"%d" % seconds),)
