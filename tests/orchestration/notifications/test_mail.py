"""A message arrives as a mail, or the reason says why not, without addresses."""

import email
import ssl
from collections.abc import Callable
from email.policy import default
from typing import Any

import pytest

from orchestration.notifications import mail
from orchestration.notifications.errors import UndeliveredError
from orchestration.notifications.mail import send_mail
from orchestration.notifications.messages import Message
from warehouse.settings.notifications import Email

from .conftest import PASSWORD, USER, Mailbox, free_port

Starter = Callable[..., tuple[Mailbox, int]]
ANN, BOB = "ann@example.org", "bob@example.org"


@pytest.fixture(autouse=True)
def password(shop: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAIL_PASSWORD", PASSWORD)


def to(port: int, **changed: Any) -> Email:
    """Return settings of a server on loopback that asks for nothing."""
    known = {
        "host": "127.0.0.1",
        "port": port,
        "encryption": "none",
        "sender": "karvan@example.org",
        "recipients": (ANN, BOB),
    }
    return Email.model_validate(known | changed)


LOGIN = {"user": USER, "password": "env:MAIL_PASSWORD"}


def failure(settings: Email, message: Message) -> UndeliveredError:
    """Send what cannot arrive and return why it did not."""
    with pytest.raises(UndeliveredError) as found:
        send_mail(settings, message)
    for secret in (PASSWORD, ANN, BOB):
        assert secret not in str(found.value)
    return found.value


def test_a_mail_is_encrypted_and_names_who_sends(
    mailbox: Starter, trusted: ssl.SSLContext, message: Message
) -> None:
    box, port = mailbox(starttls=trusted, auth=True)
    send_mail(to(port, encryption="starttls", **LOGIN), message)
    [envelope] = box.mails
    assert envelope.rcpt_tos == [ANN, BOB]
    got = email.message_from_bytes(envelope.content, policy=default)
    assert got["Subject"] == (
        "Corner Bcc: thief@example.org: raw_shop.order_lines failed"
    )
    assert got["Bcc"] is None
    assert got["Date"].datetime == message.at
    assert got.get_content().strip() == message.text


def test_tls_from_the_first_byte(
    mailbox: Starter, trusted: ssl.SSLContext, message: Message
) -> None:
    box, port = mailbox(tls=trusted)
    send_mail(to(port, encryption="tls"), message)
    assert len(box.mails) == 1


def test_a_certificate_that_nobody_vouches_for_gets_no_password(
    mailbox: Starter,
    trusted: ssl.SSLContext,
    message: Message,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    box, port = mailbox(starttls=trusted, auth=True)
    monkeypatch.delenv("SSL_CERT_FILE")
    found = failure(to(port, encryption="starttls", **LOGIN), message)
    assert "encryption failed" in str(found)
    assert box.mails == []


def test_a_server_without_starttls_gets_nothing(
    mailbox: Starter, message: Message
) -> None:
    box, port = mailbox()
    found = failure(to(port, encryption="starttls"), message)
    assert "STARTTLS" in str(found)
    assert box.mails == []


def test_a_wrong_password_is_said_with_its_number(
    mailbox: Starter,
    trusted: ssl.SSLContext,
    message: Message,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("MAIL_PASSWORD", "wrong")
    _, port = mailbox(starttls=trusted, auth=True)
    found = failure(to(port, encryption="starttls", **LOGIN), message)
    assert "535" in str(found)
    assert found.again == "next run"


@pytest.mark.parametrize("said", [{"user": "Zoë"}, {"host": f"{'a' * 64}.example"}])
def test_letters_that_mail_servers_cannot_be_told_are_said(
    said: dict[str, str],
    mailbox: Starter,
    trusted: ssl.SSLContext,
    message: Message,
) -> None:
    box, port = mailbox(starttls=trusted, auth=True)
    found = failure(to(port, encryption="starttls", **LOGIN | said), message)
    assert "ASCII" in str(found)
    assert found.again == "next run"
    assert box.mails == []


def test_one_refused_recipient_keeps_no_mail_from_the_other(
    mailbox: Starter, message: Message
) -> None:
    box, port = mailbox(refuses=(ANN,))
    found = failure(to(port), message)
    assert "1 of 2" in str(found)
    assert found.again == "never"
    assert [envelope.rcpt_tos for envelope in box.mails] == [[BOB]]


def test_a_server_that_refuses_all(mailbox: Starter, message: Message) -> None:
    box, port = mailbox(refuses=(ANN, BOB))
    assert failure(to(port), message).again == "next run"
    assert box.mails == []


def test_who_says_nothing_is_left(
    silent_port: int, message: Message, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail, "TIMEOUT_S", 0.2)
    for encryption in ("none", "tls"):
        found = failure(to(silent_port, encryption=encryption), message)
        assert found.again == "soon"
        assert "no answer" in str(found)


def test_who_is_down_may_come_back(message: Message) -> None:
    found = failure(to(free_port()), message)
    assert (found.again, "no connection" in str(found)) == ("soon", True)


def test_a_password_in_the_open_is_no_setting() -> None:
    with pytest.raises(ValueError, match="encrypted"):
        to(25, host="mail.example.org", **LOGIN)
    with pytest.raises(ValueError, match="password"):
        to(25, user=USER, password=PASSWORD)
    with pytest.raises(ValueError, match="belong together"):
        to(25, user=USER)
