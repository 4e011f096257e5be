"""Dagster looks at alerts when something changed or is due, and says why not."""

import time

import dagster as dg
import pytest

from orchestration.alerts import look
from orchestration.live import AGAIN_S
from tests.conftest import Shop
from tests.dashboards.tiny_shop import TWO_PERIODS, publish_shop
from warehouse.alerts import deciding
from warehouse.lock import run_lock
from warehouse.settings import settings

from .conftest import free_port
from .watched_shop import BETTER, WEEKLY, Starter, kinds, set_up, watch, watched


@pytest.fixture(scope="module")
def definitions(tmp_path_factory: pytest.TempPathFactory) -> dg.Definitions:
    """Load the definitions; the shop that they look at is that of each test."""
    with pytest.MonkeyPatch.context() as patch:
        workspace = tmp_path_factory.mktemp("shop")
        patch.setenv("KARVAN_CONFIG", str(workspace / "karvan.toml"))
        Shop(workspace).write('[shop]\nname = "Test shop"\n')
        from orchestration.definitions import defs

        return defs()


def run_alerts(definitions: dg.Definitions, job: str) -> dg.ExecuteInProcessResult:
    """Look at alerts as a job does; what it builds before them is left out."""
    with dg.DagsterInstance.ephemeral() as instance:
        return definitions.resolve_job_def(job).execute_in_process(
            instance=instance,
            raise_on_error=False,
            asset_selection=[dg.AssetKey(["outlook", "alerts"])],
        )


def looked(
    cursor: str | None = None, run: dg.DagsterRun | None = None
) -> dg.SensorResult:
    """Let the sensor look once, where a run may be under way."""
    from orchestration.defs.alerts import alerts_due

    with dg.DagsterInstance.ephemeral() as instance:
        if run is not None:
            instance.add_run(run)
        found = alerts_due(dg.build_sensor_context(instance, cursor=cursor))
    assert isinstance(found, dg.SensorResult)
    return found


def reasons(result: dg.SensorResult) -> list[str]:
    return [request.tags["why"] for request in result.run_requests or []]


def skipped(result: dg.SensorResult) -> str:
    assert result.skip_reason is not None
    return result.skip_reason.skip_message or ""


def test_each_change_asks_for_a_look_and_a_look_ends_it(
    shop: Shop, hook: Starter
) -> None:
    set_up(shop, hook().url)
    watch(shop)
    assert "version" in reasons(looked())[0]
    look()
    assert "Nothing has changed" in skipped(looked())
    publish_shop(TWO_PERIODS)
    assert reasons(looked()) == ["changed: version"]
    look()
    shop.file("alerts/weekly.yml", WEEKLY + "\n")
    assert reasons(looked()) == ["changed: alerts"]
    look()
    shop.file("goals/sales.yml", "title: Sales\n")
    assert reasons(looked()) == ["changed: goals"]
    look()
    deciding.mute("weekly", None)
    assert reasons(looked()) == ["changed: decisions"]
    look()
    set_up(shop, hook().url)
    assert reasons(looked()) == ["changed: settings"]


def test_goals_are_computed_again_only_where_they_may_differ(shop: Shop) -> None:
    watch(shop)

    def asked() -> list[str] | None:
        [request] = looked().run_requests or []
        keys = request.asset_selection
        return None if keys is None else [key.to_user_string() for key in keys]

    assert asked() is None
    look()
    publish_shop(TWO_PERIODS)
    assert asked() == ["outlook/alerts"]
    shop.file("goals/sales.yml", "title: Sales\n")
    assert asked() is None
    look()
    shop.file("alerts/weekly.yml", WEEKLY + "\n")
    assert asked() == ["outlook/alerts"]


def test_the_same_is_asked_for_once_until_it_is_time(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_up(shop, f"http://127.0.0.1:{free_port()}/")
    watch(shop)
    monkeypatch.setattr("orchestration.notifications.outbox.PAUSES_S", ())
    look()
    first = looked()
    assert reasons(first) == ["messages wait: 1"]
    assert "asked for less than" in skipped(looked(first.cursor))
    at = time.time() + AGAIN_S + 1
    monkeypatch.setattr("orchestration.defs.alerts.time.time", lambda: at)
    assert reasons(looked(first.cursor)) == ["messages wait: 1"]


def test_one_look_at_a_time_and_a_killed_one_holds_up_no_other_for_long(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    from orchestration.defs import alerts

    watch(shop)
    killed = dg.DagsterRun(job_name="outlook", status=dg.DagsterRunStatus.STARTED)
    assert "goes on" in skipped(looked(run=killed))
    monkeypatch.setattr(alerts, "AGAIN_S", -1)
    assert len(reasons(looked(run=killed))) == 1


def test_the_job_looks_while_a_run_holds_the_lock(
    shop: Shop, hook: Starter, definitions: dg.Definitions
) -> None:
    server = watched(shop, hook)
    job = definitions.resolve_job_def("outlook")
    with dg.DagsterInstance.ephemeral() as instance, run_lock("a run"):
        assert job.execute_in_process(instance=instance).success
        publish_shop(BETTER)
        again = job.execute_in_process(instance=instance)
    assert kinds(server) == ["fired", "resolved"]
    [made] = again.asset_materializations_for_node("outlook__alerts")
    assert made.metadata["told"].value == 1
    assert made.metadata["messages_waiting"].value == 0


@pytest.mark.parametrize(("job", "is_well"), [("refresh", True), ("outlook", False)])
def test_what_cannot_be_written_fails_a_look_and_no_whole_run(
    shop: Shop, hook: Starter, definitions: dg.Definitions, job: str, *, is_well: bool
) -> None:
    server = watched(shop, hook)
    (settings().home / "alerts.lock").mkdir()
    found = run_alerts(definitions, job)
    assert found.success is is_well
    made = found.asset_materializations_for_node("outlook__alerts")
    assert [one.metadata["is_looked_at"].value for one in made] == [False] * is_well
    assert server.got == []


@pytest.mark.parametrize("job", ["refresh", "outlook"])
def test_broken_files_are_begun_anew_by_every_run(
    shop: Shop, hook: Starter, definitions: dg.Definitions, job: str
) -> None:
    server = watched(shop, hook)
    (settings().home / "alerts.json").write_bytes(b"\xff{")
    (settings().home / "outlook.json").write_bytes(b"\xff{")
    settings().decisions_path.mkdir(exist_ok=True)
    (settings().decisions_path / "alerts.ndjson").write_bytes(b"[]\n\xff\n5\n")
    shop.file("alerts/goal.yml", "title: G\nkind: goal\ngoal: g\nowner: A\n")
    assert run_alerts(definitions, job).success
    assert kinds(server) == ["fired"]


def test_the_graph_puts_alerts_behind_what_they_read(
    definitions: dg.Definitions,
) -> None:
    graph = definitions.resolve_asset_graph()
    read = graph.get(dg.AssetKey(["outlook", "alerts"])).parent_keys
    assert {key.to_user_string() for key in read} == {
        "published/marts",
        "outlook/goals",
    }
    refresh = definitions.resolve_job_def("refresh").asset_layer.executable_asset_keys
    assert dg.AssetKey(["outlook", "alerts"]) in refresh
    live = definitions.resolve_job_def("publish").asset_layer.executable_asset_keys
    assert dg.AssetKey(["outlook", "alerts"]) not in live
