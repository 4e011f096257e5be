"""A look at the alerts that is killed anywhere loses no message, and repeats none.

A message may arrive twice then, with the same id.
"""

import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from orchestration.alerts import look, read_book
from tests.conftest import Shop
from tests.dashboards.tiny_shop import publish_shop
from tests.faults.killing import Point, script
from tests.orchestration.notifications.conftest import Hook, Mailbox
from tests.orchestration.notifications.conftest import mailbox as mailbox
from tests.orchestration.notifications.watched_shop import (
    BETTER,
    Boxes,
    mails,
    set_up,
    watch,
)

pytestmark = pytest.mark.slow

POINTS = [
    ("orchestration.alerts", "_judged", "before"),
    ("orchestration.alerts", "_judged", "after"),
    ("orchestration.alerts", "write_whole", "before"),
    ("orchestration.alerts", "write_whole", "after"),
    ("orchestration.notifications.channels", "post", "before"),
    ("orchestration.notifications.channels", "post", "after"),
    ("orchestration.alerts", "note", "before"),
    ("orchestration.alerts", "note", "after"),
    ("orchestration.notifications.channels", "send_mail", "before"),
    ("orchestration.notifications.channels", "send_mail", "after"),
]
LOOKS = """
from orchestration.alerts import look
look()
"""


@pytest.fixture
def hook() -> Iterator[Hook]:
    """Give a receiver of messages."""
    server = Hook([])
    yield server
    server.close()


def kill(point: Point) -> None:
    """Look in a process that dies at a point."""
    code = script(point, LOOKS)
    done = subprocess.run([sys.executable, "-c", code], check=False)
    assert done.returncode == -signal.SIGKILL


@pytest.mark.parametrize("point", POINTS, ids="-".join)
def test_kill_anywhere_then_look_again_tells_each_message_once_by_its_id(
    shop: Shop, hook: Hook, mailbox: Boxes, point: Point
) -> None:
    box: Mailbox
    box, port = mailbox()
    set_up(shop, hook.url, port)
    watch(shop)
    kill(point)
    look()
    look()
    publish_shop(BETTER)
    kill(point)
    look()
    look()
    posted = dict.fromkeys((got["id"], got["kind"]) for got in hook.got)
    assert [kind for _, kind in posted] == ["fired", "resolved"]
    written = dict.fromkeys(mail["Message-ID"] for mail in mails(box))
    assert list(written) == [f"<{one}@karvan.invalid>" for one, _ in posted]
    assert len(hook.got) <= 4
    assert read_book().waiting == []
