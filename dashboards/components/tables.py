"""A table with its exports: CSV, and Excel with a sheet that says what it is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from dashboards.components import customer_link
from dashboards.formats import NOTHING, plain

SHOWN = 1_000
"""Rows of a long list on its page; the exports hold all."""


@dataclass(frozen=True)
class Listed:
    """A table as a page shows it; `table` says what each part is."""

    title: str
    name: str
    rows: pd.DataFrame
    columns: Mapping[str, ColumnConfig]
    empty: str = "There is nothing to list."
    caption: str | None = None
    export: Callable[[], pd.DataFrame] | None = None
    on_pick: Callable[[pd.Series], None] | None = None


def tabbed(listed: Mapping[str, Listed], about: Mapping[str, str]) -> None:
    """Show each table under a tab of its name."""
    for tab, shown in zip(st.tabs(list(listed)), listed.values(), strict=True):
        with tab:
            table(
                shown.title,
                shown.rows,
                shown.columns,
                shown.name,
                about,
                caption=shown.caption,
                export=shown.export,
                empty=shown.empty,
                on_pick=shown.on_pick,
            )


def table(
    title: str,
    shown: pd.DataFrame,
    columns: Mapping[str, ColumnConfig],
    name: str,
    about: Mapping[str, str],
    *,
    caption: str | None = None,
    export: Callable[[], pd.DataFrame] | None = None,
    empty: str = "There is nothing to list.",
    on_pick: Callable[[pd.Series], None] | None = None,
) -> None:
    """Show rows with a search box of their own, and offer them as files.

    Where customers are listed, a tick opens one.

    Args:
        title: Over the table.
        shown: The rows, sorted by what matters.
        columns: Column to its heading and format; columns not named are left out.
        name: Of the file, without its ending.
        about: What a reader of the file has to know: shop, as-of time, filters.
        caption: A grey line under the title.
        export: The rows of the file, where it holds more than is shown.
        empty: What to say instead of a table without rows.
        on_pick: Called with the row that a reader ticks, instead of opening a customer.
    """
    lists_customers = "customer_id" in columns and "customer_id" in shown
    if on_pick is None and lists_customers and not shown.empty:
        on_pick = customer_link.pick
        caption = " · ".join(filter(None, (caption, customer_link.HINT)))

    def exported() -> pd.DataFrame:
        rows = shown if export is None else export()
        return rows.loc[:, [column for column in columns if column in rows]]

    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
    ):
        st.subheader(plain(title), anchor=False, width="content")
        if not shown.empty:
            exports(name, exported, about)
    if caption is not None:
        st.caption(caption)
    if shown.empty:
        st.caption(empty)
        return
    key = f"table_{name}"

    def picked() -> None:
        rows = st.session_state[key].selection.rows
        if rows and on_pick is not None:
            on_pick(shown.iloc[rows[0]])

    st.dataframe(
        shown[[column for column in columns if column in shown]],
        column_config=dict(columns),
        hide_index=True,
        placeholder=NOTHING,
        height=min(35 * (len(shown) + 1) + 3, 423),
        key=key,
        on_select="ignore" if on_pick is None else picked,
        selection_mode="single-row",
    )


def exports(
    name: str, rows: Callable[[], pd.DataFrame], about: Mapping[str, str]
) -> None:
    """Offer rows as files, which are made when they are asked for."""
    with st.container(horizontal=True, width="content", gap="xsmall"):
        _download("CSV", f"{name}.csv", lambda: to_csv(rows()))
        _download("Excel", f"{name}.xlsx", lambda: to_excel(rows(), about))


def to_csv(rows: pd.DataFrame) -> bytes:
    """Return a header and rows in UTF-8."""
    return rows.to_csv(index=False).encode()


def to_excel(rows: pd.DataFrame, about: Mapping[str, str]) -> bytes:
    """Return a workbook of two sheets: the rows, and what they are.

    Text that looks like a formula or a link stays text.
    """
    buffer = BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    with pd.ExcelWriter(
        buffer,
        engine="xlsxwriter",
        date_format="yyyy-mm-dd",
        datetime_format="yyyy-mm-dd hh:mm",
        engine_kwargs={"options": options},
    ) as writer:
        _without_zones(rows).to_excel(writer, sheet_name="Data", index=False)
        facts = pd.DataFrame({"About": about.keys(), "": about.values()})
        facts.to_excel(writer, sheet_name="About", index=False)
        for sheet in writer.sheets.values():
            sheet.autofit()
            sheet.freeze_panes(1, 0)
        if not rows.empty:
            writer.sheets["Data"].autofilter(0, 0, len(rows), len(rows.columns) - 1)
    return buffer.getvalue()


def _download(label: str, file_name: str, content: Callable[[], bytes]) -> None:
    """Offer a file that is made when it is asked for."""
    st.download_button(
        label,
        content,
        file_name=file_name,
        icon=":material/download:",
        on_click="ignore",
        key=f"download_{file_name}",
    )


def _without_zones(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows as Excel can hold them: it knows no time zones."""
    zoned = rows.select_dtypes("datetimetz").columns
    return rows.assign(
        **{column: rows[column].dt.tz_localize(None) for column in zoned}
    )
