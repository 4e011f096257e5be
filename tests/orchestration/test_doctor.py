"""``karvan doctor`` looks at what the collector needs."""

import socket

import pytest

from orchestration.commands.doctor import doctor_command
from tests.ingestion.collector.serving import SETTINGS


def said(capsys: pytest.CaptureFixture[str]) -> str:
    """Return what the command prints, in one line."""
    with pytest.raises(SystemExit):
        doctor_command()
    return " ".join(capsys.readouterr().out.split())


def test_write_keys_that_are_missing_are_named(
    shop, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WEB_KEY", "sesame")
    shop.write(SETTINGS + '[[sources]]\nname = "app"\nkind = "events"\n')
    found = said(capsys)
    assert "ok write key of web: is there" in found
    assert "mend write key of slow: env:SLOW_KEY is missing" in found
    assert "mend write key of app: is not named" in found
    assert "sesame" not in found


def test_the_port_of_the_collector_is_looked_at_where_events_come(
    shop, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        ports = f"[services]\ncollector_port = {port}\n"
        shop.write(SETTINGS + ports)
        assert f"mend port {port}: is taken" in said(capsys)
        shop.write(ports)
        assert f"port {port}" not in said(capsys)
