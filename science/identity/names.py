"""Names of people and places, folded to the spelling that their writings share."""

import re
import unicodedata
from collections.abc import Iterable

import pyarrow as pa
from anyascii import anyascii

from science.identity.letters import ARABIC, LATIN, PERSIAN

PLACEHOLDERS = frozenset(
    {"null", "none", "na", "n a", "nan", "unknown", "test", "anonymous", "noname"}
    | {"no name", "xx", "xxx"}
)
"""What people and systems write where they know no name, folded."""

_PAIRS = (
    ("sch", "s"), ("tch", "c"), ("sh", "s"), ("ch", "c"), ("kh", "x"),
    ("gh", "q"), ("zh", "j"), ("ph", "f"), ("th", "t"), ("ck", "k"),
)  # fmt: skip
_SOUNDS = str.maketrans("gkcwzjx", "qqqvssq")
_VOWELS = re.compile("[aeiouyvw]")  # و is v, u or o; ی is y or i
_NO_LETTERS = re.compile("[^a-z0-9]+")
_REPEATED = re.compile(r"(.)\1+")
_SHORTEST_KEY = 2


def fold(text: str) -> str:
    """Return lower-case ASCII words, empty where no letter or digit is left.

    ``كريم`` and ``کریم``, ``Əliyev`` and ``eliyev``, ``IŞIK`` and ``ışık`` become one.
    """
    text = unicodedata.normalize("NFKC", text)
    # Before the case is folded: Turkic languages pair I with ı and İ with i.
    text = text.replace("İ", "i").replace("I", "i").casefold()
    text = text.translate(ARABIC).translate(PERSIAN).translate(LATIN)
    text = unicodedata.normalize("NFD", text)
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    if not text.isascii():
        text = anyascii(text).lower()
    text = text.replace("'", "").replace("`", "")
    return _NO_LETTERS.sub(" ", text).strip()


def consonants(folded: str) -> str:
    """Return the sounds of a folded name that survive transliteration.

    ``mohammad``, ``muhammed`` and ``mhmd`` (from محمد) are ``mhmd``. Empty where fewer
    than two are left.
    """
    key = "".join(map(_consonants_of_word, folded.split()))
    return key if len(key) >= _SHORTEST_KEY else ""


def names(values: Iterable[str]) -> pa.Table:
    """Return ``value``, its folded ``name`` and ``name_key``, null where none is left.

    Args:
        values: Distinct texts as they were written.
    """
    values = list(values)
    folded = [known(fold(value)) for value in values]
    keys = [consonants(name) if name else "" for name in folded]
    return pa.table(
        {
            "value": pa.array(values, pa.string()),
            "name": pa.array(folded, pa.string()),
            "name_key": pa.array([key or None for key in keys], pa.string()),
        }
    )


def known(folded: str) -> str | None:
    """Return a folded text, or None where it says nothing."""
    return None if not folded or folded in PLACEHOLDERS else folded


def _consonants_of_word(word: str) -> str:
    first = "a" if word[:1] in "aeiouy" else word[:1]
    word = first + _VOWELS.sub("", word[1:])
    # Without vowels, for Persian writes few: زهرا is zhra, and zahra the same.
    for written, sound in _PAIRS:
        word = word.replace(written, sound)
    if len(word) > _SHORTEST_KEY:
        word = word.removesuffix("h")  # a mute final ه
    return _REPEATED.sub(r"\1", word.translate(_SOUNDS))
