"""A message as a POST with a JSON object.

Slack, Mattermost, Rocket.Chat and Teams' workflows show its ``text``; a program reads
the other fields.
"""

import json
import urllib.request
from http.client import HTTPException, InvalidURL
from typing import NoReturn
from urllib.error import HTTPError, URLError

from orchestration.notifications.errors import UndeliveredError
from orchestration.notifications.messages import Message
from warehouse.settings.secrets import secret

TIMEOUT_S = 5
PASSING = {408, 425, 429}
"""Refusals that ask to come again; as all of 500 and above do."""


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    # Following one would turn the POST into a GET, or show the message to another.
    def redirect_request(  # pyright: ignore[reportIncompatibleMethodOverride]
        self, *_: object
    ) -> None:
        return None


def post(reference: str, message: Message) -> None:
    """Send a message to a URL, or to the one that ``env:NAME`` stands for.

    Raises:
        UndeliveredError: If no answer of success came; its words hold no URL.
        MissingSecretError: If the variable is not set.
    """
    url = secret(reference)
    if not url.lower().startswith(("https://", "http://")):
        reason = "the address is none of http or https; mend notifications"
        raise UndeliveredError(reason, again="next run")
    try:
        request = urllib.request.Request(  # noqa: S310
            url,
            data=json.dumps(message.payload).encode(),
            headers={"Content-Type": "application/json", "User-Agent": "Karvan"},
            method="POST",
        )
        opener = urllib.request.build_opener(_NoRedirects)
        opener.open(request, timeout=TIMEOUT_S).close()
    except HTTPError as error:
        _refused(error.code)
    except TimeoutError:
        _silent()
    except URLError as error:
        if isinstance(error.reason, TimeoutError):
            _silent()
        words = getattr(error.reason, "strerror", None) or type(error.reason).__name__
        reason = f"no connection: {words}"
        raise UndeliveredError(reason, again="soon") from None
    except (InvalidURL, ValueError):  # its words quote the address
        reason = "the address is no URL; mend notifications.webhook_url"
        raise UndeliveredError(reason, again="next run") from None
    except (OSError, HTTPException) as error:
        reason = f"the connection broke: {type(error).__name__}"
        raise UndeliveredError(reason, again="soon") from None


def _refused(code: int) -> NoReturn:
    if 300 <= code < 400:
        reason = f"answered {code}, a redirect; name the final address"
        raise UndeliveredError(reason, again="next run") from None
    again = "soon" if code >= 500 or code in PASSING else "next run"
    raise UndeliveredError(f"answered {code}", again=again) from None


def _silent() -> NoReturn:
    reason = f"no answer within {TIMEOUT_S} s"
    raise UndeliveredError(reason, again="soon") from None
