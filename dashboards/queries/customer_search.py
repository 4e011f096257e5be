"""Find customers by a part of what they are called, or reached by."""

import re
from collections.abc import Sequence

import pandas as pd

from dashboards.queries.published import read
from science.identity.names import consonants, fold

MOST = 20
"""Customers that a search shows; more are too many to look at."""
_NUMBER = re.compile(r"[+\d\s()./-]+")
_NUMBER_DIGITS = 5
"""Digits from which a text without letters is a phone number, however it is written."""


def found(words: str, limit: int) -> pd.DataFrame:
    """Return customers that have all words, or a part of each; most revenue first.

    An id that is the very text comes first. Where nobody is written so, names count
    that sound so, as those of another script do: the likest first. Without words all
    customers match.

    Args:
        words: Part of names, e-mail addresses, phone numbers or ids, in any script.
        limit: Most rows to return.

    Returns:
        Columns: customer_id, first_name, last_name, email, phone, city, country,
        birth_date, orders, revenue, last_ordered_on, segment.
    """
    parts = written(words)
    rows = _found(words, [("search_text", part) for part in parts], limit)
    heard = spoken(parts)
    if rows.empty and heard:
        return _found(words, heard, limit, parts)
    return rows


def written(words: str) -> list[str]:
    """Return the parts to look for among what is written of a customer."""
    folded = fold(words)
    digits = re.sub(r"\D", "", folded)
    if _NUMBER.fullmatch(words) and len(digits) >= _NUMBER_DIGITS:
        return [digits.lstrip("0")]
    return folded.split()


def spoken(parts: Sequence[str]) -> list[tuple[str, str]]:
    """Return column and text to look for, by sounds; empty where no part has any.

    A part with fewer than two sounds is looked for as it is written.
    """
    sounds = [consonants(part) for part in parts]
    if not any(sounds):
        return []
    return [
        ("sound_text", f" {sound}") if sound else ("search_text", part)
        for part, sound in zip(parts, sounds, strict=True)
    ]


def _found(
    words: str,
    wanted: Sequence[tuple[str, str]],
    limit: int,
    like: Sequence[str] = (),
) -> pd.DataFrame:
    conditions = [
        f"contains({column}, ${place})"
        for place, (column, _) in enumerate(wanted, start=2)
    ]
    # A text without a letter or digit is in nobody's.
    condition = " and ".join(conditions) or "false"
    likeness = [
        "list_max(list_transform(string_split(search_text, ' '), "
        f"lambda word: jaro_winkler_similarity(word, ${place})))"
        for place, _ in enumerate(like, start=2 + len(wanted))
    ]
    order = (
        "customer_id = $1 desc, likeness desc, revenue_amount desc, orders desc, "
        "customer_id"
    )
    # Without words no text is looked at.
    matching = (
        "join marts.customer_search using (customer_id) "
        f"where customer_id = $1 or ({condition})"
    )
    # Who is listed is chosen by few columns, and only then all is read of them.
    return read(
        f"""
        with best as (
            select customer_id, {" + ".join(likeness) or "0"} as likeness
            from marts.dim_customers {matching if words else ""}
            order by {order}
            limit {limit:d}
        )
        select
            customer_id, first_name, last_name, email, phone, city, country, birth_date,
            orders, revenue_amount::double as revenue, dim_customers.last_ordered_on,
            segment
        from best
        join marts.dim_customers using (customer_id)
        left join marts.customer_rfm using (customer_id)
        order by {order}
        """,
        [words, *(text for _, text in wanted), *like],
    )
