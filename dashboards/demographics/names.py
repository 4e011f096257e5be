"""What dimensions and groups are called, and in which order groups stand."""

import re
from collections.abc import Iterable

import pandas as pd

DIMENSIONS = {
    "age": "Age",
    "income": "Household income",
    "household": "People in the household",
    "children": "Children",
    "marital_status": "Marital status",
    "home": "Home",
    "sex": "Sex",
}
UNKNOWN = "unknown"
MOST_DEPARTMENTS = 12
"""Departments that a chart has room for."""
_NUMBER = re.compile(r"\d+")


def ordered(bands: Iterable[str]) -> list[str]:
    """Return groups by their first number, such as ages; the unknown come last."""
    return sorted(set(bands), key=_place)


def largest_departments(cells: pd.DataFrame) -> list[str]:
    """Return the departments that known groups spend most in, the largest first.

    Columns read: band, department, revenue. What has no department is none.
    """
    known = cells.loc[(cells["band"] != UNKNOWN) & (cells["department"] != UNKNOWN)]
    spent = known.groupby("department")["revenue"].sum()
    return spent.nlargest(MOST_DEPARTMENTS).index.tolist()


def _place(band: str) -> tuple[bool, bool, float, str]:
    found = _NUMBER.search(band)
    at = float(found.group()) if found else 0.0
    below = band.lower().startswith(("under", "<", "less"))
    return band == UNKNOWN, found is None, at - below, band
