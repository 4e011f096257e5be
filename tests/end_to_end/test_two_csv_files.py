"""A shop with two CSV files: from nothing to answers, then things go wrong.

The tests are one story, in order: each leaves the shop as the next finds it.
"""

import json
from pathlib import Path

import pytest

from tests.end_to_end import corner_shop
from tests.end_to_end.conftest import Karvan, rows
from tests.end_to_end.corner_shop import SALES_HEADER, TILL

SETTINGS = f"""
[shop]
name = "Corner shop"
timezone = "Europe/London"
currency = "GBP"
{TILL}{corner_shop.ARTICLES}department = "Group"
"""

# 31 March 2024, 01:30 UTC is the first hour of summer time in London. A till's clock
# says 23:30 on 30 June in local time; by UTC that is 22:30.
SALES = f"""\
{SALES_HEADER}
1,tea,ann,2,3.50,2024-03-30 10:00:00
1,jam,ann,1,4.25,2024-03-30 10:00:00
2,tea,,1,3.50,2024-03-31 12:00:00
3,tea,bob,-1,3.50,2024-03-31 12:30:00
4,cup,ann,3,1.10,2024-06-30 23:30:00
"""
ARTICLES = """\
Article,Name,Group
tea,Black tea,Drinks
jam,Plum jam,Food
"""


@pytest.fixture(scope="module", autouse=True)
def files(workspace: Path) -> None:
    (workspace / "karvan.toml").write_text(SETTINGS)
    (workspace / "sales.csv").write_text(SALES)
    (workspace / "articles.csv").write_text(ARTICLES)


def test_before_the_first_run_everything_says_what_to_do(karvan: Karvan) -> None:
    assert "karvan run" in karvan("query", "select 1").stderr
    assert "karvan run" in karvan("status").stderr
    assert "karvan run" in karvan("doctor").stdout


def test_the_first_run_publishes(karvan: Karvan) -> None:
    done = karvan("run")
    assert done.returncode == 0, done.stderr + done.stdout
    assert "Published version 1" in done.stdout


def test_days_are_the_shops_and_returns_subtract(karvan: Karvan) -> None:
    sales = rows(
        karvan,
        "select * from marts.kpi_daily_sales where revenue_amount <> 0 order by day_on",
    )
    said = [
        (day["day_on"], day["orders"], day["customers"], float(day["revenue_amount"]))
        for day in sales
    ]
    assert said == [("2024-03-30", "1", "1", 11.25), ("2024-06-30", "1", "1", 3.3)]
    [sunday] = rows(
        karvan, "select * from marts.kpi_daily_sales where day_on = '2024-03-31'"
    )
    # A guest's order and a pure return, which is no order, and no customer.
    assert (sunday["orders"], sunday["customers"]) == ("1", "0")
    assert float(sunday["revenue_amount"]) == 0


def test_orders_say_when_by_utc_and_on_which_day(karvan: Karvan) -> None:
    orders = rows(karvan, "select * from marts.fct_orders order by order_id")
    assert [order["order_id"] for order in orders] == ["1", "2", "3", "4"]
    assert orders[3]["ordered_at"] == "2024-06-30 22:30:00"
    assert orders[3]["ordered_on"] == "2024-06-30"
    returned = [order["order_id"] for order in orders if order["is_return"] == "true"]
    assert returned == ["3"]
    assert orders[1]["customer_id"] == ""


def test_a_formula_of_metrics_is_asked_on_the_command_line(karvan: Karvan) -> None:
    # March has 11.25 of the order that counts, 3.50 of a guest's and -3.50 given back.
    asked = ("metric", "revenue / orders", "--grain", "month", "--format", "csv")
    done = karvan(*asked)
    assert done.stderr == ""
    assert done.stdout == (
        "period,value\n2024-03-01,5.625\n2024-04-01,\n2024-05-01,\n2024-06-01,3.3\n"
    )
    done = karvan("metric", "line_revenue", "--by", "department", "--format", "csv")
    assert done.stdout == (
        "period,department,value\n"
        "2024-03-30/2024-06-30,Drinks,7\n"
        "2024-03-30/2024-06-30,Food,4.25\n"
        "2024-03-30/2024-06-30,,3.3\n"
    )
    only = (*asked, "--where", "customer = 'ann'", "--from", "2024-06-01")
    assert karvan(*only).stdout == "period,value\n2024-06-01,3.3\n"


