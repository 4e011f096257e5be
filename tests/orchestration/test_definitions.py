"""The code location loads, and its graph is the path that data take."""

import dagster as dg
import pytest

from tests.conftest import Shop

SETTINGS = """
[shop]
name = "Corner shop"
timezone = "Asia/Tehran"

[[sources]]
name = "till"
kind = "files"
path = "sales.csv"
[sources.entities.order_lines.columns]
order_id = "Receipt"

[[sources]]
name = "web"
kind = "events"
write_key = "demo"
"""


@pytest.fixture(scope="module")
def definitions(tmp_path_factory: pytest.TempPathFactory) -> dg.Definitions:
    """Load the definitions of a shop whose source does not even exist."""
    with pytest.MonkeyPatch.context() as patch:
        workspace = tmp_path_factory.mktemp("shop")
        patch.setenv("KARVAN_CONFIG", str(workspace / "karvan.toml"))
        Shop(workspace).write(SETTINGS)
        from orchestration.definitions import defs

        return defs()


@pytest.fixture(scope="module")
def assets(definitions: dg.Definitions) -> dict[str, dg.AssetSpec]:
    """Return the assets by key, such as ``marts/fct_orders``."""
    specs = definitions.resolve_all_asset_specs()
    return {spec.key.to_user_string(): spec for spec in specs}


@pytest.mark.parametrize(
    ("table", "reads"),
    [
        ("staging/stg_shop__order_lines", "raw_shop/order_lines"),
        ("staging/stg_crm__contacts", "raw_crm/contacts"),
        ("history/crm_contacts", "staging/stg_crm__contacts"),
        ("history/crm_accounts", "staging/stg_crm__accounts"),
        ("marts/customer_rfm", "marts/customer_rfm_history"),
        ("marts/kpi_daily_sales", "marts/fct_orders"),
        ("published/marts", "marts/kpi_daily_sales"),
        ("outlook/goals", "published/marts"),
    ],
)
def test_lineage(assets: dict[str, dg.AssetSpec], table: str, reads: str) -> None:
    read = [dep.asset_key.to_user_string() for dep in assets[table].deps]
    assert reads in read


def test_every_asset_says_what_it_is_and_whose(
    assets: dict[str, dg.AssetSpec], definitions: dg.Definitions
) -> None:
    ours = definitions.resolve_asset_graph().materializable_asset_keys
    silent = {
        key: (spec.description, spec.owners, spec.kinds)
        for key, spec in assets.items()
        if spec.key in ours
        and not ("One row per" in (spec.description or "") and spec.owners)
    }
    assert silent == {}


def test_both_borders_are_checked_and_block(definitions: dg.Definitions) -> None:
    graph = definitions.resolve_asset_graph()
    blocking = {
        (key.asset_key.to_user_string(), key.name)
        for key in graph.asset_check_keys
        if graph.get_check_spec(key).blocking
    }
    assert ("raw_shop/order_lines", "ledger_balances") in blocking
    assert ("raw_shop/order_lines", "meets_expectations") in blocking
    assert ("marts/fct_orders", "meets_expectations") in blocking


def test_the_day_begins_by_the_shops_clock(definitions: dg.Definitions) -> None:
    schedule = definitions.resolve_schedule_def("daily_refresh")
    assert schedule.execution_timezone == "Asia/Tehran"
    assert schedule.cron_schedule == "0 4 * * *"


def test_jobs_run_in_one_process(definitions: dg.Definitions) -> None:
    for name in ("refresh", "backfill", "publish", "ingest_events"):
        executor = definitions.resolve_job_def(name).executor_def
        assert executor.name == dg.in_process_executor.name


def test_the_outlook_is_computed_after_publishing_and_takes_no_lock(
    definitions: dg.Definitions,
) -> None:
    job = definitions.resolve_job_def("refresh")
    steps = [node.name for node in job.nodes_in_topological_order]
    assert steps.index("published__marts") < steps.index("outlook__goals")
    (goals,) = [node for node in job.nodes if node.name == "outlook__goals"]
    assert isinstance(goals.definition, dg.OpDefinition)
    assert "pipeline_run" not in goals.definition.required_resource_keys
    live = definitions.resolve_job_def("ingest_events")
    assert "outlook__goals" not in [node.name for node in live.nodes]


def test_the_launchpad_of_a_backfill_asks_for_a_source_and_a_day(
    definitions: dg.Definitions,
) -> None:
    job = definitions.resolve_job_def("backfill")
    asked = {"source": "", "day": "", "everything": False}
    assert job.run_config == {"resources": {"pipeline_run": {"config": asked}}}
    for wrong in ({"day": 20261120}, {"sauce": "till"}):
        config = {"resources": {"pipeline_run": {"config": wrong}}}
        with pytest.raises(dg.DagsterInvalidConfigError):
            dg.validate_run_config(job, config)


def test_a_graph_loads_although_no_source_is_there(
    assets: dict[str, dg.AssetSpec],
) -> None:
    assert "raw_shop/order_lines" in assets


def test_live_models_are_built_after_the_load_and_before_publishing(
    definitions: dg.Definitions,
) -> None:
    job = definitions.resolve_job_def("ingest_events")
    steps = [node.name for node in job.nodes_in_topological_order]
    order = [
        next(place for place, step in enumerate(steps) if step.startswith(name))
        for name in ("raw_events__events", "models", "published__marts")
    ]
    assert order == sorted(order)
    built = {key.to_user_string() for key in job.asset_layer.executable_asset_keys}
    assert {"marts/fct_events", "marts/kpi_daily_traffic"} <= built
    assert not built & {"marts/fct_orders", "raw_shop/order_lines"}


def test_a_live_step_waits_for_what_it_reads(definitions: dg.Definitions) -> None:
    job = definitions.resolve_job_def("ingest_events")
    (models,) = [node for node in job.nodes if node.name.startswith("models")]
    inputs = job.dependencies[
        next(one for one in job.dependencies if one.name == models.name)
    ]
    read = {
        output.node for one in inputs.values() for output in one.get_node_dependencies()
    }
    assert any(name.startswith("raw_events__events") for name in read)


def test_closed_landing_files_are_looked_for(definitions: dg.Definitions) -> None:
    sensor = definitions.resolve_sensor_def("landed_events")
    assert sensor.default_status is dg.DefaultSensorStatus.RUNNING
    asked = [target.job_name for target in sensor.targets]
    assert asked == ["ingest_events", "refresh"]
