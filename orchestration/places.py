"""The list of places that a shop keeps beside its settings."""

import duckdb

from science.identity.gazetteer import gazetteer
from warehouse.settings import SettingsError, settings

_COLUMNS = ("city", "region", "country")


def listed_places() -> dict[str, dict[str, list[str]]]:
    """Return the places there are: column to country's code to names.

    Empty where ``identity.yml`` names no list.

    Raises:
        SettingsError: If the list cannot be read.
    """
    name = settings().identity.places
    if not name:
        return {}
    path = settings().workspace / name
    try:
        with duckdb.connect() as connection:
            listed = connection.read_csv(str(path), header=True, all_varchar=True)
            if missing := set(_COLUMNS) - set(listed.columns):
                raise SettingsError(
                    f"the list of places {path} has no column"
                    f" {', '.join(sorted(missing))}; it needs"
                    f" {', '.join(_COLUMNS)}"
                )
            return gazetteer(listed.select(*_COLUMNS).to_arrow_table())
    except duckdb.Error as error:
        message = f"places of identity.yml: {path} cannot be read: {error}"
        raise SettingsError(message) from error