def test_the_catalogue_is_listed(karvan: Karvan) -> None:
    listed = json.loads(karvan("metric", "--format", "json").stdout)
    [revenue] = [metric for metric in listed if metric["name"] == "revenue"]
    assert revenue["unit"] == "money"
    assert revenue["sources"] == ["marts.fct_orders"]
    assert "age_band" in revenue["dimensions"]
    assert "average_order_value" in karvan("metric").stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("revenu",), "did you mean revenue"),
        (("revenue", "--grain", "decade"), "week, month, quarter, year"),
        (("revenue", "--from", "yesterday"), "--from is a day"),
        (("revenue", "--by", "department"), "line_revenue or"),
        (("revenue", "--by", "age_bnd"), "did you mean age_band"),
        (("revenue", "--where", "1 = 1"), "a filter cannot hold"),
    ],
)
def test_what_cannot_be_computed_is_one_sentence(
    karvan: Karvan, arguments: tuple[str, ...], words: str
) -> None:
    done = karvan("metric", *arguments)
    assert done.returncode == 1
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_a_second_run_finds_nothing_new(karvan: Karvan) -> None:
    done = karvan("run")
    assert done.returncode == 0
    assert "Nothing new since version 1" in done.stdout
    assert (
        json.loads(karvan("status", "--json").stdout)["run"]["outcome"] == "unchanged"
    )


def test_an_earlier_version_stays_readable_beside_the_new_one(
    karvan: Karvan, workspace: Path
) -> None:
    with (workspace / "sales.csv").open("a") as file:
        file.write("5,tea,bob,10,3.50,2024-07-01 09:00:00\n")
    assert "Published version 2" in karvan("run").stdout
    sql = "select count(*) as orders from marts.fct_orders"
    assert rows(karvan, sql) == [{"orders": "5"}]
    assert karvan("query", sql, "--version", "1", "--format", "csv").stdout == (
        "orders\n4\n"
    )


def test_a_bad_cell_is_quarantined_with_its_reason_and_blocks_above_the_limit(
    karvan: Karvan, workspace: Path
) -> None:
    with (workspace / "sales.csv").open("a") as file:
        file.write("6,tea,bob,many,3.50,2024-07-02 09:00:00\n")
    done = karvan("run")
    # One row of seven is above the limit of 5 %.
    assert done.returncode == 1
    assert "Version 2 stays published" in done.stderr
    status = json.loads(karvan("status", "--json").stdout)
    assert status["run"]["outcome"] == "failed"
    assert status["run"]["failed_at"] == "raw_shop.order_lines"
    assert status["failing_since"] is not None
    [refused] = status["quarantine"]
    assert (refused["rows"], refused["code"]) == (1, "wrong_type")
    assert "quantity" in refused["rule"]
    assert [v["version"] for v in status["versions"] if v["is_current"]] == [2]


def test_a_higher_limit_lets_the_rest_through(karvan: Karvan, workspace: Path) -> None:
    settings = SETTINGS + "\n[quality]\nmax_quarantined_pct = 50\n"
    (workspace / "karvan.toml").write_text(settings)
    done = karvan("run")
    assert done.returncode == 0, done.stderr
    [ledger] = rows(
        karvan,
        "select * from ops.ledger where entity = 'order_lines' and is_current",
    )
    counts = ("received", "accepted", "duplicate", "quarantined", "suppressed")
    assert [ledger[name] for name in counts] == ["7", "6", "0", "1", "0"]
    assert json.loads(karvan("status", "--json").stdout)["failing_since"] is None


def test_a_missing_column_fails_and_names_it(karvan: Karvan, workspace: Path) -> None:
    text = (workspace / "sales.csv").read_text()
    (workspace / "sales.csv").write_text(text.replace("Qty", "Quantity", 1))
    done = karvan("run")
    assert done.returncode == 1
    assert "sales.csv" in done.stderr
    assert "Qty" in done.stderr
    assert "Quantity" in done.stderr
    assert "Qty" in karvan("doctor").stdout
    (workspace / "sales.csv").write_text(text)


def test_a_rollback_shows_the_earlier_version(karvan: Karvan) -> None:
    done = karvan("rollback", "1")
    assert done.returncode == 0
    sql = "select count(*) as orders from marts.fct_orders"
    assert rows(karvan, sql) == [{"orders": "4"}]
    assert karvan("rollback", "99").returncode == 1


def test_a_query_reads_the_published_file_and_nothing_else(karvan: Karvan) -> None:
    for sql in (
        "select * from read_csv('/etc/passwd')",
        "attach 'other.duckdb'",
        "create table marts.x as select 1",
        "set enable_external_access = true",
    ):
        assert karvan("query", sql).returncode == 1


def test_wrong_settings_are_one_message(karvan: Karvan, workspace: Path) -> None:
    (workspace / "karvan.toml").write_text(SETTINGS.replace("Europe/London", "London"))
    done = karvan("run")
    assert done.returncode == 1
    assert "shop.timezone" in done.stderr
    assert "Traceback" not in done.stderr
