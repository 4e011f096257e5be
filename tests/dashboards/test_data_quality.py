"""The page Data quality: checks, ledger, versions, in good times and bad."""

from pathlib import Path

from dashboards.quality.sentences import checks_sentence
from dashboards.quality.tables import check_rows
from tests.conftest import Shop
from tests.dashboards.conftest import Open
from tests.dashboards.tiny_shop import (
    TWO_PERIODS,
    add_to_ledger,
    fail_run,
    publish_shop,
)
from warehouse.operations import Check
from warehouse.publishing import rollback
from warehouse.settings import settings


def check(name: str, *, is_passed: bool, is_blocking: bool = True) -> Check:
    return Check(
        asset="marts.fct_orders",
        name=name,
        kind="suite",
        is_blocking=is_blocking,
        is_passed=is_passed,
        unexpected=0 if is_passed else 3,
        message=f"{name}: {'fine' if is_passed else '3 rows are not'}",
    )


CHECKS = [
    check("grain", is_passed=True),
    check("amounts", is_passed=False, is_blocking=False),
]


def test_the_title_says_whether_to_trust_the_data(page: Open) -> None:
    add_to_ledger("orders", received=10, accepted=8, duplicate=2)
    publish_shop(TWO_PERIODS, checks=CHECKS)

    assert page("data_quality").subheader[0].value == (
        "No check failed, 1 found something to look at; "
        "all 10 rows received are accounted for"
    )


def test_a_ledger_that_does_not_balance_is_named(page: Open) -> None:
    add_to_ledger("orders", received=10, accepted=8, duplicate=1)
    publish_shop(TWO_PERIODS, checks=CHECKS[:1])

    app = page("data_quality")

    assert app.subheader[0].value == (
        "All 1 check pass; rows of orders are not accounted for"
    )
    assert next(t.value for t in app.metric if t.label == "Rows missing") == "1"


def test_findings_come_before_what_passed(page: Open) -> None:
    publish_shop(TWO_PERIODS, checks=CHECKS)

    rows = page("data_quality").dataframe[0].value

    assert rows["result"].tolist() == ["Finding", "Passed"]
    assert rows["message"].tolist()[0] == "amounts: 3 rows are not"


def test_versions_say_which_is_shown(page: Open) -> None:
    publish_shop(TWO_PERIODS)
    publish_shop(TWO_PERIODS)
    rollback()

    app = page("data_quality")

    rows = app.dataframe[-1].value
    assert rows[["version", "state"]].to_numpy().tolist() == [[2, "Kept"], [1, "Shown"]]
    assert "`karvan rollback 2`" in app.warning[0].value


def test_before_the_first_run_the_page_says_what_to_do(page: Open, shop: Shop) -> None:
    app = page("data_quality")

    assert "`karvan run`" in app.info[0].value
    assert not app.metric


def test_a_first_run_that_failed_is_told_although_nothing_is_published(
    page: Open, shop: Shop
) -> None:
    fail_run("the till's file has no column *order_id*; map it")

    app = page("data_quality")

    assert app.error[0].proto.title.startswith("Runs have failed since")
    assert "raw\\_shop.orders" in app.error[0].value
    assert r"no column \*order\_id\*; map it" in app.error[0].value
    assert "Nothing was published before it." in app.error[0].value
    assert next(t.value for t in app.metric if t.label == "Last run") == "Failed"


def test_data_docs_are_linked_where_there_are_any(page: Open, shop: Shop) -> None:
    publish_shop(TWO_PERIODS)
    assert not page("data_quality").get("link_button")

    docs: Path = settings().docs_path / "local_site"
    docs.mkdir(parents=True)
    (docs / "index.html").write_text("<h1>Docs</h1>")

    links = page("data_quality").get("link_button")
    assert [link.proto.url for link in links] == ["/docs/local_site/index.html"]


def test_docs_of_models_stand_beside_them(page: Open, shop: Shop) -> None:
    publish_shop(TWO_PERIODS)
    for folder in ("dbt/lineage", "dbt/models", "site"):
        docs = settings().docs_path / folder
        docs.mkdir(parents=True)
        (docs / "index.html").write_text("<h1>Docs</h1>")

    links = page("data_quality").get("link_button")
    assert [(link.proto.label, link.proto.url) for link in links] == [
        ("Data Docs of every expectation", "/docs/site/index.html"),
        ("Models and columns", "/docs/dbt/models/index.html"),
        ("Column lineage", "/docs/dbt/lineage/index.html"),
    ]


def test_a_failed_check_that_guards_publishing_is_no_finding() -> None:
    failed = check("grain", is_passed=False)

    assert checks_sentence([failed, *CHECKS], []).startswith("1 of 3 checks failed")
    assert check_rows([failed])["result"].tolist() == ["Failed"]
