"""Secrets: named in the settings as ``env:NAME``, read where they are used.

The settings hold the name alone, so that what is logged, hashed or shown of them tells
nothing.
"""

import os
import re
from typing import Annotated

from dotenv import dotenv_values
from pydantic import AfterValidator

from warehouse.settings.paths import dotenv_paths

PREFIX = "env:"
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_PASSWORD = re.compile(r"^[\w+.-]+://[^@]*:[^@]+@")
_PARAMETER = re.compile(r"[?&;]([^?&;=]+)=")
_SECRET = re.compile(
    r"pass|pwd|secret|token|credential|(api|access|account|private|shared)[-_]?key|^key$",
    re.IGNORECASE,
)


class MissingSecretError(Exception):
    """A secret that the settings name is nowhere; the message names it and the fix."""


def is_secret(parameter: str) -> bool:
    """Return whether a URL's parameter is a secret by its name, such as ``pwd``."""
    return _SECRET.search(parameter) is not None


def _holds_secret(url: str) -> bool:
    return bool(_PASSWORD.match(url)) or any(map(is_secret, _PARAMETER.findall(url)))


def _no_password(value: str) -> str:
    if value.startswith(PREFIX):
        if not _NAME.fullmatch(value.removeprefix(PREFIX)):
            message = f"{value!r} names no variable; write such as 'env:CRM_URL'"
            raise ValueError(message)
    elif _holds_secret(value):
        message = (
            "a password stands in the settings; put the whole into a variable of the "
            "environment or of .env, and write 'env:' and its name here"
        )
        raise ValueError(message)
    return value


SecretUrl = Annotated[str, AfterValidator(_no_password)]
"""A URL without a password, or ``env:`` and the variable that holds it."""


DEMO_KEY = "demo"
"""The write key of a demo; the collector takes it from this machine alone."""


def _named_key(value: str) -> str:
    if value == DEMO_KEY:
        return value
    if not value.startswith(PREFIX):
        message = (
            "a write key stands in the settings; put it into a variable of the "
            "environment or of .env, and write 'env:' and its name here"
        )
        raise ValueError(message)
    return _no_password(value)


WriteKey = Annotated[str, AfterValidator(_named_key)]
"""``env:`` and the variable that holds a write key, or `DEMO_KEY`."""


def secret(reference: str) -> str:
    """Return what a setting such as ``env:CRM_URL`` stands for; other text as it is.

    The environment comes before ``.env``.

    Raises:
        MissingSecretError: If the variable is not set.
    """
    if not reference.startswith(PREFIX):
        return reference
    name = reference.removeprefix(PREFIX)
    found = os.environ.get(name)
    for path in reversed(dotenv_paths()):
        found = found or dotenv_values(path, interpolate=False).get(name)
    if not found:
        message = (
            f"the variable {name} is not set; set it in the environment "
            f"or in {dotenv_paths()[-1]}"
        )
        raise MissingSecretError(message)
    return found
