"""Telling fails no run, keeps what did not arrive, and writes no secret down."""

import logging
import os
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from orchestration.notifications import outbox, webhook
from orchestration.notifications.delivery import correspondence, tell
from warehouse.status import Outcome, Run, Status

from .conftest import HANG, Hook, Mailbox, free_port

Starter = Callable[..., Hook]
NOW = datetime.now(UTC)


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "PAUSES_S", (0.01, 0.02))
    monkeypatch.setattr(webhook, "TIMEOUT_S", 0.2)


def ended(outcome: Outcome, error: str | None = None, at: datetime = NOW) -> Status:
    """Return the status after a run."""
    return Status(
        run=Run(
            run_id="r1",
            started_at=at,
            finished_at=at,
            outcome=outcome,
            failed_at="raw_shop.order_lines" if error else None,
            error=error,
        )
    )


FAILED = ended("failed", "no column Qty")


def use(shop: Any, monkeypatch: pytest.MonkeyPatch, url: str, more: str = "") -> None:
    """Set notifications up, with the address in the environment."""
    monkeypatch.setenv("HOOK_URL", url)
    shop.write(f'[notifications]\nwebhook_url = "env:HOOK_URL"\n{more}')


def test_nothing_is_written_where_nobody_is_told(shop: Any) -> None:
    tell(FAILED)
    assert not shop.home.exists()


def test_two_attempts_fail_and_the_third_arrives(
    shop: Any, monkeypatch: pytest.MonkeyPatch, hook: Starter
) -> None:
    server = hook(500, HANG, 200)
    use(shop, monkeypatch, server.url)
    tell(FAILED)
    assert [got["kind"] for got in server.got] == ["failed", "failed"]
    [one] = correspondence().deliveries
    assert (one.attempts, one.error) == (3, None)
    assert correspondence().waiting == []


def test_what_did_not_arrive_is_told_by_the_next_run_in_order(
    shop: Any, monkeypatch: pytest.MonkeyPatch, hook: Starter
) -> None:
    use(shop, monkeypatch, f"http://127.0.0.1:{free_port()}/s3cr3t")
    tell(FAILED)
    tell(FAILED)
    assert [one.error for one in correspondence().deliveries] == [
        "no connection: Connection refused"
    ] * 2
    assert len(correspondence().waiting) == 1
    server = hook()
    use(shop, monkeypatch, server.url)
    tell(ended("published"))
    assert [got["kind"] for got in server.got] == ["failed", "recovered"]
    assert correspondence().waiting == []


def test_a_dead_receiver_delays_a_run_by_its_attempts_only(
    shop: Any, monkeypatch: pytest.MonkeyPatch, hook: Starter
) -> None:
    server = hook(*[HANG] * 9)
    use(shop, monkeypatch, server.url)
    tell(FAILED)
    began = time.monotonic()
    tell(ended("failed", "no column Price"))
    assert time.monotonic() - began < 3
    assert len(server.paths) == 6
    assert len(correspondence().waiting) == 2


def test_one_dead_channel_keeps_nothing_from_the_other(
    shop: Any,
    monkeypatch: pytest.MonkeyPatch,
    hook: Starter,
    mailbox: Callable[..., tuple[Mailbox, int]],
) -> None:
    box, port = mailbox()
    email = (
        "[notifications.email]\n"
        f'host = "127.0.0.1"\nport = {port}\nencryption = "none"\n'
        'sender = "karvan@example.org"\nrecipients = ["ann@example.org"]\n'
    )
    use(shop, monkeypatch, hook(404).url, email)
    tell(FAILED)
    assert len(box.mails) == 1
    assert [one.channel for one in correspondence().waiting] == ["webhook"]


def test_old_news_is_no_news(
    shop: Any, monkeypatch: pytest.MonkeyPatch, hook: Starter
) -> None:
    use(shop, monkeypatch, hook(404).url)
    tell(ended("failed", "no column Qty", NOW - timedelta(days=8)))
    assert correspondence().deliveries == []
    assert correspondence().waiting == []


def test_a_missing_variable_is_said_and_fails_nothing(
    shop: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(shop, monkeypatch, "http://x")
    monkeypatch.delenv("HOOK_URL")
    tell(FAILED)
    [one] = correspondence().deliveries
    assert "HOOK_URL is not set" in str(one.error)


def test_a_broken_file_is_begun_anew(
    shop: Any, monkeypatch: pytest.MonkeyPatch, hook: Starter
) -> None:
    server = hook()
    use(shop, monkeypatch, server.url)
    tell(FAILED)
    (shop.home / "notifications.json").write_text("{")
    tell(FAILED)
    assert len(server.got) == 2


def test_a_disk_that_cannot_be_written_fails_no_run(
    shop: Any,
    monkeypatch: pytest.MonkeyPatch,
    hook: Starter,
    caplog: pytest.LogCaptureFixture,
) -> None:
    server = hook()
    use(shop, monkeypatch, server.url)
    # Not even root can write a file where a folder is.
    (shop.home / f"notifications.{os.getpid()}.tmp").mkdir(parents=True)
    with caplog.at_level(logging.WARNING):
        tell(FAILED)
    assert len(server.got) == 1
    assert "not kept" in caplog.text


def test_no_secret_is_under_home(
    shop: Any, monkeypatch: pytest.MonkeyPatch, hook: Starter
) -> None:
    use(shop, monkeypatch, hook(500, 500, 500).url)
    tell(FAILED)
    written = "".join(
        path.read_text() for path in shop.home.rglob("*") if path.is_file()
    )
    assert "no column Qty" in written
    assert "s3cr3t" not in written
