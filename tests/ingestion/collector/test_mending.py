"""What parsers give up is made readable, and nothing else is touched."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingestion.collector.mending import MOST_DEPTH, whole_characters, without_deep


@given(st.text(st.characters(codec="utf-8")))
def test_whole_characters_stay_as_they_are(text: str) -> None:
    for is_ascii in (True, False):
        written = json.dumps(text, ensure_ascii=is_ascii).encode()
        assert whole_characters(written) == written


HALVES = st.sampled_from(["\ud83d", "\ude00", "\\", "u"])


@given(st.text(HALVES | st.characters(codec="utf-8"), max_size=20))
def test_what_is_mended_is_text_without_halves(text: str) -> None:
    """Halves that follow each other by chance make a whole."""
    mended = json.loads(whole_characters(json.dumps(text).encode()))
    joined = text.encode("utf-16-le", "surrogatepass").decode(
        "utf-16-le", "surrogatepass"
    )
    assert mended == re.sub("[\ud800-\udfff]", "\ufffd", joined)


@pytest.mark.parametrize(
    ("cut", "mended"),
    [(rb'"\ud83d"', rb'"\ufffd"'), (rb'"\uDE00\uD83D"', rb'"\ufffd\ufffd"'),
     (rb'"\ud83d\ud83d\ude00"', rb'"\ufffd\ud83d\ude00"'),
     (rb'"\\ud83d"', rb'"\\ud83d"'), (rb'"\\\ud83d"', rb'"\\\ufffd"'),
     (rb'"\ud83d\n"', rb'"\ufffd\n"'), (rb'"\u00e9\ud7ff"', rb'"\u00e9\ud7ff"')],
)  # fmt: skip
def test_half_a_character_is_replaced(cut: bytes, mended: bytes) -> None:
    assert whole_characters(cut) == mended


def nested(depth: int) -> bytes:
    """Return an element that makes its batch so deep."""
    return b"[" * (depth - 2) + b"]" * (depth - 2)


def test_only_elements_that_are_too_deep_are_taken_out() -> None:
    deep, flat = nested(MOST_DEPTH + 1), nested(MOST_DEPTH)
    body = b'{"a":{"b":[]}, "batch":[%b , "[[\\"[", %b,%b]}' % (flat, deep, deep)
    found, taken = without_deep(body)
    assert list(taken.values()) == [deep, deep]
    first, second = taken
    assert found == b'{"a":{"b":[]}, "batch":[%b , "[[\\"[", %b,%b]}' % (
        flat, first, second,
    )  # fmt: skip


@pytest.mark.parametrize(
    "body",
    [b"", b"]]]}", b'{"batch":["' + b"[" * 500, b'{"batch":["\\', b'"\\"' * 5000],
    ids=["nothing", "ends", "unclosed text", "unclosed escape", "quotes"],
)
def test_what_is_no_json_stays_as_it_is(body: bytes) -> None:
    assert without_deep(body) == (body, {})
