"""Numbers, money, dates and spans of time as text: the one place that knows a locale.

English for now. Numbers are short on a page (``12.3k``) and whole in exports.
"""

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

NOTHING = "–"
"""What stands where there is no value."""
DAY_FORMAT = "D MMM YYYY"
"""Days in a table's cells."""
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = (
    *("Jan", "Feb", "Mar", "Apr", "May", "Jun"),
    *("Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
)
_SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "TRY": "₺", "AZN": "₼"}
_STEPS = ((1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "k"))


def number(value: float | None) -> str:
    """Return such as ``9,876``, ``12.3k`` or ``1.47M``: three digits from 10,000 on."""
    if value is None:
        return NOTHING
    size = abs(value)
    # From 999.5 thousand on, three digits round up to the next step.
    step = next((s for s in _STEPS if size >= s[0] * 0.9995), None)
    if size < 10_000 or step is None:
        return f"{value:,.0f}"
    return f"{_three_digits(value / step[0])}{step[1]}"


def ratio(value: float | None) -> str:
    """Return two decimals, such as ``2.41``."""
    return NOTHING if value is None else f"{value:,.2f}"


def money(value: float | None, currency: str, *, has_cents: bool = True) -> str:
    """Return a short amount such as ``$12.3k``, with cents below 100 if wanted."""
    if value is None:
        return NOTHING
    is_small = has_cents and abs(value) < 100
    text = f"{abs(value):,.2f}" if is_small else number(abs(value))
    sign = "-" if value < 0 else ""
    return f"{sign}{_SYMBOLS.get(currency, currency + ' ')}{text}"


def money_column(currency: str) -> str:
    """Return the printf format of whole amounts in a table's cells."""
    return f"{_SYMBOLS.get(currency, currency + ' ')}%,.2f"


def share(value: float | None) -> str:
    """Return a fraction as percent, such as ``12.3%``; never 100% for less than all."""
    if value is None:
        return NOTHING
    if 0.999 <= value < 1:
        return "over 99.9%"
    if 0 < value < 0.001:
        return "under 0.1%"
    return f"{value:.1%}".replace(".0%", "%")


def percent(value: float | None) -> str:
    """Return a percentage (0–100) as `share` writes its fraction."""
    return share(None if value is None else value / 100)


def change(now: float | None, before: float | None) -> str | None:
    """Return such as ``+4.1%``; None where there is nothing to compare with."""
    if now is None or not before:
        return None
    difference = (now - before) / abs(before)
    if round(difference, 3) == 0:
        return "0%"
    places = 0 if abs(difference) >= 10 else 1
    return f"{difference:+,.{places}%}".replace(".0%", "%")


def points(now: float | None, before: float | None) -> str | None:
    """Return how many points a percentage (0–100) moved, such as ``+0.4 points``."""
    if now is None or before is None:
        return None
    moved = round(now - before, 1)
    if moved == 0:
        return "0 points"
    text = f"{moved:+.1f}".removesuffix(".0")
    return f"{text} {'point' if abs(moved) == 1 else 'points'}"


def share_change(now: float | None, before: float | None) -> str | None:
    """Return how many points a fraction moved, as `points` writes them."""
    if now is None or before is None:
        return None
    return points(100 * now, 100 * before)


def day(value: date) -> str:
    """Return such as ``4 Dec 2017``."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def days(first: date, last: date) -> str:
    """Return a span such as ``4–31 Dec 2017``, without what its ends share."""
    if first == last:
        return day(last)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day(last)}"
    if first.year == last.year:
        return f"{first.day} {MONTHS[first.month - 1]} – {day(last)}"
    return f"{day(first)} – {day(last)}"


def period_name(first: date, last: date) -> str:
    """Return such as ``Dec 2017``, ``Q4 2017`` or ``2017``; other spans by their ends.

    Months, quarters and years of another calendar than ours are such spans.
    """
    after = last + timedelta(days=1)
    if first.day != 1 or after.day != 1:
        return days(first, last)
    months = 12 * (after.year - first.year) + after.month - first.month
    if months == 12 and first.month == 1:
        return str(first.year)
    if months == 3 and first.month % 3 == 1:
        return f"Q{first.month // 3 + 1} {first.year}"
    return (
        f"{MONTHS[first.month - 1]} {first.year}" if months == 1 else days(first, last)
    )


def moment(value: datetime, timezone: str) -> str:
    """Return such as ``31 Dec 2017, 23:41`` in the zone; ``value`` must be aware."""
    local = value.astimezone(ZoneInfo(timezone))
    return f"{day(local.date())}, {local:%H:%M}"


def duration(value: timedelta) -> str:
    """Return the largest unit, such as ``3 days`` or ``1 minute``."""
    seconds = max(value.total_seconds(), 0)
    for unit, name in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds >= unit:
            return counted(int(seconds // unit), name)
    return "less than a minute"


def counted(count: int, noun: str, plural: str | None = None) -> str:
    """Return such as ``1 day`` or ``2,469 customers``."""
    return f"{count:,} {noun if count == 1 else plural or noun + 's'}"


def capital(text: str) -> str:
    """Return a text with a capital first letter."""
    return text[:1].upper() + text[1:]


def sentence_case(text: str) -> str:
    """Return such as ``Cold cereal`` for ``COLD CEREAL``; other text stays as it is."""
    return text.capitalize() if text.isupper() else text


def size(count: int) -> str:
    """Return bytes as such as ``25.2 MB``."""
    for unit, name in ((1e9, "GB"), (1e6, "MB"), (1e3, "kB")):
        if count >= unit:
            return f"{_three_digits(count / unit)} {name}"
    return f"{count} bytes"


def plain(text: str) -> str:
    """Return text that Markdown shows as it is: no formula, link, or emphasis.

    Commands and names between backticks stay code.
    """
    parts = re.split(r"(`[^`\n]+`)", text)
    parts[::2] = [
        re.sub(r"([\\`*_{}\[\]<>#$|~:])", r"\\\1", part) for part in parts[::2]
    ]
    return "".join(parts)


def _three_digits(value: float) -> str:
    places = 2 if abs(value) < 9.995 else 1 if abs(value) < 99.95 else 0
    text = f"{value:.{places}f}"
    return text.rstrip("0").rstrip(".") if places else text
