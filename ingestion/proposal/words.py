"""The words in a name, in one language and one form: ``KundenNr`` is customer id.

English, and the usual words of Spanish, German, Turkish, Azerbaijani and of Persian in
Latin letters. Names written in one, such as ``orderdate``, are cut where words known
here meet.
"""

import re
import tomllib
import unicodedata
from functools import cache
from pathlib import Path

TRANSLATIONS: dict[str, list[str]] = tomllib.loads(
    Path(__file__).with_name("translations.toml").read_text(encoding="utf-8")
)
"""Canonical words to what else says the same."""

SINGULAR = {"address", "status", "gross", "us", "business", "sms", "series", "news"}
PLURALS = ("lar", "ler", "leri", "lari", "ha", "haye", "an", "at", "en", "es", "er")
"""Of Turkish, Azerbaijani, Persian, German and Spanish, after a word that is known."""
SHORT_ENDINGS = {"id", "no", "nr", "at", "on", "ad"}
"""Words that are too short to be looked for within a longer one, unless they end it."""


@cache
def words(name: str) -> tuple[str, ...]:
    """Return the canonical words of a name; empty if it has no letter or digit."""
    found: list[str] = []
    for token in _tokens(name):
        for part in _parts(token):
            found.extend(_canonical(part))
    return tuple(
        word for place, word in enumerate(found) if found[:place][-1:] != [word]
    )


def _tokens(name: str) -> list[str]:
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", name)
    # The dotless i and the schwa are letters of their own, which nothing decomposes.
    folded = spaced.casefold().translate({0x131: "i", 0x259: "e", 0x27: None})
    plain = unicodedata.normalize("NFKD", folded)
    letters = "".join(one for one in plain if not unicodedata.combining(one))
    letters = letters.replace("e-mail", "email").replace("e-posta", "eposta")
    letters = re.sub(r"\be[ _]mail\b", "email", letters)
    return re.findall(r"[^\W\d_]+|\d+", letters)


@cache
def _known() -> dict[str, tuple[str, ...]]:
    known = {}
    for canonical, others in TRANSLATIONS.items():
        for other in others:
            known[other] = tuple(canonical.split())
        for word in canonical.split():
            known.setdefault(word, (word,))
    return known


def _canonical(word: str) -> tuple[str, ...]:
    if word in _known():
        return _known()[word]
    if (plain := _without_umlauts(word)) in _known():
        return _known()[plain]
    if word in SINGULAR or len(word) < 4:
        return (word,)
    for ending in PLURALS:
        for stem in (word.removesuffix(ending), plain.removesuffix(ending)):
            if stem in _known():
                return _known()[stem]
    if word.endswith("ies"):
        word = word.removesuffix("ies") + "y"
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word.removesuffix("s")
    return _known().get(word, (word,))


def _without_umlauts(word: str) -> str:
    """Return a word as it is without what German writes for its dots."""
    return word.replace("ae", "a").replace("oe", "o").replace("ue", "u")


@cache
def _parts(token: str) -> tuple[str, ...]:
    """Cut a token into words that are known; itself if it is one, or cannot be cut."""
    if len(token) < 6 or token in _known() or _canonical(token) != (token,):
        return (token,)
    for end in range(len(token) - 2, 2, -1):
        first, rest = token[:end], token[end:]
        if first not in _known() or len(first) < 3:
            continue
        if rest in _known() and (len(rest) > 2 or rest in SHORT_ENDINGS):
            return (first, rest)
        further = _parts(rest)
        if len(further) > 1:
            return (first, *further)
    return (token,)
