"""Read what is published, each query once for each version."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from warehouse.published import open_published, published_version
from warehouse.publishing import current_path


def read(sql: str, parameters: Sequence[object] = ()) -> pd.DataFrame:
    """Return the rows of a query on the current version; a new version is read anew.

    Raises:
        NothingPublishedError: Before the first successful run.
    """
    version = published_version()
    return _read(str(current_path()), version, sql, tuple(parameters))


def one_row(sql: str, parameters: Sequence[object] = ()) -> tuple:
    """Return the first row of a query that has one, with None for missing values."""
    row = read(sql, parameters).iloc[0]
    return tuple(None if pd.isna(value) else value for value in row)


@st.cache_data(show_spinner=False, max_entries=500)
def _read(
    path: str, version: int, sql: str, parameters: tuple[object, ...]
) -> pd.DataFrame:
    return open_published(version).execute(sql, list(parameters)).df()
