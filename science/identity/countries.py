"""Names of countries, in many languages, as the two letters of ISO 3166-1.

The names are those of Unicode's CLDR, by `babel <https://babel.pocoo.org>`_.
"""

from collections.abc import Iterable
from functools import cache

import pyarrow as pa
from babel import Locale
from babel.core import get_global

from science.identity.names import fold, known
from science.identity.places import corrected

LANGUAGES = (
    "en", "fa", "az", "tr", "ar", "ru", "de", "fr", "es", "it", "pt", "nl", "pl", "uk",
    "ro", "el", "sv", "da", "nb", "fi", "cs", "hu", "ka", "hy", "he", "ku", "uz", "kk",
    "hi", "ur", "id", "vi", "th", "zh", "ja", "ko",
)  # fmt: skip
"""Languages whose names are known; where two give a name to two countries, the first
of them counts."""

_ALSO = {
    "GB": ("England", "Scotland", "Wales", "Northern Ireland", "Great Britain"),
    "US": ("United States of America", "America", "آمریکا", "ایالات متحده آمریکا"),
    "AZ": ("آذربایجان",),
    "IR": ("Islamic Republic of Iran", "جمهوری اسلامی ایران"),
    "AE": ("Emirates",),
    "NL": ("Holland",),
    "KR": ("Korea",),
    "CZ": ("Czech Republic",),
    "TR": ("Turkey",),
}
_LETTERS = 2


@cache
def country_code(text: str) -> str | None:
    """Return the two letters of a country, None where it is none that is known.

    Names, and codes of two letters, three letters or three digits are known.
    """
    name = known(fold(text))
    return _codes().get(name.replace(" ", "")) if name else None


def countries(values: Iterable[str]) -> pa.Table:
    """Return what names of countries mean.

    Args:
        values: Distinct texts as they were written.

    Returns:
        ``value``; ``place``: the two letters, else the folded text; ``reason``:
        ``listed``, ``corrected`` (a slip in an English name), ``unlisted`` or
        ``empty``.
    """
    values = list(values)
    unknown = [value for value in values if not country_code(value)]
    near = {
        row["value"]: row for row in corrected(unknown, _english()).to_pylist()
    } if unknown else {}  # fmt: skip
    found = []
    for value in values:
        code, reason = country_code(value), "listed"
        if code is None:
            reason = near[value]["reason"]
            is_corrected = reason == "corrected"
            code = country_code(near[value]["place"]) if is_corrected else None
        found.append((code or known(fold(value)), reason))
    return pa.table(
        {
            "value": pa.array(values, pa.string()),
            "place": pa.array([place for place, _ in found], pa.string()),
            "reason": pa.array([reason for _, reason in found], pa.string()),
        }
    )


@cache
def _codes() -> dict[str, str]:
    """Return folded names without spaces, and codes, to two letters."""
    found: dict[str, str] = {}
    for alias, codes in get_global("territory_aliases").items():
        if _is_country(codes[0]):
            found[alias.lower()] = codes[0]
    for code in english_names():
        found[code.lower()] = code
    for code, names in _ALSO.items():
        found |= {fold(name).replace(" ", ""): code for name in names}
    for language in LANGUAGES:
        for code, name in Locale.parse(language).territories.items():
            if _is_country(code):
                found.setdefault(fold(name).replace(" ", ""), code)
    return found


@cache
def english_names() -> dict[str, str]:
    """Return the two letters of each country to its English name."""
    territories = Locale.parse("en").territories
    return {code: name for code, name in territories.items() if _is_country(code)}


def _english() -> list[str]:
    return list(english_names().values())


def _is_country(code: str) -> bool:
    """Return whether a code is of a country, not of a part of the world."""
    return len(code) == _LETTERS and code.isalpha() and code not in _NO_COUNTRIES


_NO_COUNTRIES = {"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"}
