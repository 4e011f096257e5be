"""An alert of a small shop, by `karvan run` alone: told once, waits, is over.

The tests are one story, in order: each leaves the shop as the next finds it.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller

from tests.end_to_end.conftest import Karvan
from tests.end_to_end.corner_shop import SALES_HEADER, open_shop
from tests.orchestration.notifications.conftest import Hook, Mailbox, free_port

ALERT = """\
title: Revenue of a day
kind: threshold
formula: revenue
below: 50
owner: Sales
"""


@pytest.fixture(scope="module")
def hook() -> Iterator[Hook]:
    """Give the shop's receiver of messages."""
    server = Hook([])
    yield server
    server.close()


@pytest.fixture(scope="module")
def box() -> Iterator[tuple[Mailbox, int]]:
    """Give the shop's mail server, and its port."""
    mailbox, port = Mailbox(()), free_port()
    server = Controller(mailbox, "127.0.0.1", port)
    server.start()
    yield mailbox, port
    server.stop()


@pytest.fixture(scope="module", autouse=True)
def shop(workspace: Path, hook: Hook, box: tuple[Mailbox, int]) -> None:
    more = (
        '[notifications]\nwebhook_url = "env:HOOK_URL"\n[notifications.email]\n'
        f'host = "127.0.0.1"\nport = {box[1]}\nencryption = "none"\n'
        'sender = "karvan@example.org"\nrecipients = ["data@example.org"]\n'
    )
    open_shop(workspace, more)
    (workspace / ".env").write_text(f"HOOK_URL={hook.url}\n")
    (workspace / "alerts").mkdir()
    (workspace / "alerts" / "day.yml").write_text(ALERT)


def sell(workspace: Path, day: int, amount: int) -> None:
    """Write a file of one sale in March."""
    line = f"3-{day},a1,c1,1,{amount},2024-03-{day:02} 10:00:00"
    path = workspace / f"sales_3_{day}.csv"
    path.write_text(f"{SALES_HEADER}\n{line}\n")


def told(hook: Hook) -> list[tuple[str, float]]:
    return [(got["kind"], got["alert"]["value"]) for got in hook.got]


def states(karvan: Karvan) -> list[str]:
    done = karvan("alert", "list", "--format", "json")
    return [row["verdict"] for row in json.loads(done.stdout)]


def run(karvan: Karvan) -> str:
    done = karvan("run")
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_bad_day_is_one_post_and_one_mail(
    karvan: Karvan, workspace: Path, hook: Hook, box: tuple[Mailbox, int]
) -> None:
    sell(workspace, 1, 40)
    run(karvan)
    assert told(hook) == [("fired", 40)]
    assert len(box[0].mails) == 1
    assert states(karvan) == ["firing"]


def test_a_second_run_tells_nothing(
    karvan: Karvan, hook: Hook, box: tuple[Mailbox, int]
) -> None:
    assert "Nothing new" in run(karvan)
    assert len(hook.got) == len(box[0].mails) == 1


def test_a_good_day_while_the_receiver_is_down_is_told_when_it_is_back(
    karvan: Karvan, workspace: Path, hook: Hook, box: tuple[Mailbox, int]
) -> None:
    hook.answers[:] = [404]
    sell(workspace, 3, 60)
    assert "Published version" in run(karvan)
    assert len(box[0].mails) == 2
    # The server keeps what it refuses.
    assert told(hook)[1:] == [("resolved", 60)]
    assert "Nothing new" in run(karvan)
    assert told(hook)[2:] == [("resolved", 60)]
    assert hook.got[1]["id"] == hook.got[2]["id"]
    run(karvan)
    assert len(hook.got) == 3
    assert len(box[0].mails) == 2
    lines = karvan("alert", "log", "--format", "csv").stdout
    assert "answered 404" in lines
    assert "s3cr3t-token" not in lines


def test_a_state_that_cannot_be_kept_fails_no_run(
    karvan: Karvan, workspace: Path, hook: Hook
) -> None:
    kept = workspace / ".karvan" / "alerts.json"
    kept.unlink()
    kept.mkdir()
    sell(workspace, 4, 20)
    assert "Published version" in run(karvan)
    status = json.loads(karvan("status", "--json").stdout)
    assert status["run"]["outcome"] == "published"
    assert "The alerts were not looked at" in karvan("run").stderr
    kept.rmdir()
    run(karvan)
    assert told(hook)[3:] == [("fired", 20)]
