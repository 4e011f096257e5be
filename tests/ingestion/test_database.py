"""URLs of databases: which driver, which file, and what may be said of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import URL

from ingestion.database import (
    DatabaseError,
    engine_of,
    shown,
    table_parts,
    table_text,
    url_of,
    without_password,
)


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_postgresql_has_the_driver_that_is_installed(shop, scheme: str) -> None:
    assert engine_of(f"{scheme}://reader@127.0.0.1/crm").driver == "psycopg"


def test_a_file_of_sqlite_is_the_workspaces(shop) -> None:
    shop.file("crm.db", b"")
    assert url_of("sqlite:///crm.db").database == str(shop.workspace / "crm.db")


def test_a_file_of_sqlite_that_is_not_there_is_not_made(shop) -> None:
    with pytest.raises(DatabaseError, match=r"none\.db"):
        engine_of("sqlite:///none.db")
    assert not (shop.workspace / "none.db").exists()


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("crm", "cannot be read"),
        ("postgres://u:p4ss@host:port/db", "cannot be read"),
        ("nothing://u:p4ss@host/db", "driver"),
    ],
)
def test_a_url_that_is_none_is_told_without_repeating_it(
    shop, url: str, said: str
) -> None:
    with pytest.raises(DatabaseError, match=said) as raised:
        engine_of(url)
    assert "p4ss" not in str(raised.value)


@given(st.text(min_size=1, max_size=20))
def test_a_password_is_struck_out_however_it_is_written(password: str) -> None:
    url = URL.create("postgresql+psycopg", "reader", password, "host", 5432, "crm")
    rendered = url.render_as_string(hide_password=False)
    for said in (f"no: {password}", f"no: {rendered}"):
        told = without_password(said, url)
        assert told != said
        assert f":{password}@" not in told


def test_a_shown_url_has_no_password_and_no_query(shop) -> None:
    url = "postgresql://reader:p4ss@host/crm?password=0ther&sslkey=x"
    assert shown(url) == "postgresql+psycopg://reader:***@host/crm"
    assert "0ther" not in without_password("wrong: 0ther", url_of(url))


@given(st.text(min_size=1), st.none() | st.text(min_size=1))
def test_a_table_is_read_as_it_was_written(name: str, schema: str | None) -> None:
    assert table_parts(table_text(name, schema)) == (name, schema)


@pytest.mark.parametrize("text", ["", ".", "a.", ".a", "a.b.c", '"a', 'a"b'])
def test_what_names_no_table_is_refused(text: str) -> None:
    with pytest.raises(DatabaseError, match="names no table"):
        table_parts(text)
