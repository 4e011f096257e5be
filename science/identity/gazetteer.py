"""A list of places, by their country, against which slips are corrected."""

import pyarrow as pa

from science.identity.countries import country_code


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
