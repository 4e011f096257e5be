"""Telephone numbers, in the international form (E.164) that their writings share.

Method: `phonenumbers <https://github.com/daviddrysdale/python-phonenumbers>`_.
"""

import unicodedata
from collections.abc import Iterable

import phonenumbers
import pyarrow as pa

from science.identity.countries import country_code
from science.identity.letters import ARABIC

KEY_DIGITS = 10
"""Last digits that are compared: with and without the country they are the same."""

_SHORTEST = 6
_FEWEST_DIGITS = 3
"""A number of fewer different digits is a placeholder, such as 0000000000."""


def phone(text: str, region: str | None) -> tuple[str | None, str | None]:
    """Return a number as E.164, and why it could not be called, if so.

    Args:
        text: As it was written, in Latin, Persian or Arabic digits.
        region: Two letters (ISO 3166-1) of the country where it is dialled without a
            country code, or None.

    Returns:
        Its bare digits where it is not possible in the region, as they still tell who
        wrote them; None for placeholders.
    """
    text = unicodedata.normalize("NFKC", text).translate(ARABIC)
    dialled = "".join(c for c in text if c == "+" or (c.isascii() and c.isdigit()))
    digits = dialled.replace("+", "")
    if len(digits) < _SHORTEST or len(set(digits)) < _FEWEST_DIGITS:
        return None, "no telephone number"
    try:
        number = phonenumbers.parse(dialled, region)
    except phonenumbers.NumberParseException as problem:
        return digits.lstrip("0") or None, str(problem)
    if not phonenumbers.is_possible_number(number):
        return digits.lstrip("0") or None, f"not possible in {region or 'any country'}"
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164), None


def phones(values: Iterable[tuple[str, str | None]], region: str | None) -> pa.Table:
    """Return ``value``, ``country``, ``phone``, ``phone_key`` and ``problem``.

    Args:
        values: Distinct pairs of a number and the country beside it, as written.
        region: Taken where the country is none that is known.
    """
    pairs = list(values)
    found = [phone(text, _region(country) or region) for text, country in pairs]
    keys = [(text or "").replace("+", "")[-KEY_DIGITS:] or None for text, _ in found]
    return pa.table(
        {
            "value": pa.array([text for text, _ in pairs], pa.string()),
            "country": pa.array([country for _, country in pairs], pa.string()),
            "phone": pa.array([text for text, _ in found], pa.string()),
            "phone_key": pa.array(keys, pa.string()),
            "problem": pa.array([problem for _, problem in found], pa.string()),
        }
    )


def _region(country: str | None) -> str | None:
    code = country_code(country or "")
    return code if code in phonenumbers.SUPPORTED_REGIONS else None
