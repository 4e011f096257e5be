"""A message arrives as one POST, or the reason says why not, without the address."""

import time
from collections.abc import Callable

import pytest

from orchestration.notifications import webhook
from orchestration.notifications.errors import UndeliveredError
from orchestration.notifications.messages import Message
from orchestration.notifications.webhook import post
from warehouse.settings.secrets import MissingSecretError

from .conftest import HANG, Hook, free_port

Starter = Callable[..., Hook]


def failure(url: str, message: Message) -> UndeliveredError:
    """Send what cannot arrive and return why it did not."""
    with pytest.raises(UndeliveredError) as found:
        post(url, message)
    assert "s3cr3t" not in str(found.value)
    assert "127.0.0.1" not in str(found.value)
    return found.value


def test_text_for_chats_and_fields_for_programs(
    hook: Starter, message: Message
) -> None:
    server = hook(200)
    post(server.url, message)
    [got] = server.got
    assert got["text"] == f"{message.title}\nsales.csv has no column Qty – 1 لاله"
    assert (got["kind"], got["place"], got["run_id"]) == (
        "failed",
        "raw_shop.order_lines",
        "r1",
    )
    assert got["at"] == "2026-03-01T04:00:00Z"


@pytest.mark.parametrize(
    ("answer", "again"),
    [(500, "soon"), (503, "soon"), (429, "soon"), (404, "next run"), (400, "next run")],
)
def test_a_refusal_says_its_number(
    hook: Starter, message: Message, answer: int, again: str
) -> None:
    found = failure(hook(answer).url, message)
    assert str(found) == f"answered {answer}"
    assert found.again == again


@pytest.mark.parametrize("answer", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(
    hook: Starter, message: Message, answer: int
) -> None:
    server = hook(answer)
    assert "redirect" in str(failure(server.url, message))
    assert server.paths == ["/T0/B0/s3cr3t-token"]


def test_who_does_not_answer_is_left(
    hook: Starter, message: Message, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook, "TIMEOUT_S", 0.2)
    began = time.monotonic()
    found = failure(hook(HANG).url, message)
    assert time.monotonic() - began < 5
    assert (found.again, "no answer" in str(found)) == ("soon", True)


def test_who_is_down_may_come_back(message: Message) -> None:
    found = failure(f"http://127.0.0.1:{free_port()}/s3cr3t", message)
    assert (found.again, "no connection" in str(found)) == ("soon", True)


@pytest.mark.parametrize(
    "url", ["file:///etc/s3cr3t", "s3cr3t", "http://[s3cr3t", "http://h:s3cr3t/x y"]
)
def test_what_is_no_url_is_said_without_it(message: Message, url: str) -> None:
    assert failure(url, message).again == "next run"


def test_a_secret_is_read_when_it_is_used(
    hook: Starter, message: Message, shop: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(MissingSecretError, match="HOOK_URL"):
        post("env:HOOK_URL", message)
    server = hook(200)
    monkeypatch.setenv("HOOK_URL", server.url)
    post("env:HOOK_URL", message)
    assert len(server.got) == 1
