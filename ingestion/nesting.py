"""SQL of the text of a JSON object that is made of several columns."""

from collections.abc import Mapping

from ingestion.casting import converted
from ingestion.quoting import literal
from ingestion.times import TimeReading

NUMBERS = {
    "price", "quantity", "value", "revenue", "total", "subtotal", "shipping", "tax",
    "discount", "position", "rating", "scroll_pct",
}  # fmt: skip
"""Members that are numbers wherever they come from: text files have no types. They are
those of the Segment specification's e-commerce events, and our own."""

Filled = Mapping[str, "tuple[str, str] | Filled"]
"""Member to the SQL of a cleaned value and DuckDB's type of it, or to more of these."""


def json_object(
    members: Filled, *, decimal_separator: str, reading: TimeReading
) -> str:
    """Return SQL of a JSON object as text; null where all of its members are empty.

    Numbers, truths and nested values stay what they are, text stays text. An id is text
    and one of `NUMBERS` a number where it can be read as one. An empty member is left
    out.

    Args:
        members: What fills it.
        decimal_separator: What stands before the fraction in text.
        reading: How times are written.
    """
    parts = []
    for name, filled in members.items():
        if isinstance(filled, tuple):
            value = _member(name, *filled, decimal_separator, reading)
        else:
            value = json_object(
                filled, decimal_separator=decimal_separator, reading=reading
            )
        key = f"cast(to_json({literal(name)}) as varchar) || ':'"
        parts.append(f"{key} || {value}")
    # A part that is null is skipped, and nothing but empty parts is empty text.
    joined = f"nullif(concat_ws(',', {', '.join(parts)}), '')"
    return f"('{{' || {joined} || '}}')"


def _member(
    name: str,
    value: str,
    source_type: str,
    decimal_separator: str,
    reading: TimeReading,
) -> str:
    def cast_to(kind: str) -> str:
        made = converted(
            value,
            source_type,
            kind,
            is_id=kind == "text",
            decimal_separator=decimal_separator,
            reading=reading,
        )
        return f"cast(to_json({made}) as varchar)"

    if name == "id" or name.endswith("_id"):
        return cast_to("text")
    if source_type in ("FLOAT", "DOUBLE"):
        return cast_to("double")  # JSON knows no infinity
    as_it_is = f"cast(to_json({value}) as varchar)"
    if source_type == "VARCHAR" and name in NUMBERS:
        return f"coalesce({cast_to('double')}, {as_it_is})"
    return as_it_is
