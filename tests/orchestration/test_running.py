"""What `karvan run --select` names is run with all that it needs to be whole."""

import dagster as dg
import pytest
from dagster._core.definitions.assets.graph.base_asset_graph import BaseAssetGraph

from orchestration.running import RunFailedError, chosen
from tests.conftest import Shop

SETTINGS = """
[shop]
name = "Corner shop"

[[sources]]
name = "till"
kind = "files"
path = "sales.csv"
[sources.entities.order_lines.columns]
order_id = "Receipt"
"""


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> BaseAssetGraph:
    """Give the assets of a shop."""
    with pytest.MonkeyPatch.context() as patch:
        workspace = tmp_path_factory.mktemp("shop")
        patch.setenv("KARVAN_CONFIG", str(workspace / "karvan.toml"))
        Shop(workspace).write(SETTINGS)
        from orchestration.definitions import defs

        return defs().resolve_asset_graph()


def names(select: str, graph: BaseAssetGraph) -> set[str]:
    return {key.to_user_string() for key in chosen(select, graph)}


def test_a_plus_is_all_that_is_made_of_it(graph: BaseAssetGraph) -> None:
    found = names("intermediate/int_customers__renamed+", graph)
    assert {
        "intermediate/int_customers__renamed",
        "intermediate/int_customers__identifiers",
        "marts/fct_orders",
        "marts/dim_customers",
        "marts/customer_360",
        "marts/kpi_daily_sales",
        "published/marts",
    } <= found
    assert not {"staging/stg_crm__contacts", "identities/identifiers"} & found


def test_a_name_alone_is_itself_and_is_published(graph: BaseAssetGraph) -> None:
    assert names("marts/dim_dates", graph) == {"marts/dim_dates", "published/marts"}


def test_names_can_be_many(graph: BaseAssetGraph) -> None:
    assert names('marts/dim_dates or key:"marts/dim_stores"', graph) == {
        "marts/dim_dates",
        "marts/dim_stores",
        "published/marts",
    }


def test_what_is_made_together_is_chosen_together(graph: BaseAssetGraph) -> None:
    found = names("identities/identifiers+", graph)
    assert {"identities/edges", "identities/redirects"} <= found
    assert {"marts/customer_links", "marts/dim_customers"} <= found


@pytest.mark.parametrize("select", ["marts/nothing_like_it+", "marts/fct_orders and"])
def test_what_is_no_selection_says_so(graph: BaseAssetGraph, select: str) -> None:
    with pytest.raises(RunFailedError, match="--select"):
        chosen(select, graph)


def test_all_is_all(graph: BaseAssetGraph) -> None:
    assert chosen(None, graph) == graph.executable_asset_keys
    assert dg.AssetKey(["raw_shop", "order_lines"]) in chosen(None, graph)
