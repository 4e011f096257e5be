"""A list of places, by their country, against which slips are corrected."""

from collections.abc import Mapping

import pyarrow as pa

from science.identity.countries import country_code, english_names
from science.identity.names import fold


def gazetteer(listed: pa.Table) -> dict[str, dict[str, list[str]]]:
    """Return the places of a list, as `normalising.normalised` takes them.

    Args:
        listed: ``city``, ``region``, ``country`` (a name or a code). What is null says
            nothing, and a place without a country that is known neither.

    Returns:
        Column to country's code to names.
    """
    found: dict[str, dict[str, list[str]]] = {}
    for row in listed.to_pylist():
        code = country_code(row["country"] or "")
        for column in ("city", "region"):
            if row[column] and code:
                found.setdefault(column, {}).setdefault(code, []).append(row[column])
    return found


def spellings(places: Mapping[str, Mapping[str, list[str]]]) -> pa.Table:
    """Return how the places that contacts are compared by are written.

    Args:
        places: As `gazetteer` returns them.

    Returns:
        ``kind`` (the column), ``country`` (its code), ``form`` (folded) and
        ``spelling``: the list's, of several that are one form the first; of countries,
        whose form is their code, the English name.
    """
    found = {("country", code, code): name for code, name in english_names().items()}
    for kind, countries in places.items():
        for country, names in countries.items():
            for name in names:
                found.setdefault((kind, country, fold(name)), name)
    rows = [(*key, name) for key, name in found.items()]
    names = ("kind", "country", "form", "spelling")
    return pa.Table.from_pylist(
        [dict(zip(names, row, strict=True)) for row in rows],
        pa.schema([(name, pa.string()) for name in names]),
    )
