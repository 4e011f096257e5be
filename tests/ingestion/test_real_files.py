"""Real files of other shops are loaded by a settings file alone."""

# ruff: noqa: DTZ001 - raw tables hold UTC without a zone

import gzip
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
import xlsxwriter

from ingestion.backfill import Backfill
from ingestion.loading import Load, configured_entities
from warehouse.settings import REPOSITORY

DATA = REPOSITORY.parent / "shared" / "data"

pytestmark = [
    pytest.mark.reference,
    pytest.mark.skipif(not DATA.is_dir(), reason=f"real data sets are not at {DATA}"),
]

CRM = """
[[sources]]
name = "crm"
kind = "files"
[sources.entities.accounts]
path = "{data}/maven_crm/accounts.csv"
columns = {{ account_id = "account", name = "account", sector = "sector", employees = "employees", annual_revenue_amount = "revenue", country = "office_location", parent_account_id = "subsidiary_of" }}
[sources.entities.products]
path = "{data}/maven_crm/products.csv"
columns = {{ product_id = "product", name = "product", category = "series", list_price_amount = "sales_price" }}
[sources.entities.representatives]
path = "{data}/maven_crm/sales_teams.csv"
columns = {{ representative_id = "sales_agent", name = "sales_agent", manager_name = "manager", region = "regional_office" }}
[sources.entities.deals]
path = "{data}/maven_crm/sales_pipeline.csv"
columns = {{ deal_id = "opportunity_id", representative_id = "sales_agent", product_id = "product", account_id = "account", stage = "deal_stage", created_on = "engage_date", closed_on = "close_date", amount = "close_value" }}
"""  # noqa: E501
REES46 = """
[[sources]]
name = "web"
kind = "files"
path = "{data}/rees46_multicategory/*.parquet"
[sources.entities.order_lines]
columns = {{ order_id = "user_session", product_id = "product_id", customer_id = "user_id", unit_price = "price", ordered_at = "event_time" }}
constants = {{ quantity = 1 }}
"""  # noqa: E501
Loader = Callable[..., Load]
Query = Callable[..., list[tuple[Any, ...]]]


def test_a_crm_s_csv_files(shop, load: Loader, ask: Query) -> None:
    shop.write(CRM.format(data=DATA))
    assert configured_entities() == ["products", "accounts", "representatives", "deals"]
    loaded = {entity: load(entity) for entity in configured_entities()}
    assert {entity: found.rows for entity, found in loaded.items()} == {
        "products": 7, "accounts": 85, "representatives": 35, "deals": 8_800,
    }  # fmt: skip
    assert all(found.quarantined == 0 for found in loaded.values())
    assert ask(
        "select count(*) filter (stage = 'Won'), sum(amount), count(account_id), "
        "min(created_on), max(closed_on) from raw_crm.deals"
    ) == [(4_238, Decimal("10005534"), 7_375, date(2016, 10, 20), date(2017, 12, 31))]
    assert ask(
        "select employees, annual_revenue_amount, extra from raw_crm.accounts "
        "where account_id = 'Acme Corporation'"
    ) == [(2822, Decimal("1100.04"), '{"year_established":"1996"}')]


def test_a_web_shop_s_parquet_file(shop, load: Loader, ask: Query) -> None:
    shop.write('[shop]\ntimezone = "Asia/Almaty"\n' + REES46.format(data=DATA))
    found = load("order_lines")
    assert (found.received, found.accepted) == (17_434, 17_434)
    assert ask(
        "select count(distinct customer_id), min(ordered_at), max(ordered_at), "
        "sum(quantity), min(source_file) from raw_shop.order_lines"
    ) == [
        (4_504, datetime(2019, 10, 1), datetime(2019, 10, 1, 2, 50), 17_434.0,
         str(Path(DATA, "rees46_multicategory", "events_2019-10-01_first17k.parquet")))
    ]  # fmt: skip


def test_excel_and_gzip_and_parquet_of_one_table_are_the_same(
    shop, load: Loader, ask: Query
) -> None:
    source = DATA / "maven_crm" / "sales_teams.csv"
    shop.file("a.csv.gz", gzip.compress(source.read_bytes()))
    rows = duckdb.execute(f"from read_csv('{source}', header = true)").fetchall()
    duckdb.execute(
        f"copy (from read_csv('{source}', header = true)) "
        f"to '{shop.workspace / 'b.parquet'}'"
    )
    with xlsxwriter.Workbook(shop.workspace / "c.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["sales_agent", "manager", "regional_office"])
        for place, row in enumerate(rows, start=1):
            sheet.write_row(place, 0, row)
    tables = []
    for file in ("a.csv.gz", "b.parquet", "c.xlsx"):
        shop.write(
            f'[[sources]]\nname = "crm"\nkind = "files"\npath = "{file}"\n'
            "[sources.entities.representatives]\n"
            'columns = { representative_id = "sales_agent", manager_name = "manager" }\n'  # noqa: E501
        )
        load("representatives", backfill=Backfill())
        tables.append(
            ask(
                "select representative_id, manager_name, source_row, extra "
                "from raw_crm.representatives order by source_row"
            )
        )
    assert len(tables[0]) == 35
    assert tables[0] == tables[1] == tables[2]
