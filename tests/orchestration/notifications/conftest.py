"""Receivers of messages on loopback: web servers and mail servers, good and bad."""

import datetime
import ipaddress
import json
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from orchestration.notifications.messages import Message

USER, PASSWORD = "karvan", "hunter2-hunter2"
HANG = 0
"""An answer that never comes."""


@pytest.fixture
def message() -> Message:
    """Give a message with a line break where a header would end."""
    return Message(
        kind="failed",
        shop="Corner\nBcc: thief@example.org",
        title="Corner\nBcc: thief@example.org: raw_shop.order_lines failed",
        text="sales.csv has no column Qty – 1 لاله",
        place="raw_shop.order_lines",
        reason="sales.csv has no column Qty",
        run_id="r1",
        at=datetime.datetime(2026, 3, 1, 4, 0, tzinfo=datetime.UTC),
    )


class Hook:
    """A web server that answers as it is told and keeps what it got."""

    def __init__(self, answers: list[int]) -> None:
        self.answers = answers
        self.got: list[dict[str, Any]] = []
        self.paths: list[str] = []
        self.ended = Event()
        hook = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                hook.paths.append(self.path)
                body = self.rfile.read(int(self.headers["Content-Length"]))
                answer = hook.answers.pop(0) if hook.answers else 200
                if answer == HANG:
                    hook.ended.wait(30)
                    return
                hook.got.append(json.loads(body))
                self.send_response(answer)
                if 300 <= answer < 400:
                    self.send_header("Location", "/elsewhere")
                self.end_headers()

            def log_message(self, format: str, *_: Any) -> None:
                """Stay silent."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def url(self) -> str:
        """Return an address whose path is a secret, as chat services have it."""
        return f"http://127.0.0.1:{self.server.server_port}/T0/B0/s3cr3t-token"

    def close(self) -> None:
        """Let go of everyone."""
        self.ended.set()
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def hook() -> Iterator[Callable[..., Hook]]:
    """Give a function that starts a web server."""
    started: list[Hook] = []

    def start(*answers: int) -> Hook:
        started.append(Hook(list(answers)))
        return started[-1]

    yield start
    for one in started:
        one.close()


class Mailbox:
    """Keeps mails; refuses recipients that it is told to."""

    def __init__(self, refuses: tuple[str, ...]) -> None:
        self.refuses = refuses
        self.mails: list[Any] = []

    async def handle_RCPT(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        """Refuse or take a recipient."""
        if address in self.refuses:
            return f"550 no mailbox {address}"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        """Keep a mail."""
        self.mails.append(envelope)
        return "250 OK"


class Tls(Controller):
    """A mail server that is encrypted from the first byte."""

    def __init__(self, handler: Mailbox, context: ssl.SSLContext, port: int) -> None:
        super().__init__(handler, "127.0.0.1", port)
        self.ssl_context = context


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a file with a key and a certificate of 127.0.0.1."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    place = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    now = datetime.datetime.now(datetime.UTC)
    found = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([place]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("certificate") / "mail.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path.write_bytes(secret + found.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture
def trusted(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """Trust the certificate; give a mail server's context."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


@pytest.fixture
def mailbox() -> Iterator[Callable[..., tuple[Mailbox, int]]]:
    """Give a function that starts a mail server and returns its box and port."""
    with ExitStack() as started:

        def start(
            *,
            starttls: ssl.SSLContext | None = None,
            tls: ssl.SSLContext | None = None,
            auth: bool = False,
            refuses: tuple[str, ...] = (),
        ) -> tuple[Mailbox, int]:
            box, port = Mailbox(refuses), free_port()
            if tls is not None:
                server: Controller = Tls(box, tls, port)
            else:
                server = Controller(
                    box,
                    "127.0.0.1",
                    port,
                    tls_context=starttls,
                    require_starttls=starttls is not None,
                    auth_required=auth,
                    authenticator=_authenticated,
                )
            server.start()
            started.callback(server.stop)
            return box, port

        yield start


def _authenticated(_server: Any, _session: Any, _envelope: Any, _how: str, data: Any):
    is_known = (data.login, data.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=is_known, handled=is_known)


@pytest.fixture
def silent_port() -> Iterator[int]:
    """Give a port that takes connections and never says anything."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def free_port() -> int:
    """Return a port that nothing listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
