"""Any mix of good and bad elements: all are kept, in order, and each line is JSON.

What DuckDB reads is asked, because DuckDB is what loads the lines.
"""

import json
from typing import Any

import duckdb
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.ingestion.collector.serving import Server

DEEP = b'{"deep":' + b"[" * 9000 + b"]" * 9000 + b"}"
TEXT = st.text(st.characters(codec="utf-8"), max_size=20)
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4)
    ),
    max_leaves=8,
)
GOOD = st.builds(
    lambda value, indent, is_ascii: json.dumps(
        value, indent=indent, ensure_ascii=is_ascii, allow_nan=False
    ).encode(),
    st.dictionaries(TEXT, VALUES, max_size=4),
    st.sampled_from([None, 1]),
    st.booleans(),
)
NO_OBJECT = VALUES.filter(lambda value: not isinstance(value, dict)).map(
    lambda value: json.dumps(value).encode()
)
NO_TEXT = st.binary(min_size=1, max_size=9).map(
    lambda data: b'{"b":"\xff' + bytes(c for c in data if c > 127) + b'"}'
)
BAD = NO_OBJECT | NO_TEXT | st.just(DEEP) | st.just(b'{"l":"' + b"x" * 40_000 + b'"}')
HALVES = {
    rb'{"h":"\ud83d"}': "\ufffd",
    rb'{"h":"\udE00\ud83dx\\ud83d"}': "\ufffd\ufffdx\\ud83d",
    rb'{"h":"\ud83d\ude00\ude00"}': "😀\ufffd",
}
"""Escapes of half a character, and what is read instead."""
READ = (
    "select json_type(call), fault from read_json(?, format = 'newline_delimited', "
    "columns = {n: 'bigint', call: 'json', fault: 'varchar', payload: 'varchar'})"
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    elements=st.lists(GOOD | BAD | st.sampled_from([*HALVES]), max_size=8),
    is_gone_on=st.booleans(),
)
def test_any_mix_is_kept_in_order(
    server: Server, elements: list[bytes], is_gone_on: bool
) -> None:
    before = len(server.raw_lines())
    context = b'{"c":"\xff"}' if is_gone_on else b"{}"
    body = b'{"batch":[' + b" ,\n".join(elements) + b'],"context":' + context + b"}"
    assert server.post("/v1/batch", body).status == 200
    lines = server.raw_lines()[before:]
    assert len(lines) == len(elements)
    for element, line in zip(elements, lines, strict=True):
        assert same(element, json.loads(line))
    if lines:
        path = server.landing.parent / "lines.ndjson"
        path.write_bytes(b"\n".join(lines) + b"\n")
        found = duckdb.connect().execute(READ, [str(path)]).fetchall()
        assert len(found) == len(lines)
        assert all((kind is None) == (fault is not None) for kind, fault in found)


def same(element: bytes, line: dict[str, Any]) -> bool:
    """Return whether a line holds an element, or says what is wrong with it."""
    try:
        text = element.decode()
    except UnicodeDecodeError:
        return line["fault"] == "not_utf8" and "call" not in line
    if element == DEEP:
        return line["fault"] == "not_json" and line["payload"] == text
    if element in HALVES:
        return line["call"] == {"h": HALVES[element]}
    if not text.startswith("{"):
        return line["fault"] == "wrong_type" and line["payload"] == text
    return line["call"] == json.loads(text)
