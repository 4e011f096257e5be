"""E-mail addresses, in the one form that their writings share; nothing is asked online.

Method: `email-validator <https://github.com/JoshData/python-email-validator>`_.
"""

import re
from collections.abc import Iterable

import pyarrow as pa
from email_validator import EmailNotValidError, validate_email

from science.identity.names import consonants

_SHORTEST = 6
_AROUND = " \t\r\n.,;<>\"'"
_SPACE = re.compile(r"\s+")
_NO_LETTERS = re.compile("[^a-z]")
_NO_USER = re.compile("[^a-z0-9]")


def email(text: str) -> tuple[str | None, str | None]:
    """Return an address in one form, and why it could not be mailed, if so.

    A mistyped address is kept, without spaces and in lower case: it still tells who
    wrote it. What has no ``@`` between two texts is none.
    """
    stripped = text.strip(_AROUND)
    try:
        valid = validate_email(stripped, check_deliverability=False)
    except EmailNotValidError as problem:
        bare = _SPACE.sub("", stripped).lower()
        user, _, host = bare.partition("@")
        kept = user and host and len(bare) >= _SHORTEST
        return (bare if kept else None), str(problem)
    return valid.normalized.lower(), None


def emails(values: Iterable[str]) -> pa.Table:
    """Return ``value``, ``email``, ``email_user``, ``email_key`` and ``problem``.

    Args:
        values: Distinct texts as they were written.

    Returns:
        ``email_user`` is the letters and digits before the ``@``, ``email_key`` their
        consonants; ``problem`` says what is wrong with the address, null where nothing
        is.
    """
    values = list(values)
    found = [email(value) for value in values]
    users = [_NO_USER.sub("", (text or "").split("@")[0]) or None for text, _ in found]
    words = [consonants(_NO_LETTERS.sub("", user or "")) or None for user in users]
    return pa.table(
        {
            "value": pa.array(values, pa.string()),
            "email": pa.array([text for text, _ in found], pa.string()),
            "email_user": pa.array(users, pa.string()),
            "email_key": pa.array(words, pa.string()),
            "problem": pa.array([problem for _, problem in found], pa.string()),
        }
    )
